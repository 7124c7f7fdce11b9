// Recalls: a petition against a mandate, signatures until there are enough, a vote, and the mandate ends by itself.
// Invariants: the rules in force when it opens decide a petition, and a vote; the vote is called in the transaction of the signature that made it enough; the mandate ends in the transaction that
// counted the vote; whoever signs or votes does it for an organisation, by a mandate of it.
import type { Counted } from "#algorithms/roll-calls";
import {
  authorise,
  canBeVotedDown,
  type Capability,
  endByVote,
  type MandateId,
  type OrganizationId,
} from "#confederation";
import { accreditedOrganizations, type EditionId } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { broken, hold, ok } from "#platform/rules";
import { parse } from "#platform/validation";
import { findRulesInForce, readRuleVersions, type RuleVersion } from "#rulebook";
import { recallPath } from "./paths.ts";
import {
  countRecall,
  daysAfter,
  mandatesAnswerToTheWhole,
  mandatesCanBeVotedDown,
  petitionsCanCarry,
  recallOutcome,
  recallRule,
  signaturesAreTaken,
  signaturesAsked,
  signersBelong,
  somebodyCanSign,
  votesAreComplete,
  votesAreTaken,
} from "./recalls.rules.ts";
import {
  type OpenRecallInput,
  openRecallInput,
  type SignRecallInput,
  signRecallInput,
  type VoteOnRecallInput,
  voteOnRecallInput,
} from "./recalls.schema.ts";
import {
  affiliatedOrganizations,
  callRecallVote,
  endRecall,
  findRecallByRequest,
  hasSigned,
  insertRecall,
  insertRecallVote,
  insertSignature,
  isOnRecallRoll,
  isUnderWay,
  listDueRecalls,
  listRecallVotes,
  lockRecall,
  originOfMandate,
  readRecallRegions,
  type Recall,
  type RecallId,
} from "./recalls.store.ts";

/** Those who gave the mandate: the delegations of a congress that still goes on, else all who are affiliated. */
export async function electorateOf(
  tx: Ctx,
  { editionId }: Pick<Recall, "editionId">,
): Promise<OrganizationId[]> {
  return editionId ? accreditedOrganizations(tx, editionId) : affiliatedOrganizations(tx);
}

async function actingFor(
  tx: Ctx,
  organizationId: OrganizationId,
  capability: Capability,
): Promise<MandateId> {
  const { mandateId } = await authorise(tx, capability, organizationId);
  if (mandateId === null) throw new Refusal("forbidden", "delegationNeedsMandate");
  return mandateId;
}

function logRecall(
  tx: Ctx,
  id: RecallId,
  what: string,
  mandateId: MandateId | null,
  record: Readonly<Record<string, unknown>>,
): Promise<string> {
  return appendAct(tx, {
    type: `elections.recall.${what}`,
    subject: recallPath(id),
    mandateId,
    record: { recall: id, ...record },
  });
}

/**
 * Opens a petition for an organisation, by its mandate with `congress.propose`; it has signed with that. The same request key
 * gives the same one. Refuses with `mandateUnknown`, `recallNotPossible`, `recallOnlyOfElected`, `recallNotYours`, `recallUnderWay`.
 */
