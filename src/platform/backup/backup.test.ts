import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBareDatabase, type TestDatabase, useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { openFiles } from "../files/files.ts";
import { openKeys, readSecret } from "../keys.ts";
import { backUp } from "./backup.ts";
import { BackupError } from "./manifest.ts";
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
    const input = { db: target.db, pool: target.pool, files: openFiles(there), dataDir: there };
    const manifest = await restore({ ...input, source: archive });
    expect(manifest.files).toHaveLength(2);
    expect(readSecret(there)).toEqual(readSecret(dataDir));
    const again = join(folder, "again.tar");
    await backUp({ pool: target.pool, files: input.files, dataDir: there, target: again, now: new Date(2) });
    expect(withoutTime(again)).toBe(withoutTime(archive));
    expect(readFileSync(again).equals(readFileSync(archive))).toBe(false);
    const acts = await target.db.selectFrom("log_acts").select("type").execute();
    expect(acts).toEqual([{ type: "node.founded" }]);
  });

  it("goes on counting where the node stopped", async () => {
    const target = await empty();
    const there = join(folder, "counting");
    await restore({
      db: target.db,
      pool: target.pool,
      files: openFiles(there),
      dataDir: there,
      source: archive,
    });
    const before = await source.pool.query("select max(sequence) as last from log_acts");
    const next = await target.pool.query(
      "select nextval(pg_get_serial_sequence('log_acts', 'sequence')) as next",
    );
    expect(next.rows[0].next).toBe(before.rows[0].last + 1n);
  });

  it("keeps triggers on after a restore", async () => {
    const target = await empty();
    const there = join(folder, "triggers");
    await restore({
      db: target.db,
      pool: target.pool,
      files: openFiles(there),
      dataDir: there,
      source: archive,
    });
    await expect(target.pool.query("delete from log_acts")).rejects.toThrow(/never rewritten/);
  });

  it("is refused by a node that holds anything, and changes nothing there", async () => {
    const before = await source.pool.query("select count(*)::int as count from log_acts");
    await expect(
      restore({ db: source.db, pool: source.pool, files: openFiles(dataDir), dataDir, source: archive }),
    ).rejects.toThrow(BackupError);
    const after = await source.pool.query("select count(*)::int as count from log_acts");
    expect(after.rows).toEqual(before.rows);
  });

  const bytes = () => readFileSync(archive);
  const damages: readonly (readonly [string, () => Buffer])[] = [
    ["cut in the middle", () => bytes().subarray(0, bytes().length / 2)],
    ["not an archive", () => Buffer.from("hello")],
    [
      "changed in a file",
      () => Buffer.from(bytes().toString("latin1").replace("evidence one", "evidence two"), "latin1"),
    ],
    [
      "with another key",
      () =>
        Buffer.from(
          bytes()
            .toString("latin1")
            .replace(
              readSecret(dataDir)?.toString("base64url") ?? "",
              Buffer.alloc(32).toString("base64url"),
            ),
          "latin1",
        ),
    ],
  ];
  it.each(damages)("%s is refused, and nothing is restored", async (_, damage) => {
    const target = await empty();
    const there = mkdtempSync(join(folder, "damaged-"));
    const path = join(there, "damaged.tar");
    writeFileSync(path, damage());
    await expect(
      restore({ db: target.db, pool: target.pool, files: openFiles(there), dataDir: there, source: path }),
    ).rejects.toThrow(BackupError);
    const there2 = await target.pool.query("select to_regclass('organizations') as there");
    if (there2.rows[0].there) {
      const { rows } = await target.pool.query("select 1 from organizations");
      expect(rows).toEqual([]);
    }
    expect(existsSync(join(there, "node.key"))).toBe(false);
  });
});
