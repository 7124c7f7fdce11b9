// The only code that writes entries.
// Invariant: a movement goes through one stored function, which locks, looks, and writes or answers why not; all entries
// of a call are posted, or none (docs/adr/0032-a-ledger-in-the-database.md).
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { findEntry } from "./journal.views.ts";
import { type Answer, holdAnswer } from "./refusals.ts";
import type { AccountId, By, EntryId, EntryKind, NewEntry, NewLine } from "./types.ts";

type Writable = Omit<NewEntry, "kind"> & { readonly kind: EntryKind; readonly reverses?: EntryId };

/** The largest amount of one line, in minor units: what set-off computes with exactly, 2^53 − 1. */
export const MOST_MOVED = 9_007_199_254_740_991n;

/** What no account could take, before anything is asked of the database. */
export function holdAmount(amount: bigint): void {
  if (amount === 0n) throw new Refusal("invalid", "amountNotPositive");
  if (amount > MOST_MOVED || amount < -MOST_MOVED) throw new Refusal("invalid", "amountTooLarge");
}

/**
 * Posts entries, each of whose lines sum to zero in each currency: all of them, in this order, or none. After each entry,
 * every account must be within its limits. Works inside `transact` and inside `steady`.
 */
export async function postEntries(
  tx: Ctx,
  entries: readonly NewEntry[],
  by: By,
): Promise<readonly EntryId[]> {
  for (const { lines } of entries) {
    if (lines.length < 2) throw new Refusal("invalid", "entryUnbalanced");
    for (const { amount } of lines) holdAmount(amount);
  }
  if (entries.length === 0) return [];
  return write(tx, entries, by);
}

async function write(tx: Ctx, entries: readonly Writable[], by: By): Promise<readonly EntryId[]> {
  const [first, second] = entries;
  if (first && !second && !first.reverses) {
    const transfer = asTransfer(first.lines);
    if (transfer) return [await writeTransfer(tx, first, transfer, by)];
  }
  const ids = entries.map(() => tx.newId() as EntryId);
  const lines = entries.flatMap((entry, at) => entry.lines.map((line) => ({ ...line, entry: at + 1 })));
  const { rows } = await sql<{ answer: Answer }>`
    select ledger_post(${ids}::uuid[], ${entries.map((entry) => entry.kind)}::text[],
      ${entries.map((entry) => entry.text)}::text[], ${entries.map((entry) => entry.about)}::text[],
      ${entries.map((entry) => entry.reverses ?? null)}::uuid[], ${lines.map((line) => line.entry)}::integer[],
      ${lines.map((line) => line.accountId)}::uuid[], ${lines.map((line) => line.amount)}::bigint[],
      ${tx.now}::timestamptz, ${by.mandateId}::uuid, ${by.personId ?? null}::uuid) as answer`.execute(tx.db);
  await holdAnswer(tx, rows[0]?.answer);
  return ids;
}

type Transfer = { readonly from: AccountId; readonly to: AccountId; readonly amount: bigint };

/** Two lines that are a payment from one account to another. */
function asTransfer(lines: readonly NewLine[]): Transfer | undefined {
  const [one, other] = lines;
  if (!one || !other || lines.length !== 2 || one.amount !== -other.amount) return undefined;
  const [payer, payee] = one.amount < 0n ? [one, other] : [other, one];
  return { from: payer.accountId, to: payee.accountId, amount: payee.amount };
}

async function writeTransfer(tx: Ctx, entry: Writable, transfer: Transfer, by: By): Promise<EntryId> {
  const id = tx.newId() as EntryId;
  const { rows } = await sql<{ answer: Answer }>`
    select ledger_transfer(${id}::uuid, ${entry.kind}::text, ${transfer.from}::uuid, ${transfer.to}::uuid,
      ${transfer.amount}::bigint, ${entry.text}::text, ${entry.about}::text, ${tx.now}::timestamptz,
      ${by.mandateId}::uuid, ${by.personId ?? null}::uuid) as answer`.execute(tx.db);
  await holdAnswer(tx, rows[0]?.answer);
  return id;
}

/**
 * Corrects an entry by another with the opposite lines, once. A reversal is not reversed: whoever was mistaken about the
 * mistake makes the payment anew, so that everybody can read what happened. The limits hold for it as for any other.
 */
export async function reverseEntry(
  tx: Ctx,
  entryId: EntryId,
  { text }: { readonly text: string },
  by: By,
): Promise<EntryId> {
  // Nobody else reverses it meanwhile; entries themselves are never updated.
  await sql`select 1 from ledger_entries where id = ${entryId}::uuid for update`.execute(tx.db);
  const entry = await findEntry(tx, entryId);
  if (!entry) throw new Refusal("missing", "entryUnknown");
  if (entry.kind === "reversal") throw new Refusal("conflict", "reversalOfReversal");
  if (entry.reversedBy !== null) throw new Refusal("conflict", "entryWasReversed");
  const lines = entry.lines.map(({ accountId, amount }) => ({ accountId, amount: -amount }));
  const [id] = await write(
    tx,
    [{ kind: "reversal", lines, text, about: entry.about, reverses: entryId }],
    by,
  );
  return id as EntryId;
}
