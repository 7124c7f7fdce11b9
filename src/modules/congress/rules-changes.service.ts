// An edition's own rules of operation: set before the first vote, and from then on changed by motions of its delegations.
// Invariants: a proposal of rules is a motion whose words say what the rules say and name their hash; it takes no
// amendments; once it is adopted the rules are in force, in the same transaction.
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { brokenConstraint } from "#platform/database/database";
import { parse } from "#platform/validation";
import {
  bringIntoForce,
  foundRules,
  parseRules,
  proposeRules,
  type RuleProposalId,
  wordsOfRules,
} from "#rulebook";
import type { MandateId } from "#confederation";
import { presiding } from "./editions.service.ts";
import { submitMotionOn } from "./motions.service.ts";
import { rollCallPath, rulesPath } from "./paths.ts";
import { bodyOf } from "./rules-in-force.service.ts";
import {
  type ProposeEditionRulesInput,
  proposeEditionRulesInput,
  type SetFirstRulesInput,
  setFirstRulesInput,
} from "./rules-changes.schema.ts";
import { countRollCalls, type RollCallInPlace } from "./votes.store.ts";

/**
 * Sets the first rules of an edition before it votes on anything; needs `congress.preside`. Gives the number of the version.
 * Refuses with `rulesMalformed` {path, fault}, `rulesAreChangedByDecision`, `rulesComeBeforeVotes` and
 * `rulesAskWhatNobodyCounts`.
 */
export async function setFirstRules(ctx: Ctx, input: SetFirstRulesInput): Promise<number> {
  const wanted = parse(setFirstRulesInput, input);
  const rules = parseRules(wanted.rules);
  try {
    return await transact(ctx, async (tx) => {
      const { edition, authority } = await presiding(tx, wanted.edition);
      return foundRules(tx, {
        body: bodyOf(edition),
        subject: rulesPath(edition.slug),
        requestKey: wanted.requestKey,
        rules,
        votes: await countRollCalls(tx, edition.id),
        mandateId: authority.mandateId,
      });
    });
  } catch (error) {
    if (brokenConstraint(error) !== "rule_versions_number") throw error;
    throw new Refusal("conflict", "rulesAreChangedByDecision", { version: 1 });
  }
}

/**
 * Proposes other rules as a motion of a called delegation, by its mandate with `congress.propose`. Gives the motion's number.
 * Refuses with `rulesMalformed`, `rulesAreInForce`, `rulesAskWhatNobodyCounts`, and as `submitMotion` does.
 */
export async function proposeEditionRules(ctx: Ctx, input: ProposeEditionRulesInput): Promise<number> {
  const wanted = parse(proposeEditionRulesInput, input);
  const rules = parseRules(wanted.rules);
  const { edition, organizationId, language, title, reason, requestKey } = wanted;
  const motion = { edition, organizationId, language, title, reason, requestKey, kind: "rules" as const };
  return submitMotionOn(ctx, { ...motion, words: wordsOfRules(rules, language) }, async (tx, at) => {
    const body = bodyOf(at.edition);
    const subject = rulesPath(at.edition.slug);
    const { mandateId } = at;
    return proposeRules(tx, { body, subject, requestKey, rules, organizationId, mandateId });
  });
}

/** Adopted rules are in force from the instant at which their vote is closed. */
export async function takeEffect(
  tx: Ctx,
  { id, edition, textSlug }: RollCallInPlace,
  proposalId: RuleProposalId,
  mandateId: MandateId | null,
): Promise<void> {
  const decision = rollCallPath(edition.slug, textSlug, id);
  await bringIntoForce(tx, { proposalId, subject: rulesPath(edition.slug), decision, mandateId });
}
