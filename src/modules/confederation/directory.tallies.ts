// How many organisations a search finds, by every combination of what the directory filters by: counted once a search
// by the database, then every filter and every facet is a sum over a few thousand numbers.
// Invariant: a remembered tally is used only while the database says that nothing has changed since; the process that
// changed it does not matter. What is remembered is bounded.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import { regionOf } from "#platform/geography/index";
import { mayBeMisspelt, neighboursOf, searchQuery, wordsOf } from "./directory.query.ts";
import type { DirectoryFilter } from "./directory.schema.ts";

export const facetNames = ["region", "country", "kind", "language", "status"] as const;
export type FacetName = (typeof facetNames)[number];

/** What organisations are filtered by: several languages, at most one of everything else. */
export type Traits = Readonly<Record<FacetName, readonly string[]>>;

export type Tally = {
  /** Which state of the directory it counts. */
  readonly version: string;
  /** What was asked, folded. */
  readonly plain: string;
  /** The text search queries: what was asked, and what was counted; null for everything. */
  readonly exact: string | null;
  readonly query: string | null;
  /** Whether neighbours of misspelt words are among what was counted. */
  readonly approximate: boolean;
  readonly groups: readonly Group[];
  /** How many organisations are in the directory, about: what the database last estimated. */
  readonly directorySize: number;
};

export type Group = { readonly id: number; readonly count: number; readonly traits: Traits };

type Memory = {
  /** Rows of directory_traits never change. */
  readonly traits: Map<number, Traits>;
  /** By folded search, the one used last at the end. */
  readonly tallies: Map<string, { readonly version: string; readonly tally: Promise<Tally> }>;
};
const MOST_TALLIES = 64;
const memories = new WeakMap<Db, Memory>();

function memoryOf(db: Db): Memory {
  let memory = memories.get(db);
  if (!memory) memories.set(db, (memory = { traits: new Map(), tallies: new Map() }));
  return memory;
}

/** What a person typed, as a text that PostgreSQL takes: NULs and half characters are spaces to a search. */
function storable(typed: string): string {
  return typed.toWellFormed().replaceAll("\0", " ");
}

/** The tally of a search in the directory as it stands now, and the language in whose order a reader gets its list. */
export async function tallyOf(
  db: Db,
  typed: string,
  language: string,
): Promise<{ tally: Tally; order: string }> {
  const { rows } = await sql<{ version: string; plain: string; order: string }>`
    select directory_version() as version, directory_plain(${storable(typed)}) as plain,
      directory_order(${language}) as order`.execute(db);
  const { version = "", plain = "", order = "" } = rows[0] ?? {};
  if (plain === "" && typed.trim() !== "") return { tally: { ...nothing, version }, order };
  return { tally: await rememberedTally(db, plain, version), order };
}

/** What signs alone find: there is no word in them. */
const nothing = { plain: "", exact: null, query: null, approximate: false, groups: [], directorySize: 0 };

function rememberedTally(db: Db, plain: string, version: string): Promise<Tally> {
  const { tallies } = memoryOf(db);
  const remembered = tallies.get(plain);
  if (remembered) tallies.delete(plain);
  const current = remembered?.version === version ? remembered : { version, tally: count(db, plain) };
  tallies.set(plain, current);
  for (const oldest of tallies.keys()) {
    if (tallies.size <= MOST_TALLIES) break;
    tallies.delete(oldest);
  }
  // A count that failed is not an answer for the next who asks.
  current.tally.catch(() => tallies.get(plain) === current && tallies.delete(plain));
  return current.tally;
}

/** Fewer than these, and what was asked may be misspelt. */
const FEW = 3;

async function count(db: Db, plain: string): Promise<Tally> {
  const words = wordsOf(plain);
  const exact = searchQuery(words);
  const counted = await countGroups(db, exact);
  const found = { ...counted, plain, exact, query: exact, approximate: false };
  if (exact === null || sumOf(counted.groups) >= FEW) return found;
  const neighbours = await findNeighbours(db, words);
  if (neighbours.size === 0) return found;
  const query = searchQuery(words, neighbours);
  const widened = await countGroups(db, query);
  if (sumOf(widened.groups) === sumOf(counted.groups)) return found;
  return { ...found, ...widened, query, approximate: true };
}

function sumOf(groups: readonly Group[]): number {
  return groups.reduce((sum, group) => sum + group.count, 0);
}

type Counted = Pick<Tally, "version" | "groups" | "directorySize">;

