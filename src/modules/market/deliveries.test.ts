// Deliveries, receipts and what becomes due; barter; and disputes with whoever mediates them.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createOrganization, grantMandate } from "#confederation";
import { type Ctx } from "#platform/context";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { said, type Trader, trader } from "../../../test/support/market.ts";
import { foundTestNode, personWithOffice, type TestNode } from "../../../test/support/node.ts";
import { agreed, asked, deliver, owedOn, termsOf, today, usd, viewOf } from "../../../test/support/trade.ts";
import { confirmTerms, endAgreement, proposeTerms } from "./agreements.service.ts";
import { findAgreement, listToMediate } from "./agreements.views.ts";
import { give, receive } from "./deliveries.service.ts";
import { nameMediator, openDispute, settleDispute, takeBackDispute } from "./disputes.service.ts";
import { type AgreementId } from "./types.ts";

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

describe("deliveries", () => {
  it("are no more than was agreed, and nothing arrives twice or beyond what was given", async () => {
    const id = await agreed(trade(), { parts: [{ quantity: 1_000n, dueOn: null }] });
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
    await deliver(trade(), id, 0, 1_000n);
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
      trade(),
      { price: null, back, parts: [{ quantity: 2_000n, dueOn: null }] },
      { price: null, wanted },
    );
    await deliver(trade(), id, 0, 2_000n);
    expect((await view(id)).state).toBe("agreed");
    await deliver(trade(), id, 1, 40_000n);
    expect((await view(id)).state).toBe("fulfilled");
    expect([...(await owed(id)), ...(await owed(id, seller))]).toEqual([]);
  });

  it("end before everything came when both sides say so", async () => {
    const id = await agreed(trade());
    await deliver(trade(), id, 0, 1_000n);
    await endAgreement(buyer.ctx, { agreementId: id, organizationId: buyer.id, reason: "It is enough." });
    await endAgreement(buyer.ctx, { agreementId: id, organizationId: buyer.id });
    expect(await view(id)).toMatchObject({ state: "agreed", endAskedBy: buyer.id });
    await endAgreement(seller.ctx, { agreementId: id, organizationId: seller.id });
    expect((await view(id)).state).toBe("fulfilled");
    const untouched = await agreed(trade());
    for (const { ctx, id: organizationId } of [seller, buyer])
      await endAgreement(ctx, { agreementId: untouched, organizationId });
    expect((await view(untouched)).state).toBe("cancelled");
  });
});

describe("a dispute", () => {
  const opening = (id: AgreementId) =>
    openDispute(buyer.ctx, { agreementId: id, organizationId: buyer.id, reason: "Half of it was bad." });

  it("is settled by whom the confederation charged with it; what was owed is less then", async () => {
    const id = await agreed(trade(), { parts: [{ quantity: 4_000n, dueOn: null }], price: usd(1_000n) });
    await deliver(trade(), id, 0, 4_000n);
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
    const id = await agreed(trade(), { parts: [{ quantity: 4_000n, dueOn: null }], price: usd(1_000n) });
    await deliver(trade(), id, 0, 4_000n);
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
    const id = await agreed(trade());
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
    const id = await agreed(trade());
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
    const id = await agreed(trade(), { parts: [{ quantity: 1_000n, dueOn: null }] });
    await deliver(trade(), id, 0, 1_000n);
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
    const id = await asked(trade(), {}, own);
    await proposeTerms(seller.ctx, termsOf(trade(), id));
    await confirmTerms(own.ctx, { agreementId: id, organizationId, version: 1 });
    await openDispute(own.ctx, { agreementId: id, organizationId, reason: "Ours" });
    await expect(
      settleDispute(own.ctx, { agreementId: id, outcome: "cancelled", priceAfter: null, text: "For us" }),
    ).rejects.toMatchObject({ reason: "agreementUnknown" });
  });
});
