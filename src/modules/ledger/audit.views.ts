// The whole ledger computed anew from what was written, and compared with what stands.
// Invariant: one instant is looked at (REPEATABLE READ), nothing is changed, and the first fault is named with where it is.
// The database streams through its indexes, so that a million entries take seconds and no memory of ours.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#platform/context";
import { findDamagedBatch } from "./proofs.views.ts";

/** The names of what can be found, in the order in which it is looked for. */
export type LedgerFault =
  | "lineOutOfTurn"
  | "balanceNotReplayed"
  | "entryNotZero"
  | "entryWithoutLines"
  | "lineWithoutEntry"
  | "timeRunsBackwards"
  | "limitsOutOfTurn"
  | "limitsNotHeld"
  | "pendingNotHeld"
  | "holdNotPaid"
  | "reversalNotOpposite"
  | "batchNotInLog";

export type LedgerAudit = {
  readonly currencies: number;
  readonly accounts: number;
  readonly entries: number;
  readonly lines: number;
  readonly holds: number;
  /** How many entries are in batches whose roots the transparency log tells of. */
  readonly sealed: number;
  /** Undefined where everything holds. Facts are numbers of accounts and ids of entries and holds. */
  readonly fault:
    | { readonly name: LedgerFault; readonly facts: Readonly<Record<string, string>> }
    | undefined;
};

type Check = { readonly name: LedgerFault; readonly first: RawBuilder<Record<string, unknown>> };

