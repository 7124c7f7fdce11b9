// Loads a backup into an empty node, all or nothing.
// Invariant: the database changes in one transaction, after the archive has proved to be what its manifest says; a
// node that holds anything is refused.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import tar from "tar-stream";
import type { Db } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import type { FileStore } from "../files/files.ts";
import { writeSecret } from "../keys.ts";
import { countRows, portableSettings } from "./backup.ts";
import { readTables } from "./catalogue.ts";
import {
  BackupError,
  keyEntry,
  type Manifest,
  manifestEntry,
  manifestShape,
  tableEntry,
} from "./manifest.ts";

type RestoreInput = {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly files: FileStore;
  readonly dataDir: string;
  readonly source: string;
};

const LARGEST_MANIFEST = 64 * 1024 * 1024;

/** Loads `source`; refuses a node that holds anything, and an archive that is not what its manifest says. */
export async function restore(input: RestoreInput): Promise<Manifest> {
  await refuseUnlessEmpty(input.pool);
  const manifest = await readManifest(input.source);
  await migrate(input.db, input.pool, new Set(manifest.migrations));
  const client = await input.pool.connect();
  try {
    await client.query("begin");
    await client.query(portableSettings);
    const key = await loadEntries(client, manifest, input);
    await setSequences(client, manifest);
    // The key first: a node whose rows are there without it could not read what is sealed.
    await rm(join(input.dataDir, "node.key"), { force: true });
    writeSecret(input.dataDir, Buffer.from(key.toString("utf8").trim(), "base64url"));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw explain(error, input.source);
  } finally {
    client.release();
  }
  // What is newer than the backup.
  await migrate(input.db, input.pool);
  return manifest;
}

/** What the archive's reader throws has no code and no name; what has one is a fault of the system, and stays. */
function explain(error: unknown, source: string): unknown {
  if (error instanceof BackupError || (error as { code?: string }).code) return error;
  return new BackupError(`${source} is cut short or damaged. Nothing was restored.`);
}

/**
 * What a node that was only started holds: its one-time link and who tried it, the checkpoint of the empty log. Nobody
 * has put anything into it.
 */
const FILLED_BY_A_START: ReadonlySet<string> = new Set([
  "node_settings",
  "log_checkpoints",
  "rate_limits",
  "directory_changes",
]);

/** An empty node: no schema yet, or a schema whose tables hold nothing. */
async function refuseUnlessEmpty(pool: pg.Pool): Promise<void> {
  const found = await pool.query<{ there: boolean }>(
    "select to_regclass('public.schema_migrations') is not null as there",
  );
  if (!found.rows[0]?.there) return;
  const client = await pool.connect();
  try {
    for (const table of await readTables(client)) {
      const { rowCount } = await client.query(`select 1 from ${client.escapeIdentifier(table.name)} limit 1`);
      if (rowCount && !FILLED_BY_A_START.has(table.name)) throw notEmpty();
    }
    const { rowCount } = await client.query("select 1 from node_settings where key = 'profile'");
    if (rowCount) throw notEmpty();
    await client.query("delete from node_settings");
  } finally {
    client.release();
  }
}

function notEmpty(): BackupError {
  return new BackupError("this node is not empty: restore into a new data directory or an empty database");
}

async function* entriesOf(source: string): AsyncGenerator<{ name: string; body: Readable }> {
  const extract = tar.extract();
  const reading = pipeline(createReadStream(source), extract).catch((error: Error) => extract.destroy(error));
  for await (const entry of extract) {
    yield { name: entry.header.name, body: entry as unknown as Readable };
    entry.resume();
  }
  await reading;
}

async function readManifest(source: string): Promise<Manifest> {
  try {
    for await (const { name, body } of entriesOf(source)) {
      if (name !== manifestEntry) break;
      const bytes = await buffer(body);
      if (bytes.byteLength > LARGEST_MANIFEST) break;
      return manifestShape.parse(JSON.parse(bytes.toString("utf8")));
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new BackupError(`there is no file ${source}`);
    throw new BackupError(`${source} is not a backup of this program, or it is damaged at its beginning`);
  }
  throw new BackupError(`${source} is not a backup of this program`);
}

/** Reads the archive once, in its order, and returns the key's bytes when everything was there and right. */
async function loadEntries(client: pg.PoolClient, manifest: Manifest, input: RestoreInput): Promise<Buffer> {
  const tables = new Map(manifest.tables.map((table) => [tableEntry(table.name), table]));
  const files = new Set(manifest.files.map((file) => file.sha256));
  let key: Buffer | undefined;
  for await (const { name, body } of entriesOf(input.source)) {
    const table = tables.get(name);
    if (table) {
      await loadTable(client, table, body);
      tables.delete(name);
    } else if (name === keyEntry) {
      key = await buffer(body);
      if (createHash("sha256").update(key).digest("hex") !== manifest.keySha256) throw damaged(name);
    } else if (name.startsWith("files/")) {
      const kept = await input.files.put(await buffer(body));
      if (!files.delete(kept)) throw damaged(name);
    } else if (name !== manifestEntry) {
      throw new BackupError(`the archive holds '${name}', which its manifest does not name`);
    }
  }
  const missing = [
    ...tables.keys(),
    ...[...files].map((hash) => `files/${hash}`),
    ...(key ? [] : [keyEntry]),
  ];
  if (!key || missing.length > 0)
    throw new BackupError(`the archive is cut short: ${missing[0]} is missing. Nothing was restored.`);
  return key;
}

function damaged(name: string): BackupError {
  return new BackupError(
    `'${name}' in the archive is not what its manifest says: it is damaged. Nothing was restored.`,
  );
}

async function loadTable(
  client: pg.PoolClient,
  table: Manifest["tables"][number],
  body: Readable,
): Promise<void> {
  const name = client.escapeIdentifier(table.name);
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(", ");
  const counter = countRows();
  // What triggers derive is in the backup already; constraints stay on.
  await client.query(`alter table ${name} disable trigger user`);
  await client.query(`delete from ${name}`);
  const sink = client.query(copyFrom(`copy ${name} (${columns}) from stdin`));
  try {
    await pipeline(body, createGunzip(), counter.through, sink);
  } catch (error) {
    const { code } = error as { code?: string };
    // What PostgreSQL refuses is a fault of the rows; everything else is a fault of the archive.
    if (code && /^[0-9A-Z]{5}$/.test(code)) throw error;
    throw damaged(table.name);
  }
  await client.query(`set constraints all immediate`);
  await client.query(`alter table ${name} enable trigger user`);
  if (counter.rows() !== table.rows || counter.sha256() !== table.sha256) throw damaged(table.name);
}

async function setSequences(client: pg.PoolClient, manifest: Manifest): Promise<void> {
  for (const { name, lastValue, isCalled } of manifest.sequences) {
    await client.query("select setval($1::regclass, $2::bigint, $3)", [
      `public.${client.escapeIdentifier(name)}`,
      lastValue,
      isCalled,
    ]);
  }
}
