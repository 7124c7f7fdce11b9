// Loads a backup into an empty node, all or nothing.
// Invariant: the database changes in one transaction, after the archive has proved to be what its manifest says; a
// node that holds anything is refused.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { buffer } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import tar from "tar-stream";
import type { Db } from "../database/database.ts";
import { knownMigrations, migrate } from "../database/migrate.ts";
import { type FileStore, moveFiles, openFiles } from "../files/files.ts";
import { writeSecret } from "../keys.ts";
import { isPassing } from "../postgres/node-lock.ts";
import { countRows, portableSettings } from "./backup.ts";
import { readTables } from "./catalogue.ts";
import {
  BackupError,
  fileEntry,
  keyEntry,
  type Manifest,
  manifestEntry,
  manifestShape,
  tableEntry,
} from "./manifest.ts";

type RestoreInput = {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly dataDir: string;
  readonly source: string;
};

const LARGEST_MANIFEST = 64 * 1024 * 1024;
const LARGEST_KEY = 1_024;
/** Files are kept here until everything has proved to be right. */
const STAGE = "restore.unfinished";

/** Loads `source`; refuses a node that holds anything, and an archive that is not what its manifest says. */
export async function restore(input: RestoreInput): Promise<Manifest> {
  await refuseUnlessEmpty(input.pool);
  const manifest = await readManifest(input.source);
  refuseNewer(manifest, input.source);
  await migrate(input.db, input.pool, new Set(manifest.migrations));
  const stage = join(input.dataDir, STAGE);
  const client = await input.pool.connect();
  try {
    await rm(stage, { recursive: true, force: true });
    await client.query("begin");
    await client.query(portableSettings);
    await refuseOtherTables(client, manifest);
    const key = await loadEntries(client, manifest, openFiles(stage), input.source);
    await wakeConstraints(client, manifest);
    await setSequences(client, manifest);
    await moveFiles(stage, input.dataDir);
    // The key first: a node whose rows are there without it could not read what is sealed.
    await rm(join(input.dataDir, "node.key"), { force: true });
    writeSecret(input.dataDir, Buffer.from(key.toString("utf8").trim(), "base64url"));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw explain(error, input.source);
  } finally {
    client.release();
    await rm(stage, { recursive: true, force: true });
  }
  // What is newer than the backup.
  await migrate(input.db, input.pool);
  return manifest;
}

/** The sentence for what ended the loading: the database's word, the system's, or that the archive cannot be read. */
function explain(error: unknown, source: string): unknown {
  if (error instanceof BackupError) return error;
  const { code = "", message, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== undefined)
    return new BackupError(`${source} could not be loaded (${message}). Nothing was restored.`);
  if (/^[0-9A-Z]{5}$/.test(code))
    return new BackupError(`the database refuses what ${source} holds (${message}). Nothing was restored.`);
  if (isPassing(error)) return new BackupError("the database went away meanwhile. Nothing was restored.");
  return new BackupError(`${source} is cut short or damaged. Nothing was restored.`);
}

function refuseNewer(manifest: Manifest, source: string): void {
  const known = knownMigrations();
  if (manifest.migrations.every((name) => known.has(name))) return;
  throw new BackupError(
    `${source} was made by a newer Cumbe than this one: bring this one up to date first. Nothing was restored.`,
  );
}

/** The archive's tables are those of the schema that its migrations make, column by column. */
async function refuseOtherTables(client: pg.PoolClient, manifest: Manifest): Promise<void> {
  const words = (table: { name: string; columns: readonly string[] }) =>
    `${table.name}(${[...table.columns].sort().join(",")})`;
  const due = (await readTables(client)).map(words).sort();
  const given = manifest.tables.map(words).sort();
  if (due.join() !== given.join())
    throw new BackupError(
      "the archive's tables are not those of its version: it is damaged. Nothing was restored.",
    );
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

type Entry = { readonly name: string; readonly size: number; readonly body: Readable };

async function* entriesOf(source: string): AsyncGenerator<Entry> {
  const extract = tar.extract();
  const reading = pipeline(createReadStream(source), extract).catch((error: Error) => extract.destroy(error));
  for await (const entry of extract) {
    const { name, type, size = 0 } = entry.header;
    // Links and devices have no place in a backup, and a name is only ever looked up, never made a path.
    if (type !== "file")
      throw new BackupError(`the archive holds '${name}', which is no file. Nothing was restored.`);
    // Through its iterator: one that broke before anybody listened would leave a pipeline waiting for ever.
    yield { name, size, body: Readable.from(entry) };
    entry.resume();
  }
  await reading;
}

/** A small entry's bytes; one that says that it is larger is not read. */
async function readSmall({ name, size, body }: Entry, most: number): Promise<Buffer> {
  if (size > most) throw damaged(name);
  return buffer(body);
}

async function readManifest(source: string): Promise<Manifest> {
  try {
    for await (const entry of entriesOf(source)) {
      if (entry.name !== manifestEntry) break;
      const bytes = await readSmall(entry, LARGEST_MANIFEST);
      return manifestShape.parse(JSON.parse(bytes.toString("utf8")));
    }
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new BackupError(`there is no file ${source}`);
    if (syscall !== undefined) throw new BackupError(`${source} cannot be read (${code})`);
    throw new BackupError(`${source} is not a backup of this program, or it is damaged at its beginning`);
  }
  throw new BackupError(`${source} is not a backup of this program`);
}

/** Reads the archive once, in its order, and returns the key's bytes when everything was there and right. */
async function loadEntries(
  client: pg.PoolClient,
  manifest: Manifest,
  stage: FileStore,
  source: string,
): Promise<Buffer> {
  const tables = new Map(manifest.tables.map((table) => [tableEntry(table.name), table]));
  const files = new Map(manifest.files.map((file) => [fileEntry(file.sha256), file]));
  let key: Buffer | undefined;
  for await (const entry of entriesOf(source)) {
    const { name, body } = entry;
    const [table, file] = [tables.get(name), files.get(name)];
    if (table) {
      await loadTable(client, table, body);
      tables.delete(name);
    } else if (file) {
      if (!(await stage.take(file.sha256, body, file.bytes))) throw damaged(name);
      files.delete(name);
    } else if (name === keyEntry && !key) {
      key = await readSmall(entry, LARGEST_KEY);
      if (createHash("sha256").update(key).digest("hex") !== manifest.keySha256) throw damaged(name);
    } else if (name !== manifestEntry) {
      throw new BackupError(
        `the archive holds '${name}', which its manifest does not name. Nothing was restored.`,
      );
    }
  }
  const missing = [...tables.keys(), ...files.keys(), ...(key ? [] : [keyEntry])];
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
  const counter = countRows(table.bytes);
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
  const { rows, bytes, sha256 } = counter.counted();
  if (rows !== table.rows || bytes !== table.bytes || sha256 !== table.sha256) throw damaged(table.name);
}

/** What refers forward is checked once everything is there; a table with checks still to come cannot be altered. */
async function wakeConstraints(client: pg.PoolClient, manifest: Manifest): Promise<void> {
  await client.query("set constraints all immediate");
  for (const { name } of manifest.tables)
    await client.query(`alter table ${client.escapeIdentifier(name)} enable trigger user`);
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
