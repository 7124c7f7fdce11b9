// What must hold for an act of the congress. Pure: facts in, a verdict out. How votes are counted is in votes.rules.ts.
import { broken, ok, type Verdict } from "#platform/rules";
import type { AmendmentState, TextState } from "./types.ts";

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
