// What pages and protocols read of the log.
import { sql } from "kysely";
import {
  canonicalHash,
  encodeEntryBundle,
  inclusionProof,
  leafHash,
  readerOfTiles,
  TILE_WIDTH,
  type TileKey,
  type TilePath,
  tilesForInclusionProof,
} from "#algorithms/transparency";
import type { Db } from "../database/database.ts";
import { latestCheckpoint, type StoredCheckpoint } from "./seal.ts";

export type LoggedAct = {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly mandateId: string | null;
  readonly actedAt: Date;
  /** Undefined until it is sealed. */
  readonly index: number | undefined;
};

type ActRow = {
  id: string;
  type: string;
  subject: string;
  mandate_id: string | null;
  acted_at: Date;
  leaf_index: bigint | null;
};

const actOf = (row: ActRow): LoggedAct => ({
  id: row.id,
  type: row.type,
  subject: row.subject,
  mandateId: row.mandate_id,
  actedAt: row.acted_at,
  index: row.leaf_index === null ? undefined : Number(row.leaf_index),
});

export type ActFilter = { readonly subject?: string; readonly before?: bigint };

/** The latest acts, newest first; `next` continues below the last one shown. */
export async function listActs(
  db: Db,
  filter: ActFilter,
  limit: number,
): Promise<{ acts: LoggedAct[]; next: bigint | undefined }> {
  const rows = await db
    .selectFrom("log_acts")
    .select(["id", "type", "subject", "mandate_id", "acted_at", "leaf_index", "sequence"])
    .$if(filter.subject !== undefined, (query) => query.where("subject", "=", filter.subject ?? ""))
    .$if(filter.before !== undefined, (query) => query.where("sequence", "<", filter.before ?? 0n))
    .orderBy("sequence", "desc")
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  return { acts: shown.map(actOf), next: rows.length > limit ? shown.at(-1)?.sequence : undefined };
}

export type Proof = {
  readonly index: number;
  readonly leafHash: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly checkpoint: StoredCheckpoint;
};

export type ActDetail = LoggedAct & {
  readonly record: unknown;
  readonly leaf: Buffer;
  readonly recordHolds: boolean;
  readonly proof: Proof | undefined;
};

/** One act with its record and the proof that it is in the log; the proof is there once it is sealed. */
export async function findAct(db: Db, id: string): Promise<ActDetail | undefined> {
  const row = await db.selectFrom("log_acts").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const recordHolds = Buffer.from(canonicalHash(row.record)).equals(row.record_hash);
  const proof =
    row.leaf_index === null ? undefined : await proveInclusion(db, Number(row.leaf_index), row.leaf);
  return { ...actOf(row), record: row.record, leaf: row.leaf, recordHolds, proof };
}

async function readTiles(db: Db, keys: readonly TileKey[]): Promise<Map<string, Buffer>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom("log_tiles")
    .selectAll()
    .where((where) => where.or(keys.map(({ level, index }) => where.and({ level, position: BigInt(index) }))))
    .execute();
  return new Map(rows.map((row) => [`${row.level}/${row.position}`, row.hashes]));
}

async function proveInclusion(db: Db, index: number, leaf: Uint8Array): Promise<Proof | undefined> {
  const checkpoint = await latestCheckpoint(db);
  if (!checkpoint || index >= checkpoint.size) return undefined;
  const tiles = await readTiles(db, tilesForInclusionProof(index, checkpoint.size));
  const read = readerOfTiles((level, position) => tiles.get(`${level}/${position}`));
  return { index, leafHash: leafHash(leaf), path: inclusionProof(read, index, checkpoint.size), checkpoint };
}

/** The bytes of a tile or of an entry bundle; undefined where the log does not reach it. */
export async function readTile(db: Db, path: TilePath): Promise<Uint8Array | undefined> {
  const checkpoint = await latestCheckpoint(db);
  if (!checkpoint) return undefined;
  if (path.kind === "entries") return readEntries(db, path.index, path.width, checkpoint.size);
  const tiles = await readTiles(db, [path]);
  const hashes = tiles.get(`${path.level}/${path.index}`);
  return hashes && hashes.length >= path.width * 32 ? hashes.subarray(0, path.width * 32) : undefined;
}

async function readEntries(
  db: Db,
  index: number,
  width: number,
  size: number,
): Promise<Uint8Array | undefined> {
  const first = index * TILE_WIDTH;
  if (first + width > size) return undefined;
  const { rows } = await sql<{ leaf: Buffer }>`
    select leaf from log_acts where leaf_index >= ${first} and leaf_index < ${first + width} order by leaf_index`.execute(
    db,
  );
  return encodeEntryBundle(rows.map((row) => row.leaf));
}

/** Acts whose record is not what its leaf says; for `log verify` and `doctor`. */
export async function findDamagedRecords(db: Db, batch = 1_000): Promise<string[]> {
  const damaged: string[] = [];
  for (let after = -1n; ;) {
    const rows = await db
      .selectFrom("log_acts")
      .select(["id", "record", "record_hash", "leaf", "sequence"])
      .where("sequence", ">", after)
      .orderBy("sequence")
      .limit(batch)
      .execute();
    for (const row of rows) {
      const hash = Buffer.from(canonicalHash(row.record));
      const said = (JSON.parse(row.leaf.toString("utf8")) as { record?: string }).record;
      if (!hash.equals(row.record_hash) || said !== hash.toString("hex")) damaged.push(row.id);
    }
    const last = rows.at(-1);
    if (!last || rows.length < batch) return damaged;
    after = last.sequence;
  }
}

/** How many acts have no place in the tree yet: while a node runs, those of the last half second. */
export async function countWaiting(db: Db): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from log_acts where leaf_index is null`.execute(db);
  return rows[0]?.count ?? 0;
}
