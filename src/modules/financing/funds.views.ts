// What everybody sees of funds and appeals: purposes, sums, reports, what was spent. Who pledged is named where they said so, and
// to themselves.
import { sql } from "kysely";
import { type OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { AppealRule } from "./funds.schema.ts";
import type { AppealState, PledgeState } from "./machines.rules.ts";
import { ownAccountIds } from "./parties.policy.ts";
import type { AppealId, FundId } from "./types.ts";

export type FundView = {
  readonly id: FundId;
  readonly slug: string;
  readonly name: Multilingual;
  readonly purpose: Multilingual;
  readonly rules: Multilingual;
  readonly organizationId: OrganizationId;
  readonly organizationSlug: string;
  readonly organizationName: Multilingual;
  readonly currencyId: string;
  readonly appeals: number;
  /** What its appeals were given, less what was given back. */
  readonly given: bigint;
};

const funds = sql`select f.id, f.slug, f.name, f.purpose, f.rules, f.organization_id as "organizationId",
  o.slug as "organizationSlug", o.name as "organizationName", f.currency_id as "currencyId",
  (select count(*)::int from appeals a where a.fund_id = f.id) as appeals,
  (select coalesce(sum(p.amount), 0)::bigint from appeals a join pledges p on p.appeal_id = a.id
    where a.fund_id = f.id and p.state = 'given') as given
  from funds f join organizations o on o.id = f.organization_id`;

export async function listFunds(ctx: Ctx): Promise<FundView[]> {
  const { rows } = await sql<FundView>`${funds} order by f.slug`.execute(ctx.db);
  return rows;
}

export async function findFund(ctx: Ctx, slug: string): Promise<FundView | undefined> {
  const { rows } = await sql<FundView>`${funds} where f.slug = ${slug}`.execute(ctx.db);
  return rows[0];
}

export type AppealEntry = {
  readonly id: AppealId;
  readonly number: number;
  readonly title: Multilingual;
  readonly fundSlug: string;
  readonly fundName: Multilingual;
  readonly organizationName: Multilingual;
  readonly currencyId: string;
  readonly goal: bigint;
  readonly rule: AppealRule;
  readonly closesOn: string;
  readonly state: AppealState;
  /** Held or given. */
  readonly pledged: bigint;
  readonly pledges: number;
};

const appeals = sql`select a.id, a.number, a.title, f.slug as "fundSlug", f.name as "fundName", o.name as "organizationName",
  f.currency_id as "currencyId", a.goal, a.rule, a.closes_on as "closesOn", a.state, p.pledged, p.pledges`;
const appealTables = sql`from appeals a join funds f on f.id = a.fund_id join organizations o on o.id = f.organization_id
  cross join lateral (select coalesce(sum(amount), 0)::bigint as pledged, count(*)::int as pledges
    from pledges p where p.appeal_id = a.id and p.state in ('held', 'given')) p`;

/** Those that are open first, the nearest deadline before the others; then the latest. */
export async function listAppeals(
  ctx: Ctx,
  { fundSlug, offset, limit }: { fundSlug?: string | undefined; offset: number; limit: number },
): Promise<AppealEntry[]> {
  const { rows } = await sql<AppealEntry>`${appeals} ${appealTables}
    where ${fundSlug ?? null}::text is null or f.slug = ${fundSlug ?? null}::text
    order by a.state = 'open' desc, case when a.state = 'open' then a.closes_on end, a.number desc
    limit ${limit} offset ${offset}`.execute(ctx.db);
  return rows;
}

export async function countAppeals(ctx: Ctx, fundSlug?: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from appeals a join funds f on f.id = a.fund_id
    where ${fundSlug ?? null}::text is null or f.slug = ${fundSlug ?? null}::text`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export type NamedPledge = {
  readonly name: Multilingual;
  readonly slug: string | null;
  readonly amount: bigint;
};
export type OwnPledge = {
  readonly id: string;
  readonly amount: bigint;
  readonly state: PledgeState;
  readonly named: boolean;
  readonly accountNumber: string;
};
export type SpendingView = {
  readonly amount: bigint;
  readonly purpose: Multilingual;
  readonly spentAt: Date;
  /** Null: paid to a person, who is not named. */
  readonly paidTo: Multilingual | null;
};
export type AppealReportView = {
  readonly body: Multilingual;
  readonly closes: boolean;
  readonly reportedAt: Date;
};

export type AppealView = AppealEntry & {
  readonly body: Multilingual;
  readonly organizationId: OrganizationId;
  readonly commitment: number | null;
  readonly openedAt: Date;
  readonly spent: bigint;
  /** In its account now. */
  readonly left: bigint;
  readonly reason: string | null;
  readonly namedPledges: readonly NamedPledge[];
  readonly own: readonly OwnPledge[];
  readonly spendings: readonly SpendingView[];
  readonly reports: readonly AppealReportView[];
};

const MOST_NAMED = 60;
const MOST_SHOWN = 100;

type Read = Omit<AppealView, "namedPledges" | "own" | "spendings" | "reports">;

export async function findAppeal(ctx: Ctx, number: number): Promise<AppealView | undefined> {
  const { rows } = await sql<Read>`${appeals}, a.body, f.organization_id as "organizationId",
    a.commitment_number as commitment, a.opened_at as "openedAt", l.posted as left,
    (select coalesce(sum(amount), 0)::bigint from appeal_spendings s where s.appeal_id = a.id) as spent,
    (select reason from financing_steps s where s.about = a.id and s.to_state = 'called_off') as reason
    ${appealTables} join ledger_accounts l on l.id = a.account_id where a.number = ${number}`.execute(ctx.db);
  const [read] = rows;
  if (!read) return undefined;
  return {
    ...read,
    namedPledges: await namedPledges(ctx, read.id),
    own: await ownPledges(ctx, read.id),
    spendings: await spendingsOf(ctx, read.id),
    reports: await reportsOf(ctx, read.id),
  };
}

async function namedPledges(ctx: Ctx, appealId: string): Promise<NamedPledge[]> {
  const { rows } = await sql<NamedPledge>`
    select coalesce(o.name, jsonb_build_object('source', 'und', 'texts', jsonb_build_object('und', h.name))) as name, o.slug,
      sum(p.amount)::bigint as amount
    from pledges p join ledger_accounts a on a.id = p.account_id left join organizations o on o.id = a.organization_id
      left join people h on h.id = a.person_id
    where p.appeal_id = ${appealId} and p.named and p.state in ('held', 'given')
    group by o.id, h.id order by min(p.id::text) limit ${MOST_NAMED}`.execute(ctx.db);
  return rows;
}

async function ownPledges(ctx: Ctx, appealId: string): Promise<OwnPledge[]> {
  const own = await ownAccountIds(ctx, ["ledger.transfer"]);
  if (own.length === 0) return [];
  const { rows } = await sql<OwnPledge>`
    select p.id, p.amount, p.state, p.named, a.number as "accountNumber"
    from pledges p join ledger_accounts a on a.id = p.account_id
    where p.appeal_id = ${appealId} and p.account_id = any(${own}::uuid[]) order by p.id limit ${MOST_SHOWN}`.execute(
    ctx.db,
  );
  return rows;
}

async function spendingsOf(ctx: Ctx, appealId: string): Promise<SpendingView[]> {
  const { rows } = await sql<SpendingView>`
    select s.amount, s.purpose, s.spent_at as "spentAt", o.name as "paidTo"
    from appeal_spendings s join ledger_accounts a on a.id = s.account_id left join organizations o on o.id = a.organization_id
    where s.appeal_id = ${appealId} order by s.spent_at desc, s.id desc limit ${MOST_SHOWN}`.execute(ctx.db);
  return rows;
}

async function reportsOf(ctx: Ctx, appealId: string): Promise<AppealReportView[]> {
  const { rows } = await sql<AppealReportView>`
    select body, closes, reported_at as "reportedAt" from appeal_reports
    where appeal_id = ${appealId} order by reported_at desc, id desc limit ${MOST_SHOWN}`.execute(ctx.db);
  return rows;
}
