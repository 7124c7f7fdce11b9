// Barter rings: found among what is offered, seen by their parties alone, agreed when all say yes, all of them or none; and what is missing.
import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useDatabase } from "../../../test/support/database.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { contextOn, foundTestNode, type TestNode } from "../../../test/support/node.ts";
import { listOwnAgreements } from "./agreements.views.ts";
import { whatIsMissing } from "./missing.views.ts";
import { moveOffer } from "./offers.service.ts";
import { findOffer } from "./offers.views.ts";
import { eachAnswersOnce, fitOf, partiesAnswer, ringsWaitForAnswers } from "./rings.rules.ts";
import { answerRing, lookForRings } from "./rings.service.ts";
import { listOwnRings } from "./rings.views.ts";

const test = useDatabase();
let node: TestNode;
let coffee: Trader;
let bread: Trader;
let cloth: Trader;
let stranger: Trader;
let numbers: number[];

beforeAll(async () => {
  node = await foundTestNode(test.db);
  coffee = await trader(node, "Coffee growers");
  bread = await trader(node, "Bakers");
  cloth = await trader(node, "Weavers");
  stranger = await trader(node, "Neighbours");
});

const barter = (who: Trader, category: string, title: string, wanted: [string, string], quantity = 5_000n) =>
  publish(who, {
    category: category as never,
    title: said(title),
    price: null,
    wanted: { category: wanted[0] as never, words: said(wanted[1]) },
    quantity,
  });

/** A ring of three, afresh. */
beforeEach(async () => {
  await sql`update market_offers set state = 'paused' where state = 'open'`.execute(test.db);
  numbers = [
    await barter(coffee, "coffee_and_cocoa", "Coffee in beans", ["clothing", "aprons"]),
    await barter(bread, "bread", "Rye bread", ["coffee_and_cocoa", "coffee"]),
    await barter(cloth, "clothing", "Aprons of cotton", ["bread", "bread"]),
  ];
});

const look = () => lookForRings(coffee.ctx, { organizationId: coffee.id });
const ringOf = async (who: Trader) => (await listOwnRings(who.ctx, 1))[0];
const answer = async (who: Trader, saysYes = true) =>
  answerRing(who.ctx, { ringId: (await ringOf(coffee))?.id ?? "", organizationId: who.id, saysYes });

