// Rules of operation as data: what a body asks for when it decides. The whole grammar, as types; README.md says it in words.
// Invariant: a rule set is finite JSON without code, names of its own or repetition, so that whatever is read can be evaluated.

/** `[2, 3]` is two thirds. Whole numbers; the lower one is above zero. */
export type Share = readonly [number, number];

/** A text of people, in one language and its translations. */
export type Words = { readonly source: string; readonly texts: Readonly<Record<string, string>> };

/**
 * What can be counted. Of the votes: `for`, `against`, `abstentions`, `invalid` (spoilt and blank), and from these
 * `votes_without_abstentions` (for and against), `votes_cast` (abstentions too) and `ballots_cast` (the invalid too).
 * Of people: `present` and `present_at_close`, `accredited`, `members`, `organisations`, `regions`. Of the way here:
 * `objections`, `objections_open`, `supporters`, `call` (1 when the body is called for the first time), `ballot` (1 when it is
 * voted on for the first time).
 */
export type Measure =
  | "for"
  | "against"
  | "abstentions"
  | "invalid"
  | "votes_without_abstentions"
  | "votes_cast"
  | "ballots_cast"
  | "present"
  | "present_at_close"
  | "accredited"
  | "members"
  | "organisations"
  | "regions"
  | "objections"
  | "objections_open"
  | "supporters"
  | "call"
  | "ballot";

/**
 * An exact number: a whole number, something counted, a part of it, and what can be made of these. `squareRoot` is
 * rounded down, and directly within `roundUp` it is rounded up instead. `regionsWhere` counts the regions in which a condition holds, by their weights.
 */
export type Amount =
  | number
  | Measure
  | { readonly share: Share; readonly of: Amount }
  | { readonly sum: readonly Amount[] }
  | { readonly least: readonly Amount[] }
  | { readonly greatest: readonly Amount[] }
  | { readonly roundUp: Amount }
  | { readonly roundDown: Amount }
  | { readonly squareRoot: Amount }
  | { readonly regionsWhere: Condition };

/** What is asked of `count`, which is `for` where nothing is said: a share `of` something, or an amount. */
type Asked = { readonly of?: Amount; readonly count?: Amount };
export type Comparison =
  | ({ readonly atLeast: Share | Amount } & Asked)
  | ({ readonly moreThan: Share | Amount } & Asked)
  | ({ readonly atMost: Share | Amount } & Asked)
  | ({ readonly lessThan: Share | Amount } & Asked);

/** From when a waiting time runs: the fact of that name. */
export type Since = "notice" | "proposal" | "opening" | "announcement" | "term";
/** What has to hold. `all` of nothing holds, `any` of nothing does not. */
export type Condition =
  | Comparison
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** On the votes as they were weighed otherwise: by `population`, by `shares`, by the name of a group that votes apart. */
  | { readonly weighed: string; readonly holds: Condition }
  /** So many days of 24 hours have passed, by when the vote opened (`by: "opening"`) or by now. */
  | { readonly days: number; readonly since: Since; readonly by?: "opening" | "now" }
  /** Who proposed holds one of these offices, or is one of these bodies. */
  | { readonly proposedBy: readonly string[] };

/** What happens when as many are against as in favour and one more vote in favour would have carried. */
export type TieHandling = "status_quo" | "casting_vote" | "vote_again";

/** How much a vote weighs. `members`: one for each `per` members, at least one; `seats` and `squareRoot` are of whole numbers. */
export type Weight =
  | "equal"
  | { readonly members: { readonly per: number; readonly most?: number } }
  | { readonly squareRoot: "members" | "seats" }
  | { readonly seats: { readonly most?: number } };

export type Voters = "members" | "delegates" | "delegations" | "organisations" | "households";

/** How something is chosen among several: a method of the tally by its name, with its settings. */
export type ElectionRule = {
  readonly method: string;
  readonly settings?: Readonly<Record<string, string>>;
};

/** What a body asks for in one matter. A matter takes from `default` what it does not say itself; null lifts what stands there. */
export type MatterRule = {
  readonly proposal?: Condition | null;
  readonly voters?: Voters | null;
  readonly weight?: Weight | null;
  readonly quorum?: Condition | null;
  readonly adoption?: Condition;
  readonly tie?: TieHandling | null;
  /** Adopted `times` times, each vote opened at least `days` days after the one before was adopted. */
  readonly readings?: { readonly times: number; readonly days: number } | null;
  readonly election?: ElectionRule | null;
};

/** Of those who are elected: how long, how often in a row, and what a petition for their recall needs. */
export type MandateRule = {
  readonly months?: number;
  readonly consecutive?: number;
  readonly petition?: Condition;
};

/** Names of matters that the node itself uses; a body may add others of its own. */
export const knownMatters = [
  "ordinary",
  "amendment",
  "text",
  "procedure",
  "urgency",
  "election",
  "recall",
  "budget",
  "admission",
  "expulsion",
  "dissolution",
  "rules",
  "entrenchment",
] as const;

/**
 * What people read beside the rules that count: the name and the five parts of a rule at CommunityRule.info (Media Economies
 * Design Lab, University of Colorado Boulder): basics, participants, policies, processes, evolution.
 */
