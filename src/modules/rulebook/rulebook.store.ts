// The only SQL that writes rules. Rows are only added; triggers refuse anything else.
import type { Rules } from "#algorithms/rules";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import { tables } from "./tables.ts";
import type { Body, RuleProposal, RuleProposalId, RuleVersion, RuleVersionId } from "./types.ts";

export type NewProposal = Omit<RuleProposal, "id" | "proposedAt"> & { readonly requestKey: string };

export async function insertProposal(tx: Ctx, id: RuleProposalId, proposal: NewProposal): Promise<void> {
  await tables(tx.db)
    .insertInto("rule_proposals")
    .values({
      id,
      body_kind: proposal.body.kind,
      body_id: proposal.body.id,
      rules: JSON.stringify(proposal.rules),
      content_hash: Buffer.from(proposal.hash, "hex"),
      organization_id: proposal.organizationId,
      mandate_id: proposal.mandateId,
      proposed_at: tx.now,
      request_key: proposal.requestKey,
      act_id: proposal.actId,
    })
    .execute();
}

const proposals = (db: Db) => tables(db).selectFrom("rule_proposals").selectAll();
type ProposalRow = NonNullable<Awaited<ReturnType<ReturnType<typeof proposals>["executeTakeFirst"]>>>;

function proposalOf(row: ProposalRow): RuleProposal {
  return {
    id: row.id as RuleProposalId,
    body: { kind: row.body_kind, id: row.body_id },
    rules: row.rules,
    hash: row.content_hash.toString("hex"),
    organizationId: row.organization_id as OrganizationId,
    mandateId: row.mandate_id as MandateId,
    proposedAt: row.proposed_at,
    actId: row.act_id,
  };
}

export async function findRuleProposal(db: Db, id: RuleProposalId): Promise<RuleProposal | undefined> {
  const row = await proposals(db).where("id", "=", id).executeTakeFirst();
  return row && proposalOf(row);
}

/** The first first. */
export async function listRuleProposals(db: Db, body: Body): Promise<RuleProposal[]> {
  const rows = await proposals(db)
    .where("body_kind", "=", body.kind)
    .where("body_id", "=", body.id)
    .orderBy("proposed_at")
    .orderBy("id")
    .execute();
  return rows.map(proposalOf);
}

export type NewVersion = {
  readonly body: Body;
  readonly number: number;
  readonly rules: Rules;
  readonly hash: string;
  readonly proposalId: RuleProposalId | null;
  readonly decision: string | null;
  readonly mandateId: MandateId | null;
  readonly requestKey: string;
  readonly actId: string;
};

export async function insertRuleVersion(tx: Ctx, id: RuleVersionId, version: NewVersion): Promise<void> {
  await tables(tx.db)
    .insertInto("rule_versions")
    .values({
      id,
      body_kind: version.body.kind,
      body_id: version.body.id,
      number: version.number,
      rules: JSON.stringify(version.rules),
      content_hash: Buffer.from(version.hash, "hex"),
      proposal_id: version.proposalId,
      decision: version.decision,
      in_force_from: tx.now,
      mandate_id: version.mandateId,
      request_key: version.requestKey,
      act_id: version.actId,
    })
    .execute();
}

const versions = (db: Db, { kind, id }: Body) =>
  tables(db).selectFrom("rule_versions").selectAll().where("body_kind", "=", kind).where("body_id", "=", id);
type VersionRow = NonNullable<Awaited<ReturnType<ReturnType<typeof versions>["executeTakeFirst"]>>>;

function versionOf(row: VersionRow): RuleVersion {
  return {
    id: row.id as RuleVersionId,
    body: { kind: row.body_kind, id: row.body_id },
    number: row.number,
    rules: row.rules,
    hash: row.content_hash.toString("hex"),
    proposalId: row.proposal_id as RuleProposalId | null,
    decision: row.decision,
    inForceFrom: row.in_force_from,
    mandateId: row.mandate_id as MandateId | null,
    actId: row.act_id,
  };
}

/** The version in force now; undefined where the body has adopted none. */
export async function findRulesInForce(db: Db, body: Body): Promise<RuleVersion | undefined> {
  const row = await versions(db, body).orderBy("number", "desc").limit(1).executeTakeFirst();
  return row && versionOf(row);
}

export async function findRuleVersion(db: Db, body: Body, number: number): Promise<RuleVersion | undefined> {
  const row = await versions(db, body).where("number", "=", number).executeTakeFirst();
  return row && versionOf(row);
}

/** The first first. */
export async function listRuleVersions(db: Db, body: Body): Promise<RuleVersion[]> {
  const rows = await versions(db, body).orderBy("number").execute();
  return rows.map(versionOf);
}

/** Versions by their ids, for votes that name them. */
export async function readRuleVersions(
  db: Db,
  ids: readonly RuleVersionId[],
): Promise<ReadonlyMap<RuleVersionId, RuleVersion>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(db)
    .selectFrom("rule_versions")
    .selectAll()
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id as RuleVersionId, versionOf(row)]));
}

/** The version that an earlier sending of the same form made. */
export async function findRuleVersionByRequest(db: Db, requestKey: string): Promise<RuleVersion | undefined> {
  const row = await tables(db)
    .selectFrom("rule_versions")
    .selectAll()
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row && versionOf(row);
}
