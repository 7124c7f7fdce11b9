// The protocol of a count: who is in which state, every step with its figures, every tie.
// Invariant: a step is written down with the states as they are at that moment, and never changed afterwards.
import type { CandidateState, Count, Stage, Tie } from "../result.ts";

export type Figures = {
  readonly votes: readonly string[];
  readonly figures: Readonly<Record<string, string>>;
};

export class Protocol {
  readonly states: CandidateState[];
  readonly ties: Tie[] = [];
  readonly elected: number[] = [];
  readonly seats: number;
  stage = 0;
  readonly #stages: Stage[] = [];
  readonly #wanted: boolean;
  readonly #figures: () => Figures;

  /** `figures` is asked at each step, where the protocol is wanted at all. */
  constructor(withdrawn: readonly boolean[], seats: number, wanted: boolean, figures: () => Figures) {
    this.states = withdrawn.map((one) => (one ? "withdrawn" : "hopeful"));
    this.seats = seats;
    this.#wanted = wanted;
    this.#figures = figures;
  }

  /** `constrained` where a constraint, and not the votes alone, decided it. */
  record(action: string, candidates: readonly number[] = [], constrained = false): void {
    if (!this.#wanted) return;
    const { votes, figures } = this.#figures();
    this.#stages.push({
      stage: this.stage,
      action,
      candidates,
      votes,
      states: [...this.states],
      figures,
      ...(constrained ? { constrained } : {}),
    });
  }

  nextStage(): void {
    this.stage++;
    this.record("round");
  }

  elect(candidate: number, state: "pending" | "elected", constrained = false): void {
    this.states[candidate] = state;
    this.elected.push(candidate);
    this.record("elect", [candidate], constrained);
  }

  defeat(candidate: number, constrained = false): void {
    this.states[candidate] = "defeated";
    this.record("defeat", [candidate], constrained);
  }

  /** In the file's order. */
  with(state: CandidateState): number[] {
    const found: number[] = [];
    for (const [candidate, is] of this.states.entries()) if (is === state) found.push(candidate);
    return found;
  }

  get seatsLeft(): number {
    return this.seats - this.elected.length;
  }

  /** All seats are filled, or there are no more hopeful candidates than seats left. */
  get complete(): boolean {
    return this.seatsLeft <= 0 || this.with("hopeful").length <= this.seatsLeft;
  }

  finish(quota: string | null): Count {
    this.record("end");
    return { elected: this.elected, quota, stages: this.#stages, ties: this.ties };
  }
}
