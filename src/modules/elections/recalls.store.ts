// The only SQL that writes recalls, their signatures and their votes.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Choice, EditionId } from "#congress";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";
import { type Region, regionOf } from "#platform/geography/index";
import type { RuleVersionId } from "#rulebook";
import type { RecallState, RecallVote } from "./recalls.rules.ts";

export type RecallId = Id<"recall">;

export type Recall = {
  readonly id: RecallId;
  readonly mandateId: MandateId;
  /** Whose accredited delegations sign and vote; null: all affiliated organisations. */
  readonly editionId: EditionId | null;
  readonly reason: Multilingual;
  readonly openedBy: OrganizationId;
  readonly openedAt: Date;
  readonly signUntil: Date;
  readonly electorate: number;
  readonly needed: number;
  readonly state: RecallState;
  readonly stateAt: Date;
  readonly voteUntil: Date | null;
  readonly roll: number | null;
  /** The rules in force at the opening and when the vote was called; null: those that every congress begins with. */
  readonly petitionRules: RuleVersionId | null;
  readonly voteRules: RuleVersionId | null;
  readonly votesFor: number | null;
  readonly votesAgainst: number | null;
  readonly abstentions: number | null;
  readonly signatures: number;
  readonly actId: string;
};

const columns = sql`r.id, r.mandate_id as "mandateId", r.edition_id as "editionId", r.reason, r.opened_by as "openedBy",
  r.opened_at as "openedAt", r.sign_until as "signUntil", r.electorate, r.needed, r.state, r.state_at as "stateAt",
  r.vote_until as "voteUntil", r.petition_rules as "petitionRules", r.vote_rules as "voteRules", r.roll, r.votes_for as "votesFor", r.votes_against as "votesAgainst", r.abstentions,
  (select count(*)::int from recall_signatures s where s.recall_id = r.id) as signatures, r.act_id as "actId"`;

export async function findRecallRow(db: Db, id: string): Promise<Recall | undefined> {
  const { rows } = await sql<Recall>`select ${columns} from recalls r where r.id = ${id}`.execute(db);
  return rows[0];
}

export async function lockRecall(tx: Ctx, id: RecallId): Promise<Recall | undefined> {
  const { rows } = await sql<Recall>`
    select ${columns} from recalls r where r.id = ${id} for update of r`.execute(tx.db);
  return rows[0];
}

export async function findRecallByRequest(tx: Ctx, requestKey: string): Promise<RecallId | undefined> {
  const { rows } = await sql<{ id: RecallId }>`
    select id from recalls where request_key = ${requestKey}`.execute(tx.db);
  return rows[0]?.id;
}

