// The only SQL that writes local actions, their occurrences and who holds them together.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { Plan } from "./moments.rules.ts";
import { tables } from "./tables.ts";
import type { Action, ActionId } from "./types.ts";

/** Columns of `actions a` as an Action. */
export const actionColumns = sql`a.id, a.number, a.campaign_id as "campaignId", a.organization_id as "organizationId",
  a.title, a.description, a.kind, a.city, a.country, a.address, a.latitude, a.longitude, a.is_exact as "isExact", a.zone,
  a.all_day as "allDay", a.starts_local as "startsLocal", a.ends_local as "endsLocal", a.rule,
  a.added::text[] as added, a.without::text[] as without, a.moved, a.last_at as "lastAt", a.contact, a.accessibility, a.languages,
  a.link, a.state, a.reason, a.merged_into as "mergedInto", a.sequence, a.source_uid as "sourceUid",
  a.updated_at as "updatedAt"`;

export async function findActionByRequest(tx: Ctx, requestKey: string): Promise<number | undefined> {
  const row = await tables(tx.db)
    .selectFrom("actions")
    .select("number")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.number;
}

export async function lockAction(tx: Ctx, number: number): Promise<Action | undefined> {
  const { rows } = await sql<Action>`
    select ${actionColumns} from actions a where a.number = ${number} for update`.execute(tx.db);
  return rows[0];
}

/** The action that an organisation's file brought under this UID. */
export async function lockActionBySource(
  tx: Ctx,
  organizationId: OrganizationId,
  uid: string,
): Promise<Action | undefined> {
  const { rows } = await sql<Action>`
    select ${actionColumns} from actions a where a.organization_id = ${organizationId} and a.source_uid = ${uid}
    for update`.execute(tx.db);
  return rows[0];
}

/** What an action says of itself: all but its place in the agenda. */
export type ActionFacts = Pick<
  Action,
  | "title"
  | "description"
  | "kind"
  | "city"
  | "country"
  | "address"
  | "latitude"
  | "longitude"
  | "isExact"
  | "contact"
  | "accessibility"
  | "languages"
  | "link"
>;

function rowOf(facts: ActionFacts, { moment, lastAt }: Plan) {
  return {
    title: JSON.stringify(facts.title),
    description: facts.description && JSON.stringify(facts.description),
    kind: facts.kind,
    city: facts.city,
    country: facts.country,
    address: facts.address,
    latitude: facts.latitude,
    longitude: facts.longitude,
    is_exact: facts.isExact && facts.latitude !== null,
    zone: moment.zone,
    all_day: moment.allDay,
    starts_local: moment.startsLocal,
    ends_local: moment.endsLocal,
    rule: moment.rule,
    added: [...moment.added],
    without: [...moment.without],
    moved: JSON.stringify(moment.moved),
    last_at: lastAt,
    contact: facts.contact,
    accessibility: [...facts.accessibility],
    languages: [...facts.languages],
    link: facts.link,
  };
}

export type NewAction = Pick<Action, "campaignId" | "organizationId" | "sourceUid"> & {
  readonly requestKey: string;
  readonly facts: ActionFacts;
  readonly plan: Plan;
};

export async function insertAction(tx: Ctx, wanted: NewAction): Promise<{ id: ActionId; number: number }> {
  const id = tx.newId() as ActionId;
  const { rows } = await sql<{
    number: number;
  }>`select coalesce(max(number), 0) + 1 as number from actions`.execute(tx.db);
  const number = rows[0]?.number ?? 1;
  await tables(tx.db)
    .insertInto("actions")
    .values({
      id,
      number,
      request_key: wanted.requestKey,
      campaign_id: wanted.campaignId,
      organization_id: wanted.organizationId,
      ...rowOf(wanted.facts, wanted.plan),
      state: "announced",
      reason: null,
      merged_into: null,
      sequence: 0,
      source_uid: wanted.sourceUid,
      announced_at: tx.now,
      updated_at: tx.now,
    })
    .execute();
  await insertOccurrences(tx, id, wanted.plan);
  return { id, number };
}

