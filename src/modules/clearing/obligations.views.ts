// What the two sides of an obligation read of it. Whoever speaks for neither is told that there is none.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { EntryId } from "#ledger";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { maySee, speaksForASide } from "./obligations.service.ts";
import { obligationColumns } from "./obligations.store.ts";
import type {
  MovementKind,
  Obligation,
  ObligationId,
  ObligationSide,
  ObligationState,
  RoundId,
} from "./types.ts";

export type Named = { readonly slug: string; readonly name: Multilingual };

export type ObligationEntry = Obligation & { readonly debtor: Named; readonly creditor: Named };

export type ObligationFilter = {
  readonly side?: ObligationSide;
  readonly states?: readonly ObligationState[];
  /** Only what another side than this organisation entered: what it is asked to acknowledge. */
  readonly notBy?: OrganizationId;
};

export const entryColumns = sql`${obligationColumns},
  jsonb_build_object('slug', d.slug, 'name', d.name) as debtor, jsonb_build_object('slug', c.slug, 'name', c.name) as creditor`;
export const fromObligations = sql`
  from obligations o join organizations d on d.id = o.debtor_id join organizations c on c.id = o.creditor_id`;

/** Of one organisation, on either side or the one that is asked for. */
function ofOrganization(organizationId: OrganizationId, { side, states, notBy }: ObligationFilter) {
  const on =
    side === undefined
      ? sql`(o.debtor_id = ${organizationId}::uuid or o.creditor_id = ${organizationId}::uuid)`
      : sql`${sql.ref(side === "debtor" ? "o.debtor_id" : "o.creditor_id")} = ${organizationId}::uuid`;
  const inStates = states === undefined ? sql`true` : sql`o.state = any(${[...states]}::text[])`;
  const byOthers =
    notBy === undefined
      ? sql`true`
      : sql`case o.recorded_by when 'debtor' then o.creditor_id when 'creditor' then o.debtor_id end = ${notBy}::uuid`;
  return sql`${on} and ${inStates} and ${byOthers}`;
}

export async function countObligations(
  ctx: Ctx,
  organizationId: OrganizationId,
  filter: ObligationFilter = {},
): Promise<number> {
  if (!(await maySee(ctx, organizationId))) return 0;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from obligations o where ${ofOrganization(organizationId, filter)}`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

/**
 * What an organisation owes and is owed, what was recorded last first: for whoever holds `clearing.record` or `clearing.join`
 * in it; for anybody else there is nothing.
 */
export async function obligationsOf(
  ctx: Ctx,
  organizationId: OrganizationId,
  filter: ObligationFilter = {},
  { offset, limit }: { readonly offset: number; readonly limit: number } = { offset: 0, limit: 1_000 },
): Promise<ObligationEntry[]> {
  if (!(await maySee(ctx, organizationId))) return [];
  const { rows } = await sql<ObligationEntry>`
    select ${entryColumns} ${fromObligations} where ${ofOrganization(organizationId, filter)}
    order by o.recorded_at desc, o.id desc offset ${offset} limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Open sums of what both sides recognise, by currency. */
export type OpenSum = {
  readonly currencyId: Obligation["currencyId"];
  readonly officialCode: string | null;
  readonly owed: bigint;
  readonly owing: bigint;
};

/** `owed`: what others owe the organisation; `owing`: what it owes them. */
export async function openSumsOf(ctx: Ctx, organizationId: OrganizationId): Promise<OpenSum[]> {
  if (!(await maySee(ctx, organizationId))) return [];
  const { rows } = await sql<OpenSum>`
    select o.currency_id as "currencyId", o.official_code as "officialCode",
      coalesce(sum(o.open_amount) filter (where o.creditor_id = ${organizationId}::uuid), 0)::bigint as owed,
      coalesce(sum(o.open_amount) filter (where o.debtor_id = ${organizationId}::uuid), 0)::bigint as owing
    from obligations o where ${ofOrganization(organizationId, { states: ["acknowledged"] })}
    group by 1, 2 order by 2 nulls first, 1`.execute(ctx.db);
  return rows;
}

export type ObligationStepView = {
  readonly from: ObligationState | null;
  readonly to: ObligationState;
  readonly reason: string | null;
  readonly at: Date;
  readonly organization: Multilingual | null;
};

export type MovementView = {
  readonly kind: MovementKind;
  readonly amount: bigint;
  readonly entryId: EntryId | null;
  readonly roundId: RoundId | null;
  readonly text: string;
  readonly at: Date;
  readonly organization: Multilingual | null;
};

export type ObligationView = ObligationEntry & {
  readonly steps: readonly ObligationStepView[];
  readonly movements: readonly MovementView[];
};

export type ObligationPayment = {
  readonly obligationId: ObligationId;
  /** Minor units. */
  readonly amount: bigint;
  /** The entry of the ledger; null: paid elsewhere, as the creditor confirmed. */
  readonly entryId: EntryId | null;
  readonly at: Date;
};

/** What was paid of these, the earliest first. The caller has authorised it: a module that shows what it recorded. */
export async function paymentsOf(
  ctx: Pick<Ctx, "db">,
  ids: readonly ObligationId[],
): Promise<ObligationPayment[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ObligationPayment>`
    select obligation_id as "obligationId", amount, entry_id as "entryId", made_at as at from obligation_movements
    where obligation_id = any(${[...ids]}::uuid[]) and kind = 'settled' order by made_at, id`.execute(ctx.db);
  return rows;
}

/** Everything about one obligation, for its two sides; nothing for anybody else. */
export async function findObligation(ctx: Ctx, id: ObligationId): Promise<ObligationView | undefined> {
  const { rows } = await sql<ObligationEntry>`
    select ${entryColumns} ${fromObligations} where o.id = ${id}::uuid`.execute(ctx.db);
  const [entry] = rows;
  if (!entry || !(await speaksForASide(ctx, entry))) return undefined;
  const steps = await sql<ObligationStepView>`
    select s.from_state as "from", s.to_state as "to", s.reason, s.made_at as at, g.name as organization
    from obligation_steps s left join mandates m on m.id = s.mandate_id left join organizations g on g.id = m.organization_id
    where s.obligation_id = ${id}::uuid order by s.made_at, s.id`.execute(ctx.db);
  const movements = await sql<MovementView>`
    select v.kind, v.amount, v.entry_id as "entryId", v.round_id as "roundId", v.text, v.made_at as at, g.name as organization
    from obligation_movements v left join mandates m on m.id = v.mandate_id left join organizations g on g.id = m.organization_id
    where v.obligation_id = ${id}::uuid order by v.made_at, v.id`.execute(ctx.db);
  return { ...entry, steps: steps.rows, movements: movements.rows };
}
