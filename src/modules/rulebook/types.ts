// The words of the rulebook as types.
import type { Rules } from "#algorithms/rules";
import type { MandateId, OrganizationId } from "#confederation";
import type { Id } from "#platform/ids";

export type RuleVersionId = Id<"rule version">;
export type RuleProposalId = Id<"rule proposal">;

export const bodyKinds = ["edition", "organ", "organization"] as const;
export type BodyKind = (typeof bodyKinds)[number];

/** Whose rules they are. */
export type Body = { readonly kind: BodyKind; readonly id: string };

export type RuleProposal = {
  readonly id: RuleProposalId;
  readonly body: Body;
  readonly rules: Rules;
  /** SHA-256 of the RFC 8785 form of `rules`, in hex. */
  readonly hash: string;
  readonly organizationId: OrganizationId;
  readonly mandateId: MandateId;
  readonly proposedAt: Date;
  readonly actId: string;
};

export type RuleVersion = {
  readonly id: RuleVersionId;
  readonly body: Body;
  /** From 1, without a gap. */
  readonly number: number;
  readonly rules: Rules;
  /** SHA-256 of the RFC 8785 form of `rules`, in hex. */
  readonly hash: string;
  /** Null: whoever presides set them, before the body had decided anything. */
  readonly proposalId: RuleProposalId | null;
  /** The canonical path of the vote that adopted them; null as above. */
  readonly decision: string | null;
  readonly inForceFrom: Date;
  readonly mandateId: MandateId | null;
  readonly actId: string;
};
