// What moved in one account, with who was on the other side, as its holder reads it.
// Invariant: opening balance plus movements is the closing balance, for any period, because an account's lines are in the
// order of their instants. Who may read it is the caller's to decide.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { noonOf } from "./days.ts";
import type { AccountHolder, AccountId, EntryId, EntryKind } from "./types.ts";

export type OtherSide = {
  readonly number: string;
  readonly name: string | null;
  readonly kind: AccountHolder["kind"];
  readonly organization: { readonly slug: string; readonly name: Multilingual } | null;
};

export type Movement = {
  readonly entryId: EntryId;
  readonly version: bigint;
  readonly kind: EntryKind;
  readonly text: string | null;
  readonly about: string | null;
  readonly at: Date;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  /** The other account of a payment; null where an entry has many, as demurrage and clearing have. */
  readonly other: OtherSide | null;
  readonly reversed: boolean;
};

/** Civil dates, both included; null: from the beginning, until now. */
export type Period = { readonly from: string | null; readonly to: string | null };

const DAY_MS = 86_400_000;
const startOf = (day: string) => new Date(`${day}T00:00:00Z`);
const endOf = (day: string) => new Date(+noonOf(day) + DAY_MS / 2);

function within({ from, to }: Period): RawBuilder<unknown> {
  return sql`(${from && startOf(from)}::timestamptz is null or e.posted_at >= ${from && startOf(from)}::timestamptz)
    and (${to && endOf(to)}::timestamptz is null or e.posted_at < ${to && endOf(to)}::timestamptz)`;
}

type Range = {
  readonly offset: number;
  readonly limit: number;
  readonly latestFirst?: boolean;
  /** Of one entry alone. */
  readonly entryId?: string;
};

export async function movementsOf(
  ctx: Ctx,
  id: AccountId,
  period: Period,
  { offset, limit, latestFirst = false, entryId }: Range,
): Promise<Movement[]> {
  const order = latestFirst ? sql`desc` : sql`asc`;
  const { rows } = await sql<Movement>`
    select e.id as "entryId", l.version, e.kind, e.text, e.about, e.posted_at as at, l.amount,
      l.balance_after as "balanceAfter", other.side as other,
      exists (select 1 from ledger_entries r where r.reverses = e.id) as reversed
    from ledger_lines l join ledger_entries e on e.id = l.entry_id
      left join lateral (
        select (array_agg(jsonb_build_object('number', a.number, 'name', a.name, 'kind', a.holder_kind, 'organization',
          case when o.id is not null then jsonb_build_object('slug', o.slug, 'name', o.name) end)))[1] as side
        from (select account_id from ledger_lines where entry_id = e.id and account_id <> l.account_id limit 2) one
          join ledger_accounts a on a.id = one.account_id left join organizations o on o.id = a.organization_id
        having count(*) = 1) other on true
    where l.account_id = ${id}::uuid and ${within(period)}
      and (${entryId ?? null}::uuid is null or e.id = ${entryId ?? null}::uuid)
    order by l.version ${order} offset ${offset} limit ${limit}`.execute(ctx.db);
  return rows;
}

export type StatementTotals = {
  readonly opening: bigint;
  readonly closing: bigint;
  readonly movements: number;
  /** What came in and went out, both above nought. */
  readonly received: bigint;
  readonly paid: bigint;
};

export async function statementTotals(ctx: Ctx, id: AccountId, period: Period): Promise<StatementTotals> {
  const { rows } = await sql<Omit<StatementTotals, "closing">>`
    select coalesce((select l.balance_after from ledger_lines l join ledger_entries e on e.id = l.entry_id
        where l.account_id = ${id}::uuid and e.posted_at < ${period.from && startOf(period.from)}::timestamptz
        order by l.version desc limit 1), 0)::bigint as opening,
      count(*)::int as movements,
      coalesce(sum(l.amount) filter (where l.amount > 0), 0)::bigint as received,
      coalesce(-sum(l.amount) filter (where l.amount < 0), 0)::bigint as paid
    from ledger_lines l join ledger_entries e on e.id = l.entry_id
    where l.account_id = ${id}::uuid and ${within(period)}`.execute(ctx.db);
  const found = rows[0] ?? { opening: 0n, movements: 0, received: 0n, paid: 0n };
  return { ...found, closing: found.opening + found.received - found.paid };
}
