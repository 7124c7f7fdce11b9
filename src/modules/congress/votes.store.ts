// The only SQL that writes roll calls and votes.
// Invariant: casting a vote only adds rows and reads nothing that other voters write, so that a whole assembly can vote
// at once without one transaction starting again because of another.
import type { Counted } from "#algorithms/roll-calls";
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import { type Region, regionOf } from "#platform/geography/index";
import type { RuleVersionId } from "#rulebook";
import { tables } from "./tables.ts";
import type {
  AmendmentId,
  Choice,
  Edition,
  EditionId,
  RollCall,
  RollCallId,
  RoomCounts,
  TextId,
  VoteId,
  VoteRules,
} from "./types.ts";

export type RollCallInPlace = RollCall & { readonly edition: Edition; readonly textSlug: string };

/**
 * The roll call with its edition, locked where it is to close. Voters take no lock: in a SERIALIZABLE transaction a vote
 * and the close that did not see it cannot both commit.
 */
export async function readRollCall(
  tx: Ctx,
  id: RollCallId,
  locked: "locked" | "read",
): Promise<RollCallInPlace | undefined> {
  const query = tables(tx.db)
    .selectFrom("roll_calls as r")
    .innerJoin("congress_texts as t", "t.id", "r.text_id")
    .innerJoin("congress_editions as e", "e.id", "t.edition_id")
    .leftJoin("amendments as a", "a.id", "r.amendment_id")
    .leftJoin("rule_versions as v", "v.id", "r.rule_version_id")
    .selectAll("e")
    .select([
      "r.id as roll_call_id",
      "r.text_id",
      "r.amendment_id",
      "r.version",
      "r.rules",
      "r.accredited",
      "r.room",
      "r.called",
      "r.rule_version_id",
      "r.casting_vote",
      "v.rules as adopted",
      "a.proposed_at",
      "t.created_at as text_created_at",
    ])
    .select(["r.opened_at", "r.closed_at", "r.verdict", "t.slug as text_slug"])
    .where("r.id", "=", id);
  const row = await (locked === "locked" ? query.forUpdate("r") : query).executeTakeFirst();
  return (
    row && {
      id: row.roll_call_id as RollCallId,
      textId: row.text_id as TextId,
      amendmentId: row.amendment_id as AmendmentId | null,
      version: row.version,
      rules: row.rules,
      accredited: row.accredited,
      room: row.room,
      called: row.called,
      ruleVersionId: row.rule_version_id as RuleVersionId | null,
      adopted: row.adopted,
      castingVote: row.casting_vote,
      proposedAt: row.proposed_at ?? row.text_created_at,
      openedAt: row.opened_at,
      closedAt: row.closed_at,
      verdict: row.verdict,
      textSlug: row.text_slug,
      edition: {
        id: row.id as EditionId,
        slug: row.slug,
        title: row.title,
        hostCity: row.host_city,
        zone: row.zone,
        country: row.country,
        startsOn: row.starts_on,
        endsOn: row.ends_on,
        convenedBy: row.convened_by as OrganizationId,
        callsAll: row.calls_all,
      },
    }
  );
}

export type OnTheRoll = { readonly id: OrganizationId; readonly region: Region | null };

/** Accredited delegations that are not suspended and have not left. */
export async function accreditedOrganizations(tx: Ctx, editionId: EditionId): Promise<OrganizationId[]> {
  return (await rollOfNow(tx, editionId)).map(({ id }) => id);
}

/** The same, each with its region: the roll of a vote that opens now. */
export async function rollOfNow(tx: Ctx, editionId: EditionId): Promise<OnTheRoll[]> {
  const { rows } = await sql<{ id: OrganizationId; country: string | null }>`
    select o.id, o.country from delegations d join organizations o on o.id = d.organization_id
    where d.edition_id = ${editionId} and o.status not in ('suspended', 'withdrawn', 'refused') order by o.id`.execute(
    tx.db,
  );
  return rows.map(({ id, country }) => ({ id, region: country === null ? null : regionOf(country) }));
}

