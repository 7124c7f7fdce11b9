// What was given, and what arrived of it. With each receipt of what was sold an obligation begins; with the last one the
// agreement is fulfilled. Terms that say "on receipt" are paid with the receipt itself, where whoever notes it may pay.
// Invariant: what is owed in all is what was received in proportion to the price, rounded down, and exactly the price at the end.
import { type ObligationId, payObligation, recordObligation } from "#clearing";
import { authorise, may } from "#confederation";
import type { AccountId } from "#ledger";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { tellOfItLater } from "./agreement-mails.service.ts";
import { agreementsGoStepByStep, dueWith, theTermsSayOnReceipt } from "./agreements.rules.ts";
import { type GiveInput, giveInput, type ReceiveInput, receiveInput } from "./agreements.schema.ts";
import {
  type Agreement,
  type Line,
  listLines,
  listTerms,
  lockAgreement,
  moveAgreement,
} from "./agreements.store.ts";
import {
  eachIsReceivedOnce,
  itHappenedAlready,
  noMoreArrivesThanWasGiven,
  noMoreThanWasAgreed,
  whatIsMissingIsExplained,
} from "./deliveries.rules.ts";
import {
  findDeliveryByRequest,
  insertDelivery,
  insertReceipt,
  listDeliveries,
  receivedOf,
} from "./deliveries.store.ts";
import { agreementPath } from "./paths.ts";
import type { AgreementId, CommitmentLineId, DeliveryId } from "./types.ts";

type Found = { readonly agreement: Agreement; readonly lines: readonly Line[] };

/** The agreement, locked, for whoever speaks for one side of it; deliveries are made while it is agreed. */
async function running(tx: Ctx, id: AgreementId): Promise<Found> {
  const agreement = await lockAgreement(tx, id);
  const known =
    agreement &&
    ((await may(tx, "market.agree", agreement.providerId)) ||
      (await may(tx, "market.agree", agreement.receiverId)));
  if (!agreement || !known) throw new Refusal("missing", "agreementUnknown");
  hold(agreementsGoStepByStep(agreement.state, "complete"));
  return { agreement, lines: await listLines(tx, agreement.id, agreement.version) };
}

function lineOf(lines: readonly Line[], id: CommitmentLineId): Line {
  const line = lines.find((one) => one.id === id);
  if (!line) throw new Refusal("missing", "agreementUnknown");
  return line;
}

const today = (tx: Ctx) => tx.now.toISOString().slice(0, 10);

/**
 * Notes what was given of a line; needs `market.agree` for whoever gives. What was refused may be given again. The same
 * request key counts once. Refuses with `moreThanAgreed`, `dayIsToCome`, `agreementNotInState`.
 */
export async function give(ctx: Ctx, input: GiveInput): Promise<DeliveryId> {
  const wanted = parse(giveInput, input);
  const giving = () =>
    transact(ctx, async (tx) => {
      const { agreement, lines } = await running(tx, wanted.agreementId);
      const line = lineOf(lines, wanted.lineId);
      const { mandateId } = await authorise(tx, "market.agree", line.fromId);
      const earlier = await findDeliveryByRequest(tx, wanted.requestKey);
      if (earlier) return earlier;
      hold(itHappenedAlready(wanted.givenOn, today(tx)), "invalid");
      const given = (await listDeliveries(tx, agreement.id, agreement.version))
        .filter(({ lineId }) => lineId === line.id)
        .reduce((sum, { quantity, receipt }) => sum + (receipt?.quantity ?? quantity), 0n);
      hold(noMoreThanWasAgreed(line.quantity, given, wanted.quantity), "invalid");
      const id = await insertDelivery(tx, { ...wanted, mandateId });
      await tellOfItLater(tx, "given", id);
      return id;
    });
  try {
    return await giving();
  } catch (error) {
    if (ctx.db.isTransaction || brokenConstraint(error) !== "market_deliveries_request") throw error;
    return giving();
  }
}

/**
 * Notes what arrived of a delivery, with a word on its quality; needs `market.agree` for whoever receives. Records what became
 * due, and pays it from `payFrom` in the same transaction. Refuses with `moreThanGiven`, `qualityMissing`, `alreadyReceived`,
 * `dayIsToCome`, `agreementNotInState`, `notPaidOnReceipt`, and as `payObligation` does; then nothing is noted either.
 * A payment that needs a second person waits, and what arrived is owed until it is approved.
 */
