// Rules of operation come into force: set once by whoever presides, and from then on by decision.
// Invariants: called in the transaction of whoever decides it, and with the authority that was checked there; what comes
// into force is what was proposed, to the last character of its RFC 8785 form; versions follow each other without a gap.
import type { Rules } from "#algorithms/rules";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import {
  hashOfRules,
  rulesAreFoundedBeforeVotes,
  rulesAreFoundedOnce,
  rulesAreOthers,
  rulesCanBeCounted,
} from "./rulebook.rules.ts";
import {
  findRuleProposal,
  findRulesInForce,
  findRuleVersionByRequest,
  insertProposal,
  insertRuleVersion,
} from "./rulebook.store.ts";
import type { Body, RuleProposalId, RuleVersion, RuleVersionId } from "./types.ts";

type Setting = {
  readonly body: Body;
  /** The canonical path of the body's rules. */
  readonly subject: string;
  readonly requestKey: string;
};

/**
 * Sets the first rules of a body, before it voted on anything. The same request key gives the same version. Refuses with
 * `rulesAreChangedByDecision` {version}, `rulesComeBeforeVotes` {votes} and `rulesAskWhatNobodyCounts` {matter, fact}.
 */
export async function foundRules(
  tx: Ctx,
  {
    body,
    subject,
    requestKey,
    rules,
    votes,
    mandateId,
  }: Setting & {
    readonly rules: Rules;
    /** How many votes the body has opened. */
    readonly votes: number;
    readonly mandateId: MandateId | null;
  },
): Promise<number> {
  const earlier = await findRuleVersionByRequest(tx.db, requestKey);
  if (earlier) return earlier.number;
  const inForce = await findRulesInForce(tx.db, body);
  hold([
    rulesAreFoundedOnce(inForce?.number ?? 0),
    rulesAreFoundedBeforeVotes(votes),
    rulesCanBeCounted(rules),
  ]);
  const hash = hashOfRules(rules);
  const actId = await appendAct(tx, {
    type: "rulebook.rules.founded",
    subject,
    mandateId,
    record: { number: 1, hash },
  });
  const version = { body, number: 1, rules, hash, proposalId: null, decision: null };
  await insertRuleVersion(tx, tx.newId() as RuleVersionId, { ...version, mandateId, requestKey, actId });
  return 1;
}

/**
 * Keeps a proposal of other rules. Refuses with `rulesAreInForce` where they are what holds already, and with
 * `rulesAskWhatNobodyCounts` {matter, fact}.
 */
export async function proposeRules(
  tx: Ctx,
  {
    body,
    subject,
    requestKey,
    rules,
    organizationId,
    mandateId,
  }: Setting & {
    readonly rules: Rules;
    readonly organizationId: OrganizationId;
    readonly mandateId: MandateId;
  },
): Promise<{ readonly id: RuleProposalId; readonly hash: string }> {
  const hash = hashOfRules(rules);
  const inForce = await findRulesInForce(tx.db, body);
  hold([rulesAreOthers(inForce?.hash ?? null, hash), rulesCanBeCounted(rules)]);
  const id = tx.newId() as RuleProposalId;
  const actId = await appendAct(tx, {
    type: "rulebook.rules.proposed",
    subject,
    mandateId,
    record: { proposal: id, hash, organization: organizationId },
  });
  await insertProposal(tx, id, { body, rules, hash, organizationId, mandateId, requestKey, actId });
  return { id, hash };
}

/** What was proposed comes into force, by the decision that can be read at `decision`. */
export async function bringIntoForce(
  tx: Ctx,
  {
    proposalId,
    subject,
    decision,
    mandateId,
  }: Pick<Setting, "subject"> & {
    readonly proposalId: RuleProposalId;
    readonly decision: string;
    readonly mandateId: MandateId | null;
  },
): Promise<Pick<RuleVersion, "number" | "hash">> {
  const proposal = await findRuleProposal(tx.db, proposalId);
  if (!proposal) throw new Error(`there is no proposal of rules ${proposalId}`);
  const { body, rules, hash } = proposal;
  const number = ((await findRulesInForce(tx.db, body))?.number ?? 0) + 1;
  const actId = await appendAct(tx, {
    type: "rulebook.rules.adopted",
    subject,
    mandateId,
    record: { number, hash, proposal: proposalId, decision },
  });
  const version = {
    body,
    number,
    rules,
    hash,
    proposalId,
    decision,
    mandateId,
    requestKey: proposalId,
    actId,
  };
  await insertRuleVersion(tx, tx.newId() as RuleVersionId, version);
  return { number, hash };
}
