// Small votes on a budget made at random, for tests.
import fc from "fast-check";
import { BallotCollector, type BudgetElection } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";

export const options = (changes: Partial<CountOptions> = {}): CountOptions => ({
  seats: null,
  ties: { by: "order" },
  stages: false,
  all: false,
  settings: {},
  ...changes,
});

/** Votes as lists of projects, each cast once; costs in whole units. */
export function election(
  costs: readonly number[],
  budget: number,
  votes: readonly (readonly number[])[],
): BudgetElection {
  const collector = new BallotCollector({ kind: "approval", candidates: costs.length });
  for (const vote of votes)
    collector.add(
      [...vote].sort((a, b) => a - b),
      vote.length,
      1,
    );
  return {
    title: null,
    candidates: costs.map((_, at) => ({ id: `${at + 1}`, name: `${at + 1}`, withdrawn: false })),
    seats: null,
    ballots: collector.finish(),
    budget: BigInt(budget),
    costs: costs.map(BigInt),
    budgetUnit: 1,
    currency: null,
    voteType: "approval",
  };
}

export const anyVote = fc
  .record({
    costs: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
    budget: fc.integer({ min: 0, max: 30 }),
    votes: fc.array(fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 5 }), { minLength: 1, maxLength: 10 }),
  })
  .map(({ costs, budget, votes }) =>
    election(
      costs,
      budget,
      votes.map((vote) => vote.filter((project) => project < costs.length)),
    ),
  );

export const cost = ({ costs }: BudgetElection, chosen: readonly number[]) =>
  chosen.reduce((sum, project) => sum + (costs[project] ?? 0n), 0n);

export const voters = ({ ballots }: BudgetElection) =>
  Array.from(ballots.weights).flatMap((weight, ballot) =>
    Array.from({ length: weight }, () =>
      Array.from(ballots.entries.subarray(ballots.offsets[ballot], ballots.offsets[ballot + 1])),
    ),
  );