export const faceFields = ["name", "basics", "participants", "policies", "processes", "evolution"] as const;
export type FaceField = (typeof faceFields)[number];
export type Face = { readonly name: Words } & { readonly [field in Exclude<FaceField, "name">]?: Words };

export const rulesFormat = "cumbe/rules/1";

export type Rules = {
  readonly format: typeof rulesFormat;
  readonly face: Face;
  readonly default: MatterRule & { readonly adoption: Condition };
  readonly matters: Readonly<Record<string, MatterRule>>;
  readonly mandates?: MandateRule;
};

/** An instant as RFC 3339 writes it, in UTC: `2026-11-25T12:00:00Z`. */
export type Instant = string;

/** Whole numbers from 0. */
export type Votes = {
  readonly for: number;
  readonly against: number;
  readonly abstentions?: number;
  readonly invalid?: number;
};
/** Who could take part. */
export type Roll = {
  readonly present?: number;
  readonly present_at_close?: number;
  readonly accredited?: number;
  readonly members?: number;
  readonly organisations?: number;
};
export type Region = Roll & {
  readonly votes?: Votes;
  /** 1 where nothing is said. */ readonly weight?: Share;
};

/** What is known of a decision. Whatever is missing and needed is named in the answer. */
export type Facts = Roll & {
  readonly votes?: Votes;
  readonly regions?: Readonly<Record<string, Region>>;
  readonly weighed?: Readonly<Record<string, Roll & { readonly votes?: Votes }>>;
  readonly objections?: number;
  readonly objections_open?: number;
  readonly supporters?: number;
  /** Offices and bodies of whoever proposed. */
  readonly proposer?: readonly string[];
  readonly call?: number;
  readonly ballot?: number;
  readonly casting_vote?: "for" | "against";
  /** When earlier readings were adopted, in order; empty before the first. */
  readonly readings?: readonly Instant[];
  readonly notice?: Instant;
  readonly proposal?: Instant;
  readonly opening?: Instant;
  readonly announcement?: Instant;
  readonly term?: Instant;
  readonly now?: Instant;
};

/**
 * `tied`: waits for the casting vote, or for another vote. `pending`: holds once `until` has come. `another_reading`: adopted, and
 * has to be adopted again, by a vote that opens no sooner than `until`. `too_early`: the vote opened before `until`.
 * `undecided`: a fact is missing that could decide.
 */
export type VerdictName =
  | "adopted"
  | "rejected"
  | "quorum_not_reached"
  | "tied"
  | "pending"
  | "another_reading"
  | "too_early"
  | "undecided";

/** `true`, `false`, or null where a missing fact could decide. */
export type Held = boolean | null;

/** An amount with what it came to: a whole number or `n/d`, null where a fact is missing. */
export type Measured = { readonly amount: Amount; readonly value: string | null };
export type Relation = "at_least" | "more_than" | "at_most" | "less_than";

/** One node of the explanation: what was asked, the figures, and whether it held. JSON throughout. */
export type Explained =
  | {
      readonly kind: "comparison";
      readonly held: Held;
      readonly relation: Relation;
      readonly count: Measured;
      /** What it was compared with. */
      readonly than: Measured;
      /** Where that is a share of something. */
      readonly share: Share | null;
      readonly of: Measured | null;
      /** The least whole number that is enough, or the greatest that is not too much. */
      readonly limit: string | null;
      /** Each region by its name, where regions were counted. */
      readonly regions: readonly { readonly region: string; readonly held: Held }[];
      /** How it is in those regions. */
      readonly where: Condition | null;
    }
  | { readonly kind: "all" | "any"; readonly held: Held; readonly parts: readonly Explained[] }
  | { readonly kind: "not"; readonly held: Held; readonly part: Explained }
  | { readonly kind: "weighed"; readonly held: Held; readonly by: string; readonly part: Explained }
  | {
      readonly kind: "days";
      readonly held: Held;
      readonly days: number;
      readonly since: Since;
      readonly by: "opening" | "now";
      readonly from: Instant | null;
      readonly until: Instant | null;
    }
  | { readonly kind: "proposed_by"; readonly held: Held; readonly allowed: readonly string[] };

/** Why a decision ended as it did. What the rules do not ask for, or was not reached, is null. */
export type Evaluation = {
  readonly matter: string;
  /** Who votes, where the rules say so: what those who are present and accredited are called. */
  readonly voters: Voters | null;
  readonly verdict: VerdictName;
  /** Facts that are missing, by their names (`accredited`, `regions.Africa.votes`), in alphabetical order. */
  readonly missing: readonly string[];
  readonly until: Instant | null;
  readonly votes: Votes | null;
  readonly quorum: Explained | null;
  readonly adoption: Explained | null;
  /** Where one vote more in favour would have carried: how the tie was handled. */
  readonly tie: {
    readonly handling: TieHandling;
    readonly castingVote: "for" | "against" | null;
  } | null;
  /** Which reading this was, of how many. */
  readonly reading: { readonly number: number; readonly of: number; readonly days: number } | null;
};
