// How a roll call is counted, and the numbers that explain its verdict. Pure.
// Invariant: abstentions take part (they count for the quorum) but are not votes cast (they count for no majority).
import { broken, ok, type Verdict } from "#platform/rules";
import type { Counts, VoteRules, VoteVerdict } from "./types.ts";

/** The rules that every roll call is opened with today. They are kept with it, so that later ones may differ. */
export const rulesOfToday: VoteRules = { majority: "simple_of_votes_cast", quorum: "half_of_accredited" };

/** Every number of a vote, so that a page can print why it ended as it did. */
export type Tally = {
  readonly inFavour: number;
  readonly against: number;
  readonly abstentions: number;
  /** Delegations that voted, by whatever choice. */
  readonly tookPart: number;
  readonly accredited: number;
  /** How many have to take part: half of the accredited, rounded up. */
  readonly quorum: number;
  readonly quorumReached: boolean;
  /** For and against; what the majority is of. */
  readonly votesCast: number;
  /** The fewest in favour that carry. */
  readonly needed: number;
  readonly verdict: VoteVerdict;
};

/** The verdict if the vote closed with these counts. */
export function tally(counts: Counts, accredited: number): Tally {
  const votesCast = counts.for + counts.against;
  const tookPart = votesCast + counts.abstain;
  // At least half: twice those who took part are at least all of them, without fractions.
  const quorumReached = 2 * tookPart >= accredited;
  const carried = counts.for > counts.against;
  return {
    inFavour: counts.for,
    against: counts.against,
    abstentions: counts.abstain,
    tookPart,
    accredited,
    quorum: Math.ceil(accredited / 2),
    quorumReached,
    votesCast,
    needed: Math.floor(votesCast / 2) + 1,
    verdict: quorumReached ? (carried ? "adopted" : "rejected") : "quorum_not_reached",
  };
}

/** The message (`congress-verdict.*`) and its arguments that say the result in one sentence. */
export type Explanation = {
  readonly key: string;
  readonly values: Readonly<Record<string, number>>;
};

export function explain(counted: Tally, closed: boolean): Explanation {
  const { inFavour, against, abstentions, tookPart, accredited, quorum } = counted;
  const values = { inFavour, against, abstentions, tookPart, accredited, quorum };
  if (!closed) return { key: "congress-verdict.open", values };
  const tied = counted.verdict === "rejected" && inFavour === against;
  return { key: `congress-verdict.${tied ? "tied" : counted.verdict}`, values };
}

export function somebodyIsAccredited(accredited: number): Verdict {
  return accredited > 0 ? ok : broken("nobodyAccredited");
}

export function votesAreOpen(closedAt: Date | null): Verdict {
  return closedAt === null ? ok : broken("voteClosed", { closedAt });
}

/** The roll is called as it stood when the vote opened. */
export function votersAreOnTheRoll(onTheRoll: boolean): Verdict {
  return onTheRoll ? ok : broken("delegationNotOnTheRoll");
}
