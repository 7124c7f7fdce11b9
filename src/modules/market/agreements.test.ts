// From an interest to a fulfilled agreement, by the use-cases: who may see and do what, what becomes due, barter, and disputes.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { obligationsOf } from "#clearing";
import { createOrganization, grantMandate } from "#confederation";
import type { Ctx } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { testCurrency } from "../../../test/support/ledger.ts";
import { publish, said, type Trader, trader } from "../../../test/support/market.ts";
import { contextOn, foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import type { ProposeTermsInput } from "./agreements.schema.ts";
import {
  ask,
  confirmTerms,
  declineAgreement,
  endAgreement,
  proposeTerms,
  withdrawAgreement,
} from "./agreements.service.ts";
import { findAgreement, listOwnAgreements, listToMediate } from "./agreements.views.ts";
import { give, receive } from "./deliveries.service.ts";
import { nameMediator, openDispute, settleDispute, takeBackDispute } from "./disputes.service.ts";
import { findOffer } from "./offers.views.ts";
import type { AgreementId, Price } from "./types.ts";

const test = useDatabase();
let node: TestNode;
let seller: Trader;
let buyer: Trader;
let stranger: Trader;
let commission: Ctx;
const today = new Date().toISOString().slice(0, 10);

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

const usd = (amount: bigint) => ({ amount, denomination: { currencyId: null, officialCode: "USD" } });

async function asked(more: Parameters<typeof publish>[1] = {}, who = buyer): Promise<AgreementId> {
  const number = await publish(seller, more);
  return ask(who.ctx, {
    requestKey: newId(),
    number,
    organizationId: who.id,
    quantity: 4_000n,
    message: "Four kilograms for our bakery, please.",
  });
}

const termsOf = (agreementId: AgreementId, more: Partial<ProposeTermsInput> = {}): ProposeTermsInput => ({
  agreementId,
  organizationId: seller.id,
  version: 0,
  parts: [
    { quantity: 3_000n, dueOn: null },
    { quantity: 1_000n, dueOn: "2199-01-01" },
  ],
  price: usd(1_001n),
  payDays: 30,
  transport: "provider",
  note: null,
  ...more,
});

async function agreed(more: Partial<ProposeTermsInput> = {}, offer: Parameters<typeof publish>[1] = {}) {
  const id = await asked(offer);
  await proposeTerms(seller.ctx, termsOf(id, more));
  await confirmTerms(buyer.ctx, { agreementId: id, organizationId: buyer.id, version: 1 });
  return id;
}

const view = async (id: AgreementId, ctx = seller.ctx) =>
  (await findAgreement(ctx, id)) as NonNullable<Awaited<ReturnType<typeof findAgreement>>>;

async function deliver(
  id: AgreementId,
  line: number,
  quantity: bigint,
  arrives = quantity,
  quality: string | null = null,
) {
  const lineId = (await view(id)).lines[line]?.id as never;
  const back = (await view(id)).lines[line]?.fromId === buyer.id;
  const [giver, taker] = back ? [buyer, seller] : [seller, buyer];
  const deliveryId = await give(giver.ctx, {
    requestKey: newId(),
    agreementId: id,
    lineId,
    quantity,
    givenOn: today,
    note: null,
  });
  await receive(taker.ctx, { agreementId: id, deliveryId, quantity: arrives, receivedOn: today, quality });
  return deliveryId;
}

/** What is owed on this agreement, from the debtor's side. */
async function owed(id: AgreementId, of = buyer) {
  const all = await obligationsOf(of.ctx, of.id);
  return all.filter(({ about }) => about === `/market/agreements/${id}`);
}

describe("an agreement", () => {
  it("is asked for, written, confirmed, delivered in parts, and fulfilled; what becomes due is the price, no more", async () => {
    const id = await agreed();
    expect(await view(id)).toMatchObject({ state: "agreed", terms: { price: { amount: 1_001n } } });
    await deliver(id, 0, 2_000n);
    expect((await owed(id)).map(({ amount }) => amount)).toEqual([500n]);
    await deliver(id, 0, 1_000n, 600n, "One sack was wet.");
    await deliver(id, 0, 400n);
    expect((await view(id)).state).toBe("agreed");
    await deliver(id, 1, 1_000n);
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
      { parts: [{ quantity: 4_000n, dueOn: null }], price: { amount: 1_000n, denomination: price } },
      { price },
    );
    expect((await view(id)).terms?.priceUnit).toMatchObject({ kind: "mutual_credit", scale: 2 });
    await deliver(id, 0, 4_000n);
    expect(await owed(id)).toMatchObject([{ amount: 1_000n, currencyId }]);
  });

  it("is not there for anybody else, whatever they try", async () => {
    const id = await agreed();
    const [agreementId, organizationId] = [id, stranger.id];
    expect(await findAgreement(stranger.ctx, id)).toBeUndefined();
    expect(await findAgreement(commission, id)).toBeUndefined();
    expect(await findAgreement(contextOn(test.db), id)).toBeUndefined();
    const unknown = { reason: "agreementUnknown" };
    await expect(proposeTerms(stranger.ctx, termsOf(id, { organizationId }))).rejects.toMatchObject(unknown);
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
    const id = await asked({ kind: "need" });
    expect(await view(id)).toMatchObject({ providerId: buyer.id, receiverId: seller.id });
  });

  it("is agreed when both confirm the same terms, as they have read them", async () => {
    const id = await asked();
    await proposeTerms(seller.ctx, termsOf(id));
    const confirming = { agreementId: id, organizationId: buyer.id };
    await expect(
      confirmTerms(seller.ctx, { ...confirming, organizationId: seller.id, version: 1 }),
    ).rejects.toMatchObject({ reason: "notYourTurn" });
    await proposeTerms(buyer.ctx, termsOf(id, { organizationId: buyer.id, version: 1, price: usd(900n) }));
    await expect(
      confirmTerms(seller.ctx, { agreementId: id, organizationId: seller.id, version: 1 }),
    ).rejects.toMatchObject({ reason: "termsChangedSince" });
    await expect(proposeTerms(seller.ctx, termsOf(id, { version: 1 }))).rejects.toMatchObject({
      reason: "termsChangedSince",
    });
    await confirmTerms(seller.ctx, { agreementId: id, organizationId: seller.id, version: 2 });
    expect((await view(id)).terms?.price?.amount).toBe(900n);
    await expect(proposeTerms(seller.ctx, termsOf(id, { version: 2 }))).rejects.toMatchObject({
      reason: "agreementNotInState",
    });
    await expect(
      sql`update market_agreements set version = 1 where id = ${id}`.execute(test.db),
    ).rejects.toThrow("does not change");
    await expect(sql`update market_terms set price_amount = 1`.execute(test.db)).rejects.toThrow("stands");
  });

  it("is not agreed in SQL without two confirmations", async () => {
    const id = await asked();
    await proposeTerms(seller.ctx, termsOf(id));
    await expect(
      sql`update market_agreements set state = 'agreed' where id = ${id}`.execute(test.db),
    ).rejects.toThrow("both sides");
    await expect(
      sql`update market_agreements set state = 'fulfilled' where id = ${id}`.execute(test.db),
    ).rejects.toThrow("does not go from");
  });

  it("is declined by whose offer it is, and withdrawn by whoever asked", async () => {
    const [one, other] = [await asked(), await asked()];
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
    for (const id of [one, other]) await proposeTerms(seller.ctx, termsOf(id, { parts }));
    await expect(
      proposeTerms(seller.ctx, termsOf(one, { version: 1, parts: [{ quantity: 6_000n, dueOn: null }] })),
    ).rejects.toMatchObject({ reason: "notEnoughLeft" });
    const both = await Promise.allSettled([
      confirmTerms(buyer.ctx, { agreementId: one, organizationId: buyer.id, version: 1 }),
      confirmTerms(stranger.ctx, { agreementId: other, organizationId: stranger.id, version: 1 }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await findOffer(seller.ctx, number)).toMatchObject({ left: 2_000n, state: "open" });
    const last = await asking(buyer);
    await proposeTerms(seller.ctx, termsOf(last, { parts: [{ quantity: 2_000n, dueOn: null }] }));
    await confirmTerms(buyer.ctx, { agreementId: last, organizationId: buyer.id, version: 1 });
    expect(await findOffer(seller.ctx, number)).toMatchObject({ left: 0n, state: "exhausted" });
  });

  it("refuses terms that cannot be", async () => {
    const id = await asked();
    const wrong = [
      ["partsMissing", { parts: [] }],
      ["valueTooSmall", { parts: [{ quantity: 0n, dueOn: null }] }],
      ["amountNotPositive", { price: usd(0n) }],
      ["amountTooLarge", { price: usd(2n ** 63n) }],
      ["valueTooLarge", { payDays: 10_000 }],
      ["dateMalformed", { parts: [{ quantity: 1n, dueOn: "2026-02-30" }] }],
    ] as const;
    for (const [reason, more] of wrong)
      await expect(proposeTerms(seller.ctx, termsOf(id, more as never)), reason).rejects.toMatchObject({
        fields: [expect.objectContaining({ reason })],
      });
    await expect(
      proposeTerms(seller.ctx, termsOf(id, { parts: [{ quantity: 1n, dueOn: "2020-01-01" }] })),
    ).rejects.toMatchObject({ reason: "dateIsOver" });
    expect((await view(id)).version).toBe(0);
  });
});

describe("deliveries", () => {
  it("are no more than was agreed, and nothing arrives twice or beyond what was given", async () => {
    const id = await agreed({ parts: [{ quantity: 1_000n, dueOn: null }] });
    const lineId = (await view(id)).lines[0]?.id as never;
    const giving = {
      requestKey: newId(),
      agreementId: id,
      lineId,
      quantity: 1_000n,
      givenOn: today,
      note: null,
    };
    await expect(give(seller.ctx, { ...giving, quantity: 1_001n })).rejects.toMatchObject({
      reason: "moreThanAgreed",
    });
    await expect(give(seller.ctx, { ...giving, givenOn: "2199-01-01" })).rejects.toMatchObject({
      reason: "dayIsToCome",
    });
    const deliveryId = await give(seller.ctx, giving);
    expect(await give(seller.ctx, giving)).toBe(deliveryId);
    await expect(give(seller.ctx, { ...giving, requestKey: newId(), quantity: 1n })).rejects.toMatchObject({
      reason: "moreThanAgreed",
    });
    const receiving = { agreementId: id, deliveryId, quantity: 0n, receivedOn: today, quality: null };
    await expect(receive(buyer.ctx, receiving)).rejects.toMatchObject({ reason: "qualityMissing" });
    await expect(receive(buyer.ctx, { ...receiving, quantity: 1_001n })).rejects.toMatchObject({
      reason: "moreThanGiven",
    });
    await expect(receive(seller.ctx, { ...receiving, quantity: 1_000n })).rejects.toMatchObject({
      reason: "noMandateForThis",
    });
    await receive(buyer.ctx, { ...receiving, quality: "All of it was mouldy." });
    expect(await owed(id)).toEqual([]);
    await expect(receive(buyer.ctx, { ...receiving, quantity: 1_000n })).rejects.toMatchObject({
      reason: "alreadyReceived",
    });
    await deliver(id, 0, 1_000n);
    expect((await view(id)).state).toBe("fulfilled");
    await expect(give(seller.ctx, { ...giving, requestKey: newId() })).rejects.toMatchObject({
      reason: "agreementNotInState",
    });
  });

  it("go both ways in barter, and nobody owes money", async () => {
    const back = [
      { title: said("Bread"), category: "bread" as const, unit: "{piece}", quantity: 40_000n, dueOn: null },
    ];
    const wanted = { category: "bread", words: said("Bread") } as const;
    const id = await agreed(
      { price: null, back, parts: [{ quantity: 2_000n, dueOn: null }] },
      { price: null, wanted },
    );
    await deliver(id, 0, 2_000n);
    expect((await view(id)).state).toBe("agreed");
    await deliver(id, 1, 40_000n);
    expect((await view(id)).state).toBe("fulfilled");
    expect([...(await owed(id)), ...(await owed(id, seller))]).toEqual([]);
  });

  it("end before everything came when both sides say so", async () => {
    const id = await agreed();
    await deliver(id, 0, 1_000n);
    await endAgreement(buyer.ctx, { agreementId: id, organizationId: buyer.id, reason: "It is enough." });
    await endAgreement(buyer.ctx, { agreementId: id, organizationId: buyer.id });
    expect(await view(id)).toMatchObject({ state: "agreed", endAskedBy: buyer.id });
    await endAgreement(seller.ctx, { agreementId: id, organizationId: seller.id });
    expect((await view(id)).state).toBe("fulfilled");
    const untouched = await agreed();
    for (const { ctx, id: organizationId } of [seller, buyer])
      await endAgreement(ctx, { agreementId: untouched, organizationId });
    expect((await view(untouched)).state).toBe("cancelled");
  });
});

describe("a dispute", () => {
  const opening = (id: AgreementId) =>
    openDispute(buyer.ctx, { agreementId: id, organizationId: buyer.id, reason: "Half of it was bad." });

  it("is settled by whom the confederation charged with it; what was owed is less then", async () => {
    const id = await agreed({ parts: [{ quantity: 4_000n, dueOn: null }], price: usd(1_000n) });
    await deliver(id, 0, 4_000n);
    await opening(id);
    expect((await listToMediate(commission, 9)).map((one) => one.id)).toContain(id);
    expect(await listToMediate(stranger.ctx, 9)).toEqual([]);
    expect((await view(id, commission)).mediates).toBe(true);
    const settling = { agreementId: id, outcome: "reduced" as const, text: "Half of it was bad." };
    await expect(settleDispute(stranger.ctx, { ...settling, priceAfter: 1n })).rejects.toMatchObject({
      reason: "agreementUnknown",
    });
    await expect(settleDispute(commission, { ...settling, priceAfter: 1_000n })).rejects.toMatchObject({
      reason: "reductionMustLower",
    });
    await settleDispute(commission, { ...settling, priceAfter: 600n });
    expect(await view(id)).toMatchObject({
      state: "fulfilled",
      disputes: [{ outcome: "reduced", priceAfter: 600n }],
    });
    expect(await owed(id)).toMatchObject([{ amount: 1_000n, openAmount: 600n }]);
    await expect(settleDispute(commission, { ...settling, priceAfter: 1n })).rejects.toMatchObject({
      reason: "disputeNotOpen",
    });
    expect((await findAgreement(commission, id))?.mediates).toBe(false);
  });

  it("that is lost after payment is owed back", async () => {
    const id = await agreed({ parts: [{ quantity: 4_000n, dueOn: null }], price: usd(1_000n) });
    await deliver(id, 0, 4_000n);
    const [due] = await owed(id);
    await sql`insert into obligation_movements (id, obligation_id, kind, amount, made_at)
      values (${newId()}, ${due?.id}, 'settled', 700, now())`.execute(test.db);
    await opening(id);
    await settleDispute(commission, {
      agreementId: id,
      outcome: "cancelled",
      priceAfter: null,
      text: "It never was coffee.",
    });
    expect((await view(id)).state).toBe("cancelled");
    const all = [...(await owed(id)), ...(await owed(id, seller))];
    const of = (debtorId: string) => all.find((one) => one.debtorId === debtorId);
    expect(of(buyer.id)?.openAmount).toBe(0n);
    expect(of(seller.id)).toMatchObject({ amount: 700n, state: "acknowledged" });
  });

  it("is taken back by whoever opened it, and the agreement goes on", async () => {
    const id = await agreed();
    await opening(id);
    const lineId = (await view(id)).lines[0]?.id as never;
    const giving = { requestKey: newId(), agreementId: id, lineId, quantity: 1n, givenOn: today, note: null };
    await expect(give(seller.ctx, giving)).rejects.toMatchObject({ reason: "agreementNotInState" });
    await expect(
      takeBackDispute(seller.ctx, { agreementId: id, organizationId: seller.id }),
    ).rejects.toMatchObject({ reason: "notYourTurn" });
    await takeBackDispute(buyer.ctx, { agreementId: id, organizationId: buyer.id });
    expect((await view(id)).state).toBe("agreed");
    await give(seller.ctx, giving);
  });

  it("is mediated by the organisation that both sides name, and by nobody else then", async () => {
    const neighbour = await trader(node, "Neighbours");
    const mediator = await personWithOffice(node, neighbour.id, "economic_commission");
    const id = await agreed();
    await opening(id);
    const naming = { agreementId: id, mediatorId: neighbour.id };
    await expect(
      nameMediator(buyer.ctx, { ...naming, organizationId: buyer.id, mediatorId: seller.id }),
    ).rejects.toMatchObject({ reason: "mediatorIsASide" });
    await nameMediator(buyer.ctx, { ...naming, organizationId: buyer.id });
    expect(await findAgreement(mediator.ctx, id)).toBeUndefined();
    await nameMediator(seller.ctx, { ...naming, organizationId: seller.id });
    expect((await view(id, mediator.ctx)).mediates).toBe(true);
    const settling = {
      agreementId: id,
      outcome: "fulfilled" as const,
      priceAfter: null,
      text: "It is as it was said.",
    };
    await settleDispute(mediator.ctx, settling);
    expect((await view(id)).state).toBe("fulfilled");
  });

  it("is not opened long after everything was fulfilled", async () => {
    const id = await agreed({ parts: [{ quantity: 1_000n, dueOn: null }] });
    await deliver(id, 0, 1_000n);
    const later = { ...buyer.ctx, now: new Date(buyer.ctx.now.getTime() + 90 * 86_400_000) };
    await expect(
      openDispute(later, { agreementId: id, organizationId: buyer.id, reason: "Late" }),
    ).rejects.toMatchObject({ reason: "tooLateToDispute" });
  });

  it("is not settled by a side that mediates for everybody else", async () => {
    const { id: organizationId } = await createOrganization(node.operator, {
      name: said("Commission that buys"),
      kind: "commission",
    });
    const both = await personWithOffice(node, organizationId, "spokesperson");
    await grantMandate(node.operator, {
      personId: both.personId,
      organizationId,
      office: "economic_commission",
      covers: "node",
      startsAt: new Date(node.shell.now.getTime() - 1_000),
      endsAt: null,
      decision: said("Named"),
    });
    const own = { id: organizationId, ctx: both.ctx, personId: both.personId } as Trader;
    const id = await asked({}, own);
    await proposeTerms(seller.ctx, termsOf(id));
    await confirmTerms(own.ctx, { agreementId: id, organizationId, version: 1 });
    await openDispute(own.ctx, { agreementId: id, organizationId, reason: "Ours" });
    await expect(
      settleDispute(own.ctx, { agreementId: id, outcome: "cancelled", priceAfter: null, text: "For us" }),
    ).rejects.toMatchObject({ reason: "agreementUnknown" });
  });
});
