// The archive as it is handed out, and an independent check of it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyArchive } from "#algorithms/congress-archive";
import { logOrigin, logSigner } from "#platform/log/keys";
import { projectFile } from "#platform/project";
import { structuralFaults } from "../../../test/support/akoma-ntoso.ts";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { pack, resign, unpack } from "../../../test/support/archive.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { pythonWith } from "../../../test/support/python.ts";
import { holdWholeCongress, wholeEdition, wholeText } from "../../../test/support/whole-congress.ts";
import { parseXml } from "../../../test/support/xml.ts";
import { withOpenArchive } from "./open-archive.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-archive-served-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const address = `/congress/${wholeEdition}/archive.tar.gz`;
const file = join(folder, "served.tar.gz");
let node: TestNode;
let visitor: Reader;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  await holdWholeCongress(node);
  visitor = createTestApp(node.shell).as();
  writeFileSync(file, Buffer.from(await (await visitor.get(address)).arrayBuffer()));
}, 60_000);

describe("the archive that a node hands out", () => {
  it("holds, and is the same for everybody who asks at once", async () => {
    expect(await withOpenArchive(file, (archive) => verifyArchive(archive))).toMatchObject({ ok: true });
    const answers = await Promise.all([1, 2, 3].map(() => visitor.get(address)));
    const tags = answers.map((answer) => answer.headers.get("etag"));
    expect(new Set(tags).size).toBe(1);
    expect(answers[0]?.headers.get("content-type")).toBe("application/gzip");
    expect(answers[0]?.headers.get("content-disposition")).toBe(
      'attachment; filename="congress-2019.tar.gz"',
    );
    const again = await visitor.get(address, { "if-none-match": tags[0] ?? "" });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("is not there for a congress that is not, and not without end for one address", async () => {
    expect((await visitor.get("/congress/none/archive.tar.gz")).status).toBe(404);
    const statuses: number[] = [];
    for (let at = 0; at < 20; at += 1)
      statuses.push((await visitor.get(address, { "if-none-match": "x" })).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it("is found from the congress's page, with how to check it, in each language", async () => {
    expect(await (await visitor.get(`/congress/${wholeEdition}`)).text()).toContain(
      `href="/congress/${wholeEdition}/archive"`,
    );
    for (const language of ["es", "en", "pt", "fr"]) {
      const page = await (
        await visitor.get(`/congress/${wholeEdition}/archive`, { "accept-language": language })
      ).text();
      expect(page).toContain(`href="${address}"`);
      expect(page).toContain("cumbe congress verify congress-2019.tar.gz --key");
    }
    expect((await visitor.get("/congress/none/archive")).status).toBe(404);
  });

  it("holds documents for reading that say what was decided", async () => {
    const { files } = await unpack(file);
    const read = (name: string) => files.get(name)?.toString("utf8") ?? "";
    const print = read(`texts/${wholeText}/print.html`);
    expect(print).toContain('<html lang="en" dir="ltr">');
    expect(print).toContain("A library for all, in every language, and for the blind.");
    expect(print).toContain('lang="fr"');
    expect(print).toContain("kept in common &amp; shared by all &lt;who sow&gt;.");
    expect(print).not.toMatch(/<script|<link|https?:\/\/(?!node\.example)/);
    for (const [path, bytes] of files)
      if (path.endsWith(".xml")) expect(structuralFaults(parseXml(bytes.toString("utf8"))), path).toEqual([]);
    const readme = read("README.txt");
    for (const word of ["Este archivo", "This archive", "Este arquivo", "Cette archive"])
      expect(readme).toContain(word);
  });

  it("is checked by a script that knows nothing but what README.txt says", async () => {
    const python = pythonWith(["tarfile", "hashlib"]);
    if (!python) return;
    const run = (path: string) =>
      spawnSync(python, [projectFile("test", "check-archive.py"), path], { encoding: "utf8" });
    const { status, stdout, stderr } = run(file);
    expect([status, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ acts: 82, versions: 3, signatures: 4 });
    const forged = join(folder, "forged.tar.gz");
    const archive = await unpack(file);
    const path = `texts/${wholeText}/signatures.jsonl`;
    archive.files.set(
      path,
      Buffer.from(archive.files.get(path)?.toString("utf8").replace("plan", "plot") ?? ""),
    );
    resign(archive, logSigner(node.shell.node.keys, await logOrigin(node.shell)));
    await pack(forged, archive);
    expect(run(forged)).toMatchObject({ status: 1, stdout: expect.stringContaining("signature of") });
  });

  it("holds its votes as Popolo", async () => {
    const { files } = await unpack(file);
    const { motions, vote_events } = JSON.parse(
      files.get(`texts/${wholeText}/popolo.json`)?.toString("utf8") ?? "",
    );
    expect(motions).toHaveLength(6);
    expect(motions.at(-1)).toMatchObject({ classification: "adoption", creator_id: null });
    expect(vote_events).toHaveLength(6);
    expect(vote_events[0]).toMatchObject({
      motion_id: motions[0].id,
      result: "pass",
      counts: [
        { option: "yes", value: 3 },
        { option: "no", value: 1 },
        { option: "abstain", value: 1 },
        { option: "not voting", value: 1 },
      ],
    });
    expect(vote_events.at(-1)).toMatchObject({ motion_id: motions.at(-1).id, result: "pass" });
  });
});
