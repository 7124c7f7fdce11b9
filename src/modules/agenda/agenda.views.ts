// What pages, feeds and the API read of the agenda: actions as anybody may see them.
// Invariant: what is listed, counted and fed is found by one condition; no person is in it.
import { type RawBuilder, sql } from "kysely";
import { countries, regionOf } from "#platform/geography/index";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { AgendaQuery } from "./actions.schema.ts";
import { actionColumns } from "./actions.store.ts";
import type { Action, ActionKind } from "./types.ts";

export type Organizer = {
  readonly id: string;
  readonly slug: string;
  readonly name: Multilingual;
  readonly isExample: boolean;
};

/** An action with who holds it and what it belongs to. */
export type ActionView = Action & {
  /** Who announced it first, then who joined. */
  readonly organizers: readonly Organizer[];
  /** Of the organisation that announced it: what the directory shows. */
  readonly publicContact: string | null;
  readonly campaign: { readonly slug: string; readonly title: Multilingual; readonly id: string } | null;
  readonly mergedNumber: number | null;
};

const organizer = sql`jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name, 'isExample', o.is_example)`;
const joined = sql`(select jsonb_agg(jsonb_build_object('id', g.id, 'slug', g.slug, 'name', g.name, 'isExample', g.is_example)
    order by j.joined_at, g.id)
  from action_organizers j join organizations g on g.id = j.organization_id where j.action_id = a.id)`;

/** `from actions a` with the rest of a view; add conditions and an order. */
export const viewOfActions = sql`
  select ${actionColumns}, jsonb_build_array(${organizer}) || coalesce(${joined}, '[]') as organizers,
    o.public_contact as "publicContact",
    case when c.id is not null then jsonb_build_object('id', c.id, 'slug', c.slug, 'title', c.title) end as campaign,
    (select m.number from actions m where m.id = a.merged_into) as "mergedNumber"`;
export const ofActions = sql`actions a join organizations o on o.id = a.organization_id
  left join campaigns c on c.id = a.campaign_id`;

export async function findAction(db: Db, number: number): Promise<ActionView | undefined> {
  const { rows } = await sql<ActionView>`
    ${viewOfActions} from ${ofActions} where a.number = ${number}`.execute(db);
  return rows[0];
}

function countriesOf({ region, country }: AgendaQuery): string[] | null {
  if (country) return [country];
  if (!region || region === "001") return null;
  return [...countries.keys()].filter((code) => regionOf(code) === region);
}

/** The condition of a query on `ofActions`. */
export function asked(query: AgendaQuery): RawBuilder<unknown> {
  const within = countriesOf(query);
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (within) parts.push(sql`a.country = any(${within})`);
  if (query.language) parts.push(sql`${query.language} = any(a.languages)`);
  if (query.kind) parts.push(sql`a.kind = ${query.kind}`);
  if (query.campaign) parts.push(sql`c.slug = ${query.campaign}`);
  if (query.organization)
    parts.push(sql`(o.slug = ${query.organization} or exists (select 1 from action_organizers j
      join organizations g on g.id = j.organization_id where j.action_id = a.id and g.slug = ${query.organization}))`);
  return sql.join(parts, sql` and `);
}

/** From when to when, as instants (the end is open where there is none), or from day to day by the clocks of the places. */
export type Span =
  | { readonly from: Date; readonly to: Date | null }
  | { readonly firstDay: string; readonly lastDay: string };

function during(span: Span): RawBuilder<unknown> {
  if ("firstDay" in span) return sql`t.day between ${span.firstDay} and ${span.lastDay}`;
  return sql`t.ends_at > ${span.from} and ${span.to === null ? sql`true` : sql`t.starts_at < ${span.to}`}`;
}

/** An action at one of its times. */
export type Dated = { readonly action: ActionView; readonly startsAt: Date; readonly endsAt: Date };

export type Slice = { readonly offset: number; readonly limit: number };

/** What takes place in a span, time by time: the soonest first. Cancelled ones stand with their state; merged do not. */
export async function listDated(
  db: Db,
  query: AgendaQuery,
  span: Span,
  { offset, limit }: Slice,
): Promise<Dated[]> {
  const { rows } = await sql<ActionView & { at: Date; until: Date }>`
    ${viewOfActions}, t.starts_at as at, t.ends_at as until
    from ${ofActions} join action_occurrences t on t.action_id = a.id
    where a.state <> 'merged' and ${during(span)} and ${asked(query)}
    order by t.starts_at, a.number offset ${offset} limit ${limit}`.execute(db);
  return rows.map(({ at, until, ...action }) => ({ action, startsAt: at, endsAt: until }));
}

