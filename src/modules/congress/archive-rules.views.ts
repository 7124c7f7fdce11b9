// The rules of operation of an edition as they leave the node: versions that were in force, and what was proposed.
// Invariant: only what is public: organisations and mandates by id.
import type { Rules } from "#algorithms/rules";
import type { MandateId, OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import { listRuleProposals, listRuleVersions } from "#rulebook";
import { bodyOf } from "./rules-in-force.service.ts";
import type { EditionId } from "./types.ts";

export type ArchivedRuleVersion = {
  readonly number: number;
  readonly rules: Rules;
  readonly hash: string;
  /** Null: whoever presided set them before the first vote. */
  readonly proposal: string | null;
  /** The canonical path of the vote that adopted them. */
  readonly decision: string | null;
  readonly inForceFrom: Date;
  readonly mandate: MandateId | null;
  readonly act: string;
};

export type ArchivedRuleProposal = {
  readonly id: string;
  readonly rules: Rules;
  readonly hash: string;
  readonly organization: OrganizationId;
  readonly mandate: MandateId;
  readonly proposedAt: Date;
  readonly act: string;
};

/** In the order of their numbers. */
export async function listArchivedRuleVersions(db: Db, id: EditionId): Promise<ArchivedRuleVersion[]> {
  const versions = await listRuleVersions(db, bodyOf({ id }));
  return versions.map(({ number, rules, hash, proposalId, decision, inForceFrom, mandateId, actId }) => ({
    number,
    rules,
    hash,
    proposal: proposalId,
    decision,
    inForceFrom,
    mandate: mandateId,
    act: actId,
  }));
}

/** The first first. */
export async function listArchivedRuleProposals(db: Db, id: EditionId): Promise<ArchivedRuleProposal[]> {
  const proposals = await listRuleProposals(db, bodyOf({ id }));
  return proposals.map(({ id: proposal, rules, hash, organizationId, mandateId, proposedAt, actId }) => ({
    id: proposal,
    rules,
    hash,
    organization: organizationId,
    mandate: mandateId,
    proposedAt,
    act: actId,
  }));
}
