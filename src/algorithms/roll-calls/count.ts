// Counting a roll call by the rules that were in force when it opened.
// Invariant: counted from the votes and from what was frozen alone, in whole numbers; the same facts give the same verdict.
import {
  type Condition,
  evaluate,
  type Evaluation,
  type Facts,
  type Rules,
  type Votes,
} from "../rules/index.ts";
import {
  BY_HEADS,
  type FrozenRules,
  limitOf,
  type RoomCounts,
  type RoomQuorum,
  rulesOfToday,
  rulesOfVote,
} from "./frozen.ts";

export type Choice = "for" | "against" | "abstain";
export type Counts = { readonly for: number; readonly against: number; readonly abstain: number };

/** A part of the roll: the delegations of one region, with how they voted. */
export type RegionCounts = Counts & {
  /** UN M49 as it was when the vote opened; null where none was known. */
  readonly region: string | null;
  readonly accredited: number;
  /** With somebody in the room when the vote opened. */
  readonly present: number;
};

/** Everything that decides a roll call. Its regions are the whole roll, each delegation in one of them. */
export type RollCallFacts = {
  readonly rules: FrozenRules;
  /** The version that `rules` names; null where it names none. */
  readonly adopted: Rules | null;
  readonly regions: readonly RegionCounts[];
  /** Null: nobody kept the door. */
  readonly room: RoomCounts | null;
  /** How many organisations were called to the congress; null where that was not kept. */
  readonly called: number | null;
  /** How whoever presides broke a tie. */
  readonly castingVote: "for" | "against" | null;
  /** When what is voted on came before the assembly, and when the vote opened: ISO 8601. */
  readonly proposedAt: string | null;
  readonly openedAt: string;
  /** The instant of the question: of the closing, or now. */
  readonly at: string;
};

export const voteVerdicts = ["adopted", "rejected", "quorum_not_reached"] as const;
export type VoteVerdict = (typeof voteVerdicts)[number];

/** The numbers of a vote, so that anybody can see why it ended as it did. */
export type Tally = {
  readonly inFavour: number;
  readonly against: number;
  readonly abstentions: number;
  /** Delegations that voted, by whatever choice. */
  readonly tookPart: number;
  readonly accredited: number;
  /** How many have to take part, or to be there; null where the rules ask for more than one number, or for none. */
  readonly quorum: number | null;
  readonly quorumReached: boolean;
  /** For and against. */
  readonly votesCast: number;
  /** The fewest in favour that carry; null where the rules ask for more than that. */
  readonly needed: number | null;
  readonly verdict: VoteVerdict;
  /** Only where the sitting organ asks for people in the room: what was counted. */
  readonly room?: {
    readonly counted: RoomQuorum["of"];
    readonly present: number;
    readonly accredited: number;
  };
  readonly castingVote?: "for" | "against";
};

export type Counted = { readonly tally: Tally; readonly evaluation: Evaluation };

const added = (regions: readonly RegionCounts[], member: Exclude<keyof RegionCounts, "region">) =>
  regions.reduce((sum, one) => sum + one[member], 0);

function votesOf(regions: readonly RegionCounts[]): Votes {
  return {
    for: added(regions, "for"),
    against: added(regions, "against"),
    abstentions: added(regions, "abstain"),
    invalid: 0,
  };
}

/** What the rules are told. */
export function factsOf(roll: RollCallFacts): Facts {
  const { regions, room, called, castingVote, proposedAt, openedAt, at } = roll;
  const known = regions.flatMap((one) => (one.region === null ? [] : [[one.region, one] as const]));
  const rollOf = (those: readonly RegionCounts[]) => ({
    accredited: added(those, "accredited"),
    ...(room && { present: added(those, "present") }),
  });
  return {
    votes: votesOf(regions),
    ...rollOf(regions),
    ...(called !== null && { members: called, organisations: called }),
    ...(known.length > 0 && {
      regions: Object.fromEntries(
        known.map(([region, one]) => [region, { ...rollOf([one]), votes: votesOf([one]) }]),
      ),
    }),
    ...(room && {
      weighed: { [BY_HEADS]: { present: room.delegates, accredited: room.accreditedDelegates } },
    }),
    ...(castingVote && { casting_vote: castingVote }),
    ...(proposedAt !== null && { proposal: proposedAt }),
    opening: openedAt,
    now: at,
  };
}

/** What is neither adopted nor without its quorum was not adopted: the text stays as it was. */
function verdictOf({ verdict }: Evaluation): VoteVerdict {
  return verdict === "adopted" || verdict === "quorum_not_reached" ? verdict : "rejected";
}

/** The verdict and its explanation; undefined where the frozen rules are none that are known here. */
export function countRollCall(roll: RollCallFacts): Counted | undefined {
  const by = rulesOfVote(roll.rules, roll.adopted);
  if (!by) return undefined;
  const facts = factsOf(roll);
  const evaluation = evaluate(by.rules, by.matter, facts);
  const { for: inFavour, against, abstentions = 0 } = facts.votes ?? votesOf([]);
  const room = roomOf(roll);
  return {
    evaluation,
    tally: {
      inFavour,
      against,
      abstentions,
      tookPart: inFavour + against + abstentions,
      accredited: facts.accredited ?? 0,
      quorum: limitOf(evaluation.quorum),
      quorumReached: evaluation.quorum === null || evaluation.quorum.held === true,
      votesCast: inFavour + against,
      needed: limitOf(evaluation.adoption),
      verdict: verdictOf(evaluation),
      ...(room && { room }),
      ...(roll.castingVote && { castingVote: roll.castingVote }),
    },
  };
}

function roomOf({ rules: { quorum }, room, regions }: RollCallFacts): Tally["room"] {
  if (!room || typeof quorum !== "object" || quorum === null) return undefined;
  return quorum.of === "delegations"
    ? { counted: "delegations", present: added(regions, "present"), accredited: added(regions, "accredited") }
    : { counted: "delegates", present: room.delegates, accredited: room.accreditedDelegates };
}

/**
 * Why a vote ended as it did, from its numbers alone: of votes under the rules that every congress begins with, of which some
 * records kept no more. The quorum is the number that was kept.
 */
export function evaluationOfTally(tally: Tally): Evaluation {
  const { inFavour, against, abstentions, accredited, room, quorum } = tally;
  const asked: Condition = { count: room ? "present" : "votes_cast", atLeast: quorum ?? 0 };
  const voters = room?.counted ?? "delegations";
  const rules: Rules = { ...rulesOfToday, default: { ...rulesOfToday.default, voters, quorum: asked } };
  return evaluate(rules, "ordinary", {
    votes: { for: inFavour, against, abstentions, invalid: 0 },
    accredited: room?.accredited ?? accredited,
    ...(room && { present: room.present }),
  });
}

/**
 * What a vote would have come to under other rules, in a matter, with the same room asked of it. A casting vote that nobody
 * was asked for is not made up, so a tie may stay one; what was not recorded then may leave it undecided.
 */
export function recount(roll: RollCallFacts, proposed: Rules, matter: string): Counted {
  const { quorum } = roll.rules;
  const rules = { version: 0, hash: "", matter, quorum: typeof quorum === "string" ? null : quorum };
  const counted = countRollCall({ ...roll, rules, adopted: proposed });
  if (!counted) throw new Error("these rules were given");
  return counted;
}
