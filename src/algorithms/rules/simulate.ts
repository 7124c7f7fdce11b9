// What votes that were held would have been under other rules. Pure.
import { evaluate } from "./evaluate.ts";
import type { Evaluation, Facts, Rules } from "./types.ts";

/** A vote that was held: its matter, and what was known of it then. */
export type PastVote<Id = string> = { readonly id: Id; readonly matter: string; readonly facts: Facts };

export type Simulated<Id = string> = {
  readonly id: Id;
  readonly matter: string;
  /** By the rules in force, and by the proposed ones; each says why. */
  readonly before: Evaluation;
  readonly after: Evaluation;
  readonly changes: boolean;
};

export type Simulation<Id = string> = {
  readonly votes: readonly Simulated<Id>[];
  /** Those that would have ended otherwise. */
  readonly changed: readonly Simulated<Id>[];
  /** How many could not be told, because the proposed rules ask what was not recorded then. */
  readonly undecided: number;
};

/** In the order in which they are given. A vote whose own rules differed from `inForce` names them in `rules`. */
export function simulate<Id>(
  inForce: Rules,
  proposed: Rules,
  votes: readonly (PastVote<Id> & { readonly rules?: Rules })[],
): Simulation<Id> {
  const simulated = votes.map(({ id, matter, facts, rules = inForce }) => {
    const [before, after] = [evaluate(rules, matter, facts), evaluate(proposed, matter, facts)];
    return { id, matter, before, after, changes: before.verdict !== after.verdict };
  });
  return {
    votes: simulated,
    changed: simulated.filter(({ changes, after }) => changes && after.verdict !== "undecided"),
    undecided: simulated.filter(({ after }) => after.verdict === "undecided").length,
  };
}
