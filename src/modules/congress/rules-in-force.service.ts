// By which rules a vote is decided: those in force when it opens, in the matter that it is on.
// Invariant: a vote that opens can be decided. What it asks for is known then, or will be when it closes.
import { type AdoptedRules, countRollCall, rulesOfToday } from "#algorithms/roll-calls";
import { matterOfChange, ruleFor, type Rules } from "#algorithms/rules";
import type { Ctx } from "#platform/context";
import { hold } from "#platform/rules";
import {
  type Body,
  findRuleProposal,
  findRulesInForce,
  type RuleProposalId,
  type RuleVersion,
  type RuleVersionId,
} from "#rulebook";
import type { Acting } from "./secondary-amendments.service.ts";
import { appendAct } from "#platform/log/append";
import type { MotionKind } from "./motions.rules.ts";
import { textPath } from "./paths.ts";
import { setReadingRule } from "./readings.store.ts";
import { tables } from "./tables.ts";
import type { Amendment, Edition, RoomCounts, RoomQuorum, TextId, VoteRules } from "./types.ts";
import { rulesAreCountable, rulesHaveTheirRoom, votesAwaitTheirTime } from "./votes.rules.ts";
import type { OnTheRoll } from "./votes.store.ts";

export const bodyOf = ({ id }: Pick<Edition, "id">): Body => ({ kind: "edition", id });

/** The rules of an edition as they stand: its own, or those that every congress begins with. */
export async function rulesNow(tx: Pick<Ctx, "db">, edition: Pick<Edition, "id">): Promise<Rules> {
  return (await findRulesInForce(tx.db, bodyOf(edition)))?.rules ?? rulesOfToday;
}

type MotionBehind = { readonly kind: MotionKind; readonly proposal: RuleProposalId | null };

/** The motion that a text comes from, as far as it says which matter the text is. */
export async function motionBehind(
  { db }: Pick<Ctx, "db">,
  textId: TextId,
): Promise<MotionBehind | undefined> {
  const row = await tables(db)
    .selectFrom("motions")
    .select(["kind", "rule_proposal_id"])
    .where("text_id", "=", textId)
    .executeTakeFirst();
  return row && { kind: row.kind, proposal: row.rule_proposal_id as RuleProposalId | null };
}

const OF_MOTIONS: Readonly<Record<Exclude<MotionKind, "rules">, string>> = {
  resolution: "text",
  statement: "text",
  procedure: "procedure",
  election: "ordinary",
  urgency: "urgency",
};

/** The matter of a vote, as rules name it. A change of the rules is decided as the rules in force say. */
export async function matterOf(
  tx: Pick<Ctx, "db">,
  textId: TextId,
  amendment: Pick<Amendment, "id"> | undefined,
  inForce: Rules,
): Promise<string> {
  if (amendment) return "amendment";
  const motion = await motionBehind(tx, textId);
  if (!motion) return "text";
  if (motion.kind !== "rules") return OF_MOTIONS[motion.kind];
  const proposal = motion.proposal && (await findRuleProposal(tx.db, motion.proposal));
  if (!proposal) throw new Error(`text ${textId} has lost its proposal of rules`);
  return matterOfChange(inForce, proposal.rules);
}

type Opening = {
  readonly amendment: Amendment | undefined;
  readonly quorum: RoomQuorum | null;
  readonly room: RoomCounts | null;
  readonly roll: readonly OnTheRoll[];
  readonly called: number;
  readonly proposedAt: Date;
};

export type AtOpening = { readonly rules: VoteRules; readonly ruleVersionId: RuleVersionId | null };

/**
 * What is frozen with the roll. Refuses with `rulesNeedTheRoom`, `voteTooEarly` {earliest} and `rulesAskWhatNobodyCounts`
 * {matter, fact}.
 */
export async function rulesAtOpening(acting: Acting, opening: Opening): Promise<AtOpening> {
  const { tx, edition, text } = acting;
  const inForce = await findRulesInForce(tx.db, bodyOf(edition));
  if (!inForce) {
    const rules = {
      majority: "simple_of_votes_cast",
      quorum: opening.quorum ?? "half_of_accredited",
    } as const;
    return { rules, ruleVersionId: null };
  }
  const matter = await matterOf(tx, text.id, opening.amendment, inForce.rules);
  hold([
    rulesAreCountable(inForce.rules, matter),
    rulesHaveTheirRoom(inForce.rules, matter, opening.room !== null),
  ]);
  const rules = { version: inForce.number, hash: inForce.hash, matter, quorum: opening.quorum };
  holdItsTime(tx, rules, inForce, opening);
  return { rules, ruleVersionId: inForce.id };
}

/** Counted as if nobody had voted: what has to wait is told before it is lost. */
function holdItsTime(tx: Ctx, rules: AdoptedRules, { rules: adopted }: RuleVersion, opening: Opening): void {
  const openedAt = tx.now.toISOString();
  const none = { for: 0, against: 0, abstain: 0 };
  const regions = [{ region: null, accredited: opening.roll.length, present: 0, ...none }];
  const { room, called, proposedAt } = opening;
  const counted = countRollCall({
    rules,
    adopted,
    regions,
    room,
    called,
    castingVote: null,
    proposedAt: proposedAt.toISOString(),
    openedAt,
    at: openedAt,
  });
  if (counted) hold(votesAwaitTheirTime(counted.evaluation));
}

/**
 * Where the rules in force have a text read more than once, and nobody set for this one how often, they set it as its first
 * vote opens: words stay as they are between two readings. Gives the rule by which it is read.
 */
export async function readAsRulesSay({
  tx,
  edition,
  text,
  mandateId,
}: Acting): Promise<Acting["text"]["reading"]> {
  const inForce = await rulesNow(tx, edition);
  const { readings } = ruleFor(inForce, await matterOf(tx, text.id, undefined, inForce));
  if (!readings || readings.times < 2 || text.reading.readings > 1) return text.reading;
  const rule = { readings: readings.times, daysBetween: readings.days, amendedBetween: "none" } as const;
  await setReadingRule(tx, text.id, rule);
  await appendAct(tx, {
    type: "congress.text.readings_set",
    subject: textPath(edition.slug, text.slug),
    mandateId,
    record: { ...rule, version: text.lastVersion },
  });
  return rule;
}
