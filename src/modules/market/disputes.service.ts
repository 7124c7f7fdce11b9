// When the two sides do not agree on what happened: either opens a dispute, a mediator settles it.
// Invariant: a mediator is neither side. What an outcome takes off is taken off what is still open, and what was paid already is
// owed back, so that what remains between the two is what the mediator said.
import { recordObligation, reduceObligation } from "#clearing";
import { type Authority, authorise, may, type OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { broken, hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { sql } from "kysely";
import { agreementsGoStepByStep } from "./agreements.rules.ts";
import {
  type AgreementInput,
  agreementInput,
  type NameMediatorInput,
  nameMediatorInput,
  type OpenDisputeInput,
  openDisputeInput,
  type SettleDisputeInput,
  settleDisputeInput,
} from "./agreements.schema.ts";
import { agreementAtHand } from "./agreements.service.ts";
import { type Agreement, listTerms, lockAgreement, moveAgreement } from "./agreements.store.ts";
import { itIsNotLongAgo, mediatorsAreNeitherSide, reductionsLower } from "./deliveries.rules.ts";
import { listDeliveries } from "./deliveries.store.ts";
import { closeDispute, type Dispute, insertDispute, listDisputes, nameInDispute } from "./disputes.store.ts";
import { agreementPath } from "./paths.ts";
import type { AgreementId } from "./types.ts";

/** Either side opens one, while it runs or soon after. Refuses with `agreementNotInState` and `tooLateToDispute` {days}. */
export async function openDispute(ctx: Ctx, input: OpenDisputeInput): Promise<void> {
  const wanted = parse(openDisputeInput, input);
  await transact(ctx, async (tx) => {
    const { agreement, organizationId, mandateId } = await agreementAtHand(tx, wanted);
    hold(agreementsGoStepByStep(agreement.state, "dispute"));
    hold(itIsNotLongAgo(agreement.state, agreement.stateAt, tx.now));
    const fromState = agreement.state === "fulfilled" ? "fulfilled" : "agreed";
    const { reason } = wanted;
    await insertDispute(tx, agreement.id, { openedBy: organizationId, reason, fromState, mandateId });
    await moveAgreement(tx, agreement.id, {
      what: "disputed",
      to: "disputed",
      by: organizationId,
      mandateId,
    });
  });
}

async function openOne(tx: Ctx, agreementId: AgreementId): Promise<Dispute> {
  const dispute = (await listDisputes(tx, agreementId)).find(({ outcome }) => outcome === null);
  if (!dispute) throw new Refusal("conflict", "disputeNotOpen");
  return dispute;
}

/** Whoever opened it takes it back: the agreement goes on where it stood. Refuses with `notYourTurn` and `disputeNotOpen`. */
export async function takeBackDispute(ctx: Ctx, input: AgreementInput): Promise<void> {
  const wanted = parse(agreementInput, input);
  await transact(ctx, async (tx) => {
    const { agreement, organizationId: by, mandateId } = await agreementAtHand(tx, wanted);
    const dispute = await openOne(tx, agreement.id);
    if (dispute.openedBy !== by) hold(broken("notYourTurn"));
    const closed = {
      outcome: "taken_back",
      outcomeText: wanted.reason,
      priceAfter: null,
      mandateId,
    } as const;
    await closeDispute(tx, dispute.id, closed);
    await moveAgreement(tx, agreement.id, {
      what: "dispute_taken_back",
      to: dispute.fromState,
      by,
      mandateId,
    });
  });
}

/**
 * A side says whom it would have mediate; once both name the same organisation, whoever mediates for that one does. Refuses
 * with `mediatorIsASide`, `organizationUnknown`, `disputeNotOpen`.
 */
export async function nameMediator(ctx: Ctx, input: NameMediatorInput): Promise<void> {
  const wanted = parse(nameMediatorInput, input);
  await transact(ctx, async (tx) => {
    const { agreement, organizationId } = await agreementAtHand(tx, wanted);
    const dispute = await openOne(tx, agreement.id);
    hold(mediatorsAreNeitherSide(wanted.mediatorId, [agreement.askerId, agreement.holderId]), "invalid");
    const { rows } = await sql`select 1 from organizations where id = ${wanted.mediatorId}`.execute(tx.db);
    if (rows.length === 0) throw new Refusal("missing", "organizationUnknown");
    const side = organizationId === agreement.providerId ? "provider" : "receiver";
    await nameInDispute(tx, dispute.id, side, wanted.mediatorId);
  });
}

/** The organisation that both sides named; null: whom the confederation charged with mediating. */
export function mediatorOf({
  namedByProvider,
  namedByReceiver,
}: Pick<Dispute, "namedByProvider" | "namedByReceiver">): OrganizationId | null {
  return namedByProvider !== null && namedByProvider === namedByReceiver ? namedByProvider : null;
}

/** Whether the reader mediates this dispute: with a mandate of neither side. */
export async function mediates(
  ctx: Ctx,
  agreement: Pick<Agreement, "askerId" | "holderId">,
  dispute: Pick<Dispute, "namedByProvider" | "namedByReceiver">,
): Promise<boolean> {
  const mediator = mediatorOf(dispute);
  if (!(await may(ctx, "market.mediate", mediator))) return false;
  const { organizationId } = await authorise(ctx, "market.mediate", mediator);
  return organizationId !== agreement.askerId && organizationId !== agreement.holderId;
}

async function authoriseMediator(tx: Ctx, agreement: Agreement, dispute: Dispute): Promise<Authority> {
  if (!(await mediates(tx, agreement, dispute))) throw new Refusal("missing", "agreementUnknown");
  return authorise(tx, "market.mediate", mediatorOf(dispute));
}

/**
 * The mediator decides; needs `market.mediate` where both sides named its organisation, else for the node. `fulfilled`: what is owed
 * stands; `reduced`: less is owed; `cancelled`: nothing is. Refuses with `reductionMustLower`, `disputeNotOpen`,
 * `obligationInRound`.
 */
export async function settleDispute(ctx: Ctx, input: SettleDisputeInput): Promise<void> {
  const wanted = parse(settleDisputeInput, input);
  await transact(ctx, async (tx) => {
    const agreement = await lockAgreement(tx, wanted.agreementId);
    if (!agreement) throw new Refusal("missing", "agreementUnknown");
    const [dispute] = await listDisputes(tx, agreement.id);
    if (!dispute) throw new Refusal("missing", "agreementUnknown");
    const { mandateId } = await authoriseMediator(tx, agreement, dispute);
    hold(dispute.outcome === null ? { ok: true } : broken("disputeNotOpen"));
    const { outcome, text } = wanted;
    const owed = await owedIn(tx, agreement);
    const priceAfter = outcome === "reduced" ? wanted.priceAfter : null;
    if (outcome === "reduced") hold(reductionsLower(owed, priceAfter), "invalid");
    if (outcome !== "fulfilled") await takeOff(tx, agreement, owed - (priceAfter ?? 0n), { text, mandateId });
    await closeDispute(tx, dispute.id, { outcome, outcomeText: text, priceAfter, mandateId });
    const to = outcome === "cancelled" ? "cancelled" : "fulfilled";
    await moveAgreement(tx, agreement.id, { what: "settled", to, by: null, mandateId });
  });
}

/** What became due by all receipts. */
async function owedIn(tx: Ctx, { id, version }: Agreement): Promise<bigint> {
  const deliveries = await listDeliveries(tx, id, version);
  return deliveries.reduce((sum, { receipt }) => sum + (receipt?.amount ?? 0n), 0n);
}

/** From the latest obligation back; what was paid or set off already is owed back by whoever got it. */
async function takeOff(
  tx: Ctx,
  agreement: Agreement,
  amount: bigint,
  { text, mandateId }: { readonly text: string; readonly mandateId: string | null },
): Promise<void> {
  const deliveries = await listDeliveries(tx, agreement.id, agreement.version);
  let left = amount;
  for (const { receipt } of deliveries.toReversed())
    if (receipt?.obligationId && left > 0n)
      left -= await reduceObligation(
        tx,
        { obligationId: receipt.obligationId, most: left, text: text.slice(0, 1_000) },
        { mandateId },
      );
  const [terms] = await listTerms(tx, agreement.id);
  if (left <= 0n || !terms?.price) return;
  const { currencyId, officialCode } = terms.price;
  await recordObligation(
    tx,
    {
      debtorId: agreement.providerId,
      creditorId: agreement.receiverId,
      currencyId,
      officialCode,
      amount: left,
      dueOn: null,
      about: agreementPath(agreement.id),
      text: text.slice(0, 500),
      acknowledged: true,
    },
    { mandateId },
  );
}