export async function openRecall(ctx: Ctx, input: OpenRecallInput): Promise<RecallId> {
  const wanted = parse(openRecallInput, input);
  try {
    return await transact(ctx, async (tx) => {
      const acting = await actingFor(tx, wanted.organizationId, "congress.propose");
      const earlier = await findRecallByRequest(tx, wanted.requestKey);
      if (earlier) return earlier;
      hold(mandatesCanBeVotedDown(await canBeVotedDown(tx, wanted.mandateId)));
      const origin = await originOfMandate(tx, wanted.mandateId);
      hold(mandatesAnswerToTheWhole(origin.ofTheWhole));
      const { editionId, electorate, rules, needed } = await petitionUnder(tx, origin.editionId);
      hold(somebodyCanSign(electorate.length));
      hold(signersBelong(electorate.includes(wanted.organizationId)), "forbidden");
      const id = tx.newId() as RecallId;
      hold(petitionsCanCarry(needed));
      const share = rules?.rules.mandates?.petition
        ? { numerator: needed ?? 0, denominator: electorate.length }
        : recallRule.share;
      const signUntil = daysAfter(tx.now, recallRule.daysToSign);
      const { mandateId, reason, organizationId: openedBy, requestKey } = wanted;
      const actId = await logRecall(tx, id, "opened", acting, {
        mandate: mandateId,
        organization: openedBy,
        reason,
        electorate: electorate.length,
        share,
        needed,
        ...namedIn(rules),
        signUntil: signUntil.toISOString(),
      });
      const about = { mandateId, editionId, reason, openedBy, openedUnder: acting };
      await insertRecall(tx, id, {
        ...about,
        signUntil,
        electorate: electorate.length,
        share,
        needed: needed ?? 0,
        petitionRules: rules?.id ?? null,
        requestKey,
        actId,
      });
      await sign(tx, id, openedBy, acting);
      return id;
    });
  } catch (error) {
    if (brokenConstraint(error) === "recalls_one_at_once") throw new Refusal("conflict", "recallUnderWay");
    throw error;
  }
}

/** The rules of the congress whose election gave the mandate; null where it adopted none, or no election did. */
async function rulesFor(tx: Ctx, editionId: EditionId | null): Promise<RuleVersion | null> {
  return editionId === null
    ? null
    : ((await findRulesInForce(tx.db, { kind: "edition", id: editionId })) ?? null);
}

/** Who could sign a petition against a mandate of that origin now, by which rules, and how many have to. */
async function petitionUnder(tx: Ctx, of: EditionId | null) {
  const editionId = of && (await isUnderWay(tx, of)) ? of : null;
  const electorate = await electorateOf(tx, { editionId });
  const rules = await rulesFor(tx, of);
  return { editionId, electorate, rules, needed: signaturesAsked(rules?.rules ?? null, electorate.length) };
}

/** What a petition against a mandate would need: signatures, of how many organisations, within how many days. */
export async function petitionAsks(ctx: Ctx, mandateId: MandateId) {
  const { electorate, needed } = await petitionUnder(ctx, (await originOfMandate(ctx, mandateId)).editionId);
  return { needed: needed ?? electorate.length, electorate: electorate.length, days: recallRule.daysToSign };
}

/** As the log names rules: by version and hash. */
function namedIn(rules: RuleVersion | null) {
  return rules ? { rules: { version: rules.number, hash: rules.hash } } : {};
}

async function sign(tx: Ctx, recallId: RecallId, organizationId: OrganizationId, mandateId: MandateId) {
  const actId = await logRecall(tx, recallId, "signed", mandateId, { organization: organizationId });
  await insertSignature(tx, { recallId, organizationId, mandateId, actId });
  const recall = await knownRecall(tx, recallId);
  if (recall.signatures < recall.needed) return;
  const roll = await electorateOf(tx, recall);
  const until = daysAfter(tx.now, recallRule.daysToVote);
  const rules = await rulesFor(tx, (await originOfMandate(tx, recall.mandateId)).editionId);
  await callRecallVote(tx, recallId, { until, roll, rules: rules?.id ?? null });
  await logRecall(tx, recallId, "vote_called", mandateId, {
    signatures: recall.signatures,
    roll,
    ...namedIn(rules),
    until: until.toISOString(),
  });
}

async function knownRecall(tx: Ctx, id: RecallId): Promise<Recall> {
  const recall = await lockRecall(tx, id);
  if (!recall) throw new Refusal("missing", "recallUnknown");
  return recall;
}

/**
 * Signs for an organisation, by its mandate with `congress.propose`; once. With the signature that makes it enough the vote is
 * called. Refuses with `recallUnknown`, `recallNotYours`, `recallNotCollecting` {state}, `recallTooLate` {until}, `recallSignedAlready`.
 */
export async function signRecall(ctx: Ctx, input: SignRecallInput): Promise<void> {
  const { recallId, organizationId } = parse(signRecallInput, input);
  await transact(ctx, async (tx) => {
    const recall = await knownRecall(tx, recallId);
    const acting = await actingFor(tx, organizationId, "congress.propose");
    hold(signersBelong((await electorateOf(tx, recall)).includes(organizationId)), "forbidden");
    hold([
      signaturesAreTaken(recall.state, recall.signUntil, tx.now),
      (await hasSigned(tx, { recallId, organizationId })) ? broken("recallSignedAlready") : ok,
    ]);
    await sign(tx, recallId, organizationId, acting);
  });
}

