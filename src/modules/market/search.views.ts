// Searching the market: what is found, and how much by each filter.
// Invariant: what is counted is what is listed, whichever filters are set; what is for members only is counted for them alone.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { regionOf } from "#platform/geography/index";
import { type Facets, type Group, listedTraits, storable, type Part, Tallies } from "#platform/tallies";
import { parse } from "#platform/validation";
import { type CategoryKey, categoryPath, isCategory } from "./categories.ts";
import { seesMembersOnly } from "./members.policy.ts";
import { type MarketQuery, marketQuery, readCursor, writeCursor } from "./offers.schema.ts";
import { type OfferEntry, readOffers } from "./offers.views.ts";

export const marketFacets = ["kind", "category", "return", "region", "country", "month"] as const;
export type MarketFacet = (typeof marketFacets)[number];

export type MarketPage = {
  readonly total: number;
  readonly entries: readonly OfferEntry[];
  readonly facets: Facets<MarketFacet>;
  /** What to give as `after` for the next page; null on the last one. */
  readonly next: string | null;
  /** Whether words that look alike were taken for what was asked. */
  readonly approximate: boolean;
};

type TraitsRow = {
  id: number;
  kind: string;
  category: string;
  country: string;
  returns: string[];
  months: number[];
};

const EVERY_MONTH = Array.from({ length: 12 }, (_, index) => String(index + 1));

const market = new Tallies<MarketFacet>({
  facets: marketFacets,
  entries: "market_entries",
  words: "market_words",
  version: sql`market_version()`,
  async readTraits(db, ids) {
    const { rows } = await sql<TraitsRow>`
      select id, kind, category, country, returns, months from market_traits where id = any(${[...ids]}::integer[])`.execute(
      db,
    );
    return rows.map(({ id, kind, category, country, returns, months }) => {
      const region = regionOf(country);
      return [
        id,
        {
          kind: [kind],
          // Found under what gathers it too.
          category: isCategory(category) ? categoryPath(category) : [],
          return: returns,
          region: region ? [region] : [],
          country: [country],
          month: months.length === 0 ? EVERY_MONTH : months.map(String),
        },
      ] as const;
    });
  },
});

/** What a reader sees of the market on a day. */
async function partOf(ctx: Ctx): Promise<Part> {
  const members = await seesMembersOnly(ctx);
  const today = ctx.now.toISOString().slice(0, 10);
  return {
    key: `${members} ${today}`,
    condition: sql`(${members} or not members_only) and last_day >= ${today}::date`,
  };
}

/** A page of the market with the counts of every filter, the latest first. Refuses with the reasons of `marketQuery`. */
export async function searchMarket(ctx: Ctx, asked: MarketQuery): Promise<MarketPage> {
  const { q, after, limit, ...filter } = parse(marketQuery, asked);
  const part = await partOf(ctx);
  const { rows } = await sql<{ version: string; plain: string }>`
    select market_version() as version, directory_plain(${storable(q)}) as plain`.execute(ctx.db);
  const { version = "", plain = "" } = rows[0] ?? {};
  const tally = await market.of(ctx.db, { typed: q, plain, version, part });
  const { total, facets, passing } = market.sumUp(tally, filter);
  const found =
    total === 0 ? [] : await readPage(ctx, { part, query: tally.query, passing, after, limit: limit + 1 });
  const last = found.length > limit ? found[limit - 1] : undefined;
  return {
    total,
    entries: await readOffers(ctx, listed(found.slice(0, limit).map(({ id }) => id))),
    facets,
    next: last ? writeCursor(last) : null,
    approximate: tally.approximate,
  };
}

type Asked = {
  readonly part: Part;
  readonly query: string | null;
  readonly passing: readonly number[];
  readonly after: string | undefined;
  readonly limit: number;
};

/** Instants with the database's own microseconds, so that a page goes on exactly where the last one ended. */
async function readPage(ctx: Ctx, { part, query, passing, after, limit }: Asked) {
  const cursor = after === undefined ? undefined : readCursor(after);
  const beyond = cursor
    ? sql`(changed_at, offer_id) < (${cursor.changedAt}::timestamptz, ${cursor.id}::uuid)`
    : sql`true`;
  const { rows } = await sql<{ id: string; changedAt: string }>`
    select offer_id as id, to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "changedAt"
    from market_entries
    where ${part.condition} and ${beyond} and ${query === null ? sql`true` : sql`words @@ ${query}::tsquery`}
      and traits = any(array(${listedTraits(passing)}))
    order by changed_at desc, offer_id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Ids in the order in which they are to stand. */
function listed(ids: readonly string[]) {
  return sql`select id, place from unnest(${[...ids]}::uuid[]) with ordinality as listed (id, place)`;
}

/** All that a reader sees of the market, by every combination of what it is filtered by. */
export async function tallyOfMarket(ctx: Ctx): Promise<readonly Group<MarketFacet>[]> {
  const { rows } = await sql<{ version: string }>`select market_version() as version`.execute(ctx.db);
  const version = rows[0]?.version ?? "";
  return (await market.of(ctx.db, { typed: "", plain: "", version, part: await partOf(ctx) })).groups;
}

/** How much there is in a category that a reader sees: for the home page and the analysis. */
export async function countMarket(
  ctx: Ctx,
): Promise<{ offers: number; needs: number; categories: readonly CategoryKey[] }> {
  const { facets } = await searchMarket(ctx, { limit: 1 });
  const of = (kind: string) => facets.kind.find(({ value }) => value === kind)?.count ?? 0;
  return {
    offers: of("offer"),
    needs: of("need"),
    categories: facets.category.flatMap(({ value }) => (isCategory(value) ? [value] : [])),
  };
}
