// A vote on a budget as the methods see it: who supports which project, what it costs, and what it is worth to its supporters.
import { type BudgetElection, isBudgetElection } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import { CountRefused } from "../result.ts";
import { type Support, supportOf } from "../support.ts";

/**
 * What a project is worth to those who support it. `cost`: what it costs, so that everybody weighs as much of the money as they
 * are satisfied with; `cardinality`: the same for each project; `points`: the points that the ballot gives it.
 */
export type Utility = "cost" | "cardinality" | "points";

export const utilities = ["cost", "cardinality", "points"] as const satisfies readonly Utility[];

export type Projects = {
  readonly election: BudgetElection;
  readonly support: readonly Support[];
  readonly utility: Utility;
  readonly worth: (project: number) => bigint;
};

/** CountRefused `budgetMissing` (no vote on a budget), `noVotes`, `seatsNotAsked` (a budget, and not a number, is given out). */
export function projectsOf(election: BudgetElection, options: CountOptions, utility: Utility): Projects {
  if (!isBudgetElection(election)) throw new CountRefused("budgetMissing");
  if (options.seats !== null) throw new CountRefused("seatsNotAsked");
  if (election.ballots.totalWeight === 0) throw new CountRefused("noVotes");
  return {
    election,
    support: supportOf(election, utility === "points"),
    utility,
    worth: (project) => (utility === "cost" ? (election.costs[project] ?? 0n) : 1n),
  };
}

export function costOf({ costs }: BudgetElection, projects: readonly number[]): bigint {
  return projects.reduce((sum, project) => sum + (costs[project] ?? 0n), 0n);
}
