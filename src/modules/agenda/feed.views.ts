// What a calendar feed is made of, and the mark by which a reader knows that nothing changed since.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { AgendaQuery } from "./actions.schema.ts";
import type { Multilingual } from "#platform/multilingual";
import { asked, ofActions } from "./agenda.views.ts";
import type { Accessibility, Action } from "./types.ts";

/** How long what is over stays in a feed, so that a calendar that was away learns what became of it. */
const KEPT_DAYS = 366;
export const MOST_IN_FEED = 10_000;

export type FeedMark = {
  readonly actions: number;
  /** When anything in it was changed last; null for an empty feed. */
  readonly changedAt: Date | null;
  /** Another with every change, also of those that share an instant, and of organisations that joined. */
  readonly changes: string;
};

/** Whole days: a feed asked for twice on a day is the same. */
const since = (now: Date) => new Date(Date.parse(now.toISOString().slice(0, 10)) - KEPT_DAYS * 86_400_000);

/** What the feed would be made of, without making it: for `If-None-Match` and `If-Modified-Since`. */
export async function readFeedMark(db: Db, query: AgendaQuery, now: Date): Promise<FeedMark> {
  const { rows } = await sql<FeedMark>`
    select count(*)::int as actions, greatest(max(a.updated_at), max(c.updated_at), max(o.updated_at)) as "changedAt",
      concat_ws(' ', coalesce(sum(a.sequence), 0) + coalesce(sum(c.sequence), 0),
        (select extract(epoch from max(g.updated_at)) from action_organizers j
          join organizations g on g.id = j.organization_id)) as changes
    from ${ofActions} where a.last_at > ${since(now)} and ${asked(query)}`.execute(db);
  return rows[0] ?? { actions: 0, changedAt: null, changes: "0" };
}

/** What a feed says of an action: no more columns than that, because there are thousands of them in one. */
export type FeedAction = Pick<
  Action,
  | "id"
  | "number"
  | "campaignId"
  | "title"
  | "description"
  | "kind"
  | "city"
  | "country"
  | "address"
  | "latitude"
  | "longitude"
  | "zone"
  | "allDay"
  | "startsLocal"
  | "endsLocal"
  | "rule"
  | "added"
  | "without"
  | "moved"
  | "lastAt"
  | "accessibility"
  | "link"
  | "state"
  | "reason"
  | "sequence"
  | "updatedAt"
> & {
  readonly organizers: readonly { readonly slug: string; readonly name: Multilingual }[];
  /** Its own, else the one that the directory shows. */
  readonly contact: string | null;
};

type Lists = { added: string | null; without: string | null; accessibility: string | null };
type FeedRow = Omit<FeedAction, keyof Lists | "organizers" | "updatedAt" | "lastAt"> &
  Lists & { organizationId: string; updatedAt: number; lastAt: number };

// As one text: the parser of arrays takes longer than all other columns together.
const list = (column: string) =>
  sql`case when cardinality(${sql.ref(column)}) > 0 then array_to_string(${sql.ref(column)}, ' ') end`;
// As a number, for the same reason: milliseconds since 1970.
const instant = (column: string) => sql`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;
const mark = sql`concat_ws(' ', a.sequence, a.updated_at, o.updated_at,
  (select max(g.updated_at) from action_organizers j join organizations g on g.id = j.organization_id
    where j.action_id = a.id))`;

const listed = <Value extends string>(text: string | null) =>
  text === null ? [] : (text.split(" ") as Value[]);

/** An entry of a feed without what it says: a mark of all of that, and what its zone has to cover. */
export type FeedEntry = Pick<FeedAction, "id" | "zone" | "allDay" | "startsLocal" | "lastAt"> & {
  /** Changes with the action and with every organisation that holds it. */
  readonly mark: string;
};

/** Everything in the feed, cancelled and merged actions too: the soonest to end first, the most distant left out. */
export async function readFeedEntries(db: Db, query: AgendaQuery, now: Date): Promise<FeedEntry[]> {
  const { rows } = await sql<FeedEntry>`
    select a.id, a.zone, a.all_day as "allDay", a.starts_local as "startsLocal", a.last_at as "lastAt", ${mark} as mark
    from ${ofActions} where a.last_at > ${since(now)} and ${asked(query)}
    order by a.last_at, a.number limit ${MOST_IN_FEED}`.execute(db);
  return rows;
}

/** What the feed says of some actions. */
export async function readFeedActions(db: Db, ids: readonly string[]): Promise<MarkedAction[]> {
  return readActions(db, sql`a.id = any(${[...ids]}::uuid[])`);
}

/** All of it at once, in the order of its entries. */
export async function readFeed(db: Db, query: AgendaQuery, now: Date): Promise<MarkedAction[]> {
  return readActions(db, sql`a.last_at > ${since(now)} and ${asked(query)}`);
}

/** With the mark of its entry. */
export type MarkedAction = FeedAction & { readonly mark: string };

type FeedOrganizer = FeedAction["organizers"][number];

/**
 * Whoever holds the actions beside those who announced them, by action; and every organisation once: a few hold thousands
 * of actions, and reading their names with each would take longer than the actions.
 */
async function readOrganizers(db: Db, which: RawBuilder<unknown>) {
  const { rows: joined } = await sql<{ actionId: string; organizationId: string }>`
    select j.action_id as "actionId", j.organization_id as "organizationId" from action_organizers j
    where j.action_id in (select a.id from ${ofActions} where ${which}) order by j.joined_at, j.organization_id`.execute(
    db,
  );
  const { rows } = await sql<FeedOrganizer & { id: string }>`
    select g.id, g.slug, g.name from organizations g
    where g.id in (select a.organization_id from ${ofActions} where ${which})
      or g.id = any(${[...new Set(joined.map(({ organizationId }) => organizationId))]}::uuid[])`.execute(db);
  const known = new Map<string, FeedOrganizer>(rows.map(({ id, ...organizer }) => [id, organizer]));
  return { known, joined: Map.groupBy(joined, ({ actionId }) => actionId) };
}

async function readActions(db: Db, which: RawBuilder<unknown>): Promise<MarkedAction[]> {
  const { rows } = await sql<FeedRow & { mark: string }>`
    select a.id, a.number, a.campaign_id as "campaignId", a.title, a.description, a.kind, a.city, a.country, a.address,
      a.latitude, a.longitude, a.zone, a.all_day as "allDay", a.starts_local as "startsLocal", a.ends_local as "endsLocal",
      a.rule, ${list("a.added")} as added, ${list("a.without")} as without, a.moved, ${list("a.accessibility")} as accessibility,
      ${instant("a.last_at")} as "lastAt", coalesce(a.contact, o.public_contact) as contact, a.link, a.state, a.reason,
      a.sequence, ${instant("a.updated_at")} as "updatedAt", a.organization_id as "organizationId", ${mark} as mark
    from ${ofActions} where ${which} order by a.last_at, a.number limit ${MOST_IN_FEED}`.execute(db);
  const { known, joined } = await readOrganizers(db, which);
  return rows.map((row) => {
    const others = joined.get(row.id)?.map(({ organizationId }) => organizationId) ?? [];
    const organizers = [row.organizationId, ...others].flatMap((id) => known.get(id) ?? []);
    return Object.assign(row, {
      organizers,
      added: listed(row.added),
      without: listed(row.without),
      accessibility: listed<Accessibility>(row.accessibility),
      lastAt: new Date(row.lastAt),
      updatedAt: new Date(row.updatedAt),
    });
  });
}
