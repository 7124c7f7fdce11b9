// The words of the confederation as types.
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";

export type OrganizationId = Id<"organization">;
export type PersonId = Id<"person">;
export type MandateId = Id<"mandate">;

export const organizationKinds = [
  "commune",
  "communal_council",
  "communal_city",
  "social_movement",
  "cooperative",
  "network",
  "medium",
  "institution",
  "commission",
] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

/** `listed`: known to the directory, without having applied. */
export const organizationStatuses = [
  "listed",
  "applicant",
  "affiliated",
  "suspended",
  "withdrawn",
  "refused",
] as const;
export type OrganizationStatus = (typeof organizationStatuses)[number];

/**
 * How far a mandate reaches: its organisation alone, that organisation and all below it in the tree, or the node.
 */
export const mandateReaches = ["organization", "organization_and_below", "node"] as const;
export type MandateReach = (typeof mandateReaches)[number];

/** Everything that an office can allow. A new use-case names its own here. */
export const capabilities = [
  "node.operate",
  "organization.edit",
  "organization.import",
  "people.invite",
  "mandate.grant",
  "mandate.recall",
  "affiliation.apply",
  "affiliation.sponsor",
  "affiliation.review",
  "congress.convene",
  "congress.import_text",
  "congress.preside",
  "congress.propose",
  "congress.vote",
  "congress.sign",
  "commitment.record",
  "commitment.report",
  "commitment.confirm",
  "assembly.nominate",
  "assembly.credential",
  "assembly.admit",
  "assembly.speak",
  "assembly.minute",
  "agenda.call",
  "agenda.announce",
  "agenda.report",
  "ledger.found_currency",
  "ledger.open_account",
  "ledger.transfer",
  "ledger.approve",
  "ledger.issue",
  "ledger.set_limits",
  "clearing.record",
  "clearing.join",
  "clearing.call",
  "clearing.analyse",
  "market.offer",
  "market.agree",
  "market.mediate",
  "market.call_fair",
  "financing.save",
  "financing.manage_fund",
  "financing.lend",
] as const;
export type Capability = (typeof capabilities)[number];

export type Office = {
  readonly key: string;
  readonly name: Multilingual;
  readonly capabilities: readonly Capability[];
  readonly position: number;
  /** Who holds it is for those who give and recall it: whoever is sent to a congress did not choose to be public. */
  readonly unlisted?: boolean;
};

export type Mandate = {
  readonly id: MandateId;
  readonly personId: PersonId;
  readonly organizationId: OrganizationId;
  readonly office: string;
  readonly covers: MandateReach;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly decision: Multilingual;
  readonly recalledAt: Date | null;
};
