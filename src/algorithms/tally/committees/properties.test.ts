import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BallotCollector, type Election } from "../../ballots/index.ts";
import { compare, type Fraction, fraction, minus, plus, zero } from "../../fractions/index.ts";
import { lexically } from "../lexical.ts";
import type { CountOptions } from "../method.ts";
import { Work } from "../work.ts";
import { committeeMethods } from "./index.ts";

type Name = keyof typeof committeeMethods;
type Small = {
  readonly candidates: number;
  readonly seats: number;
  readonly ballots: readonly (readonly number[])[];
};

const options = (changes: Partial<CountOptions> = {}): CountOptions => ({
  seats: null,
  ties: { by: "order" },
  stages: false,
  all: false,
  settings: {},
  ...changes,
});

function election({ candidates, seats, ballots }: Small, weight = 1, weightUnit = 1): Election {
  const collector = new BallotCollector({ kind: "approval", candidates, weightUnit });
  for (const ballot of ballots)
    collector.add(
      [...ballot].sort((a, b) => a - b),
      ballot.length,
      weight,
    );
  const named = Array.from({ length: candidates }, (_, at) => ({
    id: `${at}`,
    name: `${at}`,
    withdrawn: false,
  }));
  return { title: null, candidates: named, seats, ballots: collector.finish() };
}

const anySmall: fc.Arbitrary<Small> = fc
  .record({
    candidates: fc.integer({ min: 2, max: 6 }),
    seats: fc.integer({ min: 1, max: 4 }),
    ballots: fc.array(fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 5 }), { minLength: 1, maxLength: 8 }),
  })
  .map(({ candidates, seats, ballots }) => ({
    candidates,
    seats: Math.min(seats, candidates),
    ballots: ballots.map((ballot) => ballot.filter((candidate) => candidate < candidates)),
  }));

const all = (name: Name, small: Small, settings: Record<string, string> = {}) =>
  committeeMethods[name].count(election(small), options({ all: true, settings })).alternatives ?? [];

const resolute = (name: Name, small: Small, changes: Partial<CountOptions> = {}) =>
  committeeMethods[name].count(election(small), options(changes));

function committeesOf({ candidates, seats }: Pick<Small, "candidates" | "seats">): number[][] {
  const grow = (from: number, many: number): number[][] =>
    many === 0
      ? [[]]
      : Array.from({ length: candidates - from }, (_, at) => from + at).flatMap((first) =>
          grow(first + 1, many - 1).map((rest) => [first, ...rest]),
        );
  return grow(0, seats);
}

/** Every committee for which nothing is greater. */
function greatest(small: Small, value: (committee: readonly number[]) => Fraction): number[][] {
  const valued = committeesOf(small).map((committee) => ({ committee, value: value(committee) }));
  const best = valued.map(({ value }) => value).reduce((a, b) => (compare(a, b) < 0 ? b : a));
  return valued.filter(({ value }) => compare(value, best) === 0).map(({ committee }) => committee);
}

const shared = (ballot: readonly number[], committee: readonly number[]) =>
  ballot.filter((candidate) => committee.includes(candidate)).length;

const sum = (values: readonly Fraction[]) => values.reduce(plus, zero);

const everyName = (Object.keys(committeeMethods) as Name[]).filter((name) => name !== "serial-dictatorship");
const anyName = fc.constantFrom(...everyName);

