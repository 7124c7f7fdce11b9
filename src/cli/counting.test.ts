// `apportion` and `draw` as they are typed.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { run } from "../../test/support/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "cumbe-counting-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe("apportion", () => {
  const apportioned = async (method: string, seats: number, votes: string) =>
    JSON.parse((await run(`apportion --method ${method} --seats ${seats} --json ${votes}`)).out) as number[];

  it("prints the seats as an array, by every rule's name", async () => {
    const votes = "5117 4400 162 161 160";
    expect(await apportioned("dhondt", 100, votes)).toEqual([52, 45, 1, 1, 1]);
    expect(await apportioned("sainte-lague", 100, votes)).toEqual([51, 43, 2, 2, 2]);
    expect(await apportioned("quota", 100, votes)).toEqual([52, 44, 2, 1, 1]);
    for (const method of ["modified-sainte-lague", "hare", "droop", "huntington-hill", "adams"]) {
      const seats = await apportioned(method, 26, "9061 7179 5259 3319 1182");
      expect(seats.reduce((sum, value) => sum + value)).toBe(26);
    }
  });

  it("says in a sentence what each has, and who was alike", async () => {
    const { code, out, err } = await run("apportion --method dhondt --seats 3 5 5", "es");
    expect([code, out]).toEqual([0, "1: 5 votos, 2 puestos\n2: 5 votos, 1 puesto"]);
    expect(err).toContain("los números 1, 2 tienen el mismo derecho");
  });

  it("refuses what cannot be divided", async () => {
    for (const line of [
      "apportion --seats 3 1 2",
      "apportion --method fair --seats 3 1 2",
      "apportion --method hare --seats 0 1 2",
      "apportion --method hare --seats 9999999 1 2",
      "apportion --method hare --seats 3",
      "apportion --method hare --seats 3 1 2.5",
      "apportion --method hare --seats 3 1 99999999999999999",
    ])
      expect((await run(line)).code).toBe(2);
    const { code, err } = await run("apportion --method hare --seats 3 0 0");
    expect([code, err]).toEqual([1, "cumbe: Nobody has a vote, so nothing says who gets the seats."]);
  });
});

describe("draw", () => {
  const names = file("people.txt", "Ana\nBruno\r\nCira\n\nDavi\n");
  const table = file("people.csv", "name;region\nAna;005\nBruno;013\nCira;005\nDavi;013\nEva;150\n");

  it("draws the same from the same list and seed", async () => {
    const first = await run(`draw --seed 2026-11-25 --from ${names} --count 2 --json`);
    expect(first).toEqual(await run(`draw --seed 2026-11-25 --from ${names} --count 2 --json`));
    const drawn = JSON.parse(first.out) as { chosen: string[]; chosen_ids: number[]; people: number };
    expect(drawn.people).toBe(4);
    expect(drawn.chosen).toEqual(drawn.chosen_ids.map((id) => ["Ana", "Bruno", "Cira", "Davi"][id - 1]));
    expect((await run(`draw --seed x --from ${names} --count 1`)).out).toMatch(/^1\. (Ana|Bruno|Cira|Davi)$/);
  });

  it("keeps quotas, whose sum is the number where none is given", async () => {
    const { out } = await run(
      `draw --seed s --from ${table} --quota region=005:1 --quota region=013:2 --json`,
    );
    const { chosen } = JSON.parse(out) as { chosen: string[] };
    expect(chosen).toHaveLength(3);
    expect(chosen).toEqual(expect.arrayContaining(["Bruno", "Davi"]));
  });

  it("says what is wrong", async () => {
    const twice = file("twice.txt", "Ana\nAna\n");
    const broken = file("broken.csv", 'name,region\n"Ana,005\n');
    const latin = file("latin.txt", "");
    writeFileSync(latin, Buffer.from([0xc1, 0x6e, 0x61]));
    const cases: [string, number, string][] = [
      [`draw --from ${names} --count 1`, 2, "--seed is missing"],
      [`draw --seed s --from ${names}`, 2, "--count is missing"],
      [`draw --seed s --from ${twice} --count 1`, 2, "'Ana' is in the list twice, as number 1 and 2"],
      [`draw --seed s --from ${broken} --count 1`, 2, "cannot be read as CSV"],
      [`draw --seed s --from ${latin} --count 1`, 2, "is not in UTF-8"],
      [`draw --seed s --from ${folder}/none --count 1`, 2, "there is no file"],
      [`draw --seed s --from ${table} --quota town=x:1`, 2, "has no column 'town'"],
      [`draw --seed s --from ${table} --quota region:1`, 2, "--quota takes"],
      [`draw --seed s --from ${names} --count 5`, 1, "The list has 4 people, so 5 cannot be drawn."],
      [`draw --seed s --from ${table} --quota region=029:1`, 1, "Nobody in the list has region “029”."],
      [`draw --seed s --from ${table} --quota region=005:3`, 1, "No choice from this list keeps all quotas."],
    ];
    for (const [line, code, said] of cases) {
      const { err, ...result } = await run(line);
      expect([line, result.code]).toEqual([line, code]);
      expect(err).toContain(said);
    }
  });
});
