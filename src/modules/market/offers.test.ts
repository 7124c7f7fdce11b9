// Offers and needs: who may publish and change them, what the rules refuse, and who sees what is for members only.
import { sql } from "kysely";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { offerOf, publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { contextOn, foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { offerSteps } from "./offers.rules.ts";
import type { PublishOfferInput } from "./offers.schema.ts";
import { changeOffer, moveOffer, publishOffer } from "./offers.service.ts";
import { countOffersOf, findOffer, isPhotograph, listOffersOf } from "./offers.views.ts";
import { parseQuantity, formatQuantity, writtenQuantity } from "./quantities.ts";
import { searchMarket } from "./search.views.ts";
import { offerStates } from "./types.ts";
import { isUnit } from "./units.ts";

const test = useDatabase();
let node: TestNode;
let seller: Trader;
let stranger: Trader;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  stranger = await trader(node, "Panadería", "FR");
});

const visitor = () => contextOn(test.db);
const factsOf = (more: Partial<PublishOfferInput> = {}) => {
  const { requestKey: _key, kind: _kind, organizationId: _id, ...facts } = offerOf(seller, more);
  return facts;
};
const refusedField = (reason: string, field?: string) => ({
  reason: "inputInvalid",
  fields: [expect.objectContaining(field ? { reason, field } : { reason })],
});

describe("an offer", () => {
  it("is published by whoever speaks for its organisation, once for each form", async () => {
    const requestKey = newId();
    const number = await publish(seller, { requestKey });
    expect(await publish(seller, { requestKey })).toBe(number);
    const offer = await findOffer(visitor(), number);
    expect(offer).toMatchObject({
      kind: "offer",
      state: "open",
      quantity: 10_000n,
      price: { amount: 200n, officialCode: "USD" },
      priceUnit: { code: "USD", scale: 2 },
      organization: { id: seller.id },
    });
    const acts = await sql<{ record: Record<string, unknown> }>`
      select record from log_acts where subject = ${`/market/offers/${number}`}`.execute(test.db);
    expect(acts.rows).toHaveLength(1);
    expect(JSON.stringify(acts.rows[0]?.record)).not.toContain("Café");
  });

  it("is not published for an organisation that gave no mandate", async () => {
    await expect(publishOffer(stranger.ctx, offerOf(seller))).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await expect(publishOffer(visitor(), offerOf(seller))).rejects.toMatchObject({ reason: "signInFirst" });
  });

  it("asks for a price, for something else, for both, or for nothing at all", async () => {
    const wanted = { category: "tools", words: said("A mill") } as const;
    await publish(seller, { wanted });
    await publish(seller, { price: null, wanted });
    await publish(seller, { price: null, isGift: true });
    await expect(publish(seller, { isGift: true })).rejects.toMatchObject(
      refusedField("giftsAskNothing", "return"),
    );
    await expect(publish(seller, { price: null })).rejects.toMatchObject(
      refusedField("returnMissing", "return"),
    );
  });

  it("is refused by field with what it cannot be", async () => {
    const wrong = [
      ["unitUnknown", "unit", { unit: "furlong" }],
      ["categoryUnknown", "category", { category: "food" as never }],
      ["valueTooSmall", "quantity", { quantity: 0n }],
      ["valueTooSmall", "quantity", { quantity: -5n }],
      ["valueTooLarge", "quantity", { quantity: 2n ** 63n }],
      ["amountNotPositive", "price.amount", { price: { amount: 0n, currencyId: null, officialCode: "USD" } }],
      [
        "amountTooLarge",
        "price.amount",
        { price: { amount: 2n ** 53n, currencyId: null, officialCode: "USD" } },
      ],
      ["currencyUnknown", "price", { price: { amount: 1n, currencyId: null, officialCode: "ZZZ" } }],
      ["currencyUnknown", "price", { price: { amount: 1n, currencyId: newId(), officialCode: "USD" } }],
      ["endsBeforeItStarts", "endsOn", { startsOn: "2031-02-01", endsOn: "2031-01-31" }],
      ["offerIsOver", "endsOn", { endsOn: "2020-01-01" }],
      ["countryUnknown", "country", { country: "XX" }],
    ] as const;
    for (const [reason, field, more] of wrong)
      await expect(publish(seller, more), field).rejects.toMatchObject(refusedField(reason, field));
    await expect(
      publish(seller, { price: { amount: 5n, currencyId: newId(), officialCode: null } }),
    ).rejects.toMatchObject({ reason: "currencyUnknown" });
  });

  it("is changed by whoever has read it as it stands", async () => {
    const number = await publish(seller);
    await changeOffer(seller.ctx, { number, revision: 0, ...factsOf({ quantity: 2_500n, unit: "{sack}" }) });
    expect(await findOffer(visitor(), number)).toMatchObject({
      quantity: 2_500n,
      unit: "{sack}",
      revision: 1,
    });
    await expect(changeOffer(seller.ctx, { number, revision: 0, ...factsOf() })).rejects.toMatchObject({
      reason: "offerChangedSince",
    });
    await expect(changeOffer(stranger.ctx, { number, revision: 1, ...factsOf() })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });

  it("goes from state to state by the table, and no other way", async () => {
    for (const from of offerStates)
      for (const to of offerStates) {
        const number = await publish(seller);
        if (from !== "open") await moveOffer(seller.ctx, { number, to: from });
        const step = moveOffer(seller.ctx, { number, to });
        if ((offerSteps[to].from as readonly string[]).includes(from)) await step;
        else
          await expect(step, `${from} → ${to}`).rejects.toMatchObject({
            reason: from === "withdrawn" ? "offerWithdrawn" : "offerNotInState",
          });
      }
  });

  it("leaves a tombstone without its words or pictures, also to SQL", async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#385" } })
      .withExif({ IFD0: { Artist: "Somebody" } })
      .jpeg()
      .toBuffer();
    const number = await publish(seller, {
      description: said("From the mountain"),
      photographs: [{ bytes: picture, name: "me.jpg", alt: said("Beans in a sack") }],
    });
    const [photograph] = (await findOffer(visitor(), number))?.photographs ?? [];
    expect(photograph).toMatchObject({ width: 40, height: 30 });
    expect(await isPhotograph(visitor(), photograph?.hash ?? "")).toBe(true);
    await moveOffer(seller.ctx, { number, to: "withdrawn" });
    expect(await findOffer(visitor(), number)).toMatchObject({
      state: "withdrawn",
      description: null,
      photographs: [],
    });
    expect(await isPhotograph(visitor(), photograph?.hash ?? "")).toBe(false);
    await expect(
      sql`update market_offers set state = 'open' where number = ${number}`.execute(test.db),
    ).rejects.toThrow("what was withdrawn stays withdrawn");
    await expect(sql`delete from market_offers where number = ${number}`.execute(test.db)).rejects.toThrow(
      "tombstone",
    );
  });

  it("takes no more photographs than there is room for", async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    const photographs = Array.from({ length: 3 }, () => ({ bytes, alt: said("White") }));
    const number = await publish(seller, { photographs });
    const more = { number, revision: 0, ...factsOf({ photographs: photographs.slice(0, 2) }) };
    await expect(changeOffer(seller.ctx, more)).rejects.toMatchObject(
      refusedField("photographsTooMany", "photographs"),
    );
    await changeOffer(seller.ctx, { ...more, withoutPhotographs: true });
    expect((await findOffer(visitor(), number))?.photographs).toHaveLength(2);
  });
});

