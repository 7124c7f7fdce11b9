// `congress export` and `congress verify` as they are typed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { editLines, pack, unpack } from "../../test/support/archive.ts";
import { useDatabase } from "../../test/support/database.ts";
import { firstOf, forgerOf } from "../../test/support/forging.ts";
import { foundTestNode, type TestNode } from "../../test/support/node.ts";
import { holdWholeCongress, wholeEdition } from "../../test/support/whole-congress.ts";
import { writeArchive } from "../protocols/archive/write-archive.ts";
import { congressExportCommand, congressVerifyCommand } from "./archive.ts";

const folder = mkdtempSync(join(tmpdir(), "cumbe-archive-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const real = join(folder, "real.tar.gz");

describe("an archive on the command line", () => {
  const test = useDatabase();
  let node: TestNode;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
    await holdWholeCongress(node);
    await writeArchive(node.shell, wholeEdition, real);
  }, 60_000);

  async function run(positionals: string[], values = {}, language = "en") {
    const [out, err]: [string[], string[]] = [[], []];
    const io = {
      out: (line: string) => void out.push(line),
      err: (line: string) => void err.push(line),
      env: { LANG: language },
    };
    const code = await congressVerifyCommand.run({ values, positionals, io });
    return { code, out: out.join("\n"), err: err.join("\n") };
  }

  async function forge(): Promise<string> {
    const forged = join(folder, "forged.tar.gz");
    const archive = await unpack(real);
    editLines(archive, "texts/plan/roll-calls.jsonl", ([rollCall]) => void (rollCall.verdict = "rejected"));
    await pack(forged, archive);
    return forged;
  }

  it("that holds is told with what was checked, and by which key it was signed", async () => {
    const { code, out, err } = await run([real]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("All of it holds: the archive of congress-2019, from https://node.example.");
    expect(out).toContain(
      "Checked: 1 text, 3 versions, 5 amendments, 1 sitting, 6 votes with 29 ballots, 4 signatures",
    );
    expect(out).toMatch(/Signed by node\.example\/log\+/);
    const [, key = ""] = /Signed by (\S+)\./.exec(out) ?? [];
    expect((await run([real], { key })).out).not.toContain("Signed by");
    expect((await run([real], { json: true })).out).toMatch(/^\{"ok":true,"summary":\{/);
  });

  it("in which acts are of kinds that are not known says so in one line, with what was not checked", async () => {
    const forger = await forgerOf(node, wholeEdition, folder);
    await forger.after((acts) => {
      const { leaf } = firstOf(acts, "congress.text.opened");
      for (const kind of ["sung", "danced", "danced"])
        acts.push({ leaf: { ...leaf, act: `congress.text.${kind}`, id: newId() }, record: {} });
    });
    const { code, out } = await run([forger.file]);
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => line.startsWith("Not recomputed"))).toEqual([
      "Not recomputed: 3 acts of 2 kinds that this version of the program does not know (congress.text.danced: 2, congress.text.sung: 1). That nobody changed them and that they stand in the log was checked, but not what they did.",
    ]);
  });

  it("that does not hold ends with 1 and names it, in the reader's language", async () => {
    const forged = await forge();
    expect(await run([forged])).toMatchObject({
      code: 1,
      out: "",
      err: "The archive does not hold. The file texts/plan/roll-calls.jsonl is not what the list of files says: it was changed.",
    });
    expect((await run([forged], {}, "es_VE.UTF-8")).err).toMatch(/^El archivo no se sostiene\. El fichero/);
    expect((await run([forged], {}, "pt_BR")).err).toMatch(/foi alterado\.$/);
    expect((await run([forged], {}, "fr")).err).toMatch(/il a été modifié\.$/);
    expect(JSON.parse((await run([forged], { json: true })).out)).toEqual({
      ok: false,
      fault: "fileDiffers",
      facts: { path: "texts/plan/roll-calls.jsonl" },
    });
  });

  it("that is none is told too, and one that is not there", async () => {
    const other = join(folder, "other");
    writeFileSync(other, readFileSync(real).subarray(0, 5_000));
    expect(await run([other])).toMatchObject({
      code: 1,
      err: "The archive does not hold. The archive is cut short.",
    });
    writeFileSync(other, "hello");
    expect((await run([other])).err).toContain("not the archive of a congress");
    await expect(run([join(folder, "none")])).rejects.toThrow(/no file/);
    await expect(run([])).rejects.toThrow("FILE is missing");
    const io = { out: () => {}, err: () => {}, env: {} };
    await expect(congressExportCommand.run({ values: {}, positionals: [], io })).rejects.toThrow(
      "SLUG is missing",
    );
    await expect(congressExportCommand.run({ values: {}, positionals: ["a"], io })).rejects.toThrow(
      "FILE is missing",
    );
  });
});