describe("a barter ring", () => {
  it("is found, proposed to its parties alone, and agreed when all say yes", async () => {
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    const ring = await ringOf(bread);
    expect(ring).toMatchObject({ state: "proposed", kind: "ring", acts: [bread.id] });
    expect(ring?.steps).toHaveLength(3);
    expect(await listOwnRings(stranger.ctx, 9)).toEqual([]);
    expect(await listOwnRings(contextOn(test.db), 9)).toEqual([]);
    const unknown = { reason: "ringUnknown" };
    await expect(answer(stranger)).rejects.toMatchObject(unknown);
    expect(await answer(coffee)).toBe("proposed");
    await expect(answer(coffee)).rejects.toMatchObject({ reason: "ringAnswered" });
    expect(await answer(bread)).toBe("proposed");
    expect(await answer(cloth)).toBe("agreed");
    await expect(answer(cloth)).rejects.toMatchObject({ reason: "ringNotOpen" });
    for (const who of [coffee, bread, cloth]) {
      const own = await listOwnAgreements(who.ctx, false, { offset: 0, limit: 9 });
      expect(own.filter(({ ringId }) => ringId === ring?.id)).toMatchObject([
        { state: "agreed" },
        { state: "agreed" },
      ]);
    }
    expect(await findOffer(coffee.ctx, numbers[0] ?? 0)).toMatchObject({ state: "exhausted", left: 0n });
  });

  it("that one refuses binds nobody", async () => {
    const before = await sql`select 1 from market_agreements`.execute(test.db);
    await look();
    await answer(coffee);
    expect(await answer(bread, false)).toBe("refused");
    await expect(answer(cloth)).rejects.toMatchObject({ reason: "ringNotOpen" });
    expect((await sql`select 1 from market_agreements`.execute(test.db)).rows).toHaveLength(
      before.rows.length,
    );
    // What was refused is free to be looked at again.
    expect(await look()).toBe(1);
  });

  it("of which something is gone lapses: no step of it is agreed", async () => {
    const before = await sql`select 1 from market_agreements`.execute(test.db);
    await look();
    await answer(coffee);
    await answer(bread);
    await moveOffer(bread.ctx, { number: numbers[1] ?? 0, to: "paused" });
    expect(await answer(cloth)).toBe("lapsed");
    expect((await sql`select 1 from market_agreements`.execute(test.db)).rows).toHaveLength(
      before.rows.length,
    );
  });

  it("lapses with time", async () => {
    await look();
    const ringId = (await ringOf(coffee))?.id ?? "";
    const later = { ...coffee.ctx, now: new Date(coffee.ctx.now.getTime() + 15 * 86_400_000) };
    await expect(
      answerRing(later, { ringId, organizationId: coffee.id, saysYes: true }),
    ).rejects.toMatchObject({ reason: "ringNotOpen" });
    expect((await listOwnRings(later, 1))[0]?.state).toBe("lapsed");
  });

  it("begins with a gift, where nobody asks for anything in return", async () => {
    await moveOffer(cloth.ctx, { number: numbers[2] ?? 0, to: "paused" });
    await publish(stranger, { category: "clothing", title: said("Old clothes"), price: null, isGift: true });
    expect(await look()).toBe(1);
    const chain = await ringOf(coffee);
    expect(chain).toMatchObject({ kind: "chain" });
    expect(chain?.steps.map(({ fromId, toId }) => [fromId, toId])).toEqual([
      [stranger.id, coffee.id],
      [coffee.id, bread.id],
    ]);
  });

  it("is not agreed in SQL without everybody's yes", async () => {
    await look();
    const id = (await ringOf(coffee))?.id;
    await expect(
      sql`update market_rings set state = 'agreed' where id = ${id}`.execute(test.db),
    ).rejects.toThrow("everybody");
  });

  it("is not looked for by whoever acts for nobody", async () => {
    await expect(lookForRings(contextOn(test.db), { organizationId: coffee.id })).rejects.toMatchObject({
      reason: "signInFirst",
    });
    await expect(lookForRings(stranger.ctx, { organizationId: coffee.id })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
  });

  it("has rules that are met and broken", () => {
    const thing = { category: "bread" as const, title: said("Rye bread") };
    expect(fitOf(thing, { category: "bread", words: said("Some bread") })).toBe(3);
    expect(fitOf(thing, { category: "food", words: said("Anything") })).toBe(1);
    expect(fitOf(thing, { category: "clothing", words: said("bread") })).toBe(0);
    const [now, then] = [new Date(), new Date(0)];
    expect(ringsWaitForAnswers("proposed", now, then).ok).toBe(true);
    expect(ringsWaitForAnswers("proposed", then, now)).toMatchObject({ reason: "ringNotOpen" });
    expect(partiesAnswer(["a"], "b")).toMatchObject({ reason: "ringUnknown" });
    expect(eachAnswersOnce(["a"], "a")).toMatchObject({ reason: "ringAnswered" });
  });
});

describe("what is missing", () => {
  it("is what is needed where nobody offers it, with what there is elsewhere", async () => {
    await publish(stranger, { kind: "need", category: "packaging", country: "FR", title: said("Jars") });
    await publish(stranger, { kind: "need", category: "bread", country: "FR", title: said("Bread") });
    await publish(stranger, { kind: "need", category: "bread", title: said("Bread") });
    await publish(stranger, { kind: "need", category: "tools", membersOnly: true, title: said("Spades") });
    expect(await whatIsMissing(stranger.ctx)).toEqual([
      { category: "bread", region: "150", needs: 1, offeredElsewhere: 1 },
      { category: "packaging", region: "150", needs: 1, offeredElsewhere: 0 },
    ]);
  });
});
