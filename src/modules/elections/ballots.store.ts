// The only SQL that writes ballots, and how they are read to be counted.
// Invariants: casting one only adds rows and reads nothing that other voters write; nothing that is read of secret ballots
// says in what order they came.
import { sql } from "kysely";
import { canonicalHash } from "#algorithms/transparency";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Ballot, Election, ElectionId } from "./types.ts";

export type NewBallot = {
  readonly electionId: ElectionId;
  readonly organizationId: OrganizationId;
  readonly mandateId: MandateId;
  readonly ballot: Ballot;
  readonly requestKey: string;
  readonly actId: string;
};

const array = (numbers: readonly number[] | null) => (numbers ? [...numbers] : null);

/** Of an open election: kept with its delegation, beside those that it cast before. */
export async function insertOpenBallot(tx: Ctx, id: string, one: NewBallot): Promise<void> {
  await sql`
    insert into election_ballots (id, election_id, organization_id, entries, points, mandate_id, cast_at, request_key, act_id)
    values (${id}, ${one.electionId}, ${one.organizationId}, ${array(one.ballot.entries)}::int[],
      ${array(one.ballot.points)}::int[], ${one.mandateId}, ${tx.now}, ${one.requestKey}, ${one.actId})`.execute(
    tx.db,
  );
}

/** Of a secret one: who took part on one side, what was voted on the other, and nothing between them. */
export async function insertSecretBallot(tx: Ctx, one: NewBallot): Promise<void> {
  await sql`
    insert into election_voters (election_id, organization_id, mandate_id, voted_at, request_key, act_id)
    values (${one.electionId}, ${one.organizationId}, ${one.mandateId}, ${tx.now}, ${one.requestKey}, ${one.actId})`.execute(
    tx.db,
  );
  await sql`
    insert into ballot_box (election_id, entries, points)
    values (${one.electionId}, ${array(one.ballot.entries)}::int[], ${array(one.ballot.points)}::int[])`.execute(
    tx.db,
  );
}

/** The weight of a delegation on the roll; undefined for one that is not. */
export async function weightOnRoll(
  tx: Ctx,
  electionId: ElectionId,
  organizationId: OrganizationId,
): Promise<number | undefined> {
  const { rows } = await sql<{ weight: number }>`
    select weight from election_roll where election_id = ${electionId} and organization_id = ${organizationId}`.execute(
    tx.db,
  );
  return rows[0]?.weight;
}

/** Whether a delegation took part in a secret election, and by which form. */
export async function findVoter(
  tx: Pick<Ctx, "db">,
  electionId: ElectionId,
  organizationId: OrganizationId,
): Promise<{ readonly requestKey: string } | undefined> {
  const { rows } = await sql<{ requestKey: string }>`
    select request_key as "requestKey" from election_voters
    where election_id = ${electionId} and organization_id = ${organizationId}`.execute(tx.db);
  return rows[0];
}

/** A ballot as it is counted: alike secret ones once, with how often they were cast; open ones each with its delegation. */
export type KeptBallot = Ballot & {
  readonly weight: number;
  readonly votes: number;
  readonly organizationId: OrganizationId | null;
};

/** Every ballot that counts. Open ones by delegation, secret ones in the order of what they say. */
export async function countedBallots(db: Db, { id, rules, state }: Election): Promise<KeptBallot[]> {
  const query = !rules.secret
    ? sql<KeptBallot>`
        select distinct on (b.organization_id) b.entries, b.points, r.weight, 1 as votes,
          b.organization_id as "organizationId"
        from election_ballots b
        join election_roll r on r.election_id = b.election_id and r.organization_id = b.organization_id
        where b.election_id = ${id} order by b.organization_id, b.sequence desc`
    : state === "open"
      ? sql<KeptBallot>`
        select entries, points, count(*)::int as weight, count(*)::int as votes, null as "organizationId"
        from ballot_box where election_id = ${id} group by entries, points order by entries, points`
      : sql<KeptBallot>`
        select entries, points, votes as weight, votes, null as "organizationId"
        from secret_ballots where election_id = ${id} order by place`;
  return (await query.execute(db)).rows;
}

/** Moves what the box holds to where alike ballots are kept once; what is given is what it holds. */
export async function emptyBox(tx: Ctx, id: ElectionId, counted: readonly KeptBallot[]): Promise<void> {
  await sql`delete from ballot_box where election_id = ${id}`.execute(tx.db);
  for (const [index, { entries, points, votes }] of counted.entries())
    await sql`
      insert into secret_ballots (election_id, place, entries, points, votes)
      values (${id}, ${index + 1}, ${array(entries)}::int[], ${array(points)}::int[], ${votes})`.execute(
      tx.db,
    );
}

/** What is published of the ballots, in the form that is hashed (RFC 8785). */
export function ballotsContent(election: Election, counted: readonly KeptBallot[]) {
  return {
    format: "cumbe/ballots/1",
    election: election.id,
    ballots: counted.map(({ entries, points, weight, votes, organizationId }) => ({
      entries,
      ...(points && { points }),
      ...(organizationId ? { organization: organizationId, weight } : { votes }),
    })),
  };
}

/** In hex. */
export function ballotsHash(election: Election, counted: readonly KeptBallot[]): string {
  return Buffer.from(canonicalHash(ballotsContent(election, counted))).toString("hex");
}

export type CastOpenly = {
  readonly organizationId: OrganizationId;
  readonly ballot: Ballot;
  readonly weight: number;
  readonly mandateId: MandateId;
  readonly actId: string;
  readonly castAt: Date;
  /** How many it cast before this one. */
  readonly changed: number;
};

/** The ballots of an open election as everybody may read them: of each delegation the one that counts. */
export async function listOpenBallots(
  db: Db,
  id: ElectionId,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<CastOpenly[]> {
  const { rows } = await sql<Omit<CastOpenly, "ballot"> & Ballot>`
    select distinct on (o.slug, b.organization_id) b.organization_id as "organizationId", b.entries, b.points, r.weight,
      b.mandate_id as "mandateId", b.act_id as "actId", b.cast_at as "castAt",
      (count(*) over (partition by b.organization_id) - 1)::int as changed
    from election_ballots b
    join election_roll r on r.election_id = b.election_id and r.organization_id = b.organization_id
    join organizations o on o.id = b.organization_id
    where b.election_id = ${id} order by o.slug, b.organization_id, b.sequence desc offset ${offset} limit ${limit}`.execute(
    db,
  );
  return rows.map(({ entries, points, ...row }) => ({ ...row, ballot: { entries, points } }));
}

/** How many delegations are on the roll, and how many of them have voted so far. */
export async function turnout(db: Db, { id, rules }: Election): Promise<{ roll: number; voted: number }> {
  const voters = sql.table(rules.secret ? "election_voters" : "election_ballots");
  const { rows } = await sql<{ roll: number; voted: number }>`
    select (select count(*)::int from election_roll where election_id = ${id}) as roll,
      (select count(distinct organization_id)::int from ${voters} where election_id = ${id}) as voted`.execute(
    db,
  );
  return rows[0] ?? { roll: 0, voted: 0 };
}

/** The ballot of one delegation that counts now; of an open election alone. */
export async function findOpenBallot(
  db: Db,
  electionId: ElectionId,
  organizationId: OrganizationId,
): Promise<Ballot | undefined> {
  const { rows } = await sql<Ballot>`
    select entries, points from election_ballots
    where election_id = ${electionId} and organization_id = ${organizationId} order by sequence desc limit 1`.execute(
    db,
  );
  return rows[0];
}
