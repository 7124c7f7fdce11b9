// `rules` as it is typed: words, cases, a verdict repeated, and what is wrong with a file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../test/support/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "cumbe-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

const example = "examples/rules/ve-cooperativa.json";
const { rules } = JSON.parse(readFileSync(example, "utf8")) as { rules: Record<string, unknown> };
const facts = file("facts.json", { votes: { for: 75, against: 25 }, present: 100 });

describe("rules", () => {
  it("says rules in the language of the terminal, and tries their cases", async () => {
    const { code, out, err } = await run(`rules ${example}`, "es");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(
      "Se adopta si los votos a favor son al menos tres cuartas partes de las personas integrantes presentes.",
    );
    expect(out).toContain("como se esperaba: 75 of 100 do not merge\n  No se adoptó: 75 votos a favor");
  });

  it("repeats a verdict from rules and facts", async () => {
    const own = file("own.json", rules);
    expect(await run(`rules ${own} --matter merger --facts ${facts}`)).toMatchObject({
      code: 0,
      out: "Not adopted: 75 votes in favour out of 100 members present, not more than three quarters, when 76 were needed.",
    });
    const { out } = await run(`rules ${own} --matter dissolution --facts ${facts} --json`);
    expect(JSON.parse(out)).toMatchObject({ verdict: "adopted", adoption: { limit: "75" } });
  });

  it("ends with 1 where a case comes out otherwise", async () => {
    const cases = [
      {
        name: "hoped for",
        matter: "merger",
        facts: { votes: { for: 75, against: 25 }, present: 100 },
        verdict: "adopted",
      },
    ];
    const { code, out } = await run(`rules ${file("hoped.json", { rules, cases })}`);
    expect(code).toBe(1);
    expect(out).toContain("not as expected (adopted): hoped for");
  });

  it("names what is wrong with rules and with facts, and where", async () => {
    const bad = file("bad.json", { ...rules, default: { adoption: { atLeast: [2, 0], of: "present" } } });
    expect(await run(`rules ${bad}`, "fr")).toMatchObject({
      code: 1,
      out: "",
      err: "cumbe: Ce ne sont pas des règles de fonctionnement que l’on puisse appliquer.\n  default.adoption.atLeast: Une fraction ne peut pas contenir de zéro.",
    });
    const misspelt = file("misspelt.json", { votes: { for: 1, against: 0 }, presents: 3, now: "today" });
    const { code, err } = await run(`rules ${example} --matter x --facts ${misspelt}`);
    expect([code, err]).toEqual([
      1,
      "cumbe: These are no facts that rules can be applied to.\n  “presents” is not part of the language of rules.\n  now: An instant is written as 2026-11-25T12:00:00Z, in UTC.",
    ]);
  });

  it("refuses what it cannot read", async () => {
    const cases: [string, string][] = [
      ["rules", "FILE is missing"],
      [`rules ${folder}/none.json`, "there is no file"],
      [`rules ${file("text.json", "rules!")}`, "is no JSON"],
      [`rules ${example} --matter merger`, "--matter and --facts go together"],
      [`rules ${example} ${example}`, "one argument too many"],
    ];
    for (const [line, said] of cases) {
      const { code, err } = await run(line);
      expect([line, code]).toEqual([line, 2]);
      expect(err).toContain(said);
    }
  });
});
