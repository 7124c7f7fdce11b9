// The protocol of a count: what was done, in the order in which it was done, with the candidates called by the file's numbers.
// Invariant: nothing is worked out for a stage that nobody asked for; the ties are always told.
import type { CandidateState, Stage, Tie } from "../result.ts";
import type { Standing } from "./standing.ts";

/** What one stage says beside its action; by the numbers of those who stand. */
export type Said = {
  readonly votes?: readonly string[];
  readonly figures?: Readonly<Record<string, string>>;
  readonly matrix?: readonly (readonly string[])[];
  readonly elected?: readonly number[];
};

export class Protocol {
  readonly stages: Stage[] = [];
  readonly ties: Tie[] = [];
  readonly #standing: Standing;
  readonly #wanted: boolean;
  readonly #states: readonly CandidateState[];
  #stage = 0;

  constructor(standing: Standing, wanted: boolean) {
    this.#standing = standing;
    this.#wanted = wanted;
    const states: CandidateState[] = Array.from({ length: standing.inFile }, () => "withdrawn");
    for (const number of standing.of) states[number] = "hopeful";
    this.#states = states;
  }

  /** `what` is only asked where stages are wanted. */
  say(action: string, candidates: readonly number[], what: () => Said = () => ({})): void {
    this.#stage++;
    if (!this.#wanted) return;
    const { votes, figures = {}, matrix, elected } = what();
    this.stages.push({
      stage: this.#stage,
      action,
      candidates: this.inFile(candidates),
      votes: votes ? this.#spread(votes, "0") : [],
      states: elected ? this.#decided(elected) : votes ? this.#states : [],
      figures,
      ...(matrix && { matrix: this.#spreadMatrix(matrix) }),
    });
  }

  /** The last stage's number: that of whatever is told next about it. */
  tie(tie: Omit<Tie, "stage">): void {
    const { between, chosen } = tie;
    this.ties.push({
      ...tie,
      stage: this.#stage,
      between: this.inFile(between),
      chosen: this.inFile(chosen),
    });
  }

  inFile(candidates: readonly number[]): number[] {
    return candidates.map((candidate) => this.#standing.of[candidate] ?? candidate);
  }

  #decided(elected: readonly number[]): CandidateState[] {
    const states: CandidateState[] = this.#states.map((state) => (state === "hopeful" ? "defeated" : state));
    for (const number of this.inFile(elected)) states[number] = "elected";
    return states;
  }

  #spread<T>(figures: readonly T[], nothing: T): readonly T[] {
    const { of, inFile } = this.#standing;
    if (of.length === inFile) return figures;
    const spread = Array.from({ length: inFile }, () => nothing);
    of.forEach((number, at) => (spread[number] = figures[at] as T));
    return spread;
  }

  #spreadMatrix(matrix: readonly (readonly string[])[]): readonly (readonly string[])[] {
    const nobody = Array.from({ length: this.#standing.inFile }, () => "0");
    return this.#spread(
      matrix.map((row) => this.#spread(row, "0")),
      nobody,
    );
  }
}
