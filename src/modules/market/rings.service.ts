// Barter rings: looked for among what is offered for barter, proposed to their parties, and agreed when all of them say yes.
// Invariant: a ring becomes agreements of all its steps or of none; an offer is in one ring under way at a time.
import { barterRings } from "#algorithms/barter-rings";
import { authorise, type OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { sql } from "kysely";
import { z } from "zod";
import { idOf } from "#platform/fields";
import {
  insertAgreement,
  insertConfirmation,
  insertTerms,
  moveAgreement,
  takenOf,
} from "./agreements.store.ts";
import { lockOffer, moveOfferTo } from "./offers.store.ts";
import { eachAnswersOnce, fitOf, partiesAnswer, ringsWaitForAnswers } from "./rings.rules.ts";
import {
  type ForBarter,
  insertRing,
  insertRingAnswer,
  listForBarter,
  listRingAnswers,
  listRingSteps,
  lockRing,
  moveRing,
  type Ring,
  type RingStep,
} from "./rings.store.ts";
import type { Offer, RingId } from "./types.ts";

/** Offers that are looked at together: the oldest ones, which have waited longest. */
const MOST_OFFERS = 1_500;
/** Work that one look may take: well under a second (`#algorithms/barter-rings`). */
const MOST_STEPS = 40_000_000;
const DAYS_TO_ANSWER = 14;
const DAY_MS = 86_400_000;

export const lookForRingsInput = z.object({ organizationId: idOf<OrganizationId>() });
export type LookForRingsInput = z.input<typeof lookForRingsInput>;

type Found = { readonly kind: Ring["kind"]; readonly steps: readonly Omit<RingStep, "position">[] };

/**
 * Looks for rings of two to four among all that is offered for barter, and proposes those that it finds to their parties; needs
 * `market.agree` for some organisation. Gives how many.
 */
export async function lookForRings(ctx: Ctx, input: LookForRingsInput): Promise<number> {
  const { organizationId } = parse(lookForRingsInput, input);
  await transact(ctx, (tx) => authorise(tx, "market.agree", organizationId));
  const found = ringsAmong(await listForBarter(ctx, MOST_OFFERS));
  if (found.length === 0) return 0;
  return transact(ctx, async (tx) => {
    const { mandateId } = await authorise(tx, "market.agree", organizationId);
    // What was used or changed meanwhile is left for another look.
    const free = new Set((await listForBarter(tx, MOST_OFFERS)).map(({ id }) => id));
    const lapsesAt = new Date(tx.now.getTime() + DAYS_TO_ANSWER * DAY_MS);
    let proposed = 0;
    for (const { kind, steps } of found) {
      const used = steps.flatMap(({ offerId, wantedBy }) => [offerId, wantedBy]);
      if (!used.every((id) => free.has(id))) continue;
      await insertRing(tx, { kind, lapsesAt, mandateId, steps });
      for (const id of used) free.delete(id);
      proposed += 1;
    }
    return proposed;
  });
}

/** The rings of the largest value together; each offer and each want is used once, each organisation once in a ring. */
export function ringsAmong(offers: readonly ForBarter[]): Found[] {
  const parties = new Map<OrganizationId, number>();
  const partyOf = (id: OrganizationId) => {
    const known = parties.get(id) ?? parties.size;
    parties.set(id, known);
    return known;
  };
  const market = offers.map(({ organizationId, isGift }) => ({
    party: partyOf(organizationId),
    gift: isGift,
  }));
  // A want is met by giving the offer that it stands beside.
  const wanting = offers.flatMap((offer, index) => (offer.wantedCategory === null ? [] : [{ offer, index }]));
  const wants = wanting.map(({ offer, index }) => ({ party: partyOf(offer.organizationId), gives: [index] }));
  const fits = wanting.flatMap(({ offer: wanter }, want) =>
    offers.flatMap((offer, index) => {
      if (offer.organizationId === wanter.organizationId) return [];
      if (wanter.wantedCategory === null || wanter.wantedWords === null) return [];
      const value = fitOf(offer, { category: wanter.wantedCategory, words: wanter.wantedWords });
      return value === 0 ? [] : [{ offer: index, want, value }];
    }),
  );
  const { rings } = barterRings({ offers: market, wants, fits }, { steps: MOST_STEPS });
  return rings.flatMap(({ kind, steps }) => {
    const said = steps.flatMap(({ offer, want }) => {
      const [given, wanted] = [offers[offer], wanting[want]?.offer];
      if (!given || !wanted) return [];
      const { organizationId: fromId, id: offerId, quantity } = given;
      return [{ fromId, offerId, toId: wanted.organizationId, wantedBy: wanted.id, quantity }];
    });
    return said.length === steps.length ? [{ kind, steps: said }] : [];
  });
}

export const answerRingInput = z.object({
  ringId: idOf<RingId>(),
  organizationId: idOf<OrganizationId>(),
  saysYes: z.boolean(),
});
export type AnswerRingInput = z.input<typeof answerRingInput>;

/**
 * A party says yes or no; needs `market.agree`. With the last yes every step becomes an agreement; with a no the ring is refused; where
 * something of it is no longer there, it lapses. Gives what became of it. Refuses with `ringUnknown`, `ringNotOpen`, `ringAnswered`.
 */
export async function answerRing(ctx: Ctx, input: AnswerRingInput): Promise<Ring["state"]> {
  const { ringId, organizationId, saysYes } = parse(answerRingInput, input);
  return transact(ctx, async (tx) => {
    const ring = await lockRing(tx, ringId);
    const steps = ring ? await listRingSteps(tx, ringId) : [];
    const parties = [...new Set(steps.flatMap(({ fromId, toId }) => [fromId, toId]))];
    if (!ring || !partiesAnswer(parties, organizationId).ok) throw new Refusal("missing", "ringUnknown");
    const { mandateId } = await authorise(tx, "market.agree", organizationId);
    hold(ringsWaitForAnswers(ring.state, ring.lapsesAt, tx.now));
    const before = await listRingAnswers(tx, ringId);
    hold(
      eachAnswersOnce(
        before.map((one) => one.organizationId),
        organizationId,
      ),
    );
    await insertRingAnswer(tx, ringId, { organizationId, saysYes, mandateId });
    if (!saysYes) return end(tx, ringId, "refused");
    if (before.length + 1 < parties.length) return "proposed";
    const offers = await stillThere(tx, steps);
    if (!offers) return end(tx, ringId, "lapsed");
    for (const [index, step] of steps.entries()) await agreeOn(tx, ringId, step, offers[index] as Offer);
    return end(tx, ringId, "agreed");
  });
}

async function end(tx: Ctx, id: RingId, state: "agreed" | "refused" | "lapsed"): Promise<Ring["state"]> {
  await moveRing(tx, id, state);
  return state;
}

/** The offers of the steps, locked; undefined where one is not open any more or has not enough left. */
async function stillThere(tx: Ctx, steps: readonly RingStep[]): Promise<Offer[] | undefined> {
  const offers: Offer[] = [];
  for (const { offerId, quantity } of steps) {
    const offer = await lockOffer(tx, { id: offerId });
    if (offer?.state !== "open") return undefined;
    if (offer.quantity !== null && offer.quantity - (await takenOf(tx, offer.id)) < quantity)
      return undefined;
    offers.push(offer);
  }
  return offers;
}

/** Both sides have said yes to the ring, and so to each of its steps. */
async function agreeOn(tx: Ctx, ringId: RingId, step: RingStep, offer: Offer): Promise<void> {
  const { fromId, toId, quantity } = step;
  const id = await insertAgreement(tx, {
    offerId: offer.id,
    askerId: toId,
    holderId: fromId,
    providerId: fromId,
    receiverId: toId,
    message: "barter ring",
    wantedQuantity: quantity,
    requestKey: tx.newId(),
    mandateId: null,
  });
  const { title, category, unit } = offer;
  await insertTerms(tx, id, {
    version: 1,
    price: null,
    payDays: 0,
    transport: "both",
    note: null,
    proposedBy: fromId,
    mandateId: null,
    lines: [{ fromId, toId, title, category, unit, quantity, dueOn: null }],
  });
  await insertConfirmation(tx, id, 1, toId, null);
  await moveAgreement(tx, id, { what: "confirmed", to: "agreed", by: toId, mandateId: null });
  await sql`update market_agreements set ring_id = ${ringId} where id = ${id}`.execute(tx.db);
  if (offer.quantity !== null && (await takenOf(tx, offer.id)) >= offer.quantity)
    await moveOfferTo(tx, offer.id, { state: "exhausted", what: "exhausted" }, null);
}
