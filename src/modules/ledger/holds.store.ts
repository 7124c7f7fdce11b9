// The only code that places holds and resolves them.
// Invariant: a hold is resolved at most once, under its lock: posted, voided or lapsed. From the instant at which it lapses
// nobody can post or void it, and it keeps no money back, whether or not the job was there yet.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { holdAmount } from "./journal.store.ts";
import { type Answer, holdAnswer } from "./refusals.ts";
import type { By, EntryId, HoldId, NewHold } from "./types.ts";

/** Keeps amounts aside on both sides: all of them, or none. */
export async function placeHolds(tx: Ctx, holds: readonly NewHold[], by: By): Promise<readonly HoldId[]> {
  for (const { amount } of holds) holdPositive(amount);
  if (holds.length === 0) return [];
  const ids = holds.map(() => tx.newId() as HoldId);
  const { rows } = await sql<{ answer: Answer }>`
    select ledger_place_holds(${ids}::uuid[], ${holds.map((hold) => hold.from)}::uuid[],
      ${holds.map((hold) => hold.to)}::uuid[], ${holds.map((hold) => hold.amount)}::bigint[],
      ${holds.map((hold) => hold.lapsesAt)}::timestamptz[], ${holds.map((hold) => hold.text)}::text[],
      ${holds.map((hold) => hold.about)}::text[], ${tx.now}::timestamptz, ${by.mandateId}::uuid,
      ${by.personId ?? null}::uuid) as answer`.execute(tx.db);
  await holdAnswer(tx, rows[0]?.answer);
  return ids;
}

function holdPositive(amount: bigint): void {
  if (amount < 0n) throw new Refusal("invalid", "amountNotPositive");
  holdAmount(amount);
}

/** Pays what is held, or less; the rest is released. */
export async function postHold(
  tx: Ctx,
  holdId: HoldId,
  { amount }: { readonly amount?: bigint },
  by: By,
): Promise<EntryId> {
  if (amount !== undefined) holdPositive(amount);
  const id = tx.newId() as EntryId;
  const { rows } = await sql<{ answer: Answer }>`
    select ledger_post_hold(${holdId}::uuid, ${id}::uuid, ${amount ?? null}::bigint, ${tx.now}::timestamptz,
      ${by.mandateId}::uuid, ${by.personId ?? null}::uuid) as answer`.execute(tx.db);
  await holdAnswer(tx, rows[0]?.answer);
  return id;
}

/** Gives back all that is held. */
export async function voidHold(tx: Ctx, holdId: HoldId, by: By): Promise<void> {
  const { rows } = await sql<{ answer: Answer }>`
    select ledger_void_hold(${holdId}::uuid, ${tx.now}::timestamptz, ${by.mandateId}::uuid,
      ${by.personId ?? null}::uuid) as answer`.execute(tx.db);
  await holdAnswer(tx, rows[0]?.answer);
}

/** Holds that lapse in one transaction of the job at most. */
const BATCH = 500;

/** Marks what has lapsed and no account was touched for since; how many. The job's work, in batches of its own. */
export async function lapseHolds(tx: Ctx): Promise<number> {
  const { rows } = await sql<{ lapsed: number }>`
    select coalesce(sum(ledger_lapse(array[due.from_account], ${tx.now}::timestamptz)), 0)::int as lapsed
    from (select distinct from_account from (
      select from_account from ledger_holds where state = 'placed' and lapses_at <= ${tx.now}
      order by lapses_at limit ${BATCH}) h order by from_account) due`.execute(tx.db);
  return rows[0]?.lapsed ?? 0;
}
