import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseFile, casesOf } from "../../../../test/support/cases.ts";
import { BallotCollector, type BudgetElection, readPabulib } from "../../ballots/index.ts";
import { compare, type Fraction, fraction, minus, over, plus, times, zero } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import { budgetMethods } from "./index.ts";

const options = (changes: Partial<CountOptions> = {}): CountOptions => ({
  seats: null,
  ties: { by: "order" },
  stages: false,
  all: false,
  settings: {},
  ...changes,
});

/** Votes as lists of projects, each cast once; costs in whole units. */
function election(
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

const anyVote = fc
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

const cost = ({ costs }: BudgetElection, chosen: readonly number[]) =>
  chosen.reduce((sum, project) => sum + (costs[project] ?? 0n), 0n);

const voters = ({ ballots }: BudgetElection) =>
  Array.from(ballots.weights).flatMap((weight, ballot) =>
    Array.from({ length: weight }, () =>
      Array.from(ballots.entries.subarray(ballots.offsets[ballot], ballots.offsets[ballot + 1])),
    ),
  );

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

const completions = ["none", "add-one", "greedy", "add-one-greedy"];

describe("budgets of real votes", () => {
  const expected = casesOf("budgeting", "expected.json").map(
    (name) =>
      JSON.parse(new TextDecoder().decode(caseFile("budgeting", name))) as Record<
        string,
        Record<"equal_shares_cost_utility" | "greedy_cost_utility", string[]> & {
          projects: number;
          ballots: number;
        }
      >,
  )[0];

  it.skipIf(!expected).each(Object.keys(expected ?? {}))("are given out as expected: %s", (name) => {
    const vote = readPabulib(caseFile("budgeting", name));
    const wanted = expected?.[name];
    expect([vote.candidates.length, vote.ballots.totalWeight]).toEqual([wanted?.projects, wanted?.ballots]);
    const ids = (method: keyof typeof budgetMethods) => {
      const count = budgetMethods[method].count(vote, options({ all: true }));
      expect(count.alternatives).toHaveLength(1);
      return count.elected.map((project) => vote.candidates[project]?.id).sort();
    };
    expect(ids("equal-shares")).toEqual(wanted?.equal_shares_cost_utility);
    expect(ids("greedy")).toEqual(wanted?.greedy_cost_utility);
  });
});

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

  it("elects what costs nothing where somebody wants it", () => {
    const vote = election([0, 5, 0], 4, [[0], [1]]);
    for (const method of ["equal-shares", "greedy"] as const)
      for (const utility of ["cost", "cardinality"])
        expect(budgetMethods[method].count(vote, options({ settings: { utility } })).elected).toEqual([0]);
  });
});

describe("every way to give out a budget", () => {
  const ways = [
    ["greedy", {}] as const,
    ...completions.map((completion) => ["equal-shares", { completion }] as const),
  ];

  it("stays within it", () => {
    fc.assert(
      fc.property(anyVote, fc.constantFrom(...ways), (vote, [method, settings]) => {
        const { elected } = budgetMethods[method].count(vote, options({ settings }));
        expect(cost(vote, elected) <= vote.budget).toBe(true);
        expect(new Set(elected).size).toBe(elected.length);
      }),
    );
  });

  it("leaves out nothing wanted that would fit, if it is greedy or ends greedily", () => {
    fc.assert(
      fc.property(anyVote, fc.constantFrom("greedy", "add-one-greedy", null), (vote, completion) => {
        const { elected } = completion
          ? budgetMethods["equal-shares"].count(vote, options({ settings: { completion } }))
          : budgetMethods.greedy.count(vote, options());
        const left = vote.budget - cost(vote, elected);
        const wanted = new Set(voters(vote).flat());
        for (const project of wanted)
          expect(elected.includes(project) || vote.costs[project]! > left).toBe(true);
      }),
    );
  });

  it("keeps what equal shares elect, whatever the greedy completion adds", () => {
    fc.assert(
      fc.property(anyVote, (vote) => {
        const bare = budgetMethods["equal-shares"].count(vote, options()).elected;
        const full = budgetMethods["equal-shares"].count(
          vote,
          options({ settings: { completion: "greedy" } }),
        );
        expect(full.elected.slice(0, bare.length)).toEqual(bare);
      }),
    );
  });

  it("does not look at who cast a ballot, nor at how projects are numbered", () => {
    fc.assert(
      fc.property(anyVote, fc.constantFrom("equal-shares" as const, "greedy" as const), (vote, method) => {
        const last = vote.costs.length - 1;
        const turned = election(
          vote.costs.map(Number).reverse(),
          Number(vote.budget),
          voters(vote)
            .map((approved) => approved.map((project) => last - project))
            .reverse(),
        );
        const sets = (of: BudgetElection, number: (project: number) => number) =>
          budgetMethods[method]
            .count(of, options({ all: true }))
            .alternatives?.map((set) => `${set.map(number).sort()}`)
            .sort();
        expect(sets(turned, (project) => last - project)).toEqual(sets(vote, (project) => project));
      }),
    );
  });

  it("is one of the alternatives whatever the seed, and the same one with the same seed", () => {
    fc.assert(
      fc.property(
        anyVote,
        fc.string(),
        fc.constantFrom("equal-shares" as const, "greedy" as const),
        (vote, seed, method) => {
          const count = () =>
            budgetMethods[method].count(
              vote,
              options({ all: true, ties: { by: "lot", seed }, stages: true }),
            );
          const one = count();
          expect(one.alternatives).toContainEqual([...one.elected].sort((a, b) => a - b));
          expect(count()).toEqual(one);
          if (one.alternatives?.length === 1)
            expect(one.ties.every(({ by }) => by === "method" || by === "lot")).toBe(true);
        },
      ),
    );
  });

  it("tells by what those who are alike were told apart", () => {
    const twoAlike = election([3, 3, 2], 3, [[0, 1]]);
    expect(budgetMethods.greedy.count(twoAlike, options()).ties).toEqual([
      { stage: 1, between: [0, 1], chosen: [0], to: "elect", by: "order" },
    ]);
    const cheaper = election([3, 2], 3, [[0, 1]]);
    expect(budgetMethods.greedy.count(cheaper, options()).ties).toEqual([
      { stage: 1, between: [0, 1], chosen: [1], to: "elect", by: "method" },
    ]);
  });

  it.each([
    ["settingUnknown", { settings: { colour: "red" } }],
    ["settingValueUnknown", { settings: { utility: "joy" } }],
    ["seatsNotAsked", { seats: 3 }],
    ["ballotsOfAnotherKind", { settings: { utility: "points" } }],
    ["alternativesNotKnown", { all: true, settings: { completion: "add-one" } }],
  ])("is refused for %s", (reason, changes) => {
    const vote = election([1], 1, [[0]]);
    expect(() => budgetMethods["equal-shares"].count(vote, options(changes))).toThrow(
      expect.objectContaining({ reason }) as Error,
    );
  });

  it("is refused without votes, and without a budget", () => {
    const { budget: _, ...other } = election([1], 1, [[0]]);
    for (const method of ["equal-shares", "greedy"] as const) {
      expect(() => budgetMethods[method].count(election([1], 1, []), options())).toThrow(
        expect.objectContaining({ reason: "noVotes" }) as Error,
      );
      expect(() => budgetMethods[method].count(other as BudgetElection, options())).toThrow(
        expect.objectContaining({ reason: "budgetMissing" }) as Error,
      );
    }
  });
});