describe("an offer for members only", () => {
  it("is there for whoever holds a mandate, and for nobody else: page, list, search, counts, log", async () => {
    const q = "guanabana";
    const number = await publish(seller, { membersOnly: true, title: said("Guanábana pulp") });
    expect(await findOffer(stranger.ctx, number)).toBeDefined();
    expect(await findOffer(visitor(), number)).toBeUndefined();
    expect((await searchMarket(stranger.ctx, { q })).total).toBe(1);
    expect((await searchMarket(visitor(), { q })).total).toBe(0);
    expect((await searchMarket(visitor(), { q: "guanabama" })).approximate).toBe(false);
    const numbersOf = async (ctx: typeof seller.ctx) =>
      (await listOffersOf(ctx, seller.id, false, { offset: 0, limit: 50 })).map((entry) => entry.number);
    expect(await numbersOf(stranger.ctx)).toContain(number);
    expect(await numbersOf(visitor())).not.toContain(number);
    expect(await countOffersOf(stranger.ctx, seller.id, false)).toBeGreaterThan(
      await countOffersOf(visitor(), seller.id, false),
    );
    const logged = await sql`select 1 from log_acts where subject = ${`/market/offers/${number}`}`.execute(
      test.db,
    );
    expect(logged.rows).toHaveLength(0);
    await changeOffer(seller.ctx, { number, revision: 0, ...factsOf({ title: said("Guanábana pulp") }) });
    expect((await searchMarket(visitor(), { q })).total).toBe(1);
  });

  it("is closed to a person whose mandate ended", async () => {
    const number = await publish(seller, { membersOnly: true });
    const past = await trader(node, "Past member");
    await sql`update mandates set ends_at = now() - interval '1 hour', starts_at = now() - interval '1 day'
      where person_id = ${past.personId}`.execute(test.db);
    expect(await findOffer(past.ctx, number)).toBeUndefined();
  });
});

describe("quantities and units", () => {
  it("are read as people write them, and never rounded", () => {
    expect(parseQuantity("es", "12,5")).toBe(12_500n);
    expect(parseQuantity("en", "1,000")).toBe(1_000_000n);
    expect(writtenQuantity(12_500n)).toBe("12.5");
    expect(formatQuantity("fr", 1_250n, "{bundle}")).toBe("1,25\u00a0bottes");
    expect(() => parseQuantity("es", "0,0001")).toThrow("amountFinerThanScale");
    expect(() => parseQuantity("es", "muchos")).toThrow("amountNotANumber");
  });

  it("are codes of UCUM, or pieces that somebody named", () => {
    for (const code of ["kg", "L", "kW.h", "{piece}", "{hammock}"]) expect(isUnit(code), code).toBe(true);
    for (const code of ["KG", "", "{}", "{a}{b}", "{ñ}", "stone"]) expect(isUnit(code), code).toBe(false);
  });
});
