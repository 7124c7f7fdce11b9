// From an interest to an agreement, by the use-cases: who may see and do what, and what is refused.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createOrganization, grantMandate } from "#confederation";
import { type Ctx } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { testCurrency } from "../../../test/support/ledger.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { contextOn, foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { agreed, asked, deliver, owedOn, termsOf, today, usd, viewOf } from "../../../test/support/trade.ts";
import {
  ask,
  confirmTerms,
  declineAgreement,
  endAgreement,
  proposeTerms,
  withdrawAgreement,
} from "./agreements.service.ts";
import { findAgreement, listOwnAgreements } from "./agreements.views.ts";
import { give } from "./deliveries.service.ts";
import { openDispute } from "./disputes.service.ts";
import { findOffer } from "./offers.views.ts";
import { type AgreementId, type Price } from "./types.ts";

const test = useDatabase();
let node: TestNode;
let seller: Trader;
let buyer: Trader;
let stranger: Trader;
let commission: Ctx;

beforeAll(async () => {
  node = await foundTestNode(test.db);
  seller = await trader(node, "Café Neblina");
  buyer = await trader(node, "Panadería");
  stranger = await trader(node, "Vecina");
  const { id } = await createOrganization(node.operator, {
    name: said("Economic commission"),
    kind: "commission",
  });
  const person = await personWithOffice(node, id, "teacher");
  await grantMandate(node.operator, {
    personId: person.personId,
    organizationId: id,
    office: "economic_commission",
    covers: "node",
    startsAt: new Date(node.shell.now.getTime() - 1_000),
    endsAt: null,
    decision: said("Named by the assembly"),
  });
  commission = person.ctx;
});

const trade = () => ({ seller, buyer });
const view = (id: AgreementId, ctx = seller.ctx) => viewOf(trade(), id, ctx);
const owed = (id: AgreementId, of = buyer) => owedOn(id, of);

