// How many organisations a search finds, by every combination of what the directory filters by (`#platform/tallies`).
// Invariant: a remembered tally is used only while the database says that nothing has changed since.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import { regionOf } from "#platform/geography/index";
import * as tallies from "#platform/tallies";
import type { DirectoryFilter } from "./directory.schema.ts";

export const facetNames = ["region", "country", "kind", "language", "status"] as const;
export type FacetName = (typeof facetNames)[number];

export type Tally = tallies.Tally<FacetName>;
export type { FacetValue } from "#platform/tallies";
export type Facets = tallies.Facets<FacetName>;
export type Sums = tallies.Sums<FacetName>;

type TraitsRow = { id: number; kind: string; status: string; country: string; languages: string[] };

const directory = new tallies.Tallies<FacetName>({
  facets: facetNames,
  entries: "directory_entries",
  words: "directory_words",
  version: sql`directory_version()`,
  async readTraits(db, ids) {
    const { rows } = await sql<TraitsRow>`
      select id, kind, status, country, languages from directory_traits where id = any(${[...ids]}::integer[])`.execute(
      db,
    );
    return rows.map(({ id, kind, status, country, languages }) => {
      const region = regionOf(country);
      return [
        id,
        {
          region: region ? [region] : [],
          country: country ? [country] : [],
          kind: [kind],
          language: languages,
          status: [status],
        },
      ] as const;
    });
  },
});

/** The tally of a search in the directory as it stands now, and the language in whose order a reader gets its list. */
export async function tallyOf(
  db: Db,
  typed: string,
  language: string,
): Promise<{ tally: Tally; order: string }> {
  const { rows } = await sql<{ version: string; plain: string; order: string }>`
    select directory_version() as version, directory_plain(${tallies.storable(typed)}) as plain,
      directory_order(${language}) as order`.execute(db);
  const { version = "", plain = "", order = "" } = rows[0] ?? {};
  return { tally: await directory.of(db, { typed, plain, version }), order };
}

/** Sums under a filter. Each facet is counted under the other filters, so that it says what choosing would find. */
export function sumUp(tally: Tally, filter: DirectoryFilter): Sums {
  return directory.sumUp(tally, filter);
}
