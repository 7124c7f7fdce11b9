// The only SQL that writes rounds, who takes part in them, and what is set off. Set-based: a round may have thousands.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { AccountId, EntryId } from "#ledger";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { z } from "zod";
import type { callRoundInput, joinRoundInput } from "./rounds.schema.ts";
import type { ObligationId, Round, RoundId } from "./types.ts";

/** The columns of a round `r` as the domain names them. */
export const roundColumns = sql`
  r.id, r.number, r.commission_id as "commissionId", r.currency_id as "currencyId", r.official_code as "officialCode", r.title,
  r.deadline_at as "deadlineAt", r.look_hours as "lookHours", r.with_credit as "withCredit", r.publication, r.state, r.attempt,
  r.called_at as "calledAt", r.frozen_at as "frozenAt", r.previewed_at as "previewedAt", r.settle_from_at as "settleFromAt",
  r.ended_at as "endedAt", r.abandoned_for as "abandonedFor", r.parties, r.obligations, r.total::text, r.cleared::text,
  r.cleared_on_credit::text as "clearedOnCredit", r.net_internal_debt::text as "netInternalDebt",
  r.certificate_sha256 as "certificateSha256"`;

type Sums = "total" | "cleared" | "clearedOnCredit" | "netInternalDebt";
export type RoundRow = Omit<Round, Sums> & Record<Sums, string | null>;

const sumOf = (text: string | null) => (text === null ? null : BigInt(text));

/** A sum has more digits than int8 holds, so that it comes as text. */
export function roundOf<Row extends RoundRow>(row: Row): Omit<Row, Sums> & Pick<Round, Sums> {
  return {
    ...row,
    total: sumOf(row.total),
    cleared: sumOf(row.cleared),
    clearedOnCredit: sumOf(row.clearedOnCredit),
    netInternalDebt: sumOf(row.netInternalDebt),
  };
}

export async function lockRound(tx: Ctx, number: number): Promise<Round | undefined> {
  const { rows } = await sql<RoundRow>`
    select ${roundColumns} from clearing_rounds r where r.number = ${number} for update`.execute(tx.db);
  return rows[0] && roundOf(rows[0]);
}

export async function findRoundByRequest(tx: Ctx, requestKey: string): Promise<number | undefined> {
  const { rows } = await sql<{ number: number }>`
    select number from clearing_rounds where request_key = ${requestKey}::uuid`.execute(tx.db);
  return rows[0]?.number;
}

export async function insertRound(
  tx: Ctx,
  wanted: z.output<typeof callRoundInput>,
): Promise<{ id: RoundId; number: number }> {
  const id = tx.newId() as RoundId;
  const { rows } = await sql<{ number: number }>`
    insert into clearing_rounds (id, number, request_key, commission_id, currency_id, official_code, title, deadline_at, look_hours,
      with_credit, publication, state, called_at)
    select ${id}::uuid, coalesce(max(number), 0) + 1, ${wanted.requestKey}::uuid, ${wanted.commissionId}::uuid, ${wanted.currencyId}::uuid,
      ${wanted.officialCode}, ${JSON.stringify(wanted.title)}::jsonb, ${wanted.deadlineAt}::timestamptz, ${wanted.lookHours},
      ${wanted.withCredit}, ${wanted.publication}, 'called', ${tx.now}::timestamptz
    from clearing_rounds returning number`.execute(tx.db);
  return { id, number: rows[0]?.number ?? 1 };
}

/** Takes the place of whatever the organisation offered before. */
export async function replaceParty(
  tx: Ctx,
  roundId: RoundId,
  { organizationId, obligationIds, account }: z.output<typeof joinRoundInput>,
  mandateId: string | null,
): Promise<void> {
  await removeParty(tx, roundId, organizationId);
  await sql`
    insert into clearing_parties (round_id, organization_id, mandate_id, joined_at, account_id, pays_up_to, takes_up_to)
    values (${roundId}, ${organizationId}, ${mandateId}, ${tx.now}, ${account?.accountId ?? null}, ${account?.paysUpTo ?? 0n},
      ${account?.takesUpTo ?? 0n})`.execute(tx.db);
  await sql`
    insert into clearing_offers (round_id, organization_id, obligation_id)
    select ${roundId}::uuid, ${organizationId}::uuid, unnest(${[...new Set(obligationIds)]}::uuid[])`.execute(
    tx.db,
  );
}

