// The file of an archive: whatever is changed in it, and whatever a stranger puts into it, is told; nothing is unpacked
// that could fill a disk or lead elsewhere.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ArchiveVerdict, verifyArchive } from "#algorithms/congress-archive";
import { logOrigin, logSigner } from "#platform/log/keys";
import {
  headerOf,
  type Header,
  pack,
  packed,
  resign,
  type Unpacked,
  unpack,
} from "../../../test/support/archive.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { holdWholeCongress, wholeEdition, wholeText } from "../../../test/support/whole-congress.ts";
import { withOpenArchive } from "./open-archive.ts";
import { writeArchive } from "./write-archive.ts";

const test = useDatabase();
const folder = mkdtempSync(join(tmpdir(), "cumbe-archive-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const real = join(folder, "real.tar.gz");
const forged = join(folder, "forged.tar.gz");
const of = (name: string) => `texts/${wholeText}/${name}`;
let node: TestNode;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  await holdWholeCongress(node);
  await writeArchive(node.shell, wholeEdition, real);
}, 60_000);

const verify = (path: string, limits?: { bytes: number; files: number }): Promise<ArchiveVerdict> =>
  withOpenArchive(path, (archive) => verifyArchive(archive), limits);

/** What is said of the archive after a change, with the list of files made right and signed again. */
async function after(change: (archive: Unpacked) => void): Promise<ArchiveVerdict> {
  const archive = await unpack(real);
  change(archive);
  resign(archive, logSigner(node.shell.node.keys, await logOrigin(node.shell)));
  await pack(forged, archive);
  return verify(forged);
}

describe("the files of an archive:", () => {
  it("a file more, a file less, a file that is not what the list says", async () => {
    const archive = await unpack(real);
    archive.files.delete(of("signatures.jsonl"));
    await pack(forged, archive);
    expect(await verify(forged)).toMatchObject({
      fault: "fileMissing",
      facts: { path: of("signatures.jsonl") },
    });
    archive.files.set(of("signatures.jsonl"), Buffer.from(""));
    await pack(forged, archive);
    expect(await verify(forged)).toMatchObject({ fault: "fileDiffers" });
    expect(await after((more) => void more.files.set("more.txt", Buffer.from("x")))).toMatchObject({
      fault: "fileNotListed",
    });
  });

  it("any bit of any file", async () => {
    const { folder: name, files } = await unpack(real);
    const paths = [...files.keys()];
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(7), async (file, at, bit) => {
        const path = paths[file % paths.length] ?? "";
        const bytes = Buffer.from(files.get(path) ?? "");
        if (bytes.length === 0) return;
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
        await pack(forged, { folder: name, files: new Map([...files, [path, bytes]]) });
        expect(await verify(forged)).toMatchObject({ ok: false });
      }),
      { numRuns: 60 },
    );
  });

  it("any bit of what the log binds, by whoever holds the node's key", async () => {
    const bound = (path: string) => /^log\/|\/versions\/|roll-calls|signatures\.jsonl/.test(path);
    const paths = [...(await unpack(real)).files].filter(([path, { length }]) => bound(path) && length > 0);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(7), async (file, at, bit) => {
        const [path = "", { length = 1 } = {}] = paths[file % paths.length] ?? [];
        const verdict = await after(({ files }) => {
          const bytes = Buffer.from(files.get(path) ?? "");
          bytes[at % length] = (bytes[at % length] ?? 0) ^ (1 << bit);
          files.set(path, bytes);
        });
        expect(verdict).toMatchObject({ ok: false });
      }),
      { numRuns: 60 },
    );
  });
});

