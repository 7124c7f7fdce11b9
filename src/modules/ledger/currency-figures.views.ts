// What anybody may know of a currency: how many take part, how much moves, what is out, what changed.
// Invariant: nothing here tells what one account holds or moved, unless the currency's books are open: a month in which
// fewer than three accounts moved something says that it was little, not how much.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { Terms } from "./currency-terms.store.ts";
import type { CurrencyId } from "./types.ts";

/** Movements of fewer could be told apart. */
const FEWEST_TOGETHER = 3;
const MONTHS_SHOWN = 12;

export type CurrencyEntry = {
  readonly id: CurrencyId;
  readonly slug: string;
  readonly code: string;
  readonly name: Multilingual;
  readonly kind: "mutual_credit" | "voucher" | "time" | "mirror";
  readonly state: "open" | "closed";
  readonly organization: { readonly slug: string; readonly name: Multilingual };
  readonly accounts: number;
};

export type CurrencyPage = { readonly offset: number; readonly limit: number };

/** Currencies of the node, those in use first, by how many take part. */
export async function pageOfCurrencies(ctx: Ctx, { offset, limit }: CurrencyPage): Promise<CurrencyEntry[]> {
  const { rows } = await sql<CurrencyEntry>`
    select c.id, c.slug, c.code, c.name, c.kind, c.state,
      jsonb_build_object('slug', o.slug, 'name', o.name) as organization,
      (select count(*)::int from ledger_accounts a where a.currency_id = c.id and a.closed_at is null
        and a.holder_kind in ('organization', 'person')) as accounts
    from currencies c join organizations o on o.id = c.organization_id
    order by c.state desc, accounts desc, c.code offset ${offset} limit ${limit}`.execute(ctx.db);
  return rows;
}

export type Month = {
  /** YYYY-MM. */
  readonly month: string;
  readonly movements: number;
  /** Null: too few moved for the sum to be nobody's own. */
  readonly amount: bigint | null;
};

export type CurrencyFigures = {
  readonly organizations: number;
  readonly people: number;
  /** The last twelve months, this one last. */
  readonly months: readonly Month[];
  /** Of issued currencies: what is out. */
  readonly out: bigint | null;
  /** What demurrage brought together, and was not spent. */
  readonly commons: bigint;
};

export async function readFigures(ctx: Ctx, id: CurrencyId, openBooks: boolean): Promise<CurrencyFigures> {
  const { rows } = await sql<Omit<CurrencyFigures, "months">>`
    select count(*) filter (where holder_kind = 'organization' and closed_at is null)::int as organizations,
      count(*) filter (where holder_kind = 'person' and closed_at is null)::int as people,
      max(-posted) filter (where holder_kind = 'issuer') as out,
      coalesce(max(posted) filter (where holder_kind = 'commons'), 0)::bigint as commons
    from ledger_accounts where currency_id = ${id}`.execute(ctx.db);
  const found = rows[0] ?? { organizations: 0, people: 0, out: null, commons: 0n };
  return { ...found, months: await readMonths(ctx, id, openBooks ? 0 : FEWEST_TOGETHER) };
}

async function readMonths(ctx: Ctx, id: CurrencyId, fewest: number): Promise<Month[]> {
  const { rows } = await sql<Month>`
    with months as (
      select generate_series(date_trunc('month', ${ctx.now}::timestamptz at time zone 'UTC') - interval '1 month' * ${MONTHS_SHOWN - 1},
        date_trunc('month', ${ctx.now}::timestamptz at time zone 'UTC'), interval '1 month') as month),
    moved as (
      select date_trunc('month', e.posted_at at time zone 'UTC') as month, l.amount, l.account_id, l.entry_id
      from ledger_lines l join ledger_accounts a on a.id = l.account_id join ledger_entries e on e.id = l.entry_id
      where a.currency_id = ${id} and e.kind <> 'demurrage' and e.posted_at >= (select min(month) from months) at time zone 'UTC')
    select to_char(s.month, 'YYYY-MM') as month, count(distinct m.entry_id)::int as movements,
      case when count(m.amount) = 0 then 0 when count(distinct m.account_id) >= ${fewest}
        then coalesce(sum(m.amount) filter (where m.amount > 0), 0)::bigint end as amount
    from months s left join moved m on m.month = s.month group by s.month order by s.month`.execute(ctx.db);
  return rows;
}

export type ChangedTerms = {
  readonly number: number;
  readonly was: RecordedTerms;
  readonly became: RecordedTerms;
  readonly because: string;
  readonly changedAt: Date;
};

/** As kept: amounts are decimal strings of minor units. */
export type RecordedTerms = Omit<Terms, "defaultMinimum" | "defaultMaximum" | "approvalAbove"> & {
  readonly defaultMinimum: string | null;
  readonly defaultMaximum: string | null;
  readonly approvalAbove: string | null;
};

/** Changes of a currency's rules, the latest first. */
export async function listChanges(ctx: Ctx, id: CurrencyId, limit: number): Promise<ChangedTerms[]> {
  const { rows } = await sql<ChangedTerms>`
    select number, was, became, because, changed_at as "changedAt" from currency_changes
    where currency_id = ${id} order by number desc limit ${limit}`.execute(ctx.db);
  return rows;
}

export type Beforehand = {
  readonly founder: { readonly slug: string; readonly name: Multilingual };
  readonly onExpiry: "redeem" | "take_back" | null;
  readonly reserveKeptBy: string | null;
  readonly closedAt: Date | null;
  readonly closingPlan: Multilingual | null;
  readonly reserve: {
    readonly amount: bigint;
    readonly asOf: string;
    readonly evidence: string;
    readonly statedAt: Date;
  } | null;
};

/** Who answers for a currency, and what was said beforehand of its end and its reserve, with the last statement of it. */
export async function readBeforehand(ctx: Ctx, id: CurrencyId): Promise<Beforehand> {
  const { rows } = await sql<Omit<Beforehand, "reserve">>`
    select c.on_expiry as "onExpiry", c.reserve_kept_by as "reserveKeptBy", c.closed_at as "closedAt",
      c.closing_plan as "closingPlan", jsonb_build_object('slug', o.slug, 'name', o.name) as founder
    from currencies c join organizations o on o.id = c.organization_id where c.id = ${id}`.execute(ctx.db);
  const [found] = rows;
  if (!found) throw new Error(`currency ${id} is not there`);
  const stated = await sql<NonNullable<Beforehand["reserve"]>>`
    select amount, as_of as "asOf", evidence, stated_at as "statedAt" from reserve_statements
    where currency_id = ${id} order by stated_at desc, id desc limit 1`.execute(ctx.db);
  return { ...found, reserve: stated.rows[0] ?? null };
}
