// The words of the ledger as types. Amounts are whole numbers of a currency's smallest unit, always `bigint`.
import type { MandateId, OrganizationId, PersonId } from "#confederation";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";

export type CurrencyId = Id<"currency">;
export type AccountId = Id<"account">;
export type EntryId = Id<"entry">;
export type HoldId = Id<"hold">;

/**
 * `mutual_credit`: what one owes, another holds, and all of it sums to zero. `voucher`: a right to an issuer's goods until
 * a day. `time`: hours. `mirror`: counts in an official currency.
 */
export const currencyKinds = ["mutual_credit", "voucher", "time", "mirror"] as const;
export type CurrencyKind = (typeof currencyKinds)[number];

export type Currency = {
  readonly id: CurrencyId;
  readonly slug: string;
  readonly code: string;
  readonly name: Multilingual;
  readonly kind: CurrencyKind;
  /** Decimals that people see, 0 to 6. */
  readonly scale: number;
  /** Who founded it and answers for it. */
  readonly organizationId: OrganizationId;
  readonly rules: Multilingual | null;
  /** Limits of an account that nobody set others for; null: none on that side. */
  readonly defaultMinimum: bigint | null;
  readonly defaultMaximum: bigint | null;
  /** Continuous, in millionths a year; 0: none. */
  readonly demurragePpm: number;
  /** A transfer above it needs a second person; null: none does. */
  readonly approvalAbove: bigint | null;
  /** What a voucher gives a right to, and until when (YYYY-MM-DD). */
  readonly backing: Multilingual | null;
  readonly expiresOn: string | null;
  /** ISO 4217 code of the official currency that it mirrors. */
  readonly mirrors: string | null;
  readonly state: "open" | "closed";
  /** Whether anybody may see what organisations hold and move in it. */
  readonly openBooks: boolean;
  readonly foundedAt: Date;
};

/** Whose account it is. A fund is a pot, a circle or a campaign of another module, by its id. */
export type AccountHolder =
  | { readonly kind: "organization"; readonly organizationId: OrganizationId }
  | { readonly kind: "person"; readonly personId: PersonId }
  | { readonly kind: "fund"; readonly fundId: string }
  | { readonly kind: "clearing" }
  | { readonly kind: "commons" }
  | { readonly kind: "issuer"; readonly organizationId: OrganizationId };

export type Limits = {
  /** Null: no limit on that side. */
  readonly minimum: bigint | null;
  readonly maximum: bigint | null;
};

export type Account = Limits & {
  readonly id: AccountId;
  /** What people read aloud; the last digit checks the others. */
  readonly number: string;
  readonly currencyId: CurrencyId;
  readonly holder: AccountHolder;
  readonly name: string | null;
  /** The sum of its lines. */
  readonly posted: bigint;
  /** Kept aside by placed holds: what may still go out, and come in. */
  readonly pendingOut: bigint;
  readonly pendingIn: bigint;
  /** How many lines it has. */
  readonly version: bigint;
  readonly movedAt: Date | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
};

export const entryKinds = [
  "transfer",
  "issue",
  "redemption",
  "demurrage",
  "reversal",
  "hold_posted",
  "clearing",
  "contribution",
  "payout",
  "pledge",
  "loan",
  "repayment",
  "expiry",
  "settlement",
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Under what something was done: a mandate, or the person who holds the account. Neither: the node itself. */
export type By = { readonly mandateId: MandateId | string | null; readonly personId?: string | null };

export type NewLine = { readonly accountId: AccountId; readonly amount: bigint };

export type NewEntry = {
  readonly kind: Exclude<EntryKind, "reversal" | "hold_posted">;
  /** Sum to zero in each currency. An account may have several. */
  readonly lines: readonly NewLine[];
  readonly text: string | null;
  /** What it is about, as a path on this node or an id. */
  readonly about: string | null;
};

export type Line = {
  readonly accountId: AccountId;
  readonly version: bigint;
  readonly amount: bigint;
  readonly balanceAfter: bigint;
};

export type Entry = {
  readonly id: EntryId;
  readonly kind: EntryKind;
  readonly text: string | null;
  readonly about: string | null;
  readonly reverses: EntryId | null;
  readonly mandateId: MandateId | null;
  readonly personId: PersonId | null;
  readonly postedAt: Date;
  readonly lines: readonly Line[];
};

export const holdStates = ["placed", "posted", "voided", "lapsed"] as const;
export type HoldState = (typeof holdStates)[number];

export type NewHold = {
  readonly from: AccountId;
  readonly to: AccountId;
  readonly amount: bigint;
  /** From this instant on it can only lapse; null: never. */
  readonly lapsesAt: Date | null;
  readonly text: string | null;
  readonly about: string | null;
};

export type Hold = NewHold & {
  readonly id: HoldId;
  readonly state: HoldState;
  readonly placedAt: Date;
  readonly resolvedAt: Date | null;
  readonly entryId: EntryId | null;
};