describe("a file that says that it is an archive", () => {
  const open = (bytes: Uint8Array, limits?: { bytes: number; files: number }) => {
    writeFileSync(forged, bytes);
    return verify(forged, limits);
  };
  const tarOf = (...entries: (readonly [Header, Buffer])[]) => packed(entries);
  const good = headerOf("congress-2019/manifest.json");

  it("is refused when it is something else, empty, or cut short", async () => {
    await expect(open(Buffer.from("hello"))).rejects.toMatchObject({ reason: "notAnArchive" });
    await expect(open(Buffer.alloc(0))).rejects.toMatchObject({ reason: "archiveCutShort" });
    await expect(open(gzipSync(Buffer.alloc(2048, 65)))).rejects.toMatchObject({ reason: "notAnArchive" });
    await expect(open(gzipSync(Buffer.alloc(1024)))).rejects.toMatchObject({ reason: "archiveCutShort" });
    const whole = readFileSync(real);
    for (const part of [0.1, 0.5, 0.9, 0.999])
      await expect(open(whole.subarray(0, Math.floor(whole.length * part)))).rejects.toMatchObject({
        reason: "archiveCutShort",
      });
    const inside = gunzipSync(whole);
    await expect(open(gzipSync(inside.subarray(0, inside.length - 1024)))).rejects.toMatchObject({
      reason: "archiveCutShort",
    });
  });

  it("is refused when there is more behind its end", async () => {
    const whole = readFileSync(real);
    await expect(open(Buffer.concat([whole, Buffer.from("more")]))).rejects.toMatchObject({
      reason: "archiveDamaged",
    });
    const inside = Buffer.concat([gunzipSync(whole), Buffer.alloc(512)]);
    await expect(open(gzipSync(inside))).rejects.toMatchObject({ reason: "archiveHasTrailingBytes" });
  });

  it("is refused when it unpacks to more than the limit, without unpacking it", async () => {
    const bomb = gzipSync(Buffer.concat([gunzipSync(await tarOf([good, Buffer.alloc(8_000_000)]))]));
    expect(bomb.length).toBeLessThan(20_000);
    await expect(open(bomb, { bytes: 1_000_000, files: 10 })).rejects.toMatchObject({
      reason: "archiveTooLarge",
    });
    const many = await tarOf(
      ...Array.from({ length: 20 }, (_, at) => [headerOf(`a/${at}.json`), Buffer.from("1")] as const),
    );
    await expect(open(many, { bytes: 1_000_000, files: 10 })).rejects.toMatchObject({
      reason: "archiveHasTooManyFiles",
    });
  });

  it.each([
    ["a way up", headerOf("congress-2019/../../etc/passwd"), "entryNameNotValid"],
    ["the root", headerOf("/etc/passwd"), "entryNameNotValid"],
    ["a hidden file", headerOf("congress-2019/.profile"), "entryNameNotValid"],
    ["a control character", headerOf("congress-2019/a\u001bb"), "entryNameNotValid"],
    ["a file outside its folder", headerOf("readme"), "entryNameNotValid"],
    [
      "a link",
      { ...headerOf("congress-2019/a"), type: "symlink", linkname: "/etc/passwd" } as Header,
      "entryIsNoFile",
    ],
    [
      "a hard link",
      { ...headerOf("congress-2019/a"), type: "link", linkname: "b" } as Header,
      "entryIsNoFile",
    ],
    ["a folder", { ...headerOf("congress-2019/a"), type: "directory" } as Header, "entryIsNoFile"],
    ["a device", { ...headerOf("congress-2019/a"), type: "character-device" } as Header, "entryIsNoFile"],
    [
      "an extended header",
      { ...headerOf("congress-2019/a"), pax: { comment: "x" } } as Header,
      "entryIsNoFile",
    ],
    ["a program", { ...headerOf("congress-2019/a"), mode: 0o755 }, "entryNotAsWritten"],
    ["an owner", { ...headerOf("congress-2019/a"), uid: 1000 }, "entryNotAsWritten"],
    ["a time", { ...headerOf("congress-2019/a"), mtime: new Date(1_000) }, "entryNotAsWritten"],
  ])("is refused when it holds %s", async (_name, header, reason) => {
    await expect(open(await tarOf([header, Buffer.alloc(0)]))).rejects.toMatchObject({ reason });
  });

  it("is refused when it holds a file twice, or files of two folders", async () => {
    const one = Buffer.from("1");
    await expect(open(await tarOf([good, one], [good, one]))).rejects.toMatchObject({
      reason: "entryOutOfOrder",
    });
    await expect(open(await tarOf([good, one], [headerOf("other/b.json"), one]))).rejects.toMatchObject({
      reason: "entryNameNotValid",
    });
  });

  it("is refused when any bit of its frame is changed", async () => {
    const inside = gunzipSync(readFileSync(real));
    const size = Number.parseInt(inside.toString("latin1", 124, 136), 8);
    await fc.assert(
      fc.asyncProperty(fc.nat(511 + 512), fc.nat(7), async (at, bit) => {
        // The first header, and the padding behind the first file.
        const place = at < 512 ? at : 512 + size + (at % ((512 - (size % 512)) % 512 || 1));
        const bytes = Buffer.from(inside);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        const told = await open(gzipSync(bytes, { level: 1 })).catch((error: { reason?: string }) => error);
        expect(told).not.toMatchObject({ ok: true });
        expect(
          (told as { reason?: string; fault?: string }).reason ?? (told as { fault?: string }).fault,
        ).toBeDefined();
      }),
      { numRuns: 80 },
    );
  });
});
