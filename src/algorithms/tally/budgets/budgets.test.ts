import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseFile, casesOf } from "../../../../test/support/cases.ts";
import { type BudgetElection, readPabulib } from "../../ballots/index.ts";
import { budgetMethods } from "./index.ts";
import { anyVote, cost, election, options, voters } from "./small.testing.ts";

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
    ["settingValueUnknown", { settings: { step: "0" } }],
    ["settingValueUnknown", { settings: { step: "much" } }],
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