/** Everything that the organisation had in the round, as if it had never been there. Says whether there was anything. */
export async function removeParty(
  tx: Ctx,
  roundId: RoundId,
  organizationId: OrganizationId,
): Promise<boolean> {
  await sql`
    update obligations o set in_round = null from clearing_arcs a
    where a.round_id = ${roundId}::uuid and o.id = a.obligation_id and o.in_round = ${roundId}::uuid
      and (a.debtor_id = ${organizationId}::uuid or a.creditor_id = ${organizationId}::uuid)`.execute(tx.db);
  await sql`
    delete from clearing_arcs where round_id = ${roundId}::uuid
      and (debtor_id = ${organizationId}::uuid or creditor_id = ${organizationId}::uuid)`.execute(tx.db);
  const { rows } = await sql`
    delete from clearing_parties where round_id = ${roundId}::uuid and organization_id = ${organizationId}::uuid
    returning 1`.execute(tx.db);
  return rows.length > 0;
}

/** Of these obligations, how many the organisation could offer: its own, acknowledged, in the round's currency, open. */
export async function countOfferable(
  tx: Ctx,
  round: Round,
  organizationId: OrganizationId,
  ids: readonly ObligationId[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from obligations where id = any(${[...ids]}::uuid[])
      and (debtor_id = ${organizationId}::uuid or creditor_id = ${organizationId}::uuid) and state = 'acknowledged'
      and currency_id is not distinct from ${round.currencyId}::uuid
      and official_code is not distinct from ${round.officialCode}::text`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

/** What both sides offer, is still open, and no other round counts on, is the round's from now on. */
export async function freezeArcs(tx: Ctx, roundId: RoundId): Promise<void> {
  await sql`
    with both_sides as (
      select obligation_id from clearing_offers where round_id = ${roundId}::uuid group by obligation_id having count(*) = 2),
    taken as (
      update obligations o set in_round = ${roundId}::uuid from both_sides b
      where o.id = b.obligation_id and o.state = 'acknowledged' and o.in_round is null
      returning o.id, o.debtor_id, o.creditor_id, o.open_amount)
    insert into clearing_arcs (round_id, obligation_id, debtor_id, creditor_id, amount)
    select ${roundId}::uuid, id, debtor_id, creditor_id, open_amount from taken`.execute(tx.db);
}

/** Back to be solved: what was drawn and computed before is gone. */
export async function markFrozen(tx: Ctx, { id, attempt }: Round): Promise<number> {
  await sql`update clearing_parties set number = null, potential = null, pays_room = null, takes_room = null
    where round_id = ${id}::uuid`.execute(tx.db);
  await sql`
    update clearing_rounds set state = 'frozen', attempt = attempt + 1, frozen_at = coalesce(frozen_at, ${tx.now}),
      pool_potential = null, previewed_at = null, settle_from_at = null, parties = null, obligations = null, total = null, cleared = null,
      cleared_on_credit = null, net_internal_debt = null, certificate_sha256 = null
    where id = ${id}::uuid`.execute(tx.db);
  return attempt + 1;
}

export type Solved = {
  readonly parties: readonly {
    readonly organizationId: OrganizationId;
    readonly number: number;
    readonly potential: number;
    readonly paysRoom: bigint;
    readonly takesRoom: bigint;
  }[];
  /** Null where no account took part. */
  readonly poolPotential: number | null;
  /** In the order in which they are published. */
  readonly arcs: readonly { readonly obligationId: string; readonly cleared: number }[];
  readonly total: bigint;
  readonly cleared: bigint;
  readonly clearedOnCredit: bigint;
  readonly netInternalDebt: bigint;
  readonly certificateSha256: string;
};

export async function markPreviewed(tx: Ctx, round: Round, solved: Solved): Promise<void> {
  const { parties, arcs } = solved;
  await sql`
    update clearing_parties p set number = s.number, potential = s.potential, pays_room = s.pays_room, takes_room = s.takes_room
    from unnest(${parties.map((one) => one.organizationId)}::uuid[], ${parties.map((one) => one.number)}::int[],
      ${parties.map((one) => one.potential)}::int[], ${parties.map((one) => String(one.paysRoom))}::bigint[],
      ${parties.map((one) => String(one.takesRoom))}::bigint[]) as s(organization_id, number, potential, pays_room, takes_room)
    where p.round_id = ${round.id}::uuid and p.organization_id = s.organization_id`.execute(tx.db);
  await sql`
    update clearing_arcs a set position = s.position, cleared = s.cleared
    from unnest(${arcs.map((one) => one.obligationId)}::uuid[], ${arcs.map((one) => String(one.cleared))}::bigint[])
      with ordinality as s(obligation_id, cleared, position)
    where a.round_id = ${round.id}::uuid and a.obligation_id = s.obligation_id`.execute(tx.db);
  await sql`
    update clearing_rounds set state = 'previewed', previewed_at = ${tx.now}::timestamptz,
      settle_from_at = ${tx.now}::timestamptz + make_interval(hours => look_hours),
      pool_potential = ${solved.poolPotential}, parties = ${parties.length}, obligations = ${arcs.length}, total = ${String(solved.total)}::numeric,
      cleared = ${String(solved.cleared)}::numeric, cleared_on_credit = ${String(solved.clearedOnCredit)}::numeric,
      net_internal_debt = ${String(solved.netInternalDebt)}::numeric, certificate_sha256 = ${solved.certificateSha256}
    where id = ${round.id}::uuid`.execute(tx.db);
}

/** Lowers every obligation by what is set off of it. The movements say which round did it. */
export async function insertCleared(
  tx: Ctx,
  { id }: Round,
  entryId: EntryId | null,
  mandateId: string | null,
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into obligation_movements (id, obligation_id, kind, amount, entry_id, round_id, mandate_id, made_at)
    select gen_random_uuid(), obligation_id, 'cleared', cleared, ${entryId}::uuid, ${id}::uuid, ${mandateId}::uuid, ${tx.now}::timestamptz
    from clearing_arcs where round_id = ${id}::uuid and cleared > 0`.execute(tx.db);
  await release(tx, id);
  return Number(numAffectedRows ?? 0n);
}

/** What the round counted on is free again. */
export async function release(tx: Ctx, id: RoundId): Promise<void> {
  await sql`
    update obligations o set in_round = null from clearing_arcs a
    where a.round_id = ${id}::uuid and o.id = a.obligation_id and o.in_round = ${id}::uuid`.execute(tx.db);
}

export async function markSettled(tx: Ctx, { id }: Round, mandateId: string | null): Promise<void> {
  await sql`
    update clearing_rounds set state = 'settled', ended_at = ${tx.now}::timestamptz, settled_under = ${mandateId}::uuid
    where id = ${id}::uuid`.execute(tx.db);
}

/** Who took part in what never came about is nobody's business any more. */
export async function markAbandoned(tx: Ctx, { id }: Round, reason: Multilingual): Promise<void> {
  await release(tx, id);
  await sql`delete from clearing_arcs where round_id = ${id}::uuid`.execute(tx.db);
  await sql`delete from clearing_parties where round_id = ${id}::uuid`.execute(tx.db);
  await sql`
    update clearing_rounds set state = 'abandoned', ended_at = ${tx.now}::timestamptz, abandoned_for = ${JSON.stringify(reason)}::jsonb
    where id = ${id}::uuid`.execute(tx.db);
}

export async function listDueRounds(ctx: Ctx): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select number from clearing_rounds where state = 'called' and deadline_at <= ${ctx.now}::timestamptz order by number`.execute(
    ctx.db,
  );
  return rows.map(({ number }) => number);
}

export async function listUnsolvedRounds(ctx: Ctx): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select number from clearing_rounds where state = 'frozen' order by number`.execute(ctx.db);
  return rows.map(({ number }) => number);
}