async function insertOccurrences(tx: Ctx, id: ActionId, { occurrences }: Plan): Promise<void> {
  await tables(tx.db)
    .insertInto("action_occurrences")
    .values(
      occurrences.map(({ startsAt, endsAt, day }) => ({
        action_id: id,
        starts_at: startsAt,
        ends_at: endsAt,
        day,
      })),
    )
    .execute();
}

export async function updateAction(tx: Ctx, id: ActionId, facts: ActionFacts, plan: Plan): Promise<void> {
  const db = tables(tx.db);
  await db
    .updateTable("actions")
    .set((eb) => ({ ...rowOf(facts, plan), sequence: eb("sequence", "+", 1), updated_at: tx.now }))
    .where("id", "=", id)
    .execute();
  await db.deleteFrom("action_occurrences").where("action_id", "=", id).execute();
  await insertOccurrences(tx, id, plan);
}

/** Other instants for the same wall clock. */
export async function replaceOccurrences(tx: Ctx, id: ActionId, plan: Plan): Promise<void> {
  const db = tables(tx.db);
  await db
    .updateTable("actions")
    .set((eb) => ({ last_at: plan.lastAt, sequence: eb("sequence", "+", 1), updated_at: tx.now }))
    .where("id", "=", id)
    .execute();
  await db.deleteFrom("action_occurrences").where("action_id", "=", id).execute();
  await insertOccurrences(tx, id, plan);
}

type End = Pick<Action, "reason" | "mergedInto"> & { readonly state: "cancelled" | "merged" };

export async function endAction(tx: Ctx, id: ActionId, { state, reason, mergedInto }: End): Promise<void> {
  await tables(tx.db)
    .updateTable("actions")
    .set((eb) => ({
      state,
      reason: reason && JSON.stringify(reason satisfies Multilingual),
      merged_into: mergedInto,
      sequence: eb("sequence", "+", 1),
      updated_at: tx.now,
    }))
    .where("id", "=", id)
    .execute();
}

/** Readers of feeds learn of it, though what the action says of itself is as it was. */
export async function touchAction(tx: Ctx, id: ActionId): Promise<void> {
  await tables(tx.db)
    .updateTable("actions")
    .set((eb) => ({ sequence: eb("sequence", "+", 1), updated_at: tx.now }))
    .where("id", "=", id)
    .execute();
}

export async function countReports(tx: Ctx, id: ActionId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from action_reports where action_id = ${id}`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

export type Lookalike = {
  readonly campaignId: string | null;
  readonly country: string;
  readonly city: string;
  readonly address: string | null;
  readonly title: Multilingual;
  readonly days: readonly string[];
  /** An organisation whose own actions are known to be others: its calendar tells them apart. */
  readonly notOf?: OrganizationId;
};

/**
 * Numbers of the standing actions that look the same, the likest first: of the same campaign, in the same country, on
 * one of the same days, in a city of nearly the same name, with a title or a place that is close (trigrams of pg_trgm on
 * folded words; 0 is nothing alike, 1 the same).
 */
export async function lookalikes(tx: Ctx, wanted: Lookalike): Promise<number[]> {
  const title = wanted.title.texts[wanted.title.source] ?? "";
  const { rows } = await sql<{ number: number }>`
    select number from (
      select a.number, similarity(directory_plain(a.city), directory_plain(${wanted.city})) as city,
        greatest(
          (select max(similarity(directory_plain(value), directory_plain(${title}))) from jsonb_each_text(a.title -> 'texts')),
          coalesce(similarity(directory_plain(a.address), directory_plain(${wanted.address}::text)), 0)) as said
      from actions a
      where a.state = 'announced' and a.country = ${wanted.country}
        and a.campaign_id is not distinct from ${wanted.campaignId}::uuid
        and a.organization_id is distinct from ${wanted.notOf ?? null}::uuid
        and exists (select 1 from action_occurrences o where o.action_id = a.id and o.day = any(${[...wanted.days]}::date[]))
    ) as near
    where city >= 0.5 and said >= 0.4 order by city + said desc, number limit 5`.execute(tx.db);
  return rows.map(({ number }) => number);
}
