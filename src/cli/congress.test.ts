import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conveneAssembly } from "../../test/support/assembly.ts";
import { useDatabase } from "../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../test/support/node.ts";
import { congressImportTextCommand, importTextFile } from "./congress.ts";

describe("a congress text on the command line", () => {
  const test = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), "cumbe-cli-"));
  let node: TestNode;
  beforeAll(async () => {
    node = await foundTestNode(test.db);
    await conveneAssembly(node, 0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const flags = { congress: "congress-2019", title: "The plan", language: "en", json: true };

  async function run(content: string | Buffer, given: Partial<typeof flags> = {}) {
    const file = join(folder, "text.txt");
    writeFileSync(file, content);
    const [out, err]: [string[], string[]] = [[], []];
    const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
    const code = await importTextFile(node.shell, file, { ...flags, ...given }, io);
    return { code, out: out.join("\n"), err: err.join("\n") };
  }

  it("prints one line of JSON with what it made", async () => {
    const { code, out } = await run("Plan\n\n1. Seeds are kept.\n\n2. Water is shared.\n");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      edition: "congress-2019",
      text: "the-plan",
      version: 1,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      paragraphs: 3,
      notes: expect.arrayContaining([{ note: "itemsFound", count: 2 }]),
    });
  });

  it("takes a language tag however it is written", async () => {
    const { code, out } = await run("Plano\n\nUm.\n", { language: "PT-br", title: "O plano" });
    expect(code, out).toBe(0);
  });

  it("says it in words", async () => {
    const { code, out } = await run("Plan\n\n1. Seeds are kept.\n", { json: false });
    expect(code).toBe(0);
    expect(out).toContain("2 paragraphs, at /congress/congress-2019/texts/the-plan-2");
    expect(out).toContain("list items found: 1");
  });

  it.each([
    ["five megabytes", Buffer.alloc(5_000_000, "a "), {}, "textFileTooLong"],
    ["zero bytes", "Plan\n\0", {}, "textFileHasControlCharacters"],
    ["an unknown congress", "Plan", { congress: "no-such" }, "editionUnknown"],
    ["an unknown language", "Plan", { language: "not a language" }, "languageUnknown"],
    ["an empty title", "Plan", { title: " " }, "textIsEmpty"],
  ])("refuses %s with a sentence and ends with 1", async (_name, content, given, reason) => {
    const refused = await run(content, given);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ refused: reason, message: expect.stringMatching(/\.$/) });
    expect((await run(content, { ...given, json: false })).err).toMatch(/\.$/);
  });

  it("says which flag or file is missing", async () => {
    const io = { out: () => {}, err: () => {}, env: {} };
    const positionals = [join(folder, "text.txt")];
    await expect(
      congressImportTextCommand.run({ values: { title: "T", language: "en" }, positionals, io }),
    ).rejects.toThrow("--congress is missing");
    await expect(importTextFile(node.shell, join(folder, "none.txt"), flags, io)).rejects.toThrow(/no file/);
  });
});