export type Arc = {
  readonly obligationId: ObligationId;
  readonly debtorId: OrganizationId;
  readonly creditorId: OrganizationId;
  readonly amount: bigint;
  readonly cleared: bigint | null;
};

export type Party = {
  readonly organizationId: OrganizationId;
  readonly accountId: AccountId | null;
  readonly paysUpTo: bigint;
  readonly takesUpTo: bigint;
  /** What was drawn and computed at the last solution; null before it, and for whom no obligation of the round is. */
  readonly number: number | null;
  readonly potential: number | null;
  readonly paysRoom: bigint | null;
  readonly takesRoom: bigint | null;
};

/** In the order in which they are published, once there is one. */
export async function readArcs(ctx: Ctx, roundId: RoundId): Promise<Arc[]> {
  const { rows } = await sql<Arc>`
    select obligation_id as "obligationId", debtor_id as "debtorId", creditor_id as "creditorId", amount, cleared
    from clearing_arcs where round_id = ${roundId}::uuid order by position, obligation_id`.execute(ctx.db);
  return rows;
}

export async function readParties(ctx: Ctx, roundId: RoundId): Promise<Party[]> {
  const { rows } = await sql<Party>`
    select organization_id as "organizationId", account_id as "accountId", pays_up_to as "paysUpTo", takes_up_to as "takesUpTo",
      number, potential, pays_room as "paysRoom", takes_room as "takesRoom"
    from clearing_parties where round_id = ${roundId}::uuid order by number, organization_id`.execute(ctx.db);
  return rows;
}
