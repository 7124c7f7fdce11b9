// Searching the directory: what is found, how many by each filter, and where it is.
// Invariant: what is counted is what is listed and what is drawn, whichever filters are set.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { listedTraits } from "#platform/tallies";
import { parse } from "#platform/validation";
import {
  type DirectoryFilter,
  type DirectoryQuery,
  directoryQuery,
  readCursor,
  writeCursor,
} from "./directory.schema.ts";
import { type Facets, type FacetValue, sumUp, type Tally, tallyOf } from "./directory.tallies.ts";
import type { OrganizationId, OrganizationKind, OrganizationStatus } from "./types.ts";

export type DirectoryEntry = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly externalId: string | null;
  readonly kind: OrganizationKind;
  readonly name: Multilingual;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** ISO 3166-2. */
  readonly subdivision: string | null;
  readonly place: string | null;
  /** BCP 47. */
  readonly languages: readonly string[];
  readonly status: OrganizationStatus;
  readonly isExample: boolean;
};

export type DirectoryPage = {
  readonly total: number;
  readonly entries: readonly DirectoryEntry[];
  readonly facets: Facets;
  /** What to give as `after` for the next page; null on the last one. */
  readonly next: string | null;
  /** Whether words that look alike were taken for what was asked. */
  readonly approximate: boolean;
};

/** Columns of `organizations o` as a DirectoryEntry. */
export const entryColumns = sql`o.id, o.slug, o.external_id as "externalId", o.kind, o.name, o.country, o.subdivision, o.place,
  o.languages, o.status, o.is_example as "isExample"`;

/**
 * A page of the directory with the counts of every filter. Ordered by name as a reader of the language meets it (or of
 * the node's first language, where it does not offer that one), folded, byte by byte; when all of it fits on one page,
 * what is named exactly so comes first. Refuses with the reasons of `directoryQuery`.
 */
export async function searchDirectory(
  db: Db,
  asked: DirectoryQuery,
  language: string,
): Promise<DirectoryPage> {
  const { q, after, limit, ...filter } = parse(directoryQuery, asked);
  const cursor = after === undefined ? undefined : readCursor(after);
  // A list goes on in the order in which it began, whoever follows the link.
  const { tally, order } = await tallyOf(db, q, cursor?.language ?? language);
  const { total, facets, passing } = sumUp(tally, filter);
  const ranked = cursor === undefined && tally.exact !== null && total <= limit;
  const rows =
    total === 0
      ? []
      : await readEntries(db, { tally, order, passing, total, cursor, limit: limit + 1, ranked });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    total,
    entries: rows.slice(0, limit).map(({ sortKey: _sortKey, ...entry }) => entry),
    facets,
    next: last ? writeCursor({ language: order, sortKey: last.sortKey, id: last.id }) : null,
    approximate: tally.approximate,
  };
}

type Wanted = {
  readonly tally: Tally;
  /** The language in whose order the list is. */
  readonly order: string;
  readonly passing: readonly number[];
  readonly total: number;
  readonly cursor: ReturnType<typeof readCursor>;
  readonly limit: number;
  readonly ranked: boolean;
};
type EntryRow = DirectoryEntry & { sortKey: string };

/**
 * Whether to walk the names in order until a page is full, rather than to gather all that is found and sort it. Walking
 * meets one of `total` every `size / total` names if they lie evenly; names that begin alike lie together, so
 * it must promise to be several times shorter.
 */
function walks({ tally, total, limit }: Wanted): boolean {
  const gathers = tally.query === null ? total : tally.groups.reduce((sum, group) => sum + group.count, 0);
  const walked = (limit * Math.max(tally.size, gathers)) / total;
  return gathers > FEW_TO_SORT && walked * 4 < gathers;
}
const FEW_TO_SORT = 1_000;

