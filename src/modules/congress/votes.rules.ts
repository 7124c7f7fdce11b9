// How a roll call is counted, and the numbers that explain its verdict. Pure.
// Invariant: abstentions take part (they count for the quorum) but are not votes cast (they count for no majority).
import { broken, ok, type Verdict } from "#platform/rules";
import type { Counts, RoomCounts, RoomQuorum, VoteRules, VoteVerdict } from "./types.ts";

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
  /** How many have to take part, or to be in the room: the share of the accredited, rounded up. */
  readonly quorum: number;
  readonly quorumReached: boolean;
  /** For and against; what the majority is of. */
  readonly votesCast: number;
  /** The fewest in favour that carry. */
  readonly needed: number;
  readonly verdict: VoteVerdict;
  /** Only where the quorum is one of the room: what it was counted from. */
  readonly room?: {
    readonly counted: RoomQuorum["of"];
    readonly present: number;
    readonly accredited: number;
  };
};

/** What a roll call is counted by: its rules, and the room where they ask for it. */
export type CountedBy = { readonly rules: VoteRules; readonly room: RoomCounts | null };

const asToday: CountedBy = { rules: rulesOfToday, room: null };

type Quorum = Pick<Tally, "quorum" | "quorumReached" | "room">;

function quorumOf(tookPart: number, accredited: number, { rules, room }: CountedBy): Quorum {
  const { quorum } = rules;
  if (quorum === "half_of_accredited") {
    // At least half: twice those who took part are at least all of them, without fractions.
    return { quorum: Math.ceil(accredited / 2), quorumReached: 2 * tookPart >= accredited };
  }
  if (!room) throw new Error("a quorum of the room needs the room");
  const [present, all] =
    quorum.of === "delegations" ? [room.delegations, accredited] : [room.delegates, room.accreditedDelegates];
  const { needed, reached } = quorumAmong(present, all, quorum.share);
  return {
    quorum: needed,
    quorumReached: reached,
    room: { counted: quorum.of, present, accredited: all },
  };
}

/** How many of `all` a share is, rounded up, and whether `present` are as many. Of nobody there is no quorum. */
export function quorumAmong(
  present: number,
  all: number,
  { numerator, denominator }: RoomQuorum["share"],
): { readonly needed: number; readonly reached: boolean } {
  return {
    needed: Math.ceil((all * numerator) / denominator),
    reached: all > 0 && present * denominator >= all * numerator,
  };
}

/** The verdict if the vote closed with these counts. */
export function tally(counts: Counts, accredited: number, by: CountedBy = asToday): Tally {
  const votesCast = counts.for + counts.against;
  const tookPart = votesCast + counts.abstain;
  const quorum = quorumOf(tookPart, accredited, by);
  const carried = counts.for > counts.against;
  return {
    inFavour: counts.for,
    against: counts.against,
    abstentions: counts.abstain,
    tookPart,
    accredited,
    ...quorum,
    votesCast,
    needed: Math.floor(votesCast / 2) + 1,
    verdict: quorum.quorumReached ? (carried ? "adopted" : "rejected") : "quorum_not_reached",
  };
}

/** The message (`congress-verdict.*`) and its arguments that say the result in one sentence. */
export type Explanation = {
  readonly key: string;
  readonly values: Readonly<Record<string, number | string>>;
};

export function explain(counted: Tally, closed: boolean): Explanation {
  const { inFavour, against, abstentions, tookPart, accredited, quorum } = counted;
  const { room } = counted;
  const inTheRoom = room && { present: room.present, all: room.accredited, of: room.counted };
  const values = { inFavour, against, abstentions, tookPart, accredited, quorum, ...inTheRoom };
  const tied = counted.verdict === "rejected" && inFavour === against;
  const verdict = closed ? (tied ? "tied" : counted.verdict) : "open";
  return { key: `congress-verdict.${room ? "room_" : ""}${verdict}`, values };
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
