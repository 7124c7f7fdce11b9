// The only SQL that writes candidates.
import { sql } from "kysely";
import type { MandateId, OrganizationId, PersonId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { Candidate, CandidateId, Consent, ElectionId, Gender } from "./types.ts";

type Row = Omit<Candidate, "cost"> & { readonly cost: bigint | string | null };

const columns = sql`c.id, c.position, c.number, c.name, c.about, c.person_id as "personId",
  c.organization_id as "organizationId", c.gender, c.region, c.cost, c.state, c.consent, c.nominated_by as "nominatedBy",
  c.mandate_id as "mandateId", c.act_id as "actId"`;

const candidateOf = (row: Row): Candidate => ({ ...row, cost: row.cost === null ? null : BigInt(row.cost) });

/** All who were put forward: by their numbers on the ballot once they have them, else in the order of their nomination. */
export async function listCandidateRows(db: Db, id: ElectionId): Promise<Candidate[]> {
  const { rows } = await sql<Row>`
    select ${columns} from election_candidates c where c.election_id = ${id}
    order by c.number nulls last, c.position`.execute(db);
  return rows.map(candidateOf);
}

export async function lockCandidate(
  tx: Ctx,
  electionId: ElectionId,
  id: CandidateId,
): Promise<Candidate | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from election_candidates c
    where c.election_id = ${electionId} and c.id = ${id} for update`.execute(tx.db);
  return rows[0] && candidateOf(rows[0]);
}

export async function findCandidateByRequest(
  tx: Ctx,
  electionId: ElectionId,
  requestKey: string,
): Promise<CandidateId | undefined> {
  const { rows } = await sql<{ id: CandidateId }>`
    select id from election_candidates where election_id = ${electionId} and request_key = ${requestKey}`.execute(
    tx.db,
  );
  return rows[0]?.id;
}

export type NewCandidate = {
  readonly electionId: ElectionId;
  readonly name: Multilingual;
  readonly about: Multilingual | null;
  readonly personId: PersonId | null;
  readonly organizationId: OrganizationId | null;
  readonly gender: Gender | null;
  readonly region: string | null;
  readonly cost: bigint | null;
  readonly consent: Consent;
  readonly nominatedBy: OrganizationId | null;
  readonly mandateId: MandateId | null;
  readonly requestKey: string;
  readonly actId: string;
};

/** Whoever was asked is nominated; everybody else stands at once. */
export async function insertCandidate(tx: Ctx, id: CandidateId, one: NewCandidate): Promise<void> {
  await sql`
    insert into election_candidates (id, election_id, position, name, about, person_id, organization_id, gender, region,
      cost, state, consent, nominated_by, mandate_id, nominated_at, state_at, request_key, act_id)
    select ${id}::uuid, ${one.electionId}::uuid, coalesce(max(position), 0) + 1, ${JSON.stringify(one.name)}::jsonb,
      ${one.about && JSON.stringify(one.about)}::jsonb, ${one.personId}::uuid, ${one.organizationId}::uuid,
      ${one.gender}::text, ${one.region}::text, ${one.cost}::bigint,
      ${one.consent === "asked" ? "nominated" : "standing"}::text, ${one.consent}::text, ${one.nominatedBy}::uuid,
      ${one.mandateId}::uuid, ${tx.now}::timestamptz, ${tx.now}::timestamptz, ${one.requestKey}::uuid, ${one.actId}::uuid
    from election_candidates where election_id = ${one.electionId}::uuid`.execute(tx.db);
}

type To =
  | { readonly state: "standing"; readonly consent: "own" }
  | { readonly state: "declined" | "withdrawn" };

export async function moveCandidate(tx: Ctx, id: CandidateId, to: To): Promise<void> {
  const consent = to.state === "standing" ? sql`, consent = ${to.consent}` : sql``;
  await sql`
    update election_candidates set state = ${to.state}, state_at = ${tx.now}${consent} where id = ${id}`.execute(
    tx.db,
  );
}

/** Gives those who stand their numbers on the ballot, in the transaction that opens the election. */
export async function numberCandidates(tx: Ctx, ids: readonly CandidateId[]): Promise<void> {
  await sql`
    update election_candidates c set number = given.place
    from unnest(${[...ids]}::uuid[]) with ordinality as given (id, place) where c.id = given.id`.execute(
    tx.db,
  );
}

/** Keeps by which mandate somebody took the office that they were elected to. */
export async function insertElectedMandate(tx: Ctx, id: CandidateId, mandateId: MandateId): Promise<void> {
  await sql`
    insert into election_mandates (candidate_id, mandate_id, given_at) values (${id}, ${mandateId}, ${tx.now})`.execute(
    tx.db,
  );
}

/** The mandates that the elected were given, by candidate. */
export async function listElectedMandates(
  db: Db,
  electionId: ElectionId,
): Promise<Map<CandidateId, MandateId>> {
  const { rows } = await sql<{ candidateId: CandidateId; mandateId: MandateId }>`
    select m.candidate_id as "candidateId", m.mandate_id as "mandateId" from election_mandates m
    join election_candidates c on c.id = m.candidate_id where c.election_id = ${electionId}`.execute(db);
  return new Map(rows.map((row) => [row.candidateId, row.mandateId]));
}
