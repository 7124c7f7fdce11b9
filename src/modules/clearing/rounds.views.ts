// What is read of rounds: by everybody, by whoever takes part, and by the commission that called them.
// Invariant: before the deadline nobody reads anything of who takes part but for themselves, not even how many there are.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { AccountId } from "#ledger";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { maySee } from "./obligations.service.ts";
import { entryColumns, fromObligations, type Named, type ObligationEntry } from "./obligations.views.ts";
import { obligationsArePublic } from "./rounds.rules.ts";
import { roundColumns, roundOf, type RoundRow } from "./rounds.store.ts";
import { certificateFile, obligationsCsv, type PublishedRound } from "./solving.rules.ts";
import { sha256Of } from "./solving.service.ts";
import type { ObligationId, Round, RoundId } from "./types.ts";

export type RoundView = Round & { readonly commission: Named };

const commissionOf = sql`jsonb_build_object('slug', g.slug, 'name', g.name) as commission`;

export async function countRounds(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from clearing_rounds`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}

/** The latest first. */
export async function listRounds(
  db: Db,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<RoundView[]> {
  const { rows } = await sql<RoundRow & { commission: Named }>`
    select ${roundColumns}, ${commissionOf} from clearing_rounds r join organizations g on g.id = r.commission_id
    order by r.number desc offset ${offset} limit ${limit}`.execute(db);
  return rows.map((row) => roundOf(row));
}

export async function findRound(db: Db, number: number): Promise<RoundView | undefined> {
  const { rows } = await sql<RoundRow & { commission: Named }>`
    select ${roundColumns}, ${commissionOf} from clearing_rounds r join organizations g on g.id = r.commission_id
    where r.number = ${number}`.execute(db);
  return rows[0] && roundOf(rows[0]);
}

/** What an organisation has in a round: for its own people alone. */
export type OwnPart = {
  readonly joinedAt: Date;
  readonly accountId: AccountId | null;
  readonly paysUpTo: bigint;
  readonly takesUpTo: bigint;
  readonly offered: readonly ObligationId[];
  /** Its number in what is published; null before it is solved. */
  readonly number: number | null;
};

export async function findOwnPart(
  ctx: Ctx,
  roundId: RoundId,
  organizationId: OrganizationId,
): Promise<OwnPart | undefined> {
  if (!(await maySee(ctx, organizationId))) return undefined;
  const { rows } = await sql<OwnPart>`
    select p.joined_at as "joinedAt", p.account_id as "accountId", p.pays_up_to as "paysUpTo", p.takes_up_to as "takesUpTo", p.number,
      array(select f.obligation_id::text from clearing_offers f where f.round_id = p.round_id and f.organization_id = p.organization_id) as offered
    from clearing_parties p where p.round_id = ${roundId}::uuid and p.organization_id = ${organizationId}::uuid`.execute(
    ctx.db,
  );
  return rows[0];
}

/** What the organisation could offer to a round: acknowledged and open, in its currency, on either side. */
export async function listOfferable(
  ctx: Ctx,
  round: Round,
  organizationId: OrganizationId,
  limit: number,
): Promise<ObligationEntry[]> {
  if (!(await maySee(ctx, organizationId))) return [];
  const { rows } = await sql<ObligationEntry>`
    select ${entryColumns} ${fromObligations}
    where (o.debtor_id = ${organizationId}::uuid or o.creditor_id = ${organizationId}::uuid) and o.state = 'acknowledged'
      and o.currency_id is not distinct from ${round.currencyId}::uuid
      and o.official_code is not distinct from ${round.officialCode}::text
    order by o.due_on nulls last, o.recorded_at, o.id limit ${limit}`.execute(ctx.db);
  return rows;
}

export type PreviewLine = {
  readonly obligationId: ObligationId;
  readonly side: "debtor" | "creditor";
  readonly counterparty: Named;
  readonly amount: bigint;
  /** What is set off of it. */
  readonly cleared: bigint;
  readonly text: string;
  readonly dueOn: string | null;
};

export type Preview = {
  readonly lines: readonly PreviewLine[];
  readonly owing: bigint;
  readonly owed: bigint;
  readonly owingCleared: bigint;
  readonly owedCleared: bigint;
  /** How its account moves: what is set off of what it is owed, less that of what it owes. */
  readonly movement: bigint;
};

/** What would be, or was, set off for one organisation: for its own people alone. Empty where no obligation of it takes part. */
export async function findPreview(
  ctx: Ctx,
  roundId: RoundId,
  organizationId: OrganizationId,
): Promise<Preview | undefined> {
  if (!(await maySee(ctx, organizationId))) return undefined;
  const { rows: lines } = await sql<PreviewLine>`
    select a.obligation_id as "obligationId", case when a.debtor_id = ${organizationId}::uuid then 'debtor' else 'creditor' end as side,
      jsonb_build_object('slug', g.slug, 'name', g.name) as counterparty, a.amount, coalesce(a.cleared, 0) as cleared, o.text,
      o.due_on as "dueOn"
    from clearing_arcs a join obligations o on o.id = a.obligation_id
    join organizations g on g.id = case when a.debtor_id = ${organizationId}::uuid then a.creditor_id else a.debtor_id end
    where a.round_id = ${roundId}::uuid and ${organizationId}::uuid in (a.debtor_id, a.creditor_id)
    order by a.cleared desc nulls last, a.amount desc, a.obligation_id`.execute(ctx.db);
  const sum = (side: PreviewLine["side"], of: "amount" | "cleared") =>
    lines.reduce((total, line) => (line.side === side ? total + line[of] : total), 0n);
  const [owingCleared, owedCleared] = [sum("debtor", "cleared"), sum("creditor", "cleared")];
  return {
    lines,
    owing: sum("debtor", "amount"),
    owed: sum("creditor", "amount"),
    owingCleared,
    owedCleared,
    movement: owedCleared - owingCleared,
  };
}

/** Organisations of those given that take part, for their own people. */
export async function joinedOf(
  ctx: Ctx,
  roundId: RoundId,
  organizationIds: readonly OrganizationId[],
): Promise<OrganizationId[]> {
  const { rows } = await sql<{ id: OrganizationId }>`
    select organization_id as id from clearing_parties
    where round_id = ${roundId}::uuid and organization_id = any(${[...organizationIds]}::uuid[])`.execute(
    ctx.db,
  );
  const own: OrganizationId[] = [];
  for (const { id } of rows) if (await maySee(ctx, id)) own.push(id);
  return own;
}

/** Whether the reader may have the obligations of a settled round under their numbers. */
export async function mayReadObligations(ctx: Ctx, round: Round): Promise<boolean> {
  if (obligationsArePublic(round)) return true;
  if (round.state !== "settled" || ctx.actor.kind !== "person") return false;
  const { rows } = await sql<{ id: OrganizationId }>`
    select distinct p.organization_id as id from clearing_parties p
    join mandates m on m.organization_id = p.organization_id and m.person_id = ${ctx.actor.personId}::uuid
    where p.round_id = ${round.id}::uuid and p.number is not null`.execute(ctx.db);
  for (const { id } of rows) if (await maySee(ctx, id)) return true;
  return false;
}

/** A solved round under numbers, as it is published. */
export async function readPublished(db: Db, round: Round): Promise<PublishedRound> {
  const parties = await sql<PublishedRound["parties"][number]>`
    select number, potential, pays_room as "paysRoom", takes_room as "takesRoom" from clearing_parties
    where round_id = ${round.id}::uuid and number is not null order by number`.execute(db);
  const arcs = await sql<PublishedRound["arcs"][number]>`
    select d.number as debtor, c.number as creditor, a.amount, a.cleared from clearing_arcs a
    join clearing_parties d on d.round_id = a.round_id and d.organization_id = a.debtor_id
    join clearing_parties c on c.round_id = a.round_id and c.organization_id = a.creditor_id
    where a.round_id = ${round.id}::uuid order by a.position`.execute(db);
  const pool = await sql<{ potential: number | null }>`
    select pool_potential as potential from clearing_rounds where id = ${round.id}::uuid`.execute(db);
  return {
    parties: parties.rows,
    arcs: arcs.rows,
    cleared: round.cleared ?? 0n,
    poolPotential: pool.rows[0]?.potential ?? null,
  };
}

export type RoundFiles = { readonly csv: string; readonly certificate: string };

/** The two files that together prove that no more could have been set off. */
export async function roundFiles(db: Db, round: Round): Promise<RoundFiles> {
  const published = await readPublished(db, round);
  const csv = obligationsCsv(published);
  return { csv, certificate: certificateFile(published, sha256Of(csv)) };
}

export type RoundTitle = { readonly number: number; readonly title: Multilingual };

/** Rounds by their ids, as the movements of obligations name them. */
export async function roundTitles(db: Db, ids: readonly RoundId[]): Promise<Map<RoundId, RoundTitle>> {
  const { rows } = await sql<RoundTitle & { id: RoundId }>`
    select id, number, title from clearing_rounds where id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...rest }) => [id, rest]));
}
