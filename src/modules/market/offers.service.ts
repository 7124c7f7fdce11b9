// Offers and needs of organisations: published, changed, paused, exhausted, withdrawn.
// Invariant: the log names a public offer by its number and category, never by its words, so that what is withdrawn is gone;
// of what only members may see it knows nothing.
import { authorise, type MandateId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { takePicture } from "#platform/files/pictures";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { broken, hold, ok, type Verdict } from "#platform/rules";
import { parse } from "#platform/validation";
import { holdCurrency } from "./currencies.ts";
import {
  endsAfterItBegins,
  isNotOverYet,
  nobodyChangedItSince,
  offersGoStepByStep,
  offerSteps,
  saysWhatIsGivenInReturn,
  tombstonesStay,
} from "./offers.rules.ts";
import {
  type ChangeOfferInput,
  changeOfferInput,
  MOST_PHOTOGRAPHS,
  type MoveOfferInput,
  moveOfferInput,
  type PublishOfferInput,
  publishOfferInput,
} from "./offers.schema.ts";
import {
  countPhotographs,
  deletePhotographs,
  findOfferByRequest,
  insertOffer,
  insertPhotographs,
  type KeptPhotograph,
  lockOffer,
  moveOfferTo,
  rewriteOffer,
} from "./offers.store.ts";
import { offerPath } from "./paths.ts";
import type { Offer, OfferFacts, OfferKind } from "./types.ts";

type Handed = { readonly name: string; readonly bytes: Uint8Array; readonly alt: Multilingual };

/** Files are kept before the transaction: by their content, so that keeping one twice, or for nothing, harms nobody. */
async function keepPhotographs(ctx: Ctx, handed: readonly Handed[]): Promise<KeptPhotograph[]> {
  const kept: KeptPhotograph[] = [];
  for (const { bytes, name, alt } of handed) {
    const { large, small, ...rest } = await takePicture(bytes, name);
    kept.push({
      ...rest,
      alt,
      hash: await ctx.node.files.put(large),
      smallHash: await ctx.node.files.put(small),
    });
  }
  return kept;
}

/** A broken rule beside the field that it is about. */
function beside(field: string, verdict: Verdict): void {
  if (verdict.ok) return;
  throw new Refusal("invalid", "inputInvalid", {}, [{ field, reason: verdict.reason, facts: verdict.facts }]);
}

function holdFacts(ctx: Ctx, facts: OfferFacts): void {
  beside("return", saysWhatIsGivenInReturn(facts));
  beside("endsOn", endsAfterItBegins(facts));
  beside("endsOn", isNotOverYet(facts, ctx.now.toISOString().slice(0, 10)));
}

type Logged = {
  readonly number: number;
  readonly kind: OfferKind;
  readonly organizationId: string;
  readonly category: string;
};

async function log(tx: Ctx, what: string, offer: Logged, mandateId: MandateId | null): Promise<void> {
  await appendAct(tx, {
    type: `market.${offer.kind}.${what}`,
    subject: offerPath(offer.number),
    mandateId,
    record: { number: offer.number, organization: offer.organizationId, category: offer.category },
  });
}

/**
 * Publishes an offer or a need; needs `market.offer` for the organisation. Gives its number; the same request key gives the
 * same one. Refuses with the reasons of `offers.rules.ts`, `currencyUnknown` and those of `takePicture`.
 */
export async function publishOffer(ctx: Ctx, input: PublishOfferInput): Promise<number> {
  const { requestKey, kind, organizationId, photographs, ...facts } = parse(publishOfferInput, input);
  holdFacts(ctx, facts);
  // Asked before the photographs are drawn, and again where it counts.
  await transact(ctx, (tx) => authorise(tx, "market.offer", organizationId));
  const kept = await keepPhotographs(ctx, photographs);
  const publishing = () =>
    transact(ctx, async (tx) => {
      const { mandateId } = await authorise(tx, "market.offer", organizationId);
      const earlier = await findOfferByRequest(tx, requestKey);
      if (earlier !== undefined) return earlier;
      if (facts.price) await holdCurrency(tx, facts.price);
      const { id, number } = await insertOffer(tx, { kind, organizationId, requestKey, mandateId, facts });
      await insertPhotographs(tx, id, kept);
      const { category } = facts;
      if (!facts.membersOnly)
        await log(tx, "published", { number, kind, organizationId, category }, mandateId);
      return number;
    });
  try {
    return await publishing();
  } catch (error) {
    // Somebody else took the number, or the same form came twice: now it can be seen.
    if (ctx.db.isTransaction || !brokenConstraint(error)?.startsWith("market_offers_")) throw error;
    return publishing();
  }
}

/** The offer, locked for whoever may act on it. */
async function offerAtHand(tx: Ctx, number: number): Promise<{ offer: Offer; mandateId: MandateId | null }> {
  const offer = await lockOffer(tx, { number });
  if (!offer) throw new Refusal("missing", "offerUnknown");
  const { mandateId } = await authorise(tx, "market.offer", offer.organizationId);
  hold(tombstonesStay(offer));
  return { offer, mandateId };
}

/**
 * Writes it anew; needs `market.offer`. Photographs are added to those that there are, or take their place. Refuses as
 * `publishOffer` does, with `offerChangedSince` and `offerWithdrawn`.
 */
export async function changeOffer(ctx: Ctx, input: ChangeOfferInput): Promise<void> {
  const { number, revision, photographs, withoutPhotographs, ...facts } = parse(changeOfferInput, input);
  holdFacts(ctx, facts);
  await transact(ctx, (tx) => offerAtHand(tx, number));
  const kept = await keepPhotographs(ctx, photographs);
  await transact(ctx, async (tx) => {
    const { offer, mandateId } = await offerAtHand(tx, number);
    hold(nobodyChangedItSince(offer, revision));
    if (facts.price) await holdCurrency(tx, facts.price);
    if (withoutPhotographs) await deletePhotographs(tx, offer.id);
    const all = (await countPhotographs(tx, offer.id)) + kept.length;
    beside(
      "photographs",
      all > MOST_PHOTOGRAPHS ? broken("photographsTooMany", { limit: MOST_PHOTOGRAPHS }) : ok,
    );
    await rewriteOffer(tx, offer.id, facts, mandateId);
    await insertPhotographs(tx, offer.id, kept);
    const logged = { ...offer, category: facts.category };
    if (!facts.membersOnly) await log(tx, offer.membersOnly ? "published" : "changed", logged, mandateId);
    else if (!offer.membersOnly) await log(tx, "restricted", logged, mandateId);
  });
}

/**
 * Pauses it, opens it again, marks it as exhausted, or withdraws it for good, of which a tombstone stays; needs `market.offer`.
 * Refuses with `offerNotInState` {from, to} and `offerWithdrawn`.
 */
export async function moveOffer(ctx: Ctx, input: MoveOfferInput): Promise<void> {
  const { number, to } = parse(moveOfferInput, input);
  await transact(ctx, async (tx) => {
    const { offer, mandateId } = await offerAtHand(tx, number);
    hold(offersGoStepByStep(offer.state, to));
    const { what } = offerSteps[to];
    await moveOfferTo(tx, offer.id, { state: to, what }, mandateId);
    if (!offer.membersOnly) await log(tx, what, offer, mandateId);
  });
}