export async function countDated(db: Db, query: AgendaQuery, span: Span): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${ofActions} join action_occurrences t on t.action_id = a.id
    where a.state <> 'merged' and ${during(span)} and ${asked(query)}`.execute(db);
  return rows[0]?.count ?? 0;
}

export type Choice = { readonly value: string; readonly count: number };
export type AgendaChoices = {
  readonly region: readonly Choice[];
  readonly country: readonly Choice[];
  readonly language: readonly Choice[];
  readonly kind: readonly Choice[];
};

type TraitRow = { country: string; kind: ActionKind; languages: string[]; count: number };

function tallied(rows: readonly TraitRow[], of: (row: TraitRow) => readonly (string | null)[]): Choice[] {
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const value of of(row)) if (value) counts.set(value, (counts.get(value) ?? 0) + row.count);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
}

/** What a span could be narrowed to, with how many actions each would leave; those of one campaign or organisation. */
export async function choicesIn(db: Db, query: AgendaQuery, span: Span): Promise<AgendaChoices> {
  const { campaign, organization } = query;
  const { rows } = await sql<TraitRow>`
    select a.country, a.kind, a.languages, count(*)::int as count from ${ofActions}
    where a.state <> 'merged' and exists (select 1 from action_occurrences t where t.action_id = a.id and ${during(span)})
      and ${asked({ campaign, organization })}
    group by 1, 2, 3`.execute(db);
  return {
    region: tallied(rows, ({ country }) => [regionOf(country)]),
    country: tallied(rows, ({ country }) => [country]),
    language: tallied(rows, ({ languages }) => languages),
    kind: tallied(rows, ({ kind }) => [kind]),
  };
}

/** The months (`YYYY-MM`) in which something takes place, by the days of the places, with how many times. */
export async function monthsWithActions(db: Db, query: AgendaQuery): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select to_char(t.day, 'YYYY-MM') as value, count(*)::int as count
    from ${ofActions} join action_occurrences t on t.action_id = a.id
    where a.state <> 'merged' and ${asked(query)} group by 1 order by 1`.execute(db);
  return rows;
}

/** What may look the same as one that is being announced, by number. */
export async function listByNumbers(db: Db, numbers: readonly number[]): Promise<ActionView[]> {
  const { rows } = await sql<ActionView>`
    ${viewOfActions} from ${ofActions} where a.number = any(${[...numbers]}) order by a.number`.execute(db);
  return rows;
}

/** Every action that the query finds, by number: for the API, a page at a time. */
export async function pageOfActions(
  db: Db,
  query: AgendaQuery,
  page: { readonly after: number; readonly limit: number; readonly span: Span | null },
): Promise<ActionView[]> {
  const within = page.span
    ? sql`exists (select 1 from action_occurrences t where t.action_id = a.id and ${during(page.span)})`
    : sql`true`;
  const { rows } = await sql<ActionView>`
    ${viewOfActions} from ${ofActions}
    where a.number > ${page.after} and ${within} and ${asked(query)} order by a.number limit ${page.limit}`.execute(
    db,
  );
  return rows;
}

/** Times of one action, in order. */
export async function listOccurrences(
  db: Db,
  actionId: string,
  from: Date,
  limit: number,
): Promise<{ startsAt: Date; endsAt: Date }[]> {
  const { rows } = await sql<{ startsAt: Date; endsAt: Date }>`
    select starts_at as "startsAt", ends_at as "endsAt" from action_occurrences
    where action_id = ${actionId} and ends_at > ${from} order by starts_at limit ${limit}`.execute(db);
  return rows;
}

/** The days on which something of a query begins, by the clocks of the places, with how many times. */
export async function daysWithActions(db: Db, query: AgendaQuery): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select t.day::text as value, count(*)::int as count
    from ${ofActions} join action_occurrences t on t.action_id = a.id
    where a.state = 'announced' and ${asked(query)} group by 1 order by 1`.execute(db);
  return rows;
}