async function countGroups(db: Db, query: string | null): Promise<Counted> {
  // One statement: the counts and their version are of one moment. Pairs in one text cost less than rows.
  const { rows } = await sql<{ version: string; size: number; pairs: string | null }>`
    select directory_version() as version,
      (select reltuples from pg_class where oid = 'directory_entries'::regclass) as size, (select string_agg(traits || ':' || count, ',') from (
      select traits, count(*) from directory_entries
      where ${query === null ? sql`true` : sql`words @@ ${query}::tsquery`} group by traits) as counted) as pairs`.execute(
    db,
  );
  const pairs = (rows[0]?.pairs ?? "")
    .split(",")
    .filter(Boolean)
    .map((pair) => pair.split(":").map(Number));
  const traits = await readTraits(
    db,
    pairs.map(([id = 0]) => id),
  );
  const groups = pairs.flatMap(([id = 0, count = 0]) => {
    const known = traits.get(id);
    return known ? [{ id, count, traits: known }] : [];
  });
  return { version: rows[0]?.version ?? "", groups, directorySize: rows[0]?.size ?? 0 };
}

type TraitsRow = { id: number; kind: string; status: string; country: string; languages: string[] };

async function readTraits(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, Traits>> {
  const { traits } = memoryOf(db);
  const missing = ids.filter((id) => !traits.has(id));
  if (missing.length === 0) return traits;
  const { rows } = await sql<TraitsRow>`
    select id, kind, status, country, languages from directory_traits where id = any(${missing}::integer[])`.execute(
    db,
  );
  for (const { id, kind, status, country, languages } of rows) {
    const region = regionOf(country);
    traits.set(id, {
      region: region ? [region] : [],
      country: country ? [country] : [],
      kind: [kind],
      language: languages,
      status: [status],
    });
  }
  return traits;
}

/** For each word that may be misspelt, the known words that it may mean. */
async function findNeighbours(db: Db, words: readonly string[]): Promise<Map<string, string[]>> {
  const asked = [...new Set(words.filter(mayBeMisspelt))];
  if (asked.length === 0) return new Map();
  const { rows } = await sql<{ asked: string; alike: string[] }>`
    select asked, array(select word from directory_words where word % asked
      order by similarity(word, asked) desc, word limit 40) as alike
    from unnest(${asked}::text[]) as asked`.execute(db);
  return new Map(
    rows
      .map((row) => [row.asked, neighboursOf(row.asked, row.alike)] as const)
      .filter(([, neighbours]) => neighbours.length > 0),
  );
}

export type FacetValue = { readonly value: string; readonly count: number };
export type Facets = Readonly<Record<FacetName, readonly FacetValue[]>>;

export type Sums = {
  readonly total: number;
  readonly facets: Facets;
  /** The combinations that pass every filter. */
  readonly passing: readonly number[];
};

const MOST_SUMS = 32;
/** Sums of a tally by filter: readers turn pages and come back. They go when their tally goes. */
const sums = new WeakMap<Tally, Map<string, Sums>>();

/** Sums under a filter. Each facet is counted under the other filters, so that it says what choosing would find. */
export function sumUp(tally: Tally, filter: DirectoryFilter): Sums {
  let known = sums.get(tally);
  if (!known) sums.set(tally, (known = new Map()));
  const key = JSON.stringify(facetNames.map((name) => filter[name] ?? null));
  const found = known.get(key) ?? addUp(tally, filter);
  if (known.size >= MOST_SUMS) known.clear();
  known.set(key, found);
  return found;
}

function addUp(tally: Tally, filter: DirectoryFilter): Sums {
  const counts = new Map(facetNames.map((name) => [name, new Map<string, number>()]));
  const set = facetNames.filter((name) => filter[name] !== undefined);
  // What was chosen stays on the list when nothing is left of it.
  for (const name of set) counts.get(name)?.set(filter[name] ?? "", 0);
  const passing: number[] = [];
  let total = 0;
  for (const group of tally.groups) {
    const { id, count, traits } = group;
    const failed = set.filter((name) => !traits[name].includes(filter[name] ?? ""));
    if (failed.length > 1) continue;
    if (failed.length === 0) {
      passing.push(id);
      total += count;
    }
    for (const name of failed.length === 0 ? facetNames : failed) {
      const facet = counts.get(name);
      for (const value of traits[name]) facet?.set(value, (facet.get(value) ?? 0) + count);
    }
  }
  const facet = (name: FacetName) => sorted(counts.get(name));
  const facets = {
    region: facet("region"),
    country: facet("country"),
    kind: facet("kind"),
    language: facet("language"),
    status: facet("status"),
  };
  return { total, facets, passing };
}

function sorted(counts: ReadonlyMap<string, number> = new Map()): FacetValue[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
}
