import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BallotCollector, type BudgetElection } from "../../ballots/index.ts";
import { compare, type Fraction, fraction, minus, over, plus, times, zero } from "../../fractions/index.ts";
import { budgetMethods } from "./index.ts";
import { anyVote, cost, election, options, voters } from "./small.testing.ts";

/** The definition, voter by voter, with nothing remembered: the least rate is sought among those at which somebody runs out. */
function naive(vote: BudgetElection, utility: "cost" | "cardinality"): number[] {
  const all = voters(vote);
  const purses: Fraction[] = all.map(() => fraction(vote.budget, all.length));
  const chosen: number[] = [];
  const worth = (project: number) => (utility === "cost" ? fraction(vote.costs[project] ?? 0n) : fraction(1));
  for (;;) {
    const affordable = vote.costs.flatMap((costs, project) => {
      if (chosen.includes(project)) return [];
      const of = all.flatMap((approved, voter) => (approved.includes(project) ? [voter] : []));
      const paidAt = (rate: Fraction) =>
        of
          .map((voter) => {
            const due = times(rate, worth(project));
            return compare(due, purses[voter]!) < 0 ? due : purses[voter]!;
          })
          .reduce(plus, zero);
      const richest = of.map((voter) => over(purses[voter]!, worth(project)));
      const ends = [zero, ...richest].sort(compare);
      const at = ends.findIndex((rate) => compare(paidAt(rate), fraction(costs)) >= 0);
      if (at <= 0) return [];
      // Between two ends what is paid grows in a straight line.
      const [low, high] = [ends[at - 1]!, ends[at]!];
      const [less, more] = [paidAt(low), paidAt(high)];
      const part = over(minus(fraction(costs), less), minus(more, less));
      return [{ project, of, rate: plus(low, times(part, minus(high, low))) }];
    });
    if (affordable.length === 0) return chosen;
    const best = affordable.reduce((a, b) => {
      const order =
        compare(a.rate, b.rate) ||
        b.of.length - a.of.length ||
        Number(vote.costs[a.project]! - vote.costs[b.project]!);
      return order <= 0 ? a : b;
    });
    for (const voter of best.of) {
      const due = times(best.rate, worth(best.project));
      const left = minus(purses[voter]!, due);
      purses[voter] = compare(left, zero) > 0 ? left : zero;
    }
    chosen.push(best.project);
  }
}

