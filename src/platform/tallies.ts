// How much a search finds, by every combination of what its list is filtered by: counted once a search by the database, then
// every filter and every facet is a sum over a few thousand numbers. Shared by whatever is searched so: the directory, the market.
// Invariant: a remembered tally is used only while the database says that nothing has changed since; the process that
// changed it does not matter. What is remembered is bounded.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "./database/database.ts";
import { mayBeMisspelt, neighboursOf, searchQuery, wordsOf } from "./word-search.ts";

/** What entries are filtered by: each facet with its values, several where an entry has several. */
export type Traits<Facet extends string> = Readonly<Record<Facet, readonly string[]>>;
export type Filter<Facet extends string> = Readonly<Partial<Record<Facet, string | undefined>>>;

/** A searched list in the database. */
export type Searched<Facet extends string> = {
  readonly facets: readonly Facet[];
  /** A table with `traits` (integer) and `words` (tsvector). */
  readonly entries: string;
  /** A table with every `word` that was ever entered, indexed by trigrams. */
  readonly words: string;
  /** Which state of the list a statement sees. */
  readonly version: RawBuilder<string>;
  /** Combinations by their numbers; a row never changes. */
  readonly readTraits: (
    db: Db,
    ids: readonly number[],
  ) => Promise<readonly (readonly [number, Traits<Facet>])[]>;
};

/** Part of a list: what a reader may see of it. `key` names the part. */
export type Part = { readonly key: string; readonly condition: RawBuilder<unknown> };
const whole: Part = { key: "", condition: sql`true` };

export type Group<Facet extends string> = {
  readonly id: number;
  readonly count: number;
  readonly traits: Traits<Facet>;
};

export type Tally<Facet extends string> = {
  /** Which state of the list it counts. */
  readonly version: string;
  /** What was asked, folded. */
  readonly plain: string;
  /** The text search queries: what was asked, and what was counted; null for everything. */
  readonly exact: string | null;
  readonly query: string | null;
  /** Whether neighbours of misspelt words are among what was counted. */
  readonly approximate: boolean;
  readonly groups: readonly Group<Facet>[];
  /** How many entries the list has, about: what the database last estimated. */
  readonly size: number;
};

export type FacetValue = { readonly value: string; readonly count: number };
export type Facets<Facet extends string> = Readonly<Record<Facet, readonly FacetValue[]>>;

export type Sums<Facet extends string> = {
  readonly total: number;
  readonly facets: Facets<Facet>;
  /** The combinations that pass every filter. */
  readonly passing: readonly number[];
};

type Memory<Facet extends string> = {
  /** Rows of traits never change. */
  readonly traits: Map<number, Traits<Facet>>;
  /** By part and folded search, the one used last at the end. */
  readonly tallies: Map<string, { readonly version: string; readonly tally: Promise<Tally<Facet>> }>;
};
const MOST_TALLIES = 64;
const MOST_SUMS = 32;
/** Fewer than these, and what was asked may be misspelt. */
const FEW = 3;

/** What a person typed, as a text that PostgreSQL takes: NULs and half characters are spaces to a search. */
export function storable(typed: string): string {
  return typed.toWellFormed().replaceAll("\0", " ");
}

/** What signs alone find: there is no word in them. */
const nothing = { plain: "", exact: null, query: null, approximate: false, groups: [], size: 0 };

/** The tallies of one searched list. */
export class Tallies<Facet extends string> {
  readonly #searched: Searched<Facet>;
  readonly #memories = new WeakMap<Db, Memory<Facet>>();
  /** Sums of a tally by filter: readers turn pages and come back. They go when their tally goes. */
  readonly #sums = new WeakMap<Tally<Facet>, Map<string, Sums<Facet>>>();

  constructor(searched: Searched<Facet>) {
    this.#searched = searched;
  }

  /** The tally of what was typed, in the state that a reader has just seen. `plain` is `typed` as `directory_plain` folds it. */
  async of(
    db: Db,
    { typed, plain, version, part = whole }: { typed: string; plain: string; version: string; part?: Part },
  ): Promise<Tally<Facet>> {
    if (plain === "" && typed.trim() !== "") return { ...nothing, version };
    const { tallies } = this.#memoryOf(db);
    const key = `${part.key}\n${plain}`;
    const remembered = tallies.get(key);
    if (remembered) tallies.delete(key);
    const current =
      remembered?.version === version ? remembered : { version, tally: this.#count(db, plain, part) };
    tallies.set(key, current);
    for (const oldest of tallies.keys()) {
      if (tallies.size <= MOST_TALLIES) break;
      tallies.delete(oldest);
    }
    // A count that failed is not an answer for the next who asks.
    current.tally.catch(() => tallies.get(key) === current && tallies.delete(key));
    return current.tally;
  }

  /** Sums under a filter. Each facet is counted under the other filters, so that it says what choosing would find. */
  sumUp(tally: Tally<Facet>, filter: Filter<Facet>): Sums<Facet> {
    const { facets } = this.#searched;
    let known = this.#sums.get(tally);
    if (!known) this.#sums.set(tally, (known = new Map()));
    const key = JSON.stringify(facets.map((name) => filter[name] ?? null));
    const found = known.get(key) ?? addUp(facets, tally, filter);
    if (known.size >= MOST_SUMS) known.clear();
    known.set(key, found);
    return found;
  }

  #memoryOf(db: Db): Memory<Facet> {
    let memory = this.#memories.get(db);
    if (!memory) this.#memories.set(db, (memory = { traits: new Map(), tallies: new Map() }));
    return memory;
  }