describe("by their definitions, every committee tried", () => {
  it.each([
    ["pav", (place: number) => fraction(1, place + 1)],
    ["slav", (place: number) => fraction(1, 2 * place + 1)],
    ["chamberlin-courant", (place: number) => fraction(place === 0 ? 1 : 0)],
    ["geom2", (place: number) => fraction(1, 2 ** (place + 1))],
    ["approval", () => fraction(1)],
  ] as const)("the committees of %s are worth most", (name, weight) => {
    fc.assert(
      fc.property(anySmall, (small) => {
        const value = (committee: readonly number[]) =>
          sum(
            small.ballots.flatMap((ballot) =>
              Array.from({ length: shared(ballot, committee) }, (_, place) => weight(place)),
            ),
          );
        expect(all(name, small)).toEqual(greatest(small, value));
      }),
    );
  });

  it("the committees of Monroe's rule satisfy most voters, however they are divided", () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        const { ballots, seats } = small;
        const [share, remainder] = [Math.floor(ballots.length / seats), ballots.length % seats];
        const divide = (committee: readonly number[], voter: number, sizes: readonly number[]): number => {
          if (voter === ballots.length) return 0;
          let best = Number.NEGATIVE_INFINITY;
          for (const [at, member] of committee.entries()) {
            const after = sizes.map((size, place) => (place === at ? size + 1 : size));
            if (after.filter((size) => size > share).length > remainder || (after[at] ?? 0) > share + 1)
              continue;
            const here = ballots[voter]?.includes(member) ? 1 : 0;
            best = Math.max(best, here + divide(committee, voter + 1, after));
          }
          return best;
        };
        const value = (committee: readonly number[]) =>
          fraction(
            divide(
              committee,
              0,
              committee.map(() => 0),
            ),
          );
        expect(all("monroe", small)).toEqual(greatest(small, value));
      }),
      { numRuns: 40 },
    );
  });

  it("the committees of minimax-Phragmén can carry their load as a flow, and no other can, nor with less", () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        const supported = new Set(small.ballots.flat());
        fc.pre(supported.size >= small.seats);
        const { stages, alternatives } = committeeMethods["minimax-phragmen"].count(
          election(small),
          options({ all: true, stages: true }),
        );
        const [above = 0, below = 1] = (stages[0]?.figures["value"] ?? "").split("/").map(Number);
        const carry = (committee: readonly number[], load: number, unit: number) =>
          flow(small.ballots, committee, load, unit) === committee.length * unit;
        const able = committeesOf(small).filter((committee) => carry(committee, above, below));
        expect(alternatives).toEqual(able);
        // All loads that can be the heaviest are members ÷ voters: a thousandth less is none of them.
        for (const committee of able) expect(carry(committee, above * 1000 - 1, below * 1000)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("the committees of minimax approval are least far from whoever is furthest", () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        const value = (committee: readonly number[]) =>
          fraction(
            -Math.max(
              ...small.ballots.map(
                (ballot) => ballot.length + committee.length - 2 * shared(ballot, committee),
              ),
            ),
          );
        expect(all("minimaxav", small)).toEqual(greatest(small, value));
      }),
    );
  });

  it("equal shares elect what each voter alone pays for in turn", () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        const { elected } = resolute("equal-shares", small, { settings: { completion: "none" } });
        expect(elected).toEqual(naiveShares(small));
      }),
    );
  });
});

/** How much of `unit` for each member voters can carry who carry `load` each at most (Ford and Fulkerson, one path at a time). */
function flow(
  ballots: readonly (readonly number[])[],
  committee: readonly number[],
  load: number,
  unit: number,
) {
  const carried = ballots.map(() => committee.map(() => 0));
  const free = ballots.map(() => load);
  let total = 0;
  for (const [first] of committee.entries()) {
    let missing = unit;
    while (missing > 0) {
      // Breadth first from the member to a voter with room, over voters who carry another member.
      const cameFrom = new Map<number, { voter: number; member: number }>();
      const reached = new Map<number, number>([[first, -1]]);
      const queue = [first];
      let end = -1;
      for (let member = queue.shift(); member !== undefined && end < 0; member = queue.shift()) {
        for (const [voter, ballot] of ballots.entries()) {
          if (!ballot.includes(committee[member]!) || cameFrom.has(voter)) continue;
          cameFrom.set(voter, { voter, member });
          if (free[voter]! > 0) {
            end = voter;
            break;
          }
          for (const [other] of committee.entries()) {
            if (carried[voter]![other]! > 0 && !reached.has(other)) {
              reached.set(other, voter);
              queue.push(other);
            }
          }
        }
      }
      if (end < 0) break;
      const steps: { voter: number; member: number }[] = [];
      for (let voter = end; voter >= 0; voter = reached.get(steps.at(-1)!.member)!)
        steps.push(cameFrom.get(voter)!);
      const room = steps.slice(1).map(({ voter }, at) => carried[voter]![steps[at]!.member]!);
      const moved = Math.min(missing, free[end]!, ...room);
      free[end]! -= moved;
      for (const [at, { voter, member }] of steps.entries()) {
        carried[voter]![member]! += moved;
        if (at > 0) carried[voter]![steps[at - 1]!.member]! -= moved;
      }
      missing -= moved;
      total += moved;
    }
  }
  return total;
}