describe("the method of equal shares for budgets", () => {
  it("elects what the definition elects, voter by voter", () => {
    fc.assert(
      fc.property(anyVote, fc.constantFrom("cost" as const, "cardinality" as const), (vote, utility) => {
        expect(budgetMethods["equal-shares"].count(vote, options({ settings: { utility } })).elected).toEqual(
          naive(vote, utility),
        );
      }),
      { numRuns: 300 },
    );
  });

  // Three voters with 8 each. The first project costs each of its three supporters 4. The others cost their two supporters half
  // of each, so the cheaper comes first: 2 each. Of those who want the other, one has 4 left and one has 2: it gives 2, the first 3.
  const followed = election([12, 5, 4], 24, [
    [0, 1],
    [0, 1, 2],
    [0, 2],
  ]);

  it("tells each round so that it can be followed by hand", () => {
    const { stages, ties } = budgetMethods["equal-shares"].count(followed, options({ stages: true }));
    expect(stages.map(({ candidates, votes, figures }) => [candidates, votes, figures])).toEqual([
      [[], ["3", "2", "2"], { budget: "24", share: "8" }],
      [
        [0],
        ["1/3", "1/2", "1/2"],
        { rate: "1/3", payment: "4", payers: "3", emptied: "0", cost: "12", spent: "12" },
      ],
      [
        [2],
        ["", "1/2", "1/2"],
        { rate: "1/2", payment: "2", payers: "2", emptied: "0", cost: "4", spent: "16" },
      ],
      [
        [1],
        ["", "3/5", ""],
        { rate: "3/5", payment: "3", payers: "1", emptied: "2", cost: "5", spent: "21" },
      ],
    ]);
    expect(ties).toEqual([{ stage: 2, between: [1, 2], chosen: [2], to: "elect", by: "method" }]);
  });

  it("says in the currency, of whole voters, who pays what, however the file counts", () => {
    const figures = (vote: BudgetElection, utility: string) =>
      budgetMethods["equal-shares"]
        .count(vote, options({ stages: true, settings: { utility } }))
        .stages.map(({ votes, figures: { rate, payment, payers, emptied } }) => [
          votes,
          rate,
          payment,
          payers,
          emptied,
        ]);
    const { ballots, costs, budget } = followed;
    const finer = {
      ...followed,
      budget: budget * 100n,
      costs: costs.map((one) => one * 100n),
      budgetUnit: 100,
      ballots: { ...ballots, weights: ballots.weights.map((one) => one * 4), weightUnit: 4, totalWeight: 12 },
    };
    for (const utility of ["cost", "cardinality"])
      expect(figures(finer, utility)).toEqual(figures(followed, utility));
  });

  it("gives each group of alike voters what its share of the money can buy", () => {
    // 60 of 100 voters want the first five projects, 40 the other three, and each costs a fifth of the budget.
    const votes = [
      ...Array.from({ length: 60 }, () => [0, 1, 2, 3, 4]),
      ...Array.from({ length: 40 }, () => [5, 6, 7]),
    ];
    const vote = election([20, 20, 20, 20, 20, 20, 20, 20], 100, votes);
    expect(budgetMethods.greedy.count(vote, options()).elected).toEqual([0, 1, 2, 3, 4]);
    expect(budgetMethods["equal-shares"].count(vote, options()).elected).toEqual([0, 1, 2, 5, 6]);
  });

  it("gives no group that agrees less than its share can buy, up to one project", () => {
    // Extended justified representation up to one project (Peters, Pierczyński and Skowron 2021, section 3.1).
    fc.assert(
      fc.property(anyVote, fc.constantFrom("cost", "cardinality"), (vote, utility) => {
        const { elected } = budgetMethods["equal-shares"].count(vote, options({ settings: { utility } }));
        const worth = (projects: readonly number[]) =>
          utility === "cost" ? cost(vote, projects) : BigInt(projects.length);
        const all = voters(vote);
        const sets = vote.costs.reduce<number[][]>(
          (before, _, project) => [...before, ...before.map((set) => [...set, project])],
          [[]],
        );
        for (const agreed of sets.filter((set) => set.length > 0)) {
          const wronged = all.filter((approved) => {
            if (!agreed.every((project) => approved.includes(project))) return false;
            const has = worth(elected.filter((project) => approved.includes(project)));
            const more = agreed
              .filter((project) => !elected.includes(project))
              .map((project) => has + worth([project]));
            return has < worth(agreed) && more.every((would) => would <= worth(agreed));
          });
          const share = BigInt(wronged.length) * vote.budget;
          expect(wronged.length === 0 || share < cost(vote, agreed) * BigInt(all.length)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("weighs points, where the setting says so", () => {
    const collector = new BallotCollector({ kind: "score", candidates: 2 });
    collector.add([0, 1], 2, 1, [1, 3]);
    collector.add([0, 1], 2, 1, [2, 3]);
    const vote = { ...election([4, 4], 4, []), ballots: collector.finish() };
    const elected = (settings: Record<string, string>) =>
      budgetMethods["equal-shares"].count(vote, options({ settings })).elected;
    expect([elected({ utility: "points" }), elected({ utility: "cardinality" })]).toEqual([[1], [0]]);
  });

  it("adds as much to everybody's share at once as it is told, and refuses what would take too long", () => {
    const vote = election([900_000_000, 600_000_000], 1_000_000_000, [[0], [1]]);
    const add = (settings: Record<string, string>) =>
      budgetMethods["equal-shares"].count(
        vote,
        options({ settings: { completion: "add-one", ...settings } }),
      );
    expect(add({ step: "1000000" }).elected).toEqual([1]);
    expect(() => add({})).toThrow(
      expect.objectContaining({ reason: "tooLarge", facts: { what: "budget" } }) as Error,
    );
  });

  it("elects what costs nothing where somebody wants it", () => {
    const vote = election([0, 5, 0], 4, [[0], [1]]);
    for (const method of ["equal-shares", "greedy"] as const)
      for (const utility of ["cost", "cardinality"])
        expect(budgetMethods[method].count(vote, options({ settings: { utility } })).elected).toEqual([0]);
  });
});
