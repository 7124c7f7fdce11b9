import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import tar from "tar-stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBareDatabase, type TestDatabase, useDatabase } from "../../../test/support/database.ts";
import { conveneAssembly } from "../../../test/support/assembly.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { planTestSitting } from "../../../test/support/sitting.ts";
import { migrate } from "../database/migrate.ts";
import { openFiles } from "../files/files.ts";
import { openKeys, readSecret } from "../keys.ts";
import { backUp } from "./backup.ts";
import { BackupError, type Manifest } from "./manifest.ts";
import { restore } from "./restore.ts";

/** The archive without the one line that may differ. */
function withoutTime(path: string): string {
  return readFileSync(path, "latin1").replace(/"madeAt": "[^"]+"/, '"madeAt": ""');
}

describe("a backup", () => {
  const source = useDatabase();
  const folder = mkdtempSync(join(tmpdir(), "cumbe-backup-test-"));
  const dataDir = join(folder, "source");
  const archive = join(folder, "node.tar");
  const opened: (TestDatabase & { drop(): Promise<void> })[] = [];
  afterAll(async () => {
    for (const database of opened) await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const empty = async () => {
    const database = await createBareDatabase();
    opened.push(database);
    return database;
  };

  beforeAll(async () => {
    await foundTestNode(source.db);
    openKeys(dataDir);
    const files = openFiles(dataDir);
    await files.put(Buffer.from("evidence one"));
    await files.put(Buffer.alloc(300_000, 7));
    await backUp({ pool: source.pool, files, dataDir, target: archive, now: new Date(1) });
  });

  it("is restored into an empty node, and backed up again is the same bytes but for its time", async () => {
    const target = await empty();
    const there = join(folder, "target");
    const input = { db: target.db, pool: target.pool, dataDir: there };
    const manifest = await restore({ ...input, source: archive });
    expect(manifest.files).toHaveLength(2);
    expect(readSecret(there)).toEqual(readSecret(dataDir));
    const again = join(folder, "again.tar");
    await backUp({
      pool: target.pool,
      files: openFiles(there),
      dataDir: there,
      target: again,
      now: new Date(2),
    });
    expect(withoutTime(again)).toBe(withoutTime(archive));
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(false);
    const acts = await target.db.selectFrom("log_acts").select("type").execute();
    expect(acts).toEqual([{ type: "node.founded" }]);
  });

  it("holds what refers to each other: a sitting and the item that is open in it", async () => {
    const [from, target] = [await empty(), await empty()];
    await migrate(from.db, from.pool);
    const node = await foundTestNode(from.db);
    const sitting = await planTestSitting(await conveneAssembly(node, 1));
    await sitting.act({ what: "opened" });
    await sitting.act({ what: "item_opened", itemId: sitting.items[0]! });
    const there = join(folder, "sitting");
    const made = { pool: from.pool, files: openFiles(dataDir), dataDir, target: join(folder, "sitting.tar") };
    await backUp({ ...made, now: new Date(1) });
    await restore({ db: target.db, pool: target.pool, dataDir: there, source: made.target });
    const { rows } = await target.pool.query("select open_item_id from sittings");
    expect(rows).toEqual([{ open_item_id: sitting.items[0] }]);
    await expect(target.pool.query("delete from sittings")).rejects.toThrow(/stands as/);
  });

  it("goes on counting where the node stopped", async () => {
    const target = await empty();
    const there = join(folder, "counting");
    await restore({ db: target.db, pool: target.pool, dataDir: there, source: archive });
    const before = await source.pool.query("select max(sequence) as last from log_acts");
    const next = await target.pool.query(
      "select nextval(pg_get_serial_sequence('log_acts', 'sequence')) as next",
    );
    expect(next.rows[0].next).toBe(before.rows[0].last + 1n);
  });

  it("keeps triggers on after a restore", async () => {
    const target = await empty();
    const there = join(folder, "triggers");
    await restore({ db: target.db, pool: target.pool, dataDir: there, source: archive });
    await expect(target.pool.query("delete from log_acts")).rejects.toThrow(/never rewritten/);
  });

  it("is refused by a node that holds anything, and changes nothing there", async () => {
    const before = await source.pool.query("select count(*)::int as count from log_acts");
    await expect(restore({ db: source.db, pool: source.pool, dataDir, source: archive })).rejects.toThrow(
      BackupError,
    );
    const after = await source.pool.query("select count(*)::int as count from log_acts");
    expect(after.rows).toEqual(before.rows);
  });

  it("leaves out a file that is damaged, and names it", async () => {
    const damagedDir = join(folder, "damaged-file");
    openKeys(damagedDir);
    const files = openFiles(damagedDir);
    const [sound, damaged] = [await files.put(Buffer.from("sound")), await files.put(Buffer.from("whole"))];
    writeFileSync(join(damagedDir, "files", damaged.slice(0, 2), damaged), "hole");
    const target = join(folder, "without.tar");
    const made = await backUp({ pool: source.pool, files, dataDir: damagedDir, target, now: new Date(3) });
    expect(made.damaged).toEqual([damaged]);
    expect(made.manifest.files.map(({ sha256 }) => sha256)).toEqual([sound]);
    const [database, there] = [await empty(), join(folder, "from-without")];
    await restore({ db: database.db, pool: database.pool, dataDir: there, source: target });
    expect(await openFiles(there).list()).toEqual([sound]);
  });

  it("leaves nothing beside itself, and takes away what a killed one left", async () => {
    const place = mkdtempSync(join(folder, "place-"));
    const abandoned = join(place, ".cumbe-backup-999999999-abcdef");
    mkdirSync(abandoned);
    const input = { pool: source.pool, files: openFiles(dataDir), dataDir, now: new Date(4) };
    await backUp({ ...input, target: join(place, "node.tar") });
    expect(readdirSync(place)).toEqual(["node.tar"]);
    await expect(backUp({ ...input, target: join(place, "none", "node.tar") })).rejects.toThrow(
      /none\/node\.tar cannot be written \(ENOENT\)/,
    );
    mkdirSync(join(place, "folder"));
    await expect(backUp({ ...input, target: join(place, "folder") })).rejects.toThrow(BackupError);
    expect(readdirSync(place).sort()).toEqual(["folder", "node.tar"]);
  });

  const bytes = () => readFileSync(archive);
  const keyText = () => readSecret(dataDir)?.toString("base64url") ?? "";
  const changed = (from: string, to: string) => async () =>
    Buffer.from(bytes().toString("latin1").replace(from, to), "latin1");
  const withManifest = (change: (manifest: Manifest) => void) => () =>
    repacked(archive, (entry) => {
      if (entry.name !== "manifest.json") return [entry];
      const manifest = JSON.parse(entry.body.toString("utf8")) as Manifest;
      change(manifest);
      return [{ ...entry, body: Buffer.from(JSON.stringify(manifest)) }];
    });
  const added = (entry: Partial<Entry> & { name: string }) => () =>
    repacked(archive, (each) =>
      each.name === "node.key" ? [each, { type: "file", body: Buffer.from("x"), ...entry }] : [each],
    );
  const damages: readonly (readonly [string, () => Promise<Buffer>, RegExp])[] = [
    ["cut in the middle", async () => bytes().subarray(0, bytes().length / 2), /cut short|damaged/],
    ["cut after its manifest", async () => bytes().subarray(0, 512 * 40), /cut short|damaged/],
    ["that is none", async () => Buffer.from("hello"), /is not a backup/],
    ["that is empty", async () => Buffer.alloc(0), /is not a backup/],
    ["changed in a file", changed("evidence one", "evidence two"), /is not what its manifest says/],
    [
      "with another key",
      async () => changed(keyText(), Buffer.alloc(32).toString("base64url"))(),
      /'node\.key'.* is not what its manifest says/,
    ],
    [
      "of a newer program",
      withManifest((manifest) => void manifest.migrations.push("1-platform/9999-later")),
      /made by a newer Cumbe/,
    ],
    ["of another version", changed('"version": 1', '"version": 2'), /is not a backup/],
    [
      "without one of its tables",
      withManifest((manifest) => void manifest.tables.pop()),
      /tables are not those of its version/,
    ],
    [
      "with a table of the system's",
      withManifest((manifest) => void (manifest.tables[0]!.name = "pg_authid")),
      /tables are not those of its version/,
    ],
    [
      "whose table holds more than was announced",
      withManifest((manifest) => void (manifest.tables.find(({ name }) => name === "accounts")!.bytes = 3)),
      /is not what its manifest says/,
    ],
    [
      "whose file is larger than was announced",
      withManifest((manifest) => void (manifest.files[0]!.bytes = 3)),
      /is not what its manifest says/,
    ],
    ["with a way out of the folder", added({ name: "../outside" }), /does not name/],
    ["with a file's way out", added({ name: "files/../../outside" }), /does not name/],
    ["with a link", added({ name: "files/x", type: "symlink", linkname: "/etc/passwd" }), /is no file/],
    ["with a second key", added({ name: "node.key" }), /does not name/],
  ];
  it.each(damages)("%s is refused, and nothing is restored", async (_, damage, sentence) => {
    const target = await empty();
    const there = mkdtempSync(join(folder, "damaged-"));
    const path = join(there, "damaged.tar");
    writeFileSync(path, await damage());
    const refused = await restore({ db: target.db, pool: target.pool, dataDir: there, source: path }).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(BackupError);
    expect((refused as Error).message).toMatch(sentence);
    const schema = await target.pool.query("select to_regclass('organizations') as there");
    if (schema.rows[0].there) {
      const { rows } = await target.pool.query("select 1 from organizations");
      expect(rows).toEqual([]);
    }
    // Neither a key nor a file, nor what was begun.
    expect(readdirSync(there)).toEqual(["damaged.tar"]);
    expect(existsSync(join(folder, "outside"))).toBe(false);
  });
});

type Entry = { name: string; type: "file" | "symlink"; linkname?: string; body: Buffer };

/** An archive with each of its entries as `change` gives it back. */
async function repacked(path: string, change: (entry: Entry) => Entry[]): Promise<Buffer> {
  const pack = tar.pack();
  const packed = buffer(pack);
  const extract = tar.extract();
  extract.end(readFileSync(path));
  for await (const entry of extract) {
    const { header } = entry;
    const body = await buffer(entry as unknown as Readable);
    for (const { name, type, linkname, body: bytes } of change({ name: header.name, type: "file", body }))
      pack.entry(
        { name, type, mode: 0o600, ...(linkname ? { linkname } : {}) },
        type === "file" ? bytes : "",
      );
  }
  pack.finalize();
  return packed;
}
