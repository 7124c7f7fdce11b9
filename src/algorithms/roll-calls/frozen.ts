// What is frozen when a roll call opens, and the rules that it stands for.
// Invariant: what was frozen is enough, with the version of the rules that it names, to decide the vote at any later time.
import { checkCondition, type Condition, type Explained, ruleFor, type Rules } from "../rules/index.ts";

/** A share of whole numbers: half, two thirds. */
export type RoomShare = { readonly numerator: number; readonly denominator: number };

/** At least this share of the accredited delegations, or of the accredited delegates, was in the room. */
export type RoomQuorum = {
  readonly of: "delegations" | "delegates";
  readonly share: RoomShare;
  /** Those who leave during a vote cannot undo it by leaving: it is counted when the vote opens. */
  readonly counted: "present_when_opened";
};

/** How many were in the room when a vote opened, of those who are accredited. */
export type RoomCounts = {
  /** An instant, as ISO 8601 writes it. */
  readonly at: string;
  /** Delegations on the roll with somebody in the room. */
  readonly delegations: number;
  readonly delegates: number;
  readonly accreditedDelegates: number;
};

/**
 * By their names, the rules that every congress has until it adopts its own (`rulesOfToday`): more for than against, and at
 * least half of the accredited delegations take part, or enough are in the room.
 */
export type NamedRules = {
  readonly majority: "simple_of_votes_cast";
  readonly quorum: "half_of_accredited" | RoomQuorum;
};

/** The version of the rules that was in force. */
export type AdoptedRules = {
  readonly version: number;
  /** SHA-256 of the RFC 8785 form of the rules, in hex. */
  readonly hash: string;
  /** Which of its matters the vote is on. */
  readonly matter: string;
  /** What the organ that sits asks of its room, beside what the version asks. */
  readonly quorum: RoomQuorum | null;
};

export type FrozenRules = NamedRules | AdoptedRules;

/** The rules that every congress has until it adopts its own. */
export const rulesOfToday: Rules = {
  format: "cumbe/rules/1",
  face: {
    name: {
      source: "es",
      texts: {
        es: "Reglas de inicio",
        en: "Rules to begin with",
        pt: "Regras de início",
        fr: "Règles de départ",
      },
    },
  },
  default: {
    voters: "delegations",
    quorum: { count: "votes_cast", atLeast: [1, 2], of: "accredited" },
    adoption: { moreThan: [1, 2], of: "votes_without_abstentions" },
    tie: "status_quo",
  },
  matters: {},
};

export function areAdopted(rules: FrozenRules): rules is AdoptedRules {
  return "version" in rules;
}

/** Delegates are not who votes: they are the same room, counted by heads. */
export const BY_HEADS = "delegates";

const shareOfTheRoom = ({ numerator, denominator }: RoomShare): Condition => ({
  count: "present",
  atLeast: [numerator, denominator],
  of: "accredited",
});

/** How many of `all` a share is, rounded up, and whether `present` are as many. Of nobody there is no quorum. */
export function quorumAmong(
  present: number,
  all: number,
  share: RoomShare,
): { readonly needed: number; readonly reached: boolean } {
  const { held, explained } = checkCondition(shareOfTheRoom(share), { present, accredited: all });
  return { needed: limitOf(explained) ?? 0, reached: held === true };
}

/**
 * The one number that a part of the explanation is about, where it is about one. A share of nobody is told as 0, as votes from
 * before rules could be adopted have it on record, though it is not reached.
 */
export function limitOf(explained: Explained | null): number | null {
  if (explained?.kind === "weighed") return limitOf(explained.part);
  if (explained?.kind !== "comparison" || explained.limit === null) return null;
  if (explained.relation === "at_least" && explained.share !== null && explained.of?.value === "0") return 0;
  const limit = Number(explained.limit);
  return Number.isSafeInteger(limit) ? limit : null;
}

function inTheRoom({ of, share }: RoomQuorum): Condition {
  const asked = shareOfTheRoom(share);
  if (of === "delegations") return asked;
  return { weighed: BY_HEADS, holds: asked };
}

/**
 * The rules by which one vote is decided. `adopted`: the version that `frozen` names. How often a text is read is kept with
 * the text, so that is left out. Undefined where the names are none that are known here.
 */
export function rulesOfVote(
  frozen: FrozenRules,
  adopted: Rules | null,
): { readonly rules: Rules; readonly matter: string } | undefined {
  const asked = typeof frozen.quorum === "string" || frozen.quorum === null ? null : inTheRoom(frozen.quorum);
  if (!areAdopted(frozen)) {
    if (frozen.majority !== "simple_of_votes_cast") return undefined;
    if (!asked)
      return frozen.quorum === "half_of_accredited" ? { rules: rulesOfToday, matter: "ordinary" } : undefined;
    return {
      rules: { ...rulesOfToday, default: { ...rulesOfToday.default, quorum: asked } },
      matter: "ordinary",
    };
  }
  if (!adopted) return undefined;
  const { matter } = frozen;
  const rule = ruleFor(adopted, matter);
  const quorum = asked && rule.quorum ? { all: [rule.quorum, asked] } : (asked ?? rule.quorum ?? null);
  return {
    rules: { ...adopted, matters: { ...adopted.matters, [matter]: { ...rule, quorum, readings: null } } },
    matter,
  };
}
