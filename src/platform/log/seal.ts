// Sealing: acts that were written get their place in the tree, and the tree a new signed checkpoint.
// Invariant: places are given in order, once, by one sealer at a time (an advisory lock), and tiles, places and
// checkpoint appear together or not at all. Acts never wait for it.
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import {
  growTree,
  leafHash,
  parseCheckpoint,
  partialTiles,
  signCheckpoint,
  type Tile,
} from "#algorithms/transparency";
import type { Ctx } from "../context.ts";
import type { Db } from "../database/database.ts";
import { logOrigin, logSigner } from "./keys.ts";

/** Acts sealed in one transaction at most. */
const BATCH = 5_000;
const LOCK = 727_002;
const LAST_ROUND_MS = 1_000;

export type StoredCheckpoint = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly sealedAt: Date;
};

/** The latest signed checkpoint, if anything was sealed yet. */
export async function latestCheckpoint(db: Db): Promise<StoredCheckpoint | undefined> {
  const row = await db
    .selectFrom("log_checkpoints")
    .selectAll()
    .orderBy("tree_size", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const text = row.note.slice(0, row.note.indexOf("\n\n") + 1);
  return {
    size: Number(row.tree_size),
    root: parseCheckpoint(text).root,
    note: row.note,
    sealedAt: row.sealed_at,
  };
}

/** Seals everything that is committed; resolves to how many acts that were. Call it outside a transaction. */
export async function sealLog(ctx: Ctx): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await ctx.db.transaction().execute((tx) => sealBatch({ ...ctx, db: tx }));
    sealed += count;
    if (count < BATCH) return sealed;
  }
}

async function sealBatch(tx: Ctx): Promise<number> {
  const { rows: lock } = await sql<{
    held: boolean;
  }>`select pg_try_advisory_xact_lock(${LOCK}) as held`.execute(tx.db);
  // Somebody else is sealing: what is left is theirs, or the next round's.
  if (!lock[0]?.held) return 0;
  const before = await latestCheckpoint(tx.db);
  const acts = await tx.db
    .selectFrom("log_acts")
    .select(["id", "leaf"])
    .where("leaf_index", "is", null)
    .orderBy("sequence")
    .limit(BATCH)
    .execute();
  if (acts.length === 0 && before) return 0;
  const size = before?.size ?? 0;
  const grown = growTree({
    size,
    edge: await readEdge(tx.db, size),
    leafHashes: acts.map((act) => leafHash(act.leaf)),
    ...(before ? { rootBefore: before.root } : {}),
  });
  await storeTiles(tx.db, grown.tiles);
  await placeActs(
    tx.db,
    acts.map((act) => act.id),
    size,
  );
  const origin = await logOrigin(tx);
  const note = signCheckpoint({ origin, size: grown.size, root: grown.root }, [
    logSigner(tx.node.keys, origin),
  ]);
  await tx.db
    .insertInto("log_checkpoints")
    .values({ tree_size: grown.size, note, sealed_at: new Date() })
    .execute();
  return acts.length;
}

async function readEdge(db: Db, size: number): Promise<Tile[]> {
  const places = partialTiles(size);
  if (places.length === 0) return [];
  const rows = await db
    .selectFrom("log_tiles")
    .selectAll()
    .where((where) =>
      where.or(places.map(({ level, index }) => where.and({ level, position: BigInt(index) }))),
    )
    .execute();
  return rows.map((row) => ({ level: row.level, index: Number(row.position), hashes: row.hashes }));
}

async function storeTiles(db: Db, tiles: readonly Tile[]): Promise<void> {
  for (const { level, index, hashes } of tiles) {
    await db
      .insertInto("log_tiles")
      .values({ level, position: BigInt(index), hashes: Buffer.from(hashes) })
      .onConflict((conflict) =>
        conflict.columns(["level", "position"]).doUpdateSet({ hashes: Buffer.from(hashes) }),
      )
      .execute();
  }
}

async function placeActs(db: Db, ids: readonly string[], from: number): Promise<void> {
  await sql`
    update log_acts set leaf_index = ${from}::bigint + placed.position - 1
    from unnest(${[...ids]}::uuid[]) with ordinality as placed(id, position)
    where log_acts.id = placed.id`.execute(db);
}

/**
 * Seals every `everyMs` as long as the node runs, and what is left when it is stopped. A round that fails is told and
 * tried again.
 */
export function keepSealing(
  ctx: () => Ctx,
  report: (line: string) => void,
  everyMs = 500,
): { stop(): Promise<void> } {
  let round: Promise<unknown> | undefined;
  const seal = async () => {
    try {
      if (await hasUnsealed(ctx().db)) await sealLog(ctx());
    } catch (error) {
      report(`sealing the log: ${String(error)}`);
    }
  };
  // One at a time: a database that does not answer would leave a round for every tick.
  const sealNext = () => (round ??= seal().finally(() => (round = undefined)));
  const timer = setInterval(() => void sealNext(), everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      const last = (round ?? Promise.resolve()).then(sealNext);
      // What waits is safe and gets its place at the next start: a database that hangs must not keep a node from stopping.
      await Promise.race([last, pause(LAST_ROUND_MS, undefined, { ref: false })]);
    },
  };
}

async function hasUnsealed(db: Db): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists(select 1 from log_acts where leaf_index is null) or not exists(select 1 from log_checkpoints) as any`.execute(
    db,
  );
  return rows[0]?.any ?? false;
}
