// The words of saving and financing as types.
import type { MandateId, OrganizationId, PersonId } from "#confederation";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";

export type PotId = Id<"pot">;
export type CircleId = Id<"circle">;
export type CircleMemberId = Id<"circle member">;
export type FundId = Id<"fund">;
export type AppealId = Id<"appeal">;
export type LoanId = Id<"loan">;

/** Who takes part: whoever holds the account that takes part. */
export type Party =
  | { readonly kind: "organization"; readonly organizationId: OrganizationId }
  | { readonly kind: "person"; readonly personId: PersonId };

/** Under what an act was done; both null: the calendar, or the node's shell. */
export type By = { readonly mandateId: MandateId | null; readonly personId: PersonId | null };

/** A party with its account, as those see it who take part with it. */
export type NamedParty = {
  readonly accountId: string;
  readonly accountNumber: string;
  readonly party: Party;
  /** An organisation's name in its languages, a person's in all. */
  readonly name: Multilingual;
  readonly slug: string | null;
};

/** The largest amount of one movement: what JSON programs hold exactly. */
export const MOST = 9_007_199_254_740_991n;
