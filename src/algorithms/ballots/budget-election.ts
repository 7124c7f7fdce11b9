// A vote on how to spend a budget: an election whose candidates are projects with a cost.
// Invariant: budget and costs are whole numbers of 1/`budgetUnit` of the currency, none of them below zero.
import type { Election } from "./ballots.ts";

export type BudgetElection = Election & {
  /** In units of 1/`budgetUnit` of the currency, as are the costs. */
  readonly budget: bigint;
  /** Of each candidate (project), in the file's order. */
  readonly costs: readonly bigint[];
  /** How many of these units are one of the currency: 1 where no figure has decimals, 100 where they have two. */
  readonly budgetUnit: number;
  /** As the file calls it, where it does. */
  readonly currency: string | null;
  /** What was asked of the voters, as Pabulib's `vote_type` has it. */
  readonly voteType: "approval" | "ordinal" | "cumulative" | "scoring";
};

export function isBudgetElection(election: Election): election is BudgetElection {
  return "budget" in election && "costs" in election;
}
