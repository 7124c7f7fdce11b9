// Paying: what is above an amount waits for a second person, with the amount held meanwhile; all else is posted at once.
// Invariant: authority is read in the transaction that pays, of both people where two are needed; one sending of a form
// pays once; of a request that is paid once, one payer pays it.
import { type Ctx, steady, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { addJob } from "#platform/jobs/jobs";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { readAccountNumber } from "./account-numbers.rules.ts";
import { runApproved } from "./acts-of-two.ts";
import { dayOf } from "./days.ts";
import { authorityOf, authoriseHolder, deciderOf } from "./holders.policy.ts";
import { placeHolds, postHold, voidHold } from "./holds.store.ts";
import { postEntries, reverseEntry } from "./journal.store.ts";
import { findEntry } from "./journal.views.ts";
import { TELL_MONEY } from "./money-mails.service.ts";
import { findParty, findPartyByNumber, type Party } from "./parties.views.ts";
import { lockRequest, type StoredRequest } from "./payment-requests.store.ts";
import {
  APPROVAL_MS,
  anotherApproves,
  anotherIsPaid,
  answersRequest,
  canBePaid,
  canBeRefunded,
  needsSecond,
  oneCurrency,
  placerStillMay,
  requestStands,
  stillCirculates,
  stillWaits,
} from "./payments.rules.ts";
import {
  approvalAmountInput,
  type ApprovalAmountInput,
  decideInput,
  type DecideInput,
  payInput,
  type PayInput,
  type Payment,
  refundInput,
  type RefundInput,
  refuseInput,
  type RefuseInput,
} from "./payments.schema.ts";
import {
  aboutApproval,
  aboutOrder,
  aboutRequest,
  insertApproval,
  insertApprovalAmount,
  insertRequestPayment,
  lockApproval,
  markDecided,
  type StoredApproval,
  writePlainPayment,
} from "./payments.store.ts";
import { answerOnce, digestOf } from "./requests.store.ts";
import type { By, EntryId, HoldId } from "./types.ts";

export type Paid =
  | { readonly state: "posted"; readonly entryId: EntryId }
  | { readonly state: "waiting"; readonly approvalId: string };

/** Both sides of a payment, as they stand. */
export type Sides = { readonly from: Party; readonly to: Party };

/** Refuses what could never be paid, whatever the balances. */
export function holdPayable({ from, to }: Sides, today: string): void {
  hold([anotherIsPaid(from, to), canBePaid(to.kind), oneCurrency(from, to)], "invalid");
  hold(stillCirculates(from.currency, to.kind, today));
}

async function readSides(tx: Ctx, { from, to }: Pick<Payment, "from" | "to">): Promise<Sides> {
  const payer = await findParty(tx, from);
  if (!payer) throw new Refusal("missing", "accountUnknown");
  const payee = await findPartyByNumber(tx, to);
  if (!payee)
    throw new Refusal("invalid", "inputInvalid", {}, [{ field: "to", reason: "accountUnknown", facts: {} }]);
  return { from: payer, to: payee };
}

/**
 * Pays from an account that the actor holds, or that an organisation holds for which they have `ledger.transfer`. Above the
 * amount of the currency or the account it is placed for approval. The same request again gets the same answer; another
 * with its key is refused with `requestKeyReused`.
 */
export async function pay(ctx: Ctx, input: PayInput): Promise<Paid> {
  const payment = parse(payInput, input);
  const plain = await payPlainly(ctx, payment);
  if (plain) return plain;
  return steady(ctx, async (tx) => {
    const sides = await readSides(tx, payment);
    const by = await authoriseHolder(tx, sides.from, "ledger.transfer");
    const body = bodyOf(payment, by.personId ?? by.mandateId ?? null);
    return answerOnce(tx, payment.requestKey, body, () => payOnce(tx, payment, sides, by));
  });
}

/** What a request's key stands for, with who asks. */
const bodyOf = ({ requestKey: _key, amount, ...asked }: Payment, by: string | null) => ({
  ...asked,
  amount: String(amount),
  by,
});

/** In one round trip, if it is as most payments are; undefined: it is not, and nothing was paid. */
async function payPlainly(ctx: Ctx, payment: Payment): Promise<Paid | undefined> {
  const to = readAccountNumber(payment.to);
  if (ctx.db.isTransaction || ctx.actor.kind !== "person" || payment.token !== null || to === undefined)
    return;
  const { personId } = ctx.actor;
  const paid: Paid = { state: "posted", entryId: ctx.newId() as EntryId };
  const request = { digest: digestOf(bodyOf(payment, personId)), answer: paid };
  if (await writePlainPayment(ctx, { ...payment, to, entryId: paid.entryId, personId }, request)) return paid;
}

async function payOnce(tx: Ctx, payment: Payment, sides: Sides, by: By): Promise<Paid> {
  const request = payment.token === null ? undefined : await lockRequest(tx, { token: payment.token });
  if (payment.token !== null && !request) throw new Refusal("missing", "paymentRequestUnknown");
  if (request) holdAnswers(request, payment, sides, dayOf(tx.now));
  holdPayable(sides, dayOf(tx.now));
  return settle(tx, { ...payment, about: request ? aboutRequest(request.id) : null }, sides, request, by);
}

/** What is paid, and what the entry says that it is about where nobody has to approve it. */
type Wish = Pick<Payment, "amount" | "text" | "requestKey"> & { readonly about: string | null };

/** At once, or after a second person. */
async function settle(
  tx: Ctx,
  wish: Wish,
  sides: Sides,
  request: StoredRequest | undefined,
  by: By,
): Promise<Paid> {
  if (needsSecond(sides.from.kind, wish.amount, sides.from.approvalAbove))
    return { state: "waiting", approvalId: await place(tx, wish, sides, request, by) };
  const entryId = await post(tx, wish, sides, by);
  if (request) await noteRequestPaid(tx, request, entryId, wish.amount);
  return { state: "posted", entryId };
}

/** A payment that a standing order makes, under the authority of its giver. */
export async function payOrdered(
  tx: Ctx,
  order: { readonly id: string; readonly amount: bigint; readonly text: string },
  sides: Sides,
  by: By,
): Promise<Paid> {
  holdPayable(sides, dayOf(tx.now));
  const { amount, text } = order;
  return settle(
    tx,
    { amount, text, requestKey: tx.newId(), about: aboutOrder(order.id) },
    sides,
    undefined,
    by,
  );
}

function holdAnswers(request: StoredRequest, payment: Payment, { to }: Sides, today: string): void {
  hold(requestStands(request, today));
  hold(answersRequest(request, to.number, payment.amount), "invalid");
}

async function post(tx: Ctx, { amount, text, about }: Wish, { from, to }: Sides, by: By): Promise<EntryId> {
  const lines = [
    { accountId: from.id, amount: -amount },
    { accountId: to.id, amount },
  ];
  const kind = to.kind === "issuer" ? "redemption" : "transfer";
  const [entryId] = await postEntries(tx, [{ kind, lines, text, about }], by);
  return entryId as EntryId;
}

const noteRequestPaid = (tx: Ctx, { id, many }: StoredRequest, entryId: EntryId, amount: bigint) =>
  insertRequestPayment(tx, { requestId: id, many, entryId, amount });

async function place(
  tx: Ctx,
  wish: Wish,
  { from, to }: Sides,
  request: StoredRequest | undefined,
  by: By,
): Promise<string> {
  const id = tx.newId();
  const lapsesAt = new Date(+tx.now + APPROVAL_MS);
  const { amount, text } = wish;
  const about = aboutApproval(id);
  const [holdId] = await placeHolds(tx, [{ from: from.id, to: to.id, amount, lapsesAt, text, about }], by);
  const requestId = request?.id ?? null;
  await insertApproval(tx, { id, holdId: holdId as HoldId, from, to, wish, requestId, lapsesAt }, by);
  await addJob(tx, TELL_MONEY, { kind: "approval", id });
  return id;
}

async function lockWaiting(
  tx: Ctx,
  approvalId: string,
): Promise<{ approval: StoredApproval; from: Party; decider: ReturnType<typeof deciderOf> }> {
  const approval = await lockApproval(tx, approvalId);
  const from = approval && (await findParty(tx, approval.from));
  if (!approval || !from) throw new Refusal("missing", "approvalUnknown");
  return { approval, from, decider: deciderOf(approval, from) };
}

/**
 * Approves a payment that somebody else placed, and does the act that it belongs to; needs `ledger.approve` in the paying
 * organisation. Whoever placed it must still be able to do it: a treasurer's recall takes their waiting payments with it.
 * Gives the transfer's entry; null where an act posted entries of its own.
 */
export async function approvePayment(ctx: Ctx, input: DecideInput): Promise<EntryId | null> {
  const { approvalId } = parse(decideInput, input);
  // Serializable: acts of other modules may rest on it.
  return transact(ctx, async (tx) => {
    const { approval, from, decider } = await lockWaiting(tx, approvalId);
    const by = await authoriseHolder(tx, decider, "ledger.approve");
    // The same button pressed twice approves once.
    if (approval.state === "approved") return approval.entryId;
    hold(stillWaits(approval, tx.now));
    hold(anotherApproves(approval, by.personId ?? null), "forbidden");
    const { placedBy: placer, capability } = approval;
    hold(
      placerStillMay(placer === null || (await authorityOf(tx, placer, decider, capability)) !== undefined),
    );
    if (approval.act === null) return approveTransfer(tx, approval, from, by);
    await voidHold(tx, approval.holdId, by);
    await runApproved(tx, approval);
    await markDecided(tx, approvalId, { state: "approved" }, by);
    return null;
  });
}

async function approveTransfer(tx: Ctx, approval: StoredApproval, from: Party, by: By): Promise<EntryId> {
  const to = await findParty(tx, approval.to);
  if (to) hold(stillCirculates(from.currency, to.kind, dayOf(tx.now)));
  const request = approval.requestId === null ? undefined : await lockRequest(tx, { id: approval.requestId });
  if (request) hold(requestStands(request, dayOf(tx.now)));
  const entryId = await postHold(tx, approval.holdId, {}, by);
  await markDecided(tx, approval.id, { state: "approved", entryId }, by);
  if (request) await noteRequestPaid(tx, request, entryId, approval.amount);
  return entryId;
}

/** Refuses a payment that waits, with a reason; needs `ledger.approve`. What it held is free at once. */
export async function refusePayment(ctx: Ctx, input: RefuseInput): Promise<void> {
  const { approvalId, reason } = parse(refuseInput, input);
  await steady(ctx, async (tx) => {
    const { approval, decider } = await lockWaiting(tx, approvalId);
    const by = await authoriseHolder(tx, decider, "ledger.approve");
    hold(stillWaits(approval, tx.now));
    await voidHold(tx, approval.holdId, by);
    await markDecided(tx, approvalId, { state: "refused", reason }, by);
  });
}

/** Takes back a payment that still waits; needs what placing it needs: `ledger.transfer` for a transfer. */
export async function withdrawPayment(ctx: Ctx, input: DecideInput): Promise<void> {
  const { approvalId } = parse(decideInput, input);
  await steady(ctx, async (tx) => {
    const { approval, decider } = await lockWaiting(tx, approvalId);
    const by = await authoriseHolder(tx, decider, approval.capability);
    hold(stillWaits(approval, tx.now));
    await voidHold(tx, approval.holdId, by);
    await markDecided(tx, approvalId, { state: "withdrawn" }, by);
  });
}

/**
 * Gives a received payment back whole, by an entry that reverses it; whoever received it decides. What would need a second
 * person to be paid is paid back by a payment of its own (`refundNeedsSecond`).
 */
export async function refundPayment(ctx: Ctx, input: RefundInput): Promise<EntryId> {
  const { requestKey, entryId, reason } = parse(refundInput, input);
  return steady(ctx, async (tx) => {
    const entry = await findEntry(tx, entryId);
    const received = entry?.lines.find(({ amount }) => amount > 0n);
    const receiver = received && (await findParty(tx, received.accountId));
    if (!entry || !received || !receiver) throw new Refusal("missing", "entryUnknown");
    const by = await authoriseHolder(tx, receiver, "ledger.transfer");
    const body = { refund: entryId, reason, by: by.personId ?? by.mandateId ?? null };
    return answerOnce(tx, requestKey, body, async () => {
      hold(canBeRefunded(entry.kind, entry.lines.length, received.amount));
      if (needsSecond(receiver.kind, received.amount, receiver.approvalAbove))
        throw new Refusal("conflict", "refundNeedsSecond");
      return reverseEntry(tx, entryId, { text: reason }, by);
    });
  });
}

/** Sets above what amount an account's payments need two people; needs `ledger.approve`, and says why. */
export async function setApprovalAmount(ctx: Ctx, input: ApprovalAmountInput): Promise<void> {
  const { accountId, above, because } = parse(approvalAmountInput, input);
  await steady(ctx, async (tx) => {
    const account = await findParty(tx, accountId);
    if (!account) throw new Refusal("missing", "accountUnknown");
    const by = await authoriseHolder(tx, account, "ledger.approve");
    await insertApprovalAmount(tx, accountId, { above, because }, by);
  });
}
