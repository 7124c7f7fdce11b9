import { describe, expect, it } from "vitest";
import { signCheckpoint } from "./checkpoint.ts";
import { encodeEntryBundle } from "./entry-bundle.ts";
import { type LogFault, type LogToVerify, verifyLog } from "./log-verifier.ts";
import { noteSigner } from "./note-keys.ts";
import { signNote } from "./note.ts";
import { flipped, hex, mth, someEntries } from "./tree-oracle.testing.ts";

const signer = noteSigner("example.org/log", Buffer.alloc(32, 1));
const stranger = noteSigner("example.org/log", Buffer.alloc(32, 2));

const number = (index: number) => String(index).padStart(3, "0");
const name = (folder: string, index: number, width: number) =>
  `tile/${folder}/${number(index)}${width === 256 ? "" : `.p/${width}`}`;

/** A served log of fewer than 65,536 entries: its files, put together by the definitions alone. */
function served(entries: readonly Uint8Array[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const roots: Buffer[] = [];
  for (let first = 0; first < entries.length; first += 256) {
    const some = entries.slice(first, first + 256);
    const lengths = (entry: Uint8Array) => Uint8Array.of(entry.length >> 8, entry.length & 255);
    const bundle = some.flatMap((entry) => [lengths(entry), entry]);
    files.set(name("entries", first / 256, some.length), Buffer.concat(bundle));
    files.set(name("0", first / 256, some.length), Buffer.concat(some.map((entry) => mth([entry]))));
    if (some.length === 256) roots.push(mth(some));
  }
  if (roots.length > 0) files.set(name("1", 0, roots.length), Buffer.concat(roots));
  return files;
}

const checkpointOf = (entries: readonly Uint8Array[], by = signer, origin = signer.name) =>
  signCheckpoint({ origin, size: entries.length, root: mth(entries) }, [by]);

const entries = someEntries(600);

function check(files: ReadonlyMap<string, Uint8Array>, more: Partial<LogToVerify> = {}) {
  return verifyLog({
    fetch: async (path) => {
      const file = files.get(path);
      if (!file) throw new Error(`no ${path}`);
      return file;
    },
    checkpoint: checkpointOf(entries),
    verifiers: [signer],
    origin: signer.name,
    ...more,
  });
}

const fails = (fault: LogFault, facts: object = {}) => ({
  ok: false,
  fault,
  facts: expect.objectContaining(facts),
});

/** The files with one of them changed, or gone. */
function tampered(path: string, change: ((file: Uint8Array) => Uint8Array) | undefined) {
  const files = served(entries);
  const file = files.get(path) as Uint8Array;
  expect(file, path).toBeDefined();
  if (change) files.set(path, change(file));
  else files.delete(path);
  return files;
}

describe("a log that is what it says", () => {
  it.each([0, 1, 255, 256, 257, 511, 512, 513, 600])("holds with %i entries", async (size) => {
    const some = entries.slice(0, size);
    const seen: string[] = [];
    const verdict = await check(served(some), {
      checkpoint: checkpointOf(some),
      onEntry: (entry, index) => seen.push(`${index} ${hex(entry)}`),
    });
    const tiles = Math.ceil(size / 256) + (size >= 256 ? 1 : 0);
    expect(verdict).toMatchObject({ ok: true, tiles, checkpoint: { origin: signer.name, size } });
    expect(seen).toEqual(some.map((entry, index) => `${index} ${hex(entry)}`));
  });

  it("holds against every older checkpoint of it", async () => {
    const files = served(entries);
    for (const size of [0, 1, 255, 256, 300, 512, 599, 600]) {
      const olderCheckpoint = checkpointOf(entries.slice(0, size));
      expect(await check(files, { olderCheckpoint }), `from ${size}`).toMatchObject({ ok: true });
    }
  });

  it("asks for each file once, and for no more than the checkpoint's", async () => {
    const files = served(entries);
    const asked: string[] = [];
    await check(files, {
      fetch: async (path) => {
        asked.push(path);
        return files.get(path) as Uint8Array;
      },
    });
    expect(asked.toSorted()).toEqual([...files.keys()].toSorted());
  });

  it("is read from full files where partial ones are gone", async () => {
    const grown = served(someEntries(768));
    expect([...grown.keys()]).not.toContain("tile/entries/002.p/88");
    grown.set("tile/1/000.p/2", (grown.get("tile/1/000.p/3") as Uint8Array).subarray(0, 64));
    const count: number[] = [];
    const verdict = await check(grown, { onEntry: (_, index) => count.push(index) });
    expect(verdict).toMatchObject({ ok: true });
    expect(count).toHaveLength(600);
  });
});

describe("a log that is not what it says", () => {
  it("fails by its checkpoint", async () => {
    const files = served(entries);
    const good = checkpointOf(entries);
    expect(await check(files, { checkpoint: "nonsense" })).toEqual(fails("checkpointMalformed"));
    expect(await check(files, { checkpoint: signNote("a text\n", [signer]) })).toEqual(
      fails("checkpointMalformed"),
    );
    expect(await check(files, { checkpoint: checkpointOf(entries, stranger) })).toEqual(
      fails("checkpointSignature", { reason: "signatureNotKnown" }),
    );
    expect(await check(files, { checkpoint: good.replace("\n600\n", "\n601\n") })).toEqual(
      fails("checkpointSignature", { reason: "signatureNotValid" }),
    );
    expect(await check(files, { origin: "example.org/other" })).toEqual(
      fails("checkpointOrigin", { expected: "example.org/other", found: signer.name }),
    );
  });

  it("fails by the older checkpoint", async () => {
    const files = served(entries);
    const older = entries.slice(0, 300);
    expect(await check(files, { olderCheckpoint: "" })).toEqual(fails("olderCheckpointMalformed"));
    expect(await check(files, { olderCheckpoint: checkpointOf(older, stranger) })).toEqual(
      fails("olderCheckpointSignature"),
    );
    expect(await check(files, { olderCheckpoint: checkpointOf(older, signer, "another") })).toEqual(
      fails("olderCheckpointOrigin"),
    );
  });

  it("fails when it shrank or was rewritten since the older checkpoint", async () => {
    const files = served(entries);
    const inconsistent = (olderSize: number) => fails("notConsistent", { olderSize, size: 600 });
    const longer = checkpointOf(someEntries(601));
    expect(await check(files, { olderCheckpoint: longer })).toEqual(inconsistent(601));
    const others = entries.with(7, Buffer.from("what was written first"));
    for (const size of [8, 256, 300, 512, 600]) {
      const olderCheckpoint = checkpointOf(others.slice(0, size));
      expect(await check(files, { olderCheckpoint }), `from ${size}`).toEqual(inconsistent(size));
    }
    const notEmpty = signCheckpoint({ origin: signer.name, size: 0, root: mth(entries) }, [signer]);
    expect(await check(files, { olderCheckpoint: notEmpty })).toEqual(inconsistent(0));
  });

  it("fails when entries are missing or cannot be read", async () => {
    const path = "tile/entries/001";
    expect(await check(tampered(path, undefined))).toEqual(
      fails("entryMissing", { path, cause: `no ${path}` }),
    );
    expect(await check(tampered("tile/entries/002.p/88", undefined))).toEqual(
      fails("entryMissing", { path: "tile/entries/002.p/88", cause: "no tile/entries/002.p/88" }),
    );
    expect(await check(tampered(path, (file) => file.subarray(0, -1)))).toEqual(
      fails("entriesMalformed", { path, reason: "bundleTruncated" }),
    );
    const shorter = encodeEntryBundle(entries.slice(256, 511));
    expect(await check(tampered(path, () => shorter))).toEqual(
      fails("entriesMalformed", { path, expected: 256, found: 255 }),
    );
  });

  it("fails when an entry was changed, at the tile that holds its hash", async () => {
    const seen: number[] = [];
    const verdict = await check(
      tampered("tile/entries/001", (file) => flipped(file, 2)),
      { onEntry: (_, index) => seen.push(index) },
    );
    expect(verdict).toEqual(fails("tileMismatch", { path: "tile/0/001", level: 0, hash: 256 }));
    // What was not found in its tile is not handed on.
    expect(seen).toHaveLength(256);
  });

  it("fails when a tile was changed, cut or is missing", async () => {
    for (const [path, level, hash] of [
      ["tile/0/000", 0, 3],
      ["tile/0/002.p/88", 0, 515],
      ["tile/1/000.p/2", 1, 1],
    ] as const) {
      const at = (hash % 256) * 32 + 31;
      expect(await check(tampered(path, (file) => flipped(file, at)))).toEqual(
        fails("tileMismatch", { path, level, hash }),
      );
      expect(await check(tampered(path, (file) => file.subarray(0, -32)))).toEqual(
        fails("tileMismatch", { path }),
      );
      expect(await check(tampered(path, (file) => Buffer.concat([file, file.subarray(0, 32)])))).toEqual(
        fails("tileMismatch", { path }),
      );
      expect(await check(tampered(path, undefined))).toEqual(fails("tileMissing", { path }));
    }
  });

  it("fails by the root when entries and tiles were changed together", async () => {
    const others = entries.with(599, Buffer.from("another last act"));
    const expected = hex(mth(entries));
    expect(await check(served(others))).toEqual(
      fails("rootMismatch", { size: 600, expected, found: hex(mth(others)) }),
    );
    const olderCheckpoint = checkpointOf(entries);
    expect(await check(served(others), { olderCheckpoint })).toEqual(fails("rootMismatch"));
    const forged = signCheckpoint({ origin: signer.name, size: 0, root: mth(entries) }, [signer]);
    expect(await check(new Map(), { checkpoint: forged })).toEqual(fails("rootMismatch", { size: 0 }));
  });
});

describe("what is no answer about the log", () => {
  it("is thrown on", async () => {
    const onEntry = () => {
      throw new Error("enough");
    };
    await expect(check(served(entries), { onEntry })).rejects.toThrow("enough");
    await expect(check(served(entries), { verifiers: [signer, signer] })).rejects.toThrow(
      "verifierKeyAmbiguous",
    );
  });
});
