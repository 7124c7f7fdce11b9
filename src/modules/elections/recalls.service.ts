// Recalls: a petition against a mandate, signatures until there are enough, a vote, and the mandate ends by itself.
// Invariants: the vote is called in the transaction of the signature that made it enough; the mandate ends in the transaction that
// counted the vote; whoever signs or votes does it for an organisation, by a mandate of it.
import {
  authorise,
  canBeVotedDown,
  type Capability,
  endByVote,
  type MandateId,
  type OrganizationId,
} from "#confederation";
import { accreditedOrganizations } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { broken, hold, ok } from "#platform/rules";
import { parse } from "#platform/validation";
import { recallPath } from "./paths.ts";
import {
  daysAfter,
  mandatesAnswerToTheWhole,
  mandatesCanBeVotedDown,
  recallRule,
  recallVerdict,
  signaturesAreTaken,
  signaturesNeeded,
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
      const editionId =
        origin.editionId && (await isUnderWay(tx, origin.editionId)) ? origin.editionId : null;
      const electorate = await electorateOf(tx, { editionId });
      hold(somebodyCanSign(electorate.length));
      hold(signersBelong(electorate.includes(wanted.organizationId)), "forbidden");
      const id = tx.newId() as RecallId;
      const { share, daysToSign } = recallRule;
      const needed = signaturesNeeded(electorate.length, share);
      const signUntil = daysAfter(tx.now, daysToSign);
      const { mandateId, reason, organizationId: openedBy, requestKey } = wanted;
      const actId = await logRecall(tx, id, "opened", acting, {
        mandate: mandateId,
        organization: openedBy,
        reason,
        electorate: electorate.length,
        share,
        needed,
        signUntil: signUntil.toISOString(),
      });
      const about = { mandateId, editionId, reason, openedBy, openedUnder: acting };
      await insertRecall(tx, id, {
        ...about,
        signUntil,
        electorate: electorate.length,
        share,
        needed,
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

async function sign(tx: Ctx, recallId: RecallId, organizationId: OrganizationId, mandateId: MandateId) {
  const actId = await logRecall(tx, recallId, "signed", mandateId, { organization: organizationId });
  await insertSignature(tx, { recallId, organizationId, mandateId, actId });
  const recall = await knownRecall(tx, recallId);
  if (recall.signatures < recall.needed) return;
  const roll = await electorateOf(tx, recall);
  const until = daysAfter(tx.now, recallRule.daysToVote);
  await callRecallVote(tx, recallId, { until, roll });
  await logRecall(tx, recallId, "vote_called", mandateId, {
    signatures: recall.signatures,
    roll,
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

/** Counts the vote once all have voted or its time is over; where it carried, the mandate ends with it. */
async function concludeIfDue(tx: Ctx, recall: Recall): Promise<void> {
  const { id, roll, voteUntil, mandateId } = recall;
  const votes = await listRecallVotes(tx.db, id);
  if (roll === null || voteUntil === null || !votesAreComplete(votes.length, roll, voteUntil, tx.now)) return;
  const many = (choice: string) => votes.filter((one) => one.choice === choice).length;
  const counts = { for: many("for"), against: many("against"), abstain: many("abstain") };
  const state = recallVerdict(counts, roll);
  await endRecall(tx, id, {
    state,
    votesFor: counts.for,
    votesAgainst: counts.against,
    abstentions: counts.abstain,
  });
  await logRecall(tx, id, state, null, { mandate: mandateId, roll, ...counts });
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