export async function receive(ctx: Ctx, input: ReceiveInput): Promise<void> {
  const wanted = parse(receiveInput, input);
  await transact(ctx, async (tx) => {
    const found = await running(tx, wanted.agreementId);
    const { agreement, lines } = found;
    const deliveries = await listDeliveries(tx, agreement.id, agreement.version);
    const delivery = deliveries.find(({ id }) => id === wanted.deliveryId);
    if (!delivery) throw new Refusal("missing", "agreementUnknown");
    const line = lineOf(lines, delivery.lineId);
    const { mandateId } = await authorise(tx, "market.agree", line.toId);
    hold(eachIsReceivedOnce(delivery.receipt !== null));
    hold(
      [
        itHappenedAlready(wanted.receivedOn, today(tx)),
        noMoreArrivesThanWasGiven(delivery.quantity, wanted.quantity),
        whatIsMissingIsExplained(delivery.quantity, wanted.quantity, wanted.quality),
      ],
      "invalid",
    );
    const { quantity, quality, receivedOn, payFrom } = wanted;
    const due = await becomesDue(tx, found, line, { quantity, receivedOn }, mandateId);
    if (payFrom !== null) await payNow(tx, agreement, due, payFrom);
    await insertReceipt(tx, delivery.id, { quantity, quality, receivedOn, mandateId, ...due });
    await tellOfItLater(tx, "received", delivery.id);
    if (await everythingArrived(tx, found))
      await moveAgreement(tx, agreement.id, { what: "completed", to: "fulfilled", by: line.toId, mandateId });
  });
}

type Due = { readonly amount: bigint | null; readonly obligationId: ObligationId | null };
const nothingDue: Due = { amount: null, obligationId: null };

/** What the receiver owes by this receipt, recorded as both sides recognise it. What is given back in barter is no sale. */
async function becomesDue(
  tx: Ctx,
  { agreement, lines }: Found,
  line: Line,
  { quantity, receivedOn }: { quantity: bigint; receivedOn: string },
  mandateId: string | null,
): Promise<Due> {
  const [terms] = await listTerms(tx, agreement.id);
  if (!terms?.price || line.fromId !== agreement.providerId) return nothingDue;
  const before = await receivedOf(tx, agreement.id, agreement.version);
  const sold = lines
    .filter(({ fromId }) => fromId === agreement.providerId)
    .map(({ id, quantity: whole }) => {
      const had = before.find(({ lineId }) => lineId === id);
      return { quantity: whole, received: had?.quantity ?? 0n, becameDue: had?.amount ?? 0n };
    });
  const amount = dueWith(terms.price.amount, sold, quantity);
  if (amount <= 0n) return nothingDue;
  const { currencyId, officialCode } = terms.price;
  const obligationId = await recordObligation(
    tx,
    {
      debtorId: agreement.receiverId,
      creditorId: agreement.providerId,
      currencyId,
      officialCode,
      amount,
      sinceOn: receivedOn,
      dueOn: daysAfter(receivedOn, terms.payDays),
      about: agreementPath(agreement.id),
      text: textIn(line.title, tx.language).text.slice(0, 500),
      acknowledged: true,
    },
    { mandateId },
  );
  return { amount, obligationId };
}

/**
 * The obligation begins and ends in one transaction: a dispute, a statement and the books of both sides find it as they find
 * one that was paid later.
 */
async function payNow(tx: Ctx, agreement: Agreement, due: Due, fromAccountId: AccountId): Promise<void> {
  const [terms] = await listTerms(tx, agreement.id);
  hold(theTermsSayOnReceipt(terms ?? { price: null, payDays: 0 }), "invalid");
  const { obligationId, amount } = due;
  if (obligationId === null || amount === null) return;
  await payObligation(tx, { requestKey: tx.newId(), obligationId, fromAccountId, amount });
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

async function everythingArrived(tx: Ctx, { agreement, lines }: Found): Promise<boolean> {
  const received = await receivedOf(tx, agreement.id, agreement.version);
  return lines.every(({ id, quantity }) =>
    received.some((one) => one.lineId === id && one.quantity >= quantity),
  );
}