/**
 * Votes for an organisation on the roll, by its mandate with `congress.vote`: for the recall, against it, or neither. The latest
 * counts, and with the last of the roll the vote is counted. Refuses with `recallUnknown`, `delegationNotOnTheRoll`,
 * `recallNotVoting` {state}, `recallTooLate` {until}.
 */
export async function voteOnRecall(ctx: Ctx, input: VoteOnRecallInput): Promise<void> {
  const wanted = parse(voteOnRecallInput, input);
  const { recallId, organizationId, choice } = wanted;
  try {
    await transact(ctx, async (tx) => {
      const recall = await knownRecall(tx, recallId);
      const mandateId = await actingFor(tx, organizationId, "congress.vote");
      hold(
        (await isOnRecallRoll(tx, recallId, organizationId)) ? ok : broken("delegationNotOnTheRoll"),
        "forbidden",
      );
      hold(votesAreTaken(recall.state, recall.voteUntil, tx.now));
      const actId = await logRecall(tx, recallId, "voted", mandateId, {
        organization: organizationId,
        choice,
      });
      await insertRecallVote(tx, { ...wanted, mandateId, actId });
      await concludeIfDue(tx, recall);
    });
  } catch (error) {
    // The form was sent twice: the first time it counted.
    if (brokenConstraint(error) !== "recall_votes_request") throw error;
  }
}

const endings: Readonly<Record<string, string>> = {
  es: "Revocación por votación",
  en: "Recalled by vote",
  pt: "Revogação por votação",
  fr: "Révocation par vote",
};

/** What the vote comes to at that instant, by the rules in force when it was called. */
export async function countedRecall(
  { db }: Pick<Ctx, "db">,
  { id, voteRules, voteUntil }: Recall,
  at: Date,
): Promise<Counted> {
  const version = voteRules && (await readRuleVersions(db, [voteRules])).get(voteRules);
  const calledAt = daysAfter(voteUntil ?? at, -recallRule.daysToVote);
  return countRecall({ version: version || null, regions: await readRecallRegions(db, id), calledAt, at });
}

/** Counts the vote once all have voted or its time is over; where it carried, the mandate ends with it. */
async function concludeIfDue(tx: Ctx, recall: Recall): Promise<void> {
  const { id, roll, voteUntil, mandateId } = recall;
  const votes = await listRecallVotes(tx.db, id);
  if (roll === null || voteUntil === null || !votesAreComplete(votes.length, roll, voteUntil, tx.now)) return;
  const counted = await countedRecall(tx, recall, tx.now);
  const { inFavour, against, abstentions } = counted.tally;
  const state = recallOutcome(counted);
  await endRecall(tx, id, { state, votesFor: inFavour, votesAgainst: against, abstentions });
  await logRecall(tx, id, state, null, {
    mandate: mandateId,
    roll,
    for: inFavour,
    against,
    abstain: abstentions,
  });
  if (state !== "carried") return;
  const decision: Multilingual = { source: "es", texts: endings };
  await endByVote(tx, { mandateId, decision });
}

export const END_RECALLS = "end-recalls";
/** For `startJobs`: every hour, so that no vote stays open long after its time. */
export const endRecallsCrontab = `17 * * * * ${END_RECALLS}`;

/** Ends the petitions and counts the votes whose time is over. How many. */
export async function endDueRecalls(ctx: Ctx): Promise<number> {
  const due = await listDueRecalls(ctx.db, ctx.now);
  for (const id of due)
    await transact(ctx, async (tx) => {
      const recall = await knownRecall(tx, id);
      if (recall.state === "voting") return concludeIfDue(tx, recall);
      if (recall.state !== "collecting" || recall.signUntil >= tx.now) return;
      await endRecall(tx, id, { state: "lapsed" });
      await logRecall(tx, id, "lapsed", null, { signatures: recall.signatures, needed: recall.needed });
    });
  return due.length;
}
