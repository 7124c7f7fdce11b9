// What must hold for an offer or a need. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Offer, OfferFacts, OfferState } from "./types.ts";

/** From which states to which, and what the step is called in the history. */
export const offerSteps = {
  paused: { from: ["open", "exhausted"], what: "paused" },
  open: { from: ["paused", "exhausted"], what: "resumed" },
  exhausted: { from: ["open", "paused"], what: "exhausted" },
  withdrawn: { from: ["open", "paused", "exhausted"], what: "withdrawn" },
} as const satisfies Record<OfferState, { from: readonly OfferState[]; what: string }>;

export function offersGoStepByStep(from: OfferState, to: OfferState): Verdict {
  return (offerSteps[to].from as readonly OfferState[]).includes(from)
    ? ok
    : broken("offerNotInState", { from, to });
}

/** Something in return, or nothing: never both, never neither. */
export function saysWhatIsGivenInReturn({
  price,
  wanted,
  isGift,
}: Pick<OfferFacts, "price" | "wanted" | "isGift">): Verdict {
  const something = price !== null || wanted !== null;
  if (something && isGift) return broken("giftsAskNothing");
  return something || isGift ? ok : broken("returnMissing");
}

export function endsAfterItBegins({ startsOn, endsOn }: Pick<OfferFacts, "startsOn" | "endsOn">): Verdict {
  return startsOn !== null && endsOn !== null && endsOn < startsOn ? broken("endsBeforeItStarts") : ok;
}

/** `today` is a civil date: what is over cannot be put on offer. */
export function isNotOverYet({ endsOn }: Pick<OfferFacts, "endsOn">, today: string): Verdict {
  return endsOn !== null && endsOn < today ? broken("offerIsOver") : ok;
}

/** Whoever changes something has read it as it stands. */
export function nobodyChangedItSince(offer: Pick<Offer, "revision">, read: number): Verdict {
  return offer.revision === read ? ok : broken("offerChangedSince");
}

export function tombstonesStay({ state }: Pick<Offer, "state">): Verdict {
  return state === "withdrawn" ? broken("offerWithdrawn") : ok;
}
