// From an interest to an agreement: one side asks, either writes terms, and it is agreed once both confirmed the same ones.
// Invariant: nothing of it is public. Whoever speaks for neither side is told that there is no such agreement.
import { authorise, type MandateId, may, type OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { broken, hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { z } from "zod";
import {
  agreementsGoStepByStep,
  type AgreementStep,
  deliveriesAreToCome,
  isSide,
  itIsTheirTurn,
  nobodyTradesWithThemselves,
  otherSide,
  theSameTermsAreMeant,
  thereIsEnough,
} from "./agreements.rules.ts";
import {
  type AgreementInput,
  agreementInput,
  type AskInput,
  askInput,
  type ConfirmTermsInput,
  confirmTermsInput,
  type ProposeTermsInput,
  proposeTermsInput,
} from "./agreements.schema.ts";
import {
  type Agreement,
  findAgreementByRequest,
  insertAgreement,
  insertConfirmation,
  insertTerms,
  type Line,
  listLines,
  listTerms,
  lockAgreement,
  moveAgreement,
  takenOf,
} from "./agreements.store.ts";
import { holdCurrency } from "./currencies.ts";
import { receivedOf } from "./deliveries.store.ts";
import { seesMembersOnly } from "./members.policy.ts";
import { lockOffer, moveOfferTo } from "./offers.store.ts";
import { offerPath } from "./paths.ts";
import type { AgreementId, Offer, OfferId } from "./types.ts";

/**
 * One organisation asks for what another offers, or proposes to supply what it needs; needs `market.agree` for it. The same
 * request key gives the same one. Refuses with `offerUnknown`, `offerNotOpen`, `ownOffer`.
 */
export async function ask(ctx: Ctx, input: AskInput): Promise<AgreementId> {
  const wanted = parse(askInput, input);
  const asking = () =>
    transact(ctx, async (tx) => {
      const { mandateId } = await authorise(tx, "market.agree", wanted.organizationId);
      const earlier = await findAgreementByRequest(tx, wanted.requestKey);
      if (earlier) return earlier;
      const offer = await lockOffer(tx, { number: wanted.number });
      if (!offer || (offer.membersOnly && !(await seesMembersOnly(tx))))
        throw new Refusal("missing", "offerUnknown");
      holdOpen(tx, offer);
      const [askerId, holderId] = [wanted.organizationId, offer.organizationId];
      hold(nobodyTradesWithThemselves(askerId, holderId), "invalid");
      const [providerId, receiverId] = offer.kind === "offer" ? [holderId, askerId] : [askerId, holderId];
      const { requestKey, message, quantity: wantedQuantity } = wanted;
      const sides = { askerId, holderId, providerId, receiverId };
      return insertAgreement(tx, {
        ...sides,
        offerId: offer.id,
        requestKey,
        message,
        wantedQuantity,
        mandateId,
      });
    });
  try {
    return await asking();
  } catch (error) {
    if (ctx.db.isTransaction || brokenConstraint(error) !== "market_agreements_request") throw error;
    return asking();
  }
}

function holdOpen(tx: Ctx, { state, endsOn }: Offer): void {
  const today = tx.now.toISOString().slice(0, 10);
  if (state !== "open" || (endsOn !== null && endsOn < today)) hold(broken("offerNotOpen"));
}

/** An agreement at hand, for one of its sides. */
export type AtHand = {
  readonly tx: Ctx;
  readonly agreement: Agreement;
  readonly organizationId: OrganizationId;
  readonly mandateId: MandateId | null;
};

/** Refuses with `agreementUnknown` also whoever speaks for neither side. */
export async function agreementAtHand(
  tx: Ctx,
  { agreementId, organizationId }: { agreementId: AgreementId; organizationId: OrganizationId },
): Promise<AtHand> {
  const agreement = await lockAgreement(tx, agreementId);
  const known = agreement !== undefined && isSide(agreement, organizationId);
  if (!known || !(await may(tx, "market.agree", organizationId)))
    throw new Refusal("missing", "agreementUnknown");
  const { mandateId } = await authorise(tx, "market.agree", organizationId);
  return { tx, agreement, organizationId, mandateId };
}

function holdStep(
  { agreement, organizationId }: AtHand,
  step: AgreementStep,
  proposedBy: string | null = null,
) {
  hold(agreementsGoStepByStep(agreement.state, step));
  hold(itIsTheirTurn({ ...agreement, proposedBy }, step, organizationId));
}

/** What is left of an offer that is counted, beside what this agreement itself has taken. */
async function leftOf(tx: Ctx, offer: Offer): Promise<bigint | null> {
  if (offer.quantity === null) return null;
  const left = offer.quantity - (await takenOf(tx, offer.id));
  return left > 0n ? left : 0n;
}

async function offerOfAgreement(tx: Ctx, offerId: OfferId): Promise<Offer> {
  const offer = await lockOffer(tx, { id: offerId });
  if (!offer) throw new Refusal("missing", "offerUnknown");
  return offer;
}

const sumOf = (lines: readonly { readonly quantity: bigint }[]) =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0n);

/**
 * Either side writes terms, which it has confirmed by that; the other confirms them or writes its own. Refuses with
 * `agreementNotInState`, `termsChangedSince`, `notEnoughLeft`, `dateIsOver`, `currencyUnknown`.
 */
export async function proposeTerms(ctx: Ctx, input: ProposeTermsInput): Promise<void> {
  const wanted = parse(proposeTermsInput, input);
  await transact(ctx, async (tx) => {
    const at = await agreementAtHand(tx, wanted);
    holdStep(at, "propose");
    const { agreement, organizationId, mandateId } = at;
    hold(theSameTermsAreMeant(agreement.version, wanted.version));
    const offer = await offerOfAgreement(tx, agreement.offerId);
    hold(thereIsEnough(await leftOf(tx, offer), sumOf(wanted.parts)));
    const dates = [...wanted.parts, ...wanted.back].map(({ dueOn }) => dueOn);
    hold(deliveriesAreToCome(dates, tx.now.toISOString().slice(0, 10)), "invalid");
    if (wanted.price) await holdCurrency(tx, wanted.price.denomination);
    const { price, payDays, transport, note } = wanted;
    await insertTerms(tx, agreement.id, {
      version: agreement.version + 1,
      price,
      payDays,
      transport,
      note,
      proposedBy: organizationId,
      mandateId,
      lines: linesOf(agreement, offer, wanted),
    });
  });
}

function linesOf(
  { providerId, receiverId }: Agreement,
  { title, category, unit }: Offer,
  { parts, back }: z.output<typeof proposeTermsInput>,
): Omit<Line, "id" | "position">[] {
  return [
    ...parts.map((part) => ({ ...part, title, category, unit, fromId: providerId, toId: receiverId })),
    ...back.map((part) => ({ ...part, fromId: receiverId, toId: providerId })),
  ];
}

/**
 * The other side confirms the terms that it has read: now it is agreed. Refuses with `notYourTurn`, `termsChangedSince` and
 * `notEnoughLeft`. What takes the last of an offer exhausts it.
 */
export async function confirmTerms(ctx: Ctx, input: ConfirmTermsInput): Promise<void> {
  const wanted = parse(confirmTermsInput, input);
  await transact(ctx, async (tx) => {
    const at = await agreementAtHand(tx, wanted);
    const { agreement, organizationId, mandateId } = at;
    const [terms] = await listTerms(tx, agreement.id);
    holdStep(at, "confirm", terms?.proposedBy ?? null);
    hold(theSameTermsAreMeant(agreement.version, wanted.version));
    const offer = await offerOfAgreement(tx, agreement.offerId);
    const taking = sumOf(
      (await listLines(tx, agreement.id, agreement.version)).filter(
        ({ fromId }) => fromId === agreement.providerId,
      ),
    );
    const left = await leftOf(tx, offer);
    hold(thereIsEnough(left, taking));
    await insertConfirmation(tx, agreement.id, agreement.version, organizationId, mandateId);
    await moveAgreement(tx, agreement.id, { what: "confirmed", to: "agreed", by: organizationId, mandateId });
    if (left === taking && offer.state === "open") await exhaust(tx, offer);
  });
}

/** By agreement, so by nobody's mandate. */
async function exhaust(tx: Ctx, offer: Offer): Promise<void> {
  await moveOfferTo(tx, offer.id, { state: "exhausted", what: "exhausted" }, null);
  if (offer.membersOnly) return;
  await appendAct(tx, {
    type: `market.${offer.kind}.exhausted`,
    subject: offerPath(offer.number),
    mandateId: null,
    record: { number: offer.number, organization: offer.organizationId, category: offer.category },
  });
}

/** The holder says no. Refuses with `notYourTurn` and `agreementNotInState`. */
export async function declineAgreement(ctx: Ctx, input: AgreementInput): Promise<void> {
  await leave(ctx, input, "decline", "declined");
}

/** Whoever asked takes it back. Refuses as `declineAgreement`. */
export async function withdrawAgreement(ctx: Ctx, input: AgreementInput): Promise<void> {
  await leave(ctx, input, "withdraw", "withdrawn");
}

async function leave(
  ctx: Ctx,
  input: AgreementInput,
  step: "decline" | "withdraw",
  to: "declined" | "withdrawn",
): Promise<void> {
  const wanted = parse(agreementInput, input);
  await transact(ctx, async (tx) => {
    const at = await agreementAtHand(tx, wanted);
    holdStep(at, step);
    const { organizationId: by, mandateId } = at;
    await moveAgreement(tx, at.agreement.id, { what: to, to, by, mandateId, reason: wanted.reason });
  });
}

/**
 * One side wants to end it before everything was delivered; when the other says so too, it has ended: cancelled where nothing was
 * received, else fulfilled with what was. Refuses with `agreementNotInState`.
 */
export async function endAgreement(ctx: Ctx, input: AgreementInput): Promise<void> {
  const wanted = parse(agreementInput, input);
  await transact(ctx, async (tx) => {
    const at = await agreementAtHand(tx, wanted);
    holdStep(at, "end");
    const { agreement, organizationId: by, mandateId } = at;
    const { reason } = wanted;
    if (agreement.endAskedBy !== otherSide(agreement, by)) {
      // Asked again by the same side: it is asked already.
      if (agreement.endAskedBy === by) return;
      await moveAgreement(tx, agreement.id, {
        what: "end_asked",
        to: "agreed",
        by,
        mandateId,
        reason,
        endAskedBy: by,
      });
      return;
    }
    const received = await receivedOf(tx, agreement.id, agreement.version);
    const to = received.some(({ quantity }) => quantity > 0n) ? "fulfilled" : "cancelled";
    await moveAgreement(tx, agreement.id, { what: "ended", to, by, mandateId, reason });
  });
}