function naiveShares({ candidates, seats, ballots }: Small): number[] {
  const purses = ballots.map(() => fraction(seats, ballots.length));
  const elected: number[] = [];
  while (elected.length < seats) {
    let best: { candidate: number; price: Fraction } | null = null;
    for (let candidate = 0; candidate < candidates; candidate++) {
      if (elected.includes(candidate)) continue;
      const supporters = ballots.flatMap((ballot, voter) => (ballot.includes(candidate) ? [voter] : []));
      if (compare(sum(supporters.map((voter) => purses[voter]!)), fraction(1)) < 0) continue;
      // Whoever has less than an equal part of what is missing gives all.
      let poor: number[] = [];
      let price = zero;
      for (;;) {
        const rest = minus(fraction(1), sum(poor.map((voter) => purses[voter]!)));
        price = fraction(rest.numerator, rest.denominator * BigInt(supporters.length - poor.length));
        const now = supporters.filter((voter) => compare(purses[voter]!, price) < 0);
        if (now.length === poor.length) break;
        poor = now;
      }
      if (!best || compare(price, best.price) < 0) best = { candidate, price };
    }
    if (!best) break;
    const { candidate, price } = best;
    elected.push(candidate);
    for (const [voter, ballot] of ballots.entries()) {
      if (!ballot.includes(candidate)) continue;
      const left = minus(purses[voter]!, price);
      purses[voter] = compare(left, zero) > 0 ? left : zero;
    }
  }
  return elected;
}