  async #count(db: Db, plain: string, part: Part): Promise<Tally<Facet>> {
    const words = wordsOf(plain);
    const exact = searchQuery(words);
    const counted = await this.#countGroups(db, exact, part);
    const found = { ...counted, plain, exact, query: exact, approximate: false };
    if (exact === null || sumOf(counted.groups) >= FEW) return found;
    const neighbours = await this.#findNeighbours(db, words);
    if (neighbours.size === 0) return found;
    const query = searchQuery(words, neighbours);
    const widened = await this.#countGroups(db, query, part);
    if (sumOf(widened.groups) === sumOf(counted.groups)) return found;
    return { ...found, ...widened, query, approximate: true };
  }

  async #countGroups(db: Db, query: string | null, { condition }: Part) {
    const { entries, version } = this.#searched;
    // One statement: the counts and their version are of one moment. Pairs in one text cost less than rows.
    const { rows } = await sql<{ version: string; size: number; pairs: string | null }>`
      select ${version} as version,
        (select reltuples from pg_class where oid = ${entries}::regclass) as size, (select string_agg(traits || ':' || count, ',') from (
        select traits, count(*) from ${sql.table(entries)}
        where ${condition} and ${query === null ? sql`true` : sql`words @@ ${query}::tsquery`} group by traits) as counted) as pairs`.execute(
      db,
    );
    const pairs = (rows[0]?.pairs ?? "")
      .split(",")
      .filter(Boolean)
      .map((pair) => pair.split(":").map(Number));
    const traits = await this.#traitsOf(
      db,
      pairs.map(([id = 0]) => id),
    );
    const groups = pairs.flatMap(([id = 0, count = 0]) => {
      const known = traits.get(id);
      return known ? [{ id, count, traits: known }] : [];
    });
    return { version: rows[0]?.version ?? "", groups, size: rows[0]?.size ?? 0 };
  }

  async #traitsOf(db: Db, ids: readonly number[]): Promise<ReadonlyMap<number, Traits<Facet>>> {
    const { traits } = this.#memoryOf(db);
    const missing = ids.filter((id) => !traits.has(id));
    if (missing.length > 0)
      for (const [id, read] of await this.#searched.readTraits(db, missing)) traits.set(id, read);
    return traits;
  }

  /** For each word that may be misspelt, the known words that it may mean. */
  async #findNeighbours(db: Db, words: readonly string[]): Promise<Map<string, string[]>> {
    const asked = [...new Set(words.filter(mayBeMisspelt))];
    if (asked.length === 0) return new Map();
    const { rows } = await sql<{ asked: string; alike: string[] }>`
      select asked, array(select word from ${sql.table(this.#searched.words)} where word % asked
        order by similarity(word, asked) desc, word limit 40) as alike
      from unnest(${asked}::text[]) as asked`.execute(db);
    return new Map(
      rows
        .map((row) => [row.asked, neighboursOf(row.asked, row.alike)] as const)
        .filter(([, neighbours]) => neighbours.length > 0),
    );
  }
}

function sumOf(groups: readonly { readonly count: number }[]): number {
  return groups.reduce((sum, group) => sum + group.count, 0);
}

function addUp<Facet extends string>(
  facets: readonly Facet[],
  tally: Tally<Facet>,
  filter: Filter<Facet>,
): Sums<Facet> {
  const counts = new Map(facets.map((name) => [name, new Map<string, number>()]));
  const set = facets.filter((name) => filter[name] !== undefined);
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
    for (const name of failed.length === 0 ? facets : failed) {
      const facet = counts.get(name);
      for (const value of traits[name]) facet?.set(value, (facet.get(value) ?? 0) + count);
    }
  }
  const found: Partial<Record<Facet, readonly FacetValue[]>> = {};
  for (const name of facets) found[name] = sorted(counts.get(name));
  return { total, facets: found as Facets<Facet>, passing };
}

function sorted(counts: ReadonlyMap<string, number> = new Map()): FacetValue[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
}

/** Numbers of combinations as a subquery: an array of thousands would be weighed by the planner, one by one, every time. */
export function listedTraits(passing: readonly number[]): RawBuilder<unknown> {
  return sql`select unnest(${`{${passing.join(",")}}`}::integer[])`;
}
