import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../test/support/node.ts";
import { exportFile, importFile, type ImportFlags, organizationsExportCommand } from "./organizations.ts";

describe("organisations on the command line", () => {
  const test = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), "cumbe-cli-"));
  let node: TestNode;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(content: string, flags: Partial<ImportFlags> = {}) {
    const file = join(folder, "organizations.csv");
    writeFileSync(file, content);
    const [out, err]: [string[], string[]] = [[], []];
    const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
    const code = await importFile(
      node.shell,
      file,
      { dryRun: false, skipBad: false, json: false, under: null, asExample: false, ...flags },
      io,
    );
    return { code, out: out.join("\n"), err: err.join("\n") };
  }

  it("prints one line of JSON, and ends with 1 when nothing was imported", async () => {
    const refused = await run("external_id,kind,name\na,commune,A\nb,comune,\n", { json: true });
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toEqual({
      rows: 2,
      created: 0,
      updated: 0,
      unchanged: 0,
      bad: [
        { line: 3, column: "kind", rule: "kindUnknown", message: expect.stringContaining("comune") },
        { line: 3, column: "name", rule: "nameMissing", message: "The name is missing." },
      ],
    });
    const skipped = await run("external_id,kind,name\na,commune,A\nb,comune,\n", {
      json: true,
      skipBad: true,
    });
    expect([skipped.code, JSON.parse(skipped.out)]).toMatchObject([0, { created: 1 }]);
  });

  it("says in words what came of it", async () => {
    expect(await run("external_id,kind,name\nw,commune,W\n", { dryRun: true })).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 would be created"),
    });
    expect(await run("external_id,kind,name\nw,commune,W\n")).toMatchObject({
      code: 0,
      out: "1 row: 1 created, 0 updated, 0 unchanged.",
    });
    expect(await run("external_id,kind,name\nw,commune,\n")).toMatchObject({
      code: 1,
      out: "Nothing was stored: 1 thing is wrong in 1 row.",
      err: "line 2, name: The name is missing. [nameMissing]",
    });
    expect((await run("")).err).toBe("line 1: The file is empty: it needs a header and rows. [fileEmpty]");
  });

  it("says when there is no such file", async () => {
    const flags = { dryRun: false, skipBad: false, json: false, under: null, asExample: false };
    await expect(
      importFile(node.shell, join(folder, "nothing.csv"), flags, { out: () => {}, err: () => {} }),
    ).rejects.toThrow("there is no file");
    await expect(importFile(node.shell, folder, flags, { out: () => {}, err: () => {} })).rejects.toThrow(
      "there is no file",
    );
  });

  it("writes what it can read again", async () => {
    const [csv, json] = [join(folder, "out.csv"), join(folder, "out.json")];
    await exportFile(node.shell, csv, "csv");
    await exportFile(node.shell, json, "popolo");
    expect((await run(readFileSync(csv, "utf8"), { json: true })).out).toContain('"created":0,"updated":0');
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({
      organizations: expect.any(Array),
      posts: expect.any(Array),
      memberships: expect.any(Array),
    });
  });

  it("says when the file cannot be written", async () => {
    await expect(exportFile(node.shell, join(folder, "no", "such", "folder.csv"), "csv")).rejects.toThrow(
      "cannot be written (ENOENT)",
    );
  });

  it("knows two formats", async () => {
    const io = { out: () => {}, err: () => {}, env: {} };
    await expect(
      organizationsExportCommand.run({ values: { format: "xml" }, positionals: ["-"], io }),
    ).rejects.toThrow("'xml' is not a format");
  });
});
