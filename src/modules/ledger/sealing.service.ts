// Sealing: what was moved gets into the transparency log, in batches, after it was committed.
// Invariant: one sealer at a time (an advisory lock); a batch, its act and the places of its entries appear together.
// The act says how many entries there are and their root: no party, no amount.
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { SEALED_ACT } from "#algorithms/ledger-proofs";
import { rootOf } from "#algorithms/transparency";
import { type Ctx, steady } from "#platform/context";
import { appendAct } from "#platform/log/append";
import {
  hashesOf,
  insertBatch,
  keepHorizon,
  nextBatchNumber,
  readHorizon,
  readLines,
  readSettled,
} from "./sealing.store.ts";
import type { EntryId } from "./types.ts";

const LOCK = 727_004;
/** Entries of one batch at most. */
const BATCH = 5_000;

/** Seals everything that is settled; how many entries that were. Call it outside a transaction. */
export async function sealEntries(ctx: Ctx, most = BATCH): Promise<number> {
  for (let sealed = 0; ;) {
    const count = await steady(ctx, (tx) => sealBatch(tx, most));
    sealed += count;
    if (count < most) return sealed;
  }
}

async function sealBatch(tx: Ctx, most: number): Promise<number> {
  const { rows: lock } = await sql<{
    held: boolean;
  }>`select pg_try_advisory_xact_lock(${LOCK}) as held`.execute(tx.db);
  // Somebody else is sealing: what is left is theirs, or the next round's.
  if (!lock[0]?.held) return 0;
  // Before the entries are read: what was open then and is committed since is looked at again.
  const horizon = await readHorizon(tx);
  const settled = await readSettled(tx, horizon, most);
  const last = settled.at(-1);
  if (last)
    await seal(
      tx,
      settled.map(({ id }) => id),
    );
  // Of a transaction that the batch was too small for, the rest is still to come.
  const cutOff = settled.length === most && last !== undefined && BigInt(last.madeIn) < BigInt(horizon.open);
  await keepHorizon(tx, cutOff ? last.madeIn : horizon.open);
  return settled.length;
}

async function seal(tx: Ctx, entries: readonly EntryId[]): Promise<void> {
  const lines = await readLines(tx.db, entries);
  const secret = randomBytes(32);
  const firstLeaves: number[] = [];
  let of: string | undefined;
  for (const [at, { entry }] of lines.entries()) {
    if (entry !== of) firstLeaves.push(at);
    of = entry;
  }
  const root = rootOf(hashesOf(lines, secret));
  const number = await nextBatchNumber(tx);
  const actId = await appendAct(tx, {
    type: SEALED_ACT,
    subject: "/log",
    mandateId: null,
    record: {
      batch: number,
      entries: entries.length,
      leaves: lines.length,
      root: Buffer.from(root).toString("hex"),
    },
  });
  await insertBatch(tx, { number, leaves: lines.length, root, secret, actId }, entries, firstLeaves);
}
