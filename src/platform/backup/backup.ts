// Makes a backup: a tar archive of every table as of one instant, every file, and the node's key.
// Invariant: two backups of the same state are the same bytes but for the manifest's time; the archive appears under
// its name only when it is whole, and only its owner may read it, because it holds the node's key.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import tar from "tar-stream";
import type { FileStore } from "../files/files.ts";
import { readSecret } from "../keys.ts";
import { type BackedTable, readMigrations, readSequences, readTables } from "./catalogue.ts";
import { BackupError, fileEntry, keyEntry, type Manifest, manifestEntry, tableEntry } from "./manifest.ts";
import { withWorkFolder } from "./work-folder.ts";

type BackupInput = {
  readonly pool: pg.Pool;
  readonly files: FileStore;
  readonly dataDir: string;
  readonly target: string;
  readonly now: Date;
};

/** Text that every PostgreSQL from 15 on writes and reads alike. */
export const portableSettings = `
  set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8'`;

const MODE = 0o600;

export type MadeBackup = {
  readonly manifest: Manifest;
  /** Names of files whose bytes are not what their name says: left out, because no restore would take them. */
  readonly damaged: readonly string[];
};

/** Writes the archive to `target`, replacing what is there only once the new one is whole. */
export async function backUp(input: BackupInput): Promise<MadeBackup> {
  const secret = readSecret(input.dataDir);
  if (!secret) throw new BackupError(`there is no node in ${input.dataDir}: nothing to back up`);
  try {
    return await withWorkFolder(dirname(input.target), (work) => make(input, secret, work));
  } catch (error) {
    const { code = "", syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    throw new BackupError(`${input.target} cannot be written (${code}): nothing was written there`);
  }
}

async function make(input: BackupInput, secret: Buffer, work: string): Promise<MadeBackup> {
  const { migrations, tables, sequences } = await snapshot(input.pool, work);
  const { files, damaged } = await readFiles(input.files);
  const key = Buffer.from(`${secret.toString("base64url")}\n`);
  const manifest: Manifest = {
    format: "cumbe-backup",
    version: 1,
    madeAt: input.now.toISOString(),
    migrations,
    tables,
    sequences,
    files,
    keySha256: createHash("sha256").update(key).digest("hex"),
  };
  const draft = join(work, "archive.tar");
  await writeArchive(draft, work, manifest, key, input.files);
  await rename(draft, input.target);
  return { manifest, damaged };
}

/** Every kept file, after the snapshot: whatever its rows refer to was kept before they were written. */
async function readFiles(store: FileStore): Promise<{ files: Manifest["files"]; damaged: string[] }> {
  const files: Manifest["files"] = [];
  const damaged: string[] = [];
  for (const sha256 of await store.list()) {
    if ((await store.rehash(sha256)) === sha256)
      files.push({ sha256, bytes: (await store.size(sha256)) ?? 0 });
    else damaged.push(sha256);
  }
  return { files, damaged };
}

/** All tables as of one instant, each to a compressed file in the work folder. */
async function snapshot(
  pool: pg.Pool,
  work: string,
): Promise<Pick<Manifest, "migrations" | "tables" | "sequences">> {
  const client = await pool.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(portableSettings);
    const tables: Manifest["tables"] = [];
    for (const table of await readTables(client)) tables.push(await dump(client, table, work));
    const rest = { migrations: await readMigrations(client), sequences: await readSequences(client) };
    await client.query("commit");
    return { tables, ...rest };
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function dump(
  client: pg.PoolClient,
  table: BackedTable,
  work: string,
): Promise<Manifest["tables"][number]> {
  const list = (names: readonly string[]) => names.map((name) => client.escapeIdentifier(name)).join(", ");
  const query = `copy (select ${list(table.columns)} from ${client.escapeIdentifier(table.name)} order by ${list(table.order)}) to stdout`;
  const counter = countRows();
  const stream = client.query(copyTo(query));
  const path = join(work, `${table.name}.copy.gz`);
  await pipeline(stream, counter.through, createGzip({ level: 6 }), createWriteStream(path, { mode: MODE }));
  return { name: table.name, columns: [...table.columns], ...counter.counted() };
}

/**
 * Counts and hashes rows of PostgreSQL's text format as they pass: one row a line, line breaks inside are escaped.
 * Breaks off with an error beyond `most` bytes.
 */
export function countRows(most = Number.POSITIVE_INFINITY) {
  const hash = createHash("sha256");
  let [rows, bytes] = [0, 0];
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes > most) return done(new Error("more than was announced"));
      hash.update(chunk);
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
      done(null, chunk);
    },
  });
  return { through, counted: () => ({ rows, bytes, sha256: hash.digest("hex") }) };
}

/** The same bytes for the same content: no owner, no time, a fixed order. */
function header(name: string, size: number): Partial<tar.Header> & { name: string } {
  return { name, size, mode: MODE, mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "", type: "file" };
}

async function writeArchive(
  path: string,
  work: string,
  manifest: Manifest,
  key: Buffer,
  files: FileStore,
): Promise<void> {
  const pack = tar.pack();
  const written = pipeline(pack, createWriteStream(path, { mode: MODE }));
  const put = async (name: string, body: Buffer) => void pack.entry(header(name, body.byteLength), body);
  const copy = async (name: string, source: NodeJS.ReadableStream, size: number) =>
    pipeline(source, pack.entry(header(name, size)));
  const fill = async () => {
    await put(manifestEntry, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
    await put(keyEntry, key);
    for (const { name } of manifest.tables) {
      const source = join(work, `${name}.copy.gz`);
      await copy(tableEntry(name), createReadStream(source), (await stat(source)).size);
    }
    for (const { sha256, bytes } of manifest.files) await copy(fileEntry(sha256), files.read(sha256), bytes);
    pack.finalize();
  };
  await Promise.all([fill(), written]);
  const archive = await open(path, "r");
  await archive.sync().finally(() => archive.close());
}
