// The words of the market as types.
import type { OrganizationId } from "#confederation";
import type { CurrencyId } from "#ledger";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";
import type { CategoryKey } from "./categories.ts";
import type { LabelKey } from "./labels.ts";

export type OfferId = Id<"offer">;
export type AgreementId = Id<"agreement">;
export type CommitmentLineId = Id<"line of an agreement">;
export type DeliveryId = Id<"delivery">;
export type DisputeId = Id<"dispute">;
export type FairId = Id<"fair">;
export type StallId = Id<"stall">;
export type RingId = Id<"barter ring">;

export const offerKinds = ["offer", "need"] as const;
export type OfferKind = (typeof offerKinds)[number];

/** open ⇄ paused, open ⇄ exhausted; all → withdrawn, of which a tombstone stays. */
export const offerStates = ["open", "paused", "exhausted", "withdrawn"] as const;
export type OfferState = (typeof offerStates)[number];

/** What is given in return: money, something else, or nothing. */
export const returnKinds = ["money", "barter", "gift"] as const;
export type ReturnKind = (typeof returnKinds)[number];

/** Digits behind the decimal sign of every quantity of the market: a gram of a kilogram, a millilitre of a litre. */
export const QUANTITY_SCALE = 3;
/** Of one whole unit, in the integers that quantities are kept in. */
export const ONE_UNIT = 10n ** BigInt(QUANTITY_SCALE);

/** What money is counted in: a currency of the ledger, or an official one that the ledger does not keep (ISO 4217). */
export type Denomination =
  | { readonly currencyId: CurrencyId; readonly officialCode: null }
  | { readonly currencyId: null; readonly officialCode: string };

/** Minor units of a currency. */
export type Price = Denomination & { readonly amount: bigint };

/** What somebody wants in return, or gives for what they need. */
export type Wanted = { readonly category: CategoryKey; readonly words: Multilingual };

/** Where something is, as little exactly as its holder wishes. */
export type Place = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly place: string | null;
};

/** What an offer or a need says of itself. */
export type OfferFacts = Place & {
  readonly title: Multilingual;
  readonly description: Multilingual | null;
  readonly category: CategoryKey;
  /** UCUM. */
  readonly unit: string;
  /** In thousandths of the unit; null where it is not counted. */
  readonly quantity: bigint | null;
  /** Months from 1 in which there is some every year; empty: in all. */
  readonly months: readonly number[];
  /** `YYYY-MM-DD`, both included. */
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** For one unit. */
  readonly price: Price | null;
  readonly wanted: Wanted | null;
  readonly isGift: boolean;
  readonly labels: readonly LabelKey[];
  /** Only people with a mandate on this node see it. */
  readonly membersOnly: boolean;
};

export type Offer = OfferFacts & {
  readonly id: OfferId;
  readonly number: number;
  readonly kind: OfferKind;
  readonly organizationId: OrganizationId;
  readonly state: OfferState;
  /** How often it was changed. */
  readonly revision: number;
  readonly publishedAt: Date;
  readonly changedAt: Date;
};

/** See `agreements.rules.ts` for the table of steps. */
export const agreementStates = [
  "asked",
  "proposed",
  "agreed",
  "disputed",
  "fulfilled",
  "declined",
  "withdrawn",
  "cancelled",
] as const;
export type AgreementState = (typeof agreementStates)[number];

/** Who brings the goods to where they are received. */
export const transports = ["provider", "receiver", "both", "carrier"] as const;
export type Transport = (typeof transports)[number];

/** `on_receipt`: paid within a number of days after each receipt; `none`: a gift, or barter alone. */
export const paymentTerms = ["none", "on_receipt"] as const;
export type PaymentTerms = (typeof paymentTerms)[number];

export const fairStates = ["called", "cancelled"] as const;
export type FairState = (typeof fairStates)[number];