describe("every rule", () => {
  it("elects one of all the committees that it lists, and the same one with the same seed", () => {
    fc.assert(
      fc.property(anySmall, anyName, fc.string(), (small, name, seed) => {
        const count = () =>
          committeeMethods[name].count(
            election(small),
            options({ all: true, ties: { by: "lot", seed }, stages: true }),
          );
        const one = count();
        expect(one.alternatives).toContainEqual([...one.elected].sort((a, b) => a - b));
        expect(one.elected).toHaveLength(small.seats);
        expect(count()).toEqual(one);
        const quiet = committeeMethods[name].count(election(small), options({ ties: { by: "lot", seed } }));
        expect([quiet.elected, quiet.ties]).toEqual([one.elected, one.ties]);
        if (one.ties.length === 0) expect(one.alternatives).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });

  it("treats candidates alike, however they are numbered", () => {
    fc.assert(
      fc.property(anySmall, anyName, (small, name) => {
        const turn = (candidate: number) => small.candidates - 1 - candidate;
        const turned = all(name, { ...small, ballots: small.ballots.map((ballot) => ballot.map(turn)) });
        expect(turned.map((set) => set.map(turn).sort((a, b) => a - b)).sort(lexically)).toEqual(
          all(name, small),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("treats voters alike, but greedy Monroe, which takes the first of the file", () => {
    fc.assert(
      fc.property(
        anySmall,
        fc.constantFrom(...everyName.filter((one) => one !== "greedy-monroe")),
        (small, name) => {
          expect(all(name, { ...small, ballots: [...small.ballots].reverse() })).toEqual(all(name, small));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("counts halves of votes as it counts whole ones, but those that divide voters", () => {
    const divides = ["monroe", "greedy-monroe"];
    fc.assert(
      fc.property(
        anySmall,
        fc.constantFrom(...everyName.filter((one) => !divides.includes(one))),
        (small, name) => {
          const halves = committeeMethods[name].count(
            election(small, 1, 2),
            options({ all: true, stages: true }),
          );
          const whole = committeeMethods[name].count(
            election(small, 5, 10),
            options({ all: true, stages: true }),
          );
          expect(halves.alternatives).toEqual(all(name, small));
          if (name !== "lexcc" && name !== "lexminimaxav" && name !== "minimaxav")
            expect(whole.stages.map(({ votes }) => votes)).toEqual(halves.stages.map(({ votes }) => votes));
        },
      ),
      { numRuns: 200 },
    );
    for (const name of divides as Name[])
      expect(() =>
        committeeMethods[name].count(election({ candidates: 2, seats: 1, ballots: [[0]] }, 1, 2), options()),
      ).toThrow(expect.objectContaining({ reason: "weightNotWhole" }) as Error);
  });

  it("keeps whoever is withdrawn out", () => {
    fc.assert(
      fc.property(anySmall, anyName, fc.nat({ max: 5 }), (small, name, withdrawn) => {
        fc.pre(withdrawn < small.candidates && small.seats < small.candidates);
        const whole = election(small);
        const candidates = whole.candidates.map((one, at) => ({ ...one, withdrawn: at === withdrawn }));
        const { elected, stages } = committeeMethods[name].count(
          { ...whole, candidates },
          options({ stages: true }),
        );
        expect(elected).not.toContain(withdrawn);
        expect(stages.every(({ states }) => states[withdrawn] === "withdrawn")).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["seatsMissing", { seats: null }, {}],
    ["seatsMissing", { seats: 0 }, {}],
    ["tooManySeats", { seats: 3 }, {}],
    ["noVotes", { seats: 1, ballots: [] }, {}],
    ["settingUnknown", { seats: 1 }, { colour: "red" }],
  ])("is refused for %s", (reason, changes, settings) => {
    const whole = election({
      candidates: 2,
      seats: 1,
      ballots: [[0]],
      ...("ballots" in changes ? changes : {}),
    } as Small);
    for (const name of Object.keys(committeeMethods) as Name[])
      expect(() =>
        committeeMethods[name].count({ ...whole, seats: changes.seats }, options({ settings })),
      ).toThrow(expect.objectContaining({ reason }) as Error);
  });

  it("is refused rather than never at an end", () => {
    const small = { candidates: 60, seats: 17, ballots: [[0], [0, 1]] };
    const tooLarge = expect.objectContaining({ reason: "tooLarge" }) as Error;
    for (const name of ["monroe", "minimax-phragmen", "leximax-phragmen"] as const)
      expect(() => resolute(name, small)).toThrow(tooLarge);
    for (const name of ["approval", "chamberlin-courant", "seqpav", "trivial"] as const)
      expect(() => all(name, small)).toThrow(tooLarge);
    const work = new Work("committees", 3);
    work.take(3);
    expect(() => work.take(1)).toThrow(tooLarge);
  });

  it("finds one committee also where there are more of the best than can be listed", () => {
    const small = { candidates: 60, seats: 10, ballots: [[0], [0, 1]] };
    const { elected, ties } = resolute("chamberlin-courant", small);
    expect(elected).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(ties).toEqual([
      {
        stage: 1,
        between: Array.from({ length: 59 }, (_, at) => at + 1),
        chosen: [1, 2, 3, 4, 5, 6, 7, 8, 9],
        to: "elect",
        by: "order",
      },
    ]);
  });
});

describe("rules that elect one by one", () => {
  it.each([
    "approval",
    "sav",
    "seqpav",
    "seqslav",
    "seqcc",
    "phragmen",
    "maximin-support",
    "consensus",
  ] as const)("elect the same and one more where there is one more seat: %s", (name) => {
    fc.assert(
      fc.property(anySmall, (small) => {
        fc.pre(small.seats < small.candidates);
        const more = resolute(name, { ...small, seats: small.seats + 1 }).elected;
        expect(more.slice(0, small.seats)).toEqual(resolute(name, small).elected);
      }),
    );
  });

  it("put out the same but one where there is one more seat: revseqpav", () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        fc.pre(small.seats < small.candidates);
        const more = resolute("revseqpav", { ...small, seats: small.seats + 1 }).elected;
        expect(more).toEqual(expect.arrayContaining([...resolute("revseqpav", small).elected]));
      }),
    );
  });
});
