// What sealing reads and writes: which entries are settled, and the batches that they are in.
// Invariant: an entry is in one batch, for ever. A transaction that is still open may yet commit an entry older than those
// that are visible: only what is older than every open transaction is taken, so that none is left behind.
import { sql } from "kysely";
import { createHmac } from "node:crypto";
import { lineLeaf, type ProvenLine } from "#algorithms/ledger-proofs";
import { leafHash } from "#algorithms/transparency";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { EntryId } from "./types.ts";

export type Settled = { readonly id: EntryId; readonly madeIn: string };
export type Horizon = { readonly below: string; readonly open: string; readonly next: string };

/**
 * From which transaction on entries are looked at, the oldest that is still open, and the next that will be. A database that was restored into
 * another server counts its transactions anew: what was sealed below is forgotten then, and looked up.
 */
export async function readHorizon(tx: Ctx): Promise<Horizon> {
  const { rows } = await sql<Horizon>`
    with now as (select pg_current_snapshot() as snapshot),
      sealed as (select coalesce((select below from ledger_sealing), '0'::xid8) as below)
    select (case when below > pg_snapshot_xmax(snapshot) then '0'::xid8 else below end)::text as below,
      pg_snapshot_xmin(snapshot)::text as open, pg_snapshot_xmax(snapshot)::text as next
    from now, sealed`.execute(tx.db);
  return rows[0] as Horizon;
}

/**
 * Settled entries that are in no batch, the oldest first. Entries of transactions that this server has not had yet are
 * from the one that the database was restored from.
 */
export async function readSettled(
  tx: Ctx,
  { below, open, next }: Horizon,
  limit: number,
): Promise<Settled[]> {
  const { rows } = await sql<Settled>`
    select e.id, e.made_in::text as "madeIn" from ledger_entries e
    where e.made_in >= ${below}::xid8 and (e.made_in < ${open}::xid8 or e.made_in >= ${next}::xid8)
      and not exists (select 1 from ledger_sealed s where s.entry_id = e.id)
    order by e.made_in, e.id limit ${limit}`.execute(tx.db);
  return rows;
}

export async function keepHorizon(tx: Ctx, below: string): Promise<void> {
  await sql`
    insert into ledger_sealing (below) values (${below}::xid8)
    on conflict (single) do update set below = excluded.below`.execute(tx.db);
}

type LineRow = Omit<ProvenLine, "at"> & { readonly at: Date };

/** The lines of entries in the order of their leaves: by the entries' places, then by account and version. */
export async function readLines(db: Db, entries: readonly EntryId[]): Promise<ProvenLine[]> {
  const { rows } = await sql<LineRow>`
    select a.number as account, l.amount::text as amount, e.posted_at as at, l.balance_after::text as balance,
      c.code as currency, e.id as entry, e.kind, l.version::text as version
    from unnest(${[...entries]}::uuid[]) with ordinality as wanted(id, place)
    join ledger_entries e on e.id = wanted.id join ledger_lines l on l.entry_id = e.id
    join ledger_accounts a on a.id = l.account_id join currencies c on c.id = a.currency_id
    order by wanted.place, l.account_id, l.version`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The salt of a leaf: who knows one knows none of the others. */
export function saltOf(secret: Uint8Array, index: number): string {
  return createHmac("sha256", secret).update(String(index)).digest().subarray(0, 16).toString("base64url");
}

export function hashesOf(lines: readonly ProvenLine[], secret: Uint8Array): Uint8Array[] {
  return lines.map((line, index) => leafHash(lineLeaf(line, saltOf(secret, index))));
}

export type NewBatch = {
  readonly number: number;
  readonly leaves: number;
  readonly root: Uint8Array;
  readonly secret: Uint8Array;
  readonly actId: string;
};

export async function nextBatchNumber(tx: Ctx): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from ledger_batches`.execute(tx.db);
  return rows[0]?.next ?? 1;
}

export async function insertBatch(
  tx: Ctx,
  batch: NewBatch,
  entries: readonly EntryId[],
  firstLeaves: readonly number[],
): Promise<void> {
  await sql`
    insert into ledger_batches (number, entries, leaves, root, secret, sealed_at, act_id)
    values (${batch.number}, ${entries.length}, ${batch.leaves}, ${Buffer.from(batch.root)}, ${Buffer.from(batch.secret)},
      ${tx.now}, ${batch.actId})`.execute(tx.db);
  await sql`
    insert into ledger_sealed (entry_id, batch, first_leaf)
    select id, ${batch.number}, first_leaf from unnest(${[...entries]}::uuid[], ${[...firstLeaves]}::integer[])
      as s(id, first_leaf)`.execute(tx.db);
}
