// The words of clearing as types.
import type { OrganizationId } from "#confederation";
import type { CurrencyId } from "#ledger";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";

export type ObligationId = Id<"obligation">;
export type RoundId = Id<"round">;

/** `discharged`: nothing is left of it, whether it was paid, set off or corrected. */
export const obligationStates = ["recorded", "acknowledged", "contested", "withdrawn", "discharged"] as const;
export type ObligationState = (typeof obligationStates)[number];

export function isObligationState(value: string): value is ObligationState {
  return (obligationStates as readonly string[]).includes(value);
}

/** Who entered it; `both` where a delivery was received by both, so that nobody has to acknowledge anything. */
export type RecordedBy = "debtor" | "creditor" | "both";
export type ObligationSide = "debtor" | "creditor";

/** What lowers what is left: paid, set off in a round, or taken back by the creditor with a counter-entry. */
export type MovementKind = "settled" | "cleared" | "corrected";

/** A currency of the ledger by its id, or an official one by its code (ISO 4217), which the ledger does not keep. */
export type Denomination =
  | { readonly currencyId: CurrencyId; readonly officialCode?: null }
  | { readonly currencyId: null; readonly officialCode: string };

export type Obligation = {
  readonly id: ObligationId;
  readonly debtorId: OrganizationId;
  readonly creditorId: OrganizationId;
  readonly currencyId: CurrencyId | null;
  readonly officialCode: string | null;
  /** Minor units, from 1 to 2^53 - 1. */
  readonly amount: bigint;
  /** What is left: the amount less what was settled, cleared and corrected. */
  readonly openAmount: bigint;
  readonly state: ObligationState;
  readonly recordedBy: RecordedBy;
  readonly sinceOn: string;
  readonly dueOn: string | null;
  /** The path on this node of what it is for. */
  readonly about: string | null;
  readonly text: string;
  readonly recordedAt: Date;
  readonly stateAt: Date;
  /** Whether a round counts on it just now, so that nothing else may change it. */
  readonly inRound: boolean;
};

export const roundStates = ["called", "frozen", "previewed", "settled", "abandoned"] as const;
export type RoundState = (typeof roundStates)[number];

/** Who may have a settled round's obligations, under numbers instead of names. */
export const publications = ["everybody", "parties"] as const;
export type Publication = (typeof publications)[number];

export type Round = {
  readonly id: RoundId;
  /** From 1. */
  readonly number: number;
  readonly commissionId: OrganizationId;
  readonly currencyId: CurrencyId | null;
  readonly officialCode: string | null;
  readonly title: Multilingual;
  readonly deadlineAt: Date;
  /** For how many hours each preview stands before the round can be settled on it. */
  readonly lookHours: number;
  /** Whether accounts may take part within limits that the parties offer. */
  readonly withCredit: boolean;
  readonly publication: Publication;
  readonly state: RoundState;
  /** Which solution it is at. */
  readonly attempt: number;
  readonly calledAt: Date;
  readonly frozenAt: Date | null;
  readonly previewedAt: Date | null;
  readonly settleFromAt: Date | null;
  readonly endedAt: Date | null;
  readonly abandonedFor: Multilingual | null;
  /** Of the last solution; null before the first. Parties: those that an obligation of the round is between. */
  readonly parties: number | null;
  readonly obligations: number | null;
  /** Minor units. */
  readonly total: bigint | null;
  readonly cleared: bigint | null;
  /** How much of that is owed to credit. */
  readonly clearedOnCredit: bigint | null;
  readonly netInternalDebt: bigint | null;
  /** SHA-256, hexadecimal. */
  readonly certificateSha256: string | null;
};
