// What must hold for an act of the congress. Pure: facts in, a verdict out. How votes are counted is in votes.rules.ts.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Amendment, AmendmentState, TextState } from "./types.ts";

/** What is known of an organisation at an edition. */
export type DelegationFacts = {
  readonly callsAll: boolean;
  /** Whether the edition names it among the called. */
  readonly named: boolean;
  /** Its standing in the confederation. */
  readonly status: string;
  readonly accredited: boolean;
};

const ESTRANGED = new Set(["suspended", "withdrawn", "refused"]);

/** Called by name, or as an affiliated organisation when all of them are; never while suspended. */
export function delegationsAreCalled(facts: DelegationFacts): Verdict {
  const called =
    !ESTRANGED.has(facts.status) && (facts.callsAll ? facts.status === "affiliated" : facts.named);
  return called ? ok : broken("delegationNotCalled");
}

export function delegationsAreAccredited(facts: DelegationFacts): Verdict {
  return facts.accredited ? ok : broken("delegationNotAccredited");
}

export function accreditedOnce(facts: DelegationFacts): Verdict {
  return facts.accredited ? broken("alreadyAccredited") : ok;
}

/** The node's shell keeps a node running; it does not speak for a delegation. */
export function delegationsActByMandate(mandateId: string | null): Verdict {
  return mandateId === null ? broken("delegationNeedsMandate") : ok;
}

const STEPS: Readonly<Record<"opened" | "published", { from: TextState; reason: string }>> = {
  opened: { from: "draft", reason: "textIsNotADraft" },
  published: { from: "adopted", reason: "textNotAdopted" },
};

export function textsGoStepByStep(step: keyof typeof STEPS, state: TextState): Verdict {
  return state === STEPS[step].from ? ok : broken(STEPS[step].reason, { state });
}

export function textsAreOpen(state: TextState): Verdict {
  return state === "open" ? ok : broken("textNotOpenForAmendments", { state });
}

export function textsAreAdopted(state: TextState): Verdict {
  return state === "adopted" || state === "published" ? ok : broken("textNotAdopted", { state });
}

/** An amendment is written against what everybody reads now. `yours` is the version that its proposer had before them. */
export function amendmentsAreOfTheCurrentVersion(yours: number, current: number): Verdict {
  return yours === current ? ok : broken("amendmentVersionOutdated", { yours, current });
}

/** Whoever changes a text says which version they saw; somebody else may have been quicker. */
export function versionsAreAsExpected(expected: number, current: number): Verdict {
  return expected === current ? ok : broken("versionChangedMeanwhile", { expected, current });
}

export function withdrawnBeforeTheVote(state: AmendmentState): Verdict {
  return state === "proposed" ? ok : broken("amendmentNotOpen", { state });
}

/** A first vote, or another one after too few took part in the last. */
export function amendmentsAwaitAVote(state: AmendmentState): Verdict {
  if (state === "voting") return broken("voteAlreadyOpen");
  return state === "proposed" || state === "quorum_not_reached" ? ok : broken("amendmentNotOpen", { state });
}

/** `open`: amendments that still wait for a vote, for its end or for incorporation. */
export function amendmentsAreSettled(open: number): Verdict {
  return open === 0 ? ok : broken("amendmentsStillOpen", { open });
}

export function somethingIsToIncorporate(adopted: number): Verdict {
  return adopted > 0 ? ok : broken("nothingToIncorporate");
}

type Standing = Pick<Amendment, "number" | "state">;

/** While an amendment is voted on, neither it nor what is said about its words changes. */
export function parentsAreNotVotedOn({ number, state }: Standing): Verdict {
  return state === "voting" ? broken("amendmentFrozen", { number }) : ok;
}

/** One that was decided is amended no more; one that found no quorum may be called again. */
export function parentsAwaitAVote({ number, state }: Standing): Verdict {
  const awaits = state === "proposed" || state === "quorum_not_reached";
  return awaits ? ok : broken("amendmentAlreadyDecided", { number, state });
}

/** `yours` and `current`: how often the amendment had changed. */
export function amendmentsReadAsExpected(yours: number, current: number): Verdict {
  return yours === current ? ok : broken("amendmentChangedMeanwhile", { yours, current });
}

/** `open`: amendments to it that still wait for a vote or for its end. */
export function secondaryAmendmentsAreSettled(open: number): Verdict {
  return open === 0 ? ok : broken("secondaryAmendmentsOpen", { open });
}

export function noAmendmentIsVotedOn(amendments: readonly Standing[]): Verdict {
  const voting = amendments.find(({ state }) => state === "voting");
  return voting ? broken("amendmentBeingVoted", { number: voting.number }) : ok;
}

const UNDONE: readonly AmendmentState[] = [
  "superseded",
  "no_longer_applies",
  "falls_with_parent",
  "withdrawn",
];

/** Whoever proposed what could not stand may write it anew. */
export function amendmentsAreRevisedByTheirProposer(
  revised: Pick<Amendment, "number" | "state" | "organizationId">,
  organizationId: string,
): Verdict {
  const { number, state } = revised;
  if (revised.organizationId !== organizationId) return broken("revisionOfAnother", { number });
  return UNDONE.includes(state) ? ok : broken("revisionNotNeeded", { number, state });
}

/** `alternatives`: open amendments that one which was adopted excludes. */
export function somethingIsToSettle(alternatives: number): Verdict {
  return alternatives > 0 ? ok : broken("nothingToSettle");
}
