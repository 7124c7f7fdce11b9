// The only SQL that writes elections and their roll.
// Invariant: amounts of money are text in `rules`, since JSON has no whole numbers of their size.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { EditionId } from "#congress";
import type { Count } from "#algorithms/tally";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { ElectedOffice, Election, ElectionId, ElectionRules } from "./types.ts";
import type { ElectionKind } from "./methods.rules.ts";

type Row = Omit<Election, "rules" | "gives"> & {
  readonly rules: KeptRules;
  readonly secret: boolean;
  readonly organId: OrganizationId | null;
  readonly office: string | null;
  readonly endsOn: string | null;
};

type KeptRules = Omit<ElectionRules, "secret" | "budget"> & {
  readonly budget: { readonly total: string; readonly currency: string; readonly decimals: number } | null;
};

/** The rules as JSON: what the table, the log and the API say. */
export function rulesAsJson(rules: ElectionRules): KeptRules & { readonly secret: boolean } {
  return { ...rules, budget: rules.budget && { ...rules.budget, total: String(rules.budget.total) } };
}

const columns = sql`e.id, e.edition_id as "editionId", e.number, e.kind, e.title, e.about, e.state, e.rules, e.secret,
  e.organ_id as "organId", e.office, e.term_ends_on as "endsOn", e.called_at as "calledAt", e.opened_at as "openedAt",
  e.closed_at as "closedAt", e.ballots, e.drawn, encode(e.ballots_hash, 'hex') as "ballotsHash", e.count,
  encode(e.count_hash, 'hex') as "countHash", e.annulled_for as "annulledFor", e.act_id as "actId"`;

function electionOf({ rules, secret, organId, office, endsOn, ...row }: Row): Election {
  const budget = rules.budget && { ...rules.budget, total: BigInt(rules.budget.total) };
  return {
    ...row,
    rules: { ...rules, secret, budget },
    gives: organId && office ? { organizationId: organId, office, endsOn } : null,
  };
}

export async function findElectionRow(
  db: Db,
  editionId: EditionId,
  number: number,
): Promise<Election | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from elections e where e.edition_id = ${editionId} and e.number = ${number}`.execute(
    db,
  );
  return rows[0] && electionOf(rows[0]);
}

/** The election as it stands, locked for the act that changes it. */
export async function lockElection(
  tx: Ctx,
  editionId: EditionId,
  number: number,
): Promise<Election | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from elections e where e.edition_id = ${editionId} and e.number = ${number} for update of e`.execute(
    tx.db,
  );
  return rows[0] && electionOf(rows[0]);
}

export type ElectionsAsked = {
  readonly after?: number;
  readonly offset?: number;
  readonly limit: number;
};

/** In the order of their numbers. */
export async function listElectionRows(
  db: Db,
  editionId: EditionId,
  { after = 0, offset = 0, limit }: ElectionsAsked,
): Promise<Election[]> {
  const { rows } = await sql<Row>`
    select ${columns} from elections e where e.edition_id = ${editionId} and e.number > ${after}
    order by e.number offset ${offset} limit ${limit}`.execute(db);
  return rows.map(electionOf);
}

export async function countElections(db: Db, editionId: EditionId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from elections where edition_id = ${editionId}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** The number that an earlier sending of the same form was given. */
export async function findElectionByRequest(
  tx: Ctx,
  editionId: EditionId,
  requestKey: string,
): Promise<number | undefined> {
  const { rows } = await sql<{ number: number }>`
    select number from elections where edition_id = ${editionId} and request_key = ${requestKey}`.execute(
    tx.db,
  );
  return rows[0]?.number;
}

/** One more than the last: who calls another at this moment starts again and sees this one. */
export async function nextElectionNumber(tx: Ctx, editionId: EditionId): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from elections where edition_id = ${editionId}`.execute(
    tx.db,
  );
  return rows[0]?.next ?? 1;
}

export type ElectionWords = {
  readonly title: Multilingual;
  readonly about: Multilingual | null;
  readonly rules: ElectionRules;
  readonly gives: ElectedOffice | null;
};

export type NewElection = ElectionWords & {
  readonly editionId: EditionId;
  readonly number: number;
  readonly kind: ElectionKind;
  readonly calledUnder: MandateId | null;
  readonly requestKey: string;
  readonly actId: string;
};

function wordsAsRow({ title, about, rules, gives }: ElectionWords) {
  const { secret, ...kept } = rulesAsJson(rules);
  return sql`${JSON.stringify(title)}::jsonb, ${about && JSON.stringify(about)}::jsonb, ${JSON.stringify(kept)}::jsonb,
    ${secret}::boolean, ${gives?.organizationId ?? null}::uuid, ${gives?.office ?? null}::text, ${gives?.endsOn ?? null}::date`;
}

export async function insertElection(tx: Ctx, id: ElectionId, election: NewElection): Promise<void> {
  await sql`
    insert into elections (id, edition_id, number, kind, state, called_under, called_at, state_at, request_key, act_id,
      title, about, rules, secret, organ_id, office, term_ends_on)
    values (${id}, ${election.editionId}, ${election.number}, ${election.kind}, 'drafted', ${election.calledUnder},
      ${tx.now}, ${tx.now}, ${election.requestKey}, ${election.actId}, ${wordsAsRow(election)})`.execute(
    tx.db,
  );
}

export async function rewriteElection(tx: Ctx, id: ElectionId, words: ElectionWords): Promise<void> {
  await sql`
    update elections set (title, about, rules, secret, organ_id, office, term_ends_on) = row(${wordsAsRow(words)})
    where id = ${id}`.execute(tx.db);
}

type Step =
  | { readonly state: "nominating" | "open" }
  | { readonly state: "closed"; readonly ballots: number; readonly ballotsHash: string | null }
  | {
      readonly state: "counted";
      readonly drawn: string | null;
      readonly count: Count;
      readonly countHash: string;
    }
  | { readonly state: "annulled"; readonly reason: Multilingual };

export async function moveElection(tx: Ctx, id: ElectionId, to: Step): Promise<void> {
  const also =
    to.state === "open"
      ? sql`, opened_at = ${tx.now}`
      : to.state === "closed"
        ? sql`, closed_at = ${tx.now}, ballots = ${to.ballots}, ballots_hash = decode(${to.ballotsHash}, 'hex')`
        : to.state === "counted"
          ? sql`, drawn = ${to.drawn}, count = ${JSON.stringify(to.count)}::jsonb, count_hash = decode(${to.countHash}, 'hex')`
          : to.state === "annulled"
            ? sql`, annulled_for = ${JSON.stringify(to.reason)}::jsonb`
            : sql``;
  await sql`update elections set state = ${to.state}, state_at = ${tx.now}${also} where id = ${id}`.execute(
    tx.db,
  );
}

export type OnTheRoll = { readonly organizationId: OrganizationId; readonly weight: number };

/** Freezes who votes, in the transaction that opens the election. */
export async function insertRoll(tx: Ctx, id: ElectionId, roll: readonly OnTheRoll[]): Promise<void> {
  await sql`
    insert into election_roll (election_id, organization_id, weight)
    select ${id}::uuid, * from unnest(${roll.map((one) => one.organizationId)}::uuid[], ${roll.map((one) => one.weight)}::int[])`.execute(
    tx.db,
  );
}

export async function listRoll(db: Db, id: ElectionId): Promise<OnTheRoll[]> {
  const { rows } = await sql<OnTheRoll>`
    select organization_id as "organizationId", weight from election_roll
    where election_id = ${id} order by organization_id`.execute(db);
  return rows;
}