const checks: readonly Check[] = [
  {
    // Versions count from 1 without a gap, and each balance is the one before with the amount.
    name: "lineOutOfTurn",
    first: sql`
      select a.number as account, l.version, l.entry_id as entry from (
        select account_id, version, entry_id, amount, balance_after, lag(version, 1, 0::bigint) over account as before,
          lag(balance_after, 1, 0::bigint) over account as balance_before
        from ledger_lines window account as (partition by account_id order by version)) l
      left join ledger_accounts a on a.id = l.account_id
      where l.version <> l.before + 1 or l.balance_after <> l.balance_before + l.amount or a.id is null
      limit 1`,
  },
  {
    name: "balanceNotReplayed",
    first: sql`
      select a.number as account, a.posted, coalesce(l.posted, 0) as replayed, a.version
      from ledger_accounts a
      left join (select account_id, sum(amount) as posted, count(*) as lines from ledger_lines group by account_id) l
        on l.account_id = a.id
      where a.posted <> coalesce(l.posted, 0) or a.version <> coalesce(l.lines, 0) order by a.number limit 1`,
  },
  {
    name: "entryNotZero",
    first: sql`
      select l.entry_id as entry, sum(l.amount) as sum from ledger_lines l join ledger_accounts a on a.id = l.account_id
      group by l.entry_id, a.currency_id having sum(l.amount) <> 0 limit 1`,
  },
  {
    name: "entryWithoutLines",
    first: sql`
      select e.id as entry from ledger_entries e
      where not exists (select 1 from ledger_lines l where l.entry_id = e.id) limit 1`,
  },
  {
    name: "lineWithoutEntry",
    first: sql`
      select l.entry_id as entry from ledger_lines l
      where not exists (select 1 from ledger_entries e where e.id = l.entry_id) limit 1`,
  },
  {
    name: "timeRunsBackwards",
    first: sql`
      select a.number as account, l.version from (
        select l.account_id, l.version, e.posted_at,
          lag(e.posted_at) over (partition by l.account_id order by l.version) as before
        from ledger_lines l join ledger_entries e on e.id = l.entry_id) l
      join ledger_accounts a on a.id = l.account_id
      where l.posted_at < l.before limit 1`,
  },
  {
    name: "limitsOutOfTurn",
    first: sql`
      select a.number as account from ledger_accounts a
      left join (
        select account_id, count(*) as changes, max(version) as last, bool_and(at_version >= before) as in_turn
        from (select account_id, version, at_version, lag(at_version, 1, 0::bigint) over
          (partition by account_id order by version) as before from ledger_limits) h group by account_id) h
        on h.account_id = a.id
      left join ledger_limits now on now.account_id = a.id and now.version = a.limits_version
      where h.changes is distinct from a.limits_version or h.last is distinct from a.limits_version or not h.in_turn
        or now.minimum is distinct from a.minimum or now.maximum is distinct from a.maximum
      order by a.number limit 1`,
  },
  {
    // After the last line that an entry has on an account, its balance is within the limits that were in force then.
    name: "limitsNotHeld",
    first: sql`
      select a.number as account, l.version, l.entry_id as entry from (
        select account_id, version, entry_id, balance_after,
          lead(entry_id) over (partition by account_id order by version) as following
        from ledger_lines) l
      join (select account_id, minimum, maximum, at_version,
          lead(at_version) over (partition by account_id order by version) as until from ledger_limits) h
        on h.account_id = l.account_id and l.version > h.at_version and (h.until is null or l.version <= h.until)
      join ledger_accounts a on a.id = l.account_id
      where l.following is distinct from l.entry_id and (l.balance_after < h.minimum or l.balance_after > h.maximum)
      limit 1`,
  },
  {
    name: "pendingNotHeld",
    first: sql`
      select a.number as account from ledger_accounts a
      left join (select from_account, sum(amount) as amount from ledger_holds where state = 'placed' group by from_account) o
        on o.from_account = a.id
      left join (select to_account, sum(amount) as amount from ledger_holds where state = 'placed' group by to_account) i
        on i.to_account = a.id
      where a.pending_out <> coalesce(o.amount, 0) or a.pending_in <> coalesce(i.amount, 0)
        or a.posted - a.pending_out < a.minimum or a.posted + a.pending_in > a.maximum
      order by a.number limit 1`,
  },
  {
    // A posted hold has one entry, from and to its accounts, of what was held at most, before it lapsed.
    name: "holdNotPaid",
    first: sql`
      select h.id as hold from ledger_holds h left join ledger_entries e on e.id = h.entry_id
      where (h.state = 'posted' and (e.kind is distinct from 'hold_posted' or (
          select count(*) filter (where l.account_id = h.from_account and l.amount between -h.amount and -1)
            + count(*) filter (where l.account_id = h.to_account and l.amount between 1 and h.amount)
          from ledger_lines l where l.entry_id = h.entry_id) <> 2))
        or (h.state in ('posted', 'voided') and h.resolved_at >= h.lapses_at)
        or (h.state = 'lapsed' and h.resolved_at is distinct from h.lapses_at)
      union all
      select e.id from ledger_entries e
      where e.kind = 'hold_posted' and not exists (select 1 from ledger_holds h where h.entry_id = e.id)
      limit 1`,
  },
  {
    name: "reversalNotOpposite",
    first: sql`
      select r.id as entry, r.reverses from ledger_entries r join ledger_entries e on e.id = r.reverses
      where e.kind = 'reversal' or exists (
        select account_id from ledger_lines where entry_id in (r.id, e.id) group by account_id having sum(amount) <> 0)
      limit 1`,
  },
];

const written = (facts: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));

/** Replays everything, as of one instant. Call it outside a transaction. */
export async function auditLedger(ctx: Ctx): Promise<LedgerAudit> {
  return ctx.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (db) => {
      // Sorts of millions of lines where an index does not give them in order; one audit runs at a time.
      await sql`set local work_mem = '64MB'`.execute(db);
      const { rows } = await sql<Omit<LedgerAudit, "fault">>`
        select (select count(*)::int from currencies) as currencies, (select count(*)::int from ledger_accounts) as accounts,
          (select count(*)::int from ledger_entries) as entries, (select count(*)::int from ledger_lines) as lines,
          (select count(*)::int from ledger_holds) as holds, (select count(*)::int from ledger_sealed) as sealed`.execute(
        db,
      );
      const counts = rows[0] as Omit<LedgerAudit, "fault">;
      for (const { name, first } of checks) {
        const found = await first.execute(db);
        if (found.rows[0]) return { ...counts, fault: { name, facts: written(found.rows[0]) } };
      }
      const batch = await findDamagedBatch({ ...ctx, db });
      if (batch !== undefined)
        return { ...counts, fault: { name: "batchNotInLog", facts: { batch: String(batch) } } };
      return { ...counts, fault: undefined };
    });
}
