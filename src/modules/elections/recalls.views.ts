// Recalls for pages: against which mandate, how far it has come, who signed, how it was voted.
import type { Evaluation } from "#algorithms/rules";
import { findMandate, type HeldMandate, type OrganizationId } from "#confederation";
import { type Choice, type OrganizationBrief, readOrganizations, ruleVersionPath } from "#congress";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import { readRuleVersions } from "#rulebook";
import { recallPath } from "./paths.ts";
import { countedRecall, electorateOf } from "./recalls.service.ts";
import {
  editionSlug,
  findRecallRow,
  isOnRecallRoll,
  listRecallRows,
  listRecallVotes,
  listSigners,
  type Recall,
} from "./recalls.store.ts";

export type RecallEntry = Recall & { readonly href: string; readonly mandate: HeldMandate };

export type RecallView = RecallEntry & {
  /** What the vote came to, or would come to now, and why; null before it is called. */
  readonly evaluation: Evaluation | null;
  /** The version of the rules that decides it, where the congress adopted some. */
  readonly rules: { readonly version: number; readonly href: string } | null;
  readonly signers: readonly OrganizationBrief[];
  readonly votes: readonly { readonly organization: OrganizationBrief; readonly choice: Choice }[];
};

async function entryOf(db: Db, recall: Recall): Promise<RecallEntry> {
  const mandate = await findMandate(db, recall.mandateId);
  if (!mandate) throw new Error(`recall ${recall.id} has lost its mandate`);
  return { ...recall, href: recallPath(recall.id), mandate };
}

/** The latest first. */
export async function listRecalls(
  db: Db,
  range: { readonly offset: number; readonly limit: number },
): Promise<RecallEntry[]> {
  const entries: RecallEntry[] = [];
  for (const recall of await listRecallRows(db, range)) entries.push(await entryOf(db, recall));
  return entries;
}

async function decidingOn(
  db: Db,
  recall: Recall,
  now: Date,
): Promise<Pick<RecallView, "evaluation" | "rules">> {
  if (recall.roll === null) return { evaluation: null, rules: null };
  const at = recall.state === "voting" ? now : recall.stateAt;
  const { evaluation } = await countedRecall({ db }, recall, at);
  const { voteRules } = recall;
  const version = voteRules && (await readRuleVersions(db, [voteRules])).get(voteRules);
  const edition = version ? await editionSlug(db, version.body.id) : undefined;
  if (!version || edition === undefined) return { evaluation, rules: null };
  return { evaluation, rules: { version: version.number, href: ruleVersionPath(edition, version.number) } };
}

export async function findRecall(
  { db, now }: Pick<Ctx, "db" | "now">,
  id: string,
): Promise<RecallView | undefined> {
  const recall = await findRecallRow(db, id);
  if (!recall) return undefined;
  const signers = await listSigners(db, recall.id);
  const votes = await listRecallVotes(db, recall.id);
  const organizations = await readOrganizations(db, [
    ...signers,
    ...votes.map(({ organizationId }) => organizationId),
  ]);
  return {
    ...(await entryOf(db, recall)),
    ...(await decidingOn(db, recall, now)),
    signers: signers.map((one) => organizations.of(one)),
    votes: votes.map(({ organizationId, choice }) => ({
      organization: organizations.of(organizationId),
      choice,
    })),
  };
}

/** Of these organisations, those that may sign a recall, or vote on it, by where it stands. */
export async function concernedBy(
  ctx: Ctx,
  recall: Recall,
  organizationIds: readonly OrganizationId[],
): Promise<OrganizationId[]> {
  if (recall.state === "collecting") {
    const electorate = new Set(await electorateOf(ctx, recall));
    return organizationIds.filter((id) => electorate.has(id));
  }
  const found: OrganizationId[] = [];
  for (const id of organizationIds) if (await isOnRecallRoll(ctx, recall.id, id)) found.push(id);
  return found;
}
