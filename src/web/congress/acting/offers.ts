// What a reader may do at a text or at an amendment, as pages offer it.
// Invariant: an offer is a hint from the reader's mandates and the state as read; the act itself asks again.
import type { Choice } from "../../layout/forms.tsx";

/** An open vote in which the reader speaks for these delegations. */
export type VoteOffer = {
  readonly rollCallId: string;
  readonly delegations: readonly (Choice & { readonly cast: string | null })[];
};

export type TextOffers = {
  readonly path: string;
  readonly version: number;
  readonly open: boolean;
  readonly propose: boolean;
  /** How many adopted amendments wait to be put into the text; 0 where that is not offered. */
  readonly incorporate: number;
  readonly openVote: boolean;
  readonly closeVote: string | null;
  readonly cast: VoteOffer | null;
  readonly sign: readonly Choice[];
  readonly publish: boolean;
  readonly markPoints: boolean;
};

export type AmendmentOffers = {
  readonly path: string;
  readonly number: number;
  readonly title: string;
  readonly withdraw: boolean;
  readonly openVote: boolean;
  readonly closeVote: string | null;
  readonly cast: VoteOffer | null;
};

export function offersNothing(offers: TextOffers | AmendmentOffers): boolean {
  return Object.entries(offers).every(
    ([name, offer]) =>
      ["path", "version", "number", "title"].includes(name) ||
      !offer ||
      (Array.isArray(offer) && offer.length === 0),
  );
}
