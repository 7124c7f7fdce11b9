// What every method of counting answers: who is elected, every stage on the way, and every tie with how it was broken.
// Invariant: figures are exact and written as text (whole numbers, `2/3`, or the decimals that the method prescribes);
// candidates are numbers in the file's order, from 0.

/** What happened to a candidate so far. `pending`: elected, with a surplus still to be transferred. */
export type CandidateState = "hopeful" | "pending" | "elected" | "defeated" | "withdrawn";

export type Stage = {
  /** From 0 (before the first round) or 1; several steps may share a stage. */
  readonly stage: number;
  /** What was done, by a word of the method's family: `begin`, `elect`, `transfer`, `defeat`, `compare` … */
  readonly action: string;
  /** Whom it was done to. */
  readonly candidates: readonly number[];
  /** Every candidate's figure after it, in the file's order; empty where the stage has none. */
  readonly votes: readonly string[];
  readonly states: readonly CandidateState[];
  /** Other figures by their names, as `quota`, `surplus`, `nt_votes`. */
  readonly figures: Readonly<Record<string, string>>;
  /** Of pairwise methods: row beats column by so much. */
  readonly matrix?: readonly (readonly string[])[];
  /** Set where a constraint on who is elected together, and not the votes alone, decided it. */
  readonly constrained?: boolean;
};

/** How those who were alike were told apart. `order`: by their order in the file, which a caller chose instead of a lot. */
export type TieBreaker = "method" | "earlier_stage" | "lot" | "order";

export type Tie = {
  readonly stage: number;
  readonly between: readonly number[];
  readonly chosen: readonly number[];
  /** What they were chosen for: `elect`, `defeat`, `transfer`, `rank` … */
  readonly to: string;
  readonly by: TieBreaker;
};

export type Count = {
  /** In the order of election where the method has one, else ascending. */
  readonly elected: readonly number[];
  readonly quota: string | null;
  readonly stages: readonly Stage[];
  readonly ties: readonly Tie[];
  /** Every winning set, where it was asked for and the method has several; each ascending, the list in lexical order. */
  readonly alternatives?: readonly (readonly number[])[];
};

/** By lot from a public seed, or by the order of the file: what decides where the method itself says nothing. */
export type TieRule = { readonly by: "lot"; readonly seed: string } | { readonly by: "order" };

/** Why a count is refused: `tooManySeats` {seats, candidates}, `seatsMissing`, `noVotes`, `ballotsOfAnotherKind` {kind} … */
export class CountRefused extends Error {
  readonly reason: string;
  readonly facts: Readonly<Record<string, string | number>>;
  constructor(reason: string, facts: Readonly<Record<string, string | number>> = {}) {
    super(`not counted: ${reason} ${JSON.stringify(facts)}`);
    this.name = "CountRefused";
    this.reason = reason;
    this.facts = facts;
  }
}