describe("an agreement", () => {
  it("is asked for, written, confirmed, delivered in parts, and fulfilled; what becomes due is the price, no more", async () => {
    const id = await agreed(trade());
    expect(await view(id)).toMatchObject({ state: "agreed", terms: { price: { amount: 1_001n } } });
    await deliver(trade(), id, 0, 2_000n);
    expect((await owed(id)).map(({ amount }) => amount)).toEqual([500n]);
    await deliver(trade(), id, 0, 1_000n, 600n, "One sack was wet.");
    await deliver(trade(), id, 0, 400n);
    expect((await view(id)).state).toBe("agreed");
    await deliver(trade(), id, 1, 1_000n);
    const { state, steps } = await view(id);
    expect(state).toBe("fulfilled");
    expect(steps.map(({ what }) => what)).toEqual(["asked", "proposed", "confirmed", "completed"]);
    const due = await owed(id);
    expect(due.reduce((sum, { amount }) => sum + amount, 0n)).toBe(1_001n);
    expect(due.every((one) => one.state === "acknowledged" && one.officialCode === "USD")).toBe(true);
    const inThirtyDays = new Date(Date.parse(`${today}T00:00:00Z`) + 30 * 86_400_000)
      .toISOString()
      .slice(0, 10);
    expect(due[0]?.dueOn).toBe(inThirtyDays);
  });

  it("is owed in a currency of the ledger too", async () => {
    const { id: currencyId } = await testCurrency(node.shell, node.organizationId);
    const price: Price = { currencyId, officialCode: null, amount: 250n };
    const id = await agreed(
      trade(),
      { parts: [{ quantity: 4_000n, dueOn: null }], price: { amount: 1_000n, denomination: price } },
      { price },
    );
    expect((await view(id)).terms?.priceUnit).toMatchObject({ kind: "mutual_credit", scale: 2 });
    await deliver(trade(), id, 0, 4_000n);
    expect(await owed(id)).toMatchObject([{ amount: 1_000n, currencyId }]);
  });

  it("is not there for anybody else, whatever they try", async () => {
    const id = await agreed(trade());
    const [agreementId, organizationId] = [id, stranger.id];
    expect(await findAgreement(stranger.ctx, id)).toBeUndefined();
    expect(await findAgreement(commission, id)).toBeUndefined();
    expect(await findAgreement(contextOn(test.db), id)).toBeUndefined();
    const unknown = { reason: "agreementUnknown" };
    await expect(proposeTerms(stranger.ctx, termsOf(trade(), id, { organizationId }))).rejects.toMatchObject(
      unknown,
    );
    await expect(
      confirmTerms(stranger.ctx, { agreementId, organizationId: buyer.id, version: 1 }),
    ).rejects.toMatchObject(unknown);
    await expect(endAgreement(stranger.ctx, { agreementId, organizationId })).rejects.toMatchObject(unknown);
    await expect(
      openDispute(stranger.ctx, { agreementId, organizationId, reason: "Why not" }),
    ).rejects.toMatchObject(unknown);
    const lineId = (await view(id)).lines[0]?.id as never;
    const giving = { requestKey: newId(), agreementId, lineId, quantity: 1n, givenOn: today, note: null };
    await expect(give(stranger.ctx, giving)).rejects.toMatchObject(unknown);
    await expect(give(buyer.ctx, giving)).rejects.toMatchObject({ reason: "noMandateForThis" });
    expect(await listOwnAgreements(stranger.ctx, false, { offset: 0, limit: 9 })).toEqual([]);
    const acts = await sql`select 1 from log_acts where subject like '/market/agreements%'`.execute(test.db);
    expect(acts.rows).toEqual([]);
  });

  it("begins with somebody else's offer that is open, once for each form", async () => {
    const number = await publish(seller);
    const asking = { requestKey: newId(), number, organizationId: buyer.id, quantity: null, message: "Some" };
    const id = await ask(buyer.ctx, asking);
    expect(await ask(buyer.ctx, asking)).toBe(id);
    await expect(
      ask(seller.ctx, { ...asking, requestKey: newId(), organizationId: seller.id }),
    ).rejects.toMatchObject({ reason: "ownOffer" });
    await expect(
      ask(buyer.ctx, { ...asking, requestKey: newId(), organizationId: stranger.id }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    await sql`update market_offers set state = 'paused' where number = ${number}`.execute(test.db);
    await expect(ask(buyer.ctx, { ...asking, requestKey: newId() })).rejects.toMatchObject({
      reason: "offerNotOpen",
    });
    await expect(ask(buyer.ctx, { ...asking, requestKey: newId(), number: 999_999 })).rejects.toMatchObject({
      reason: "offerUnknown",
    });
  });

  it("of a need: whoever asks provides", async () => {
    const id = await asked(trade(), { kind: "need" });
    expect(await view(id)).toMatchObject({ providerId: buyer.id, receiverId: seller.id });
  });

  it("is agreed when both confirm the same terms, as they have read them", async () => {
    const id = await asked(trade());
    await proposeTerms(seller.ctx, termsOf(trade(), id));
    const confirming = { agreementId: id, organizationId: buyer.id };
    await expect(
      confirmTerms(seller.ctx, { ...confirming, organizationId: seller.id, version: 1 }),
    ).rejects.toMatchObject({ reason: "notYourTurn" });
    await proposeTerms(
      buyer.ctx,
      termsOf(trade(), id, { organizationId: buyer.id, version: 1, price: usd(900n) }),
    );
    await expect(
      confirmTerms(seller.ctx, { agreementId: id, organizationId: seller.id, version: 1 }),
    ).rejects.toMatchObject({ reason: "termsChangedSince" });
    await expect(proposeTerms(seller.ctx, termsOf(trade(), id, { version: 1 }))).rejects.toMatchObject({
      reason: "termsChangedSince",
    });
    await confirmTerms(seller.ctx, { agreementId: id, organizationId: seller.id, version: 2 });
    expect((await view(id)).terms?.price?.amount).toBe(900n);
    await expect(proposeTerms(seller.ctx, termsOf(trade(), id, { version: 2 }))).rejects.toMatchObject({
      reason: "agreementNotInState",
    });
    await expect(
      sql`update market_agreements set version = 1 where id = ${id}`.execute(test.db),
    ).rejects.toThrow("does not change");
    await expect(sql`update market_terms set price_amount = 1`.execute(test.db)).rejects.toThrow("stands");
  });

  it("is not agreed in SQL without two confirmations", async () => {
    const id = await asked(trade());
    await proposeTerms(seller.ctx, termsOf(trade(), id));
    await expect(
      sql`update market_agreements set state = 'agreed' where id = ${id}`.execute(test.db),
    ).rejects.toThrow("both sides");
    await expect(
      sql`update market_agreements set state = 'fulfilled' where id = ${id}`.execute(test.db),
    ).rejects.toThrow("does not go from");
  });

  it("is declined by whose offer it is, and withdrawn by whoever asked", async () => {
    const [one, other] = [await asked(trade()), await asked(trade())];
    const [own, others] = [{ organizationId: seller.id }, { organizationId: buyer.id }];
    await expect(declineAgreement(buyer.ctx, { agreementId: one, ...others })).rejects.toMatchObject({
      reason: "notYourTurn",
    });
    await declineAgreement(seller.ctx, { agreementId: one, ...own, reason: "Sold already" });
    await withdrawAgreement(buyer.ctx, { agreementId: other, ...others });
    expect([(await view(one)).state, (await view(other)).state]).toEqual(["declined", "withdrawn"]);
    await expect(declineAgreement(seller.ctx, { agreementId: one, ...own })).rejects.toMatchObject({
      reason: "agreementNotInState",
    });
  });

  it("takes no more than is left, and exhausts what it takes the last of", async () => {
    const number = await publish(seller, { quantity: 5_000n });
    const asking = (who: Trader) =>
      ask(who.ctx, { requestKey: newId(), number, organizationId: who.id, quantity: null, message: "Some" });
    const [one, other] = [await asking(buyer), await asking(stranger)];
    const parts = [{ quantity: 3_000n, dueOn: null }];
    for (const id of [one, other]) await proposeTerms(seller.ctx, termsOf(trade(), id, { parts }));
    await expect(
      proposeTerms(
        seller.ctx,
        termsOf(trade(), one, { version: 1, parts: [{ quantity: 6_000n, dueOn: null }] }),
      ),
    ).rejects.toMatchObject({ reason: "notEnoughLeft" });
    const both = await Promise.allSettled([
      confirmTerms(buyer.ctx, { agreementId: one, organizationId: buyer.id, version: 1 }),
      confirmTerms(stranger.ctx, { agreementId: other, organizationId: stranger.id, version: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await findOffer(seller.ctx, number)).toMatchObject({ left: 2_000n, state: "open" });
    const last = await asking(buyer);
    await proposeTerms(seller.ctx, termsOf(trade(), last, { parts: [{ quantity: 2_000n, dueOn: null }] }));
    await confirmTerms(buyer.ctx, { agreementId: last, organizationId: buyer.id, version: 1 });
    expect(await findOffer(seller.ctx, number)).toMatchObject({ left: 0n, state: "exhausted" });
  });

  it("refuses terms that cannot be", async () => {
    const id = await asked(trade());
    const wrong = [
      ["partsMissing", { parts: [] }],
      ["valueTooSmall", { parts: [{ quantity: 0n, dueOn: null }] }],
      ["amountNotPositive", { price: usd(0n) }],
      ["amountTooLarge", { price: usd(2n ** 63n) }],
      ["valueTooLarge", { payDays: 10_000 }],
      ["dateMalformed", { parts: [{ quantity: 1n, dueOn: "2026-02-30" }] }],
    ] as const;
    for (const [reason, more] of wrong)
      await expect(
        proposeTerms(seller.ctx, termsOf(trade(), id, more as never)),
        reason,
      ).rejects.toMatchObject({
        fields: [expect.objectContaining({ reason })],
      });
    await expect(
      proposeTerms(seller.ctx, termsOf(trade(), id, { parts: [{ quantity: 1n, dueOn: "2020-01-01" }] })),
    ).rejects.toMatchObject({ reason: "dateIsOver" });
    expect((await view(id)).version).toBe(0);
  });
});
