import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Count, CountRefused } from "../result.ts";
import type { Constrained } from "./constraints.ts";
import { castOf, electionOf, options, poll, seatsOf } from "./elections.testing.ts";
import { countMeek, countScottish } from "./index.ts";

const methods = [
  ["scottish", countScottish],
  ["meek", countMeek],
] as const;

const defeats = (count: Count) =>
  count.stages
    .filter((stage) => stage.action === "defeat")
    .map((stage) => `${stage.candidates}${stage.constrained ? " by a constraint" : ""}`);

/** Whether those together keep the constraints. */
function keeps(elected: readonly number[], { groups, constraints }: Constrained): boolean {
  return constraints.every(({ group, atLeast = 0, atMost = Infinity }) => {
    const of = elected.filter((candidate) => groups[candidate]?.includes(group)).length;
    return of >= atLeast && of <= atMost;
  });
}

function choices(candidates: readonly number[], many: number): number[][] {
  if (many === 0) return [[]];
  return candidates.flatMap((one, at) =>
    choices(candidates.slice(at + 1), many - 1).map((rest) => [one, ...rest]),
  );
}

describe.each(methods)("constraints by %s", (_, count) => {
  it("at least: the last of a group who can still fill its places is guarded, and the next lowest goes", () => {
    const election = poll(2, "10 A", "8 B", "5 C", "2 D");
    const north: Constrained = {
      groups: [["south"], ["south"], ["south"], ["north"]],
      constraints: [{ group: "north", atLeast: 1 }],
    };
    expect(count(election, options).elected).toEqual([0, 1]);
    const constrained = count(election, options, north);
    expect([...constrained.elected].sort()).toEqual([0, 3]);
    expect(defeats(constrained)).toContain("2 by a constraint");
  });

  it("at most: the others of a group go as soon as its places are taken, whatever their votes", () => {
    const election = poll(2, "10 A B", "9 B A", "3 C");
    const men: Constrained = {
      groups: [["men"], ["men"], ["women"]],
      constraints: [{ group: "men", atMost: 1 }],
    };
    expect([...count(election, options).elected].sort()).toEqual([0, 1]);
    const constrained = count(election, options, men);
    expect([...constrained.elected].sort()).toEqual([0, 2]);
    expect(defeats(constrained)).toEqual(["1 by a constraint"]);
  });

  it("of groups that cross are kept together", () => {
    // One of each region and one woman at least: the only woman of the north has the fewest votes of all.
    const election = poll(2, "9 A", "8 B", "7 C", "1 D");
    const crossed: Constrained = {
      groups: [
        ["south", "men"],
        ["south", "men"],
        ["north", "men"],
        ["north", "women"],
      ],
      constraints: [
        { group: "south", atLeast: 1 },
        { group: "north", atLeast: 1 },
        { group: "women", atLeast: 1 },
      ],
    };
    expect([...count(election, options, crossed).elected].sort()).toEqual([0, 3]);
  });

  it("that do not bind change nothing", () => {
    fc.assert(
      fc.property(castOf, seatsOf, (cast, seats) => {
        const election = electionOf(cast, seats);
        const groups = [["a"], ["a", "b"], ["b"], [], ["a"]];
        const loose = { groups, constraints: [{ group: "a", atLeast: 0, atMost: seats }, { group: "b" }] };
        const free = count(election, options);
        const kept = count(election, options, loose);
        fc.pre(kept.ties.every((tie) => tie.to !== "elect"));
        expect(kept.elected.toSorted()).toEqual(free.elected.toSorted());
        expect(kept.stages.some((stage) => stage.constrained)).toBe(false);
      }),
    );
  });

  it("are kept, or refused where no choice of candidates keeps them", () => {
    const bound = fc
      .tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }))
      .map(([low, more]) => [low, low + more] as const);
    const group = fc.subarray(["a", "b", "c"]);
    fc.assert(
      fc.property(
        castOf,
        seatsOf,
        fc.array(group, { minLength: 5, maxLength: 5 }),
        fc.array(bound, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 1 }),
        (cast, seats, groups, bounds, gone) => {
          fc.pre(cast.some(([order]) => order.some((one) => !gone.includes(one))));
          const constraints = bounds.map(([atLeast, atMost], at) => ({
            group: "abc"[at] ?? "",
            atLeast,
            atMost,
          }));
          const asked = { groups, constraints };
          const standing = [0, 1, 2, 3, 4].filter((one) => !gone.includes(one));
          const possible = choices(standing, seats).some((choice) => keeps(choice, asked));
          const election = electionOf(cast, seats, 5, gone);
          if (possible) {
            const { elected } = count(election, options, asked);
            expect(elected).toHaveLength(seats);
            expect(keeps(elected, asked)).toBe(true);
          } else {
            expect(() => count(election, options, asked)).toThrow(
              expect.objectContaining({ reason: "constraintsImpossible", name: CountRefused.name }),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("are refused where they say nothing that can be kept", () => {
    const election = poll(2, "3 A", "2 B", "1 C");
    const refused = (reason: string, asked: Constrained) =>
      expect(() => count(election, options, asked)).toThrow(expect.objectContaining({ reason }));
    const groups = [["a"], ["a"], ["b"]];
    refused("groupsMissing", { groups: [["a"]], constraints: [{ group: "a", atLeast: 1 }] });
    refused("constraintMalformed", { groups, constraints: [{ group: "a", atLeast: 2, atMost: 1 }] });
    refused("constraintMalformed", { groups, constraints: [{ group: "a", atLeast: -1 }] });
    refused("constraintMalformed", { groups, constraints: [{ group: "a", atMost: 0.5 }] });
    refused("constraintsImpossible", { groups, constraints: [{ group: "b", atLeast: 2 }] });
    refused("constraintsImpossible", { groups, constraints: [{ group: "nobody", atLeast: 1 }] });
  });

  it("of as many regions as an assembly has are decided in no time", () => {
    const regions = Array.from({ length: 8 }, (_, at) => `region ${at}`);
    const random = (seed: number) => (seed * 48_271) % 2_147_483_647;
    let seed = 2019;
    const cast = Array.from({ length: 400 }, () => {
      const order = Array.from({ length: 80 }, (_, one) => [(seed = random(seed)), one] as const);
      return [
        order
          .sort((a, b) => a[0] - b[0])
          .slice(0, 12)
          .map(([, one]) => one),
        1,
      ] as const;
    });
    const groups = Array.from({ length: 80 }, (_, one) => [
      regions[one % 8] ?? "",
      one % 3 === 0 ? "women" : "men",
    ]);
    const constraints = [
      ...regions.map((group) => ({ group, atLeast: 2, atMost: 4 })),
      { group: "women", atLeast: 12 },
    ];
    const began = performance.now();
    const { elected } = count(electionOf(cast, 24, 80), options, { groups, constraints });
    expect(keeps(elected, { groups, constraints })).toBe(true);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
