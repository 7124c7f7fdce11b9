// Searching the market: words of any language, filters with counts that agree with the list, seasons, and what is over.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../../../test/support/database.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { contextOn, foundTestNode } from "../../../test/support/node.ts";
import { moveOffer } from "./offers.service.ts";
import { type MarketPage, searchMarket } from "./search.views.ts";

const test = useDatabase();
let seller: Trader;

const visitor = (now = new Date()) => contextOn(test.db, { kind: "visitor" }, now);
const titles = ({ entries }: MarketPage) => entries.map(({ title }) => title.texts[title.source]);
const find = (query: Parameters<typeof searchMarket>[1]) => searchMarket(visitor(), query);

beforeAll(async () => {
  const node = await foundTestNode(test.db);
  seller = await trader(node, "Comuna");
  const wanted = { category: "tools", words: said("Machetes") } as const;
  await publish(seller, { title: said("Coffee in beans", { es: "Café en grano" }) });
  await publish(seller, { title: said("White maize"), category: "grains", months: [7, 8], country: "MX" });
  await publish(seller, {
    title: said("Lorry to the coast"),
    category: "transport",
    unit: "{trip}",
    price: null,
    isGift: true,
  });
  await publish(seller, {
    title: said("Seed potatoes"),
    category: "seeds",
    price: null,
    wanted,
    country: "PE",
  });
  await publish(seller, {
    title: said("Jars"),
    kind: "need",
    category: "packaging",
    unit: "{jar}",
    wanted,
    country: "FR",
  });
});

describe("searching the market", () => {
  it("finds words of the title, of what it is in any language, of the place and of what is wanted", async () => {
    expect(titles(await find({ q: "cafe" }))).toEqual(["Coffee in beans"]);
    expect(titles(await find({ q: "trigo" }))).toEqual([]);
    expect(titles(await find({ q: "céréales" }))).toEqual(["White maize"]);
    expect(titles(await find({ q: "hortaliças" }))).toEqual([]);
    expect(titles(await find({ q: "machet" }))).toEqual(["Jars", "Seed potatoes"]);
    expect(titles(await find({ q: "sanare maiz" }))).toEqual(["White maize"]);
    const misspelt = await find({ q: "lorri" });
    expect(misspelt.approximate).toBe(true);
    expect(titles(misspelt)).toEqual(["Lorry to the coast"]);
  });

  it("lists as many as each filter promised", async () => {
    const all = await find({});
    expect(all.total).toBe(5);
    for (const [facet, values] of Object.entries(all.facets))
      for (const { value, count } of values)
        expect((await find({ [facet]: value })).entries.length, `${facet} ${value}`).toBe(count);
    expect((await find({ category: "food" })).total).toBe(2);
    expect((await find({ return: "barter" })).total).toBe(2);
    expect((await find({ return: "money", kind: "need" })).total).toBe(1);
    expect(
      (await find({ region: "019" as never }).catch((error: { reason: string }) => error)) as unknown,
    ).toMatchObject({
      reason: "inputInvalid",
    });
  });

  it("knows the season: what has none is there all year", async () => {
    expect(titles(await find({ month: "8", category: "food" }))).toEqual(["White maize", "Coffee in beans"]);
    expect(titles(await find({ month: "1", category: "food" }))).toEqual(["Coffee in beans"]);
  });

  it("leaves out what is over, paused or withdrawn, and takes it in again", async () => {
    const before = (await find({ q: "mango" })).total;
    const number = await publish(seller, { title: said("Mango"), category: "fruit", endsOn: "2199-12-31" });
    expect((await find({ q: "mango" })).total).toBe(before + 1);
    expect((await searchMarket(visitor(new Date("2200-01-01T12:00:00Z")), { q: "mango" })).total).toBe(
      before,
    );
    await moveOffer(seller.ctx, { number, to: "paused" });
    expect((await find({ q: "mango" })).total).toBe(before);
    await moveOffer(seller.ctx, { number, to: "open" });
    expect((await find({ q: "mango" })).total).toBe(before + 1);
    await moveOffer(seller.ctx, { number, to: "withdrawn" });
    expect((await find({ q: "mango" })).total).toBe(before);
  });

  it("gives every entry on exactly one page, also of the same instant", async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: MarketPage = await find({ limit: 2, after });
      seen.push(...page.entries.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength((await find({})).total);
  });

  it("refuses what no page ever gave as its end", async () => {
    await expect(find({ after: "bm90IG91cnM" })).rejects.toMatchObject({ reason: "inputInvalid" });
  });

  it("enters many at once, as SQL writes them", async () => {
    await sql`update market_offers set category_words = category_words || ' zapallo' where state <> 'withdrawn'`.execute(
      test.db,
    );
    expect((await find({ q: "zapallo" })).total).toBe((await find({})).total);
  });
});