/** How many organisations are called to an edition at this moment. */
export async function countCalled(
  tx: Ctx,
  { id, callsAll }: Pick<Edition, "id" | "callsAll">,
): Promise<number> {
  const called = callsAll
    ? sql`organizations o where o.status = 'affiliated'`
    : sql`congress_called c join organizations o on o.id = c.organization_id
        where c.edition_id = ${id} and o.status not in ('suspended', 'withdrawn', 'refused')`;
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${called}`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

/** How many votes an edition has opened. */
export async function countRollCalls(tx: Ctx, editionId: EditionId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from roll_calls r join congress_texts t on t.id = r.text_id
    where t.edition_id = ${editionId}`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

export type NewRollCall = {
  readonly textId: TextId;
  readonly amendmentId: AmendmentId | null;
  readonly version: number;
  readonly rules: VoteRules;
  readonly ruleVersionId: RuleVersionId | null;
  readonly roll: readonly OnTheRoll[];
  readonly called: number;
  readonly room: RoomCounts | null;
  /** Those on the roll who were in the room. */
  readonly present: readonly OrganizationId[];
  readonly openedUnder: MandateId | null;
  readonly actId: string;
};

export async function insertRollCall(tx: Ctx, id: RollCallId, rollCall: NewRollCall): Promise<void> {
  const db = tables(tx.db);
  await db
    .insertInto("roll_calls")
    .values({
      id,
      text_id: rollCall.textId,
      amendment_id: rollCall.amendmentId,
      version: rollCall.version,
      rules: JSON.stringify(rollCall.rules),
      accredited: rollCall.roll.length,
      called: rollCall.called,
      rule_version_id: rollCall.ruleVersionId,
      room: rollCall.room && JSON.stringify(rollCall.room),
      opened_under: rollCall.openedUnder,
      opened_at: tx.now,
      open_act_id: rollCall.actId,
    })
    .execute();
  const [delegations, regions] = [rollCall.roll.map((one) => one.id), rollCall.roll.map((one) => one.region)];
  await sql`insert into roll_call_delegations (roll_call_id, organization_id, region)
    select ${id}::uuid, * from unnest(${delegations}::uuid[], ${regions}::text[])`.execute(tx.db);
  await sql`insert into roll_call_presence (roll_call_id, organization_id)
    select ${id}::uuid, unnest(${rollCall.present}::uuid[])`.execute(tx.db);
}

export async function isOnTheRoll(tx: Ctx, id: RollCallId, organizationId: OrganizationId): Promise<boolean> {
  const row = await tables(tx.db)
    .selectFrom("roll_call_delegations")
    .select("organization_id")
    .where("roll_call_id", "=", id)
    .where("organization_id", "=", organizationId)
    .executeTakeFirst();
  return row !== undefined;
}

export type NewVote = {
  readonly rollCallId: RollCallId;
  readonly organizationId: OrganizationId;
  readonly choice: Choice;
  readonly mandateId: MandateId;
  readonly requestKey: string;
  readonly actId: string;
};

/** Keeps a vote; which one of its delegation counts, the database sees to. */
export async function insertVote(tx: Ctx, id: VoteId, vote: NewVote): Promise<void> {
  await tables(tx.db)
    .insertInto("votes_cast")
    .values({
      id,
      roll_call_id: vote.rollCallId,
      organization_id: vote.organizationId,
      choice: vote.choice,
      mandate_id: vote.mandateId,
      cast_at: tx.now,
      request_key: vote.requestKey,
      act_id: vote.actId,
    })
    .execute();
}

export async function markClosed(
  tx: Ctx,
  id: RollCallId,
  { tally, evaluation }: Counted,
  by: { readonly closedUnder: MandateId | null; readonly actId: string },
): Promise<void> {
  await tables(tx.db)
    .updateTable("roll_calls")
    .set({
      closed_under: by.closedUnder,
      closed_at: tx.now,
      close_act_id: by.actId,
      verdict: tally.verdict,
      votes_for: tally.inFavour,
      votes_against: tally.against,
      abstentions: tally.abstentions,
      casting_vote: tally.castingVote ?? null,
      explanation: JSON.stringify(evaluation),
    })
    .where("id", "=", id)
    .execute();
}
