// Rules against their definitions: every committee tried, every division of voters, every voter's purse by itself.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, type Fraction, fraction, minus, plus, zero } from "../../fractions/index.ts";
import { committeeMethods } from "./index.ts";
import { all, anySmall, election, options, resolute, type Small } from "./small.testing.ts";

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

/** How many voters can be with a member whom they approve, each with one or with nobody: every division is tried. */
function satisfiedBy({ ballots, seats }: Small, committee: readonly number[]): number {
  const [share, remainder] = [Math.floor(ballots.length / seats), ballots.length % seats];
  const divide = (voter: number, sizes: readonly number[]): number => {
    if (voter === ballots.length) return 0;
    let best = divide(voter + 1, sizes);
    for (const [at, member] of committee.entries()) {
      if (!ballots[voter]?.includes(member)) continue;
      const after = sizes.map((size, place) => (place === at ? size + 1 : size));
      if (after.filter((size) => size > share).length > remainder || (after[at] ?? 0) > share + 1) continue;
      best = Math.max(best, 1 + divide(voter + 1, after));
    }
    return best;
  };
  return divide(
    0,
    committee.map(() => 0),
  );
}

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
        const value = (committee: readonly number[]) => fraction(satisfiedBy(small, committee));
        expect(all("monroe", small)).toEqual(greatest(small, value));
      }),
      { numRuns: 40 },
    );
  });

  it("sequential Monroe takes whoever adds most to that, the voters divided anew each time", () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        let reached: readonly (readonly number[])[] = [[]];
        for (let seat = 0; seat < small.seats; seat++) {
          const next = reached.flatMap((members) => {
            const left = [...Array(small.candidates).keys()].filter((one) => !members.includes(one));
            const worth = left.map((one) => satisfiedBy(small, [...members, one]));
            return left.flatMap((one, at) => (worth[at] === Math.max(...worth) ? [[...members, one]] : []));
          });
          reached = [...new Map(next.map((one) => [`${one.toSorted((a, b) => a - b)}`, one])).values()];
        }
        const expected = reached.map((one) => one.toSorted((a, b) => a - b));
        expect(all("seqmonroe", small).map(String).sort()).toEqual(expected.map(String).sort());
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