async function readEntries(db: Db, wanted: Wanted): Promise<EntryRow[]> {
  const { tally, limit, ranked } = wanted;
  const order = ranked
    ? sql`(words @@ ${tally.exact}::tsquery) desc, (sort_key = ${tally.plain}) desc,
        starts_with(sort_key, ${tally.plain}) desc, sort_key, organization_id`
    : sql`sort_key, organization_id`;
  const page = walks(wanted)
    ? sql`${walked(wanted)} order by sort_key, organization_id limit ${limit}`
    : sql`select * from (${gathered(wanted)}) as found where ${beyond(wanted)} order by ${order} limit ${limit}`;
  const { rows } = await sql<EntryRow>`
    with page as materialized (${page})
    select ${entryColumns}, page.sort_key as "sortKey" from page join organizations o on o.id = page.organization_id
    order by ${order}`.execute(db);
  return rows;
}

/** What stands behind the page before. */
function beyond({ cursor }: Pick<Wanted, "cursor">): RawBuilder<unknown> {
  return cursor
    ? sql`(sort_key, organization_id) > (${cursor.sortKey} collate "C", ${cursor.id}::uuid)`
    : sql`true`;
}

/** Names in their order until the page is full: `is true` says to the planner that no index serves a condition. */
function walked(wanted: Wanted): RawBuilder<unknown> {
  const { tally, order, passing } = wanted;
  const named = tally.query === null ? sql`true` : sql`(words @@ ${tally.query}::tsquery) is true`;
  return sql`select organization_id, sort_key from directory_names
    where language = ${order} and ${beyond(wanted)} and (traits in (${listedTraits(passing)})) is true and ${named}`;
}

/** All that is found, by its words or its traits, whichever index says it; sorted by whoever asks. */
function gathered({ tally, order, passing, ranked }: Wanted): RawBuilder<unknown> {
  const found =
    tally.query === null
      ? sql`traits = any(array(${listedTraits(passing)}))`
      : sql`words @@ ${tally.query}::tsquery and (traits in (${listedTraits(passing)})) is true`;
  // `offset 0` fences: what is few is gathered first, then sorted. Only ranking reads the words.
  const columns = ranked ? sql`organization_id, words` : sql`organization_id`;
  return sql`select ${columns}, (sort_keys ->> ${order}) collate "C" as sort_key from directory_entries
    where ${found} offset 0`;
}

/** Organisations by UN M49 region, the largest number first. */
export async function countsByRegion(db: Db): Promise<readonly FacetValue[]> {
  const { tally } = await tallyOf(db, "", "");
  return sumUp(tally, {}).facets.region;
}

export type MapPlace = { readonly longitude: number; readonly latitude: number; readonly count: number };

export type DirectoryMap = {
  /** Changes whenever the directory does. */
  readonly version: string;
  readonly places: readonly MapPlace[];
};

/**
 * Where the organisations of a search are, those near each other taken together: one place a cell of `cell` degrees, at
 * the middle of what is in it, the fullest first. Only organisations whose coordinates are known.
 */
export async function mapPlaces(
  db: Db,
  asked: { readonly q?: string; readonly filter?: DirectoryFilter; readonly cell?: number },
): Promise<DirectoryMap> {
  const { q = "", filter = {}, cell = 2 } = asked;
  const { tally } = await tallyOf(db, q, "");
  const { passing } = sumUp(tally, filter);
  const { rows } = await sql<MapPlace>`
    select round(avg(longitude)::numeric, 2)::float8 as longitude, round(avg(latitude)::numeric, 2)::float8 as latitude,
      count(*)::int as count
    from directory_entries
    where longitude is not null and ${tally.query === null ? sql`true` : sql`words @@ ${tally.query}::tsquery`}
      and (traits in (${listedTraits(passing)})) is true
    group by floor(longitude / ${cell}::real), floor(latitude / ${cell}::real)
    order by 3 desc, 1, 2 limit 2000`.execute(db);
  return { version: tally.version, places: rows };
}