/** The latest first. */
export async function listRecallRows(
  db: Db,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<Recall[]> {
  const { rows } = await sql<Recall>`
    select ${columns} from recalls r order by r.opened_at desc, r.id offset ${offset} limit ${limit}`.execute(
    db,
  );
  return rows;
}

export async function countRecalls(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from recalls`.execute(db);
  return rows[0]?.count ?? 0;
}

/** What the whole gave: by an election, or as an office of whoever convenes congresses. The edition of the election, if it was one. */
export async function originOfMandate(
  tx: Ctx,
  mandateId: MandateId,
): Promise<{ readonly ofTheWhole: boolean; readonly editionId: EditionId | null }> {
  const { rows } = await sql<{ ofTheWhole: boolean; editionId: EditionId | null }>`
    select em.candidate_id is not null
        or exists (select 1 from congress_editions c where c.convened_by = m.organization_id) as "ofTheWhole",
      (select e.edition_id from election_candidates c join elections e on e.id = c.election_id
        where c.id = em.candidate_id) as "editionId"
    from mandates m left join election_mandates em on em.mandate_id = m.id where m.id = ${mandateId}`.execute(
    tx.db,
  );
  return rows[0] ?? { ofTheWhole: false, editionId: null };
}

/** The address of an edition. */
export async function editionSlug(db: Db, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ slug: string }>`select slug from congress_editions where id = ${id}`.execute(
    db,
  );
  return rows[0]?.slug;
}

/** Affiliated organisations, in the order of their ids. */
export async function affiliatedOrganizations(tx: Pick<Ctx, "db">): Promise<OrganizationId[]> {
  const { rows } = await sql<{ id: OrganizationId }>`
    select id from organizations where status = 'affiliated' order by id`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Whether an edition still goes on, so that its delegations are those who gave the mandate. */
export async function isUnderWay(tx: Ctx, editionId: EditionId): Promise<boolean> {
  const { rows } = await sql`
    select 1 from congress_editions where id = ${editionId} and ends_on >= (${tx.now}::timestamptz at time zone zone)::date`.execute(
    tx.db,
  );
  return rows.length > 0;
}

export type NewRecall = Pick<
  Recall,
  | "mandateId"
  | "editionId"
  | "reason"
  | "openedBy"
  | "signUntil"
  | "electorate"
  | "needed"
  | "petitionRules"
  | "actId"
> & {
  readonly openedUnder: MandateId;
  readonly share: { readonly numerator: number; readonly denominator: number };
  readonly requestKey: string;
};

export async function insertRecall(tx: Ctx, id: RecallId, one: NewRecall): Promise<void> {
  await sql`
    insert into recalls (id, mandate_id, edition_id, reason, opened_by, opened_under, opened_at, sign_until, electorate,
      share_numerator, share_denominator, needed, petition_rules, state, state_at, request_key, act_id)
    values (${id}, ${one.mandateId}, ${one.editionId}, ${JSON.stringify(one.reason)}::jsonb, ${one.openedBy},
      ${one.openedUnder}, ${tx.now}, ${one.signUntil}, ${one.electorate}, ${one.share.numerator},
      ${one.share.denominator}, ${one.needed}, ${one.petitionRules}, 'collecting', ${tx.now}, ${one.requestKey}, ${one.actId})`.execute(
    tx.db,
  );
}

export type Signing = {
  readonly recallId: RecallId;
  readonly organizationId: OrganizationId;
  readonly mandateId: MandateId;
  readonly actId: string;
};

export async function insertSignature(tx: Ctx, one: Signing): Promise<void> {
  await sql`
    insert into recall_signatures (recall_id, organization_id, mandate_id, signed_at, act_id)
    values (${one.recallId}, ${one.organizationId}, ${one.mandateId}, ${tx.now}, ${one.actId})`.execute(
    tx.db,
  );
}

export async function hasSigned(tx: Ctx, { recallId, organizationId }: Omit<Signing, "mandateId" | "actId">) {
  const { rows } = await sql`
    select 1 from recall_signatures where recall_id = ${recallId} and organization_id = ${organizationId}`.execute(
    tx.db,
  );
  return rows.length > 0;
}

/** Who signed, the first first. */
export async function listSigners(db: Db, id: RecallId): Promise<OrganizationId[]> {
  const { rows } = await sql<{ id: OrganizationId }>`
    select organization_id as id from recall_signatures where recall_id = ${id}
    order by signed_at, organization_id`.execute(db);
  return rows.map((row) => row.id);
}

export type Calling = {
  readonly until: Date;
  readonly roll: readonly OrganizationId[];
  readonly rules: RuleVersionId | null;
};

/** Where each of them is now, in their order. */
async function regionsOf(tx: Ctx, roll: readonly OrganizationId[]): Promise<(Region | null)[]> {
  const { rows } = await sql<{ id: OrganizationId; country: string | null }>`
    select id, country from organizations where id = any(${[...roll]}::uuid[])`.execute(tx.db);
  const countries = new Map(rows.map(({ id, country }) => [id, country]));
  return roll.map((id) => {
    const country = countries.get(id) ?? null;
    return country === null ? null : regionOf(country);
  });
}

/** Calls the vote: its roll is those who could sign at this moment. */
export async function callRecallVote(tx: Ctx, id: RecallId, { until, roll, rules }: Calling): Promise<void> {
  const regions = await regionsOf(tx, roll);
  await sql`
    insert into recall_roll (recall_id, organization_id, region)
    select ${id}::uuid, * from unnest(${[...roll]}::uuid[], ${regions}::text[])`.execute(tx.db);
  await sql`
    update recalls set state = 'voting', state_at = ${tx.now}, vote_until = ${until}, roll = ${roll.length},
      vote_rules = ${rules}
    where id = ${id}`.execute(tx.db);
}

export async function isOnRecallRoll(
  tx: Pick<Ctx, "db">,
  id: RecallId,
  organizationId: OrganizationId,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from recall_roll where recall_id = ${id} and organization_id = ${organizationId}`.execute(tx.db);
  return rows.length > 0;
}

export async function insertRecallVote(
  tx: Ctx,
  one: Signing & { readonly choice: Choice; readonly requestKey: string },
): Promise<void> {
  await sql`
    insert into recall_votes (id, recall_id, organization_id, choice, mandate_id, cast_at, request_key, act_id)
    values (${tx.newId()}, ${one.recallId}, ${one.organizationId}, ${one.choice}, ${one.mandateId}, ${tx.now},
      ${one.requestKey}, ${one.actId})`.execute(tx.db);
}

/** The vote of each organisation that counts: its latest. */
export async function listRecallVotes(
  db: Db,
  id: RecallId,
): Promise<{ readonly organizationId: OrganizationId; readonly choice: Choice }[]> {
  const { rows } = await sql<{ organizationId: OrganizationId; choice: Choice }>`
    select distinct on (organization_id) organization_id as "organizationId", choice from recall_votes
    where recall_id = ${id} order by organization_id, sequence desc`.execute(db);
  return rows;
}

/** The roll by its regions, with the votes that count. */
export async function readRecallRegions(db: Db, id: RecallId): Promise<RecallVote["regions"]> {
  const { rows } = await sql<RecallVote["regions"][number]>`
    select roll.region, count(*)::int as accredited,
      count(*) filter (where counted.choice = 'for')::int as "for",
      count(*) filter (where counted.choice = 'against')::int as "against",
      count(*) filter (where counted.choice = 'abstain')::int as "abstain"
    from recall_roll roll
    left join lateral (select choice from recall_votes v
      where v.recall_id = roll.recall_id and v.organization_id = roll.organization_id
      order by sequence desc limit 1) counted on true
    where roll.recall_id = ${id} group by roll.region order by roll.region nulls last`.execute(db);
  return rows;
}

type Ended =
  | { readonly state: "lapsed" }
  | {
      readonly state: "carried" | "rejected" | "quorum_not_reached";
      readonly votesFor: number;
      readonly votesAgainst: number;
      readonly abstentions: number;
    };

export async function endRecall(tx: Ctx, id: RecallId, to: Ended): Promise<void> {
  const counts =
    to.state === "lapsed"
      ? sql``
      : sql`, votes_for = ${to.votesFor}, votes_against = ${to.votesAgainst}, abstentions = ${to.abstentions}`;
  await sql`update recalls set state = ${to.state}, state_at = ${tx.now}${counts} where id = ${id}`.execute(
    tx.db,
  );
}

/** Whose time is over. */
export async function listDueRecalls(db: Db, now: Date): Promise<RecallId[]> {
  const { rows } = await sql<{ id: RecallId }>`
    select id from recalls
    where (state = 'collecting' and sign_until < ${now}) or (state = 'voting' and vote_until < ${now})`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
