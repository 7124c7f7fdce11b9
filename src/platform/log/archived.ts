// A stretch of the log that leaves the node with what it is about, so that it can be checked without the node.
// Invariant: every leaf from the first one asked for up to the checkpoint is there, with its record or without; so nobody
// can leave one out unseen.
import { sql } from "kysely";
import {
  type HashReader,
  inclusionProver,
  parseCheckpoint,
  partialTiles,
  readerOfTiles,
  type Tile,
} from "#algorithms/transparency";
import type { Db } from "../database/database.ts";
import type { StoredCheckpoint } from "./seal.ts";

/** Which acts an archive holds with their records. */
export type ActsWanted = {
  /** The subject that all of it is about; what stands below its address too. */
  readonly subject: string;
  /** Types of acts that are wanted whatever their subject. */
  readonly types: readonly string[];
  /** Types that are wanted where they are about one of these subjects. */
  readonly around: readonly { readonly types: readonly string[]; readonly subjects: readonly string[] }[];
};

export type ArchivedAct = {
  readonly index: number;
  readonly leaf: Buffer;
  readonly record: unknown;
};

/** How many acts about the subject have no place in the tree yet. */
export async function countUnsealedAbout(db: Db, subject: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from log_acts
    where leaf_index is null and (subject = ${subject} or starts_with(subject, ${`${subject}/`}))`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** The first and the last place of acts about the subject. */
export async function stretchAbout(
  db: Db,
  subject: string,
): Promise<{ first: number; last: number } | undefined> {
  const { rows } = await sql<{ first: bigint | null; last: bigint | null }>`
    select min(leaf_index) as first, max(leaf_index) as last from log_acts
    where subject = ${subject} or starts_with(subject, ${`${subject}/`})`.execute(db);
  const [row] = rows;
  return row?.first == null || row.last === null
    ? undefined
    : { first: Number(row.first), last: Number(row.last) };
}

/** The mandates under which acts about the subject were done, in the order of their ids. */
export async function mandatesActingOn(db: Db, subject: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct mandate_id as id from log_acts
    where mandate_id is not null and (subject = ${subject} or starts_with(subject, ${`${subject}/`})) order by 1`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/**
 * The mandates under which acts of these types were done below a place in the log: of all such acts, or of those whose record
 * names one of `ids` in `member`.
 */
export async function mandatesBehind(
  db: Db,
  types: readonly string[],
  below: number,
  naming: "all" | { readonly member: string; readonly ids: readonly string[] },
): Promise<string[]> {
  const named =
    naming === "all" ? sql`true` : sql`record->>${naming.member}::text = any(${[...naming.ids]}::text[])`;
  const { rows } = await sql<{ id: string }>`
    select distinct mandate_id as id from log_acts
    where type = any(${[...types]}::text[]) and leaf_index < ${below} and mandate_id is not null and ${named}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** The earliest checkpoint whose tree holds that place: the same one for as long as nothing more is asked for. */
export async function checkpointHolding(db: Db, index: number): Promise<StoredCheckpoint | undefined> {
  const row = await db
    .selectFrom("log_checkpoints")
    .selectAll()
    .where("tree_size", ">", BigInt(index))
    .orderBy("tree_size")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const text = row.note.slice(0, row.note.lastIndexOf("\n\n") + 1);
  const { size, root } = parseCheckpoint(text);
  return { size, root, note: row.note, sealedAt: row.sealed_at };
}

/** The records of one type of act from a place in the log on, the earliest first; those without a place yet too. */
export async function recordsFrom(db: Db, type: string, index: number): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ record: Record<string, unknown> }>`
    select record from log_acts where type = ${type} and (leaf_index is null or leaf_index >= ${index})
    order by sequence`.execute(db);
  return rows.map(({ record }) => record);
}

const SLICE = 1_000;

/** The acts wanted, below the tree's size, in the order of their places. */
export async function* archivedActs(db: Db, wanted: ActsWanted, size: number): AsyncGenerator<ArchivedAct> {
  const about = sql`subject = ${wanted.subject} or starts_with(subject, ${`${wanted.subject}/`})`;
  const around = wanted.around.map(
    ({ types, subjects }) =>
      sql`type = any(${[...types]}::text[]) and subject = any(${[...subjects]}::text[])`,
  );
  const any = sql.join([about, sql`type = any(${[...wanted.types]}::text[])`, ...around], sql` or `);
  for (let after = -1; ;) {
    const { rows } = await sql<{ index: bigint; leaf: Buffer; record: unknown }>`
      select leaf_index as index, leaf, record from log_acts
      where leaf_index > ${after} and leaf_index < ${size} and (${any}) order by leaf_index limit ${SLICE}`.execute(
      db,
    );
    for (const { index, leaf, record } of rows) yield { index: Number(index), leaf, record };
    const last = rows.at(-1);
    if (!last || rows.length < SLICE) return;
    after = Number(last.index);
  }
}

/** Every leaf from one place up to, but without, another, in their order. */
export async function* leavesBetween(
  db: Db,
  from: number,
  to: number,
): AsyncGenerator<{ index: number; leaf: Buffer }> {
  for (let at = from; at < to; at += SLICE) {
    const { rows } = await sql<{ index: bigint; leaf: Buffer }>`
      select leaf_index as index, leaf from log_acts
      where leaf_index >= ${at} and leaf_index < ${Math.min(at + SLICE, to)} order by leaf_index`.execute(db);
    for (const { index, leaf } of rows) yield { index: Number(index), leaf };
  }
}

export type TreeReader = {
  /** The audit path of a leaf in the tree of that size (RFC 9162 §2.1.3.1); cheap for leaves in their order. */
  readonly proof: (index: number) => Uint8Array[];
  /** The partial tiles of the tree of the first `size` leaves: what it is grown on from. */
  readonly edge: (size: number) => Tile[];
};

/** Reads the tree of that size. Holds one hash for each leaf, which is what all proofs together need. */
export async function readTree(db: Db, size: number): Promise<TreeReader> {
  const rows = await db.selectFrom("log_tiles").selectAll().execute();
  const tiles = new Map(rows.map((row) => [`${row.level}/${row.position}`, row.hashes]));
  const read: HashReader = readerOfTiles((level, index) => tiles.get(`${level}/${index}`));
  return {
    proof: inclusionProver(read, size),
    edge: (of) =>
      partialTiles(of).map(({ level, index, width }) => {
        const hashes = tiles.get(`${level}/${index}`);
        if (!hashes || hashes.length < width * 32) throw new Error(`tile ${level}/${index} is not stored`);
        return { level, index, hashes: hashes.subarray(0, width * 32) };
      }),
  };
}
