import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Election } from "../../ballots/index.ts";
import { committeeMethods } from "../committees/index.ts";
import type { CountOptions } from "../method.ts";
import { rankedMethods } from "./index.ts";
import {
  approvalElection,
  electionOf,
  options,
  rankedElection,
  rankedProfile,
  scoredElection,
  scoredProfile,
  type ScoredProfile,
  written,
} from "./profiles.testing.ts";

type Name = keyof typeof rankedMethods;

function count(name: Name, election: Election, more: Partial<CountOptions> = {}) {
  return rankedMethods[name].count(election, { ...options, stages: true, ...more });
}

function refused(name: Name, election: Election, more: Partial<CountOptions> = {}) {
  try {
    count(name, election, more);
  } catch (error) {
    return error;
  }
  return null;
}

function votes(name: Name, election: Election, settings: Record<string, string> = {}, action = "count") {
  return count(name, election, { settings }).stages.find((stage) => stage.action === action)?.votes;
}

const points = (...rows: (number | null)[][]) =>
  scoredElection(
    rows[0]?.length ?? 0,
    rows.map((points) => ({ points, weight: 1 })),
  );

describe("every method", () => {
  const ranked = written(3, "2 A>B, 1 C");
  const scored = points([1, 0, null], [1, 1, 0]);
  const names = Object.keys(rankedMethods) as Name[];
  const suits = (name: Name) =>
    rankedMethods[name].takes.includes("ranked") && name !== "approval" ? ranked : scored;
  const settings = (name: Name): Record<string, string> =>
    name === "approval" ? { approve: "points 1" } : {};

  it("refuses by name what it cannot count", () => {
    for (const name of names) {
      const election = suits(name);
      const say = (more: Partial<CountOptions>, of = election) =>
        refused(name, of, { settings: settings(name), ...more });
      expect(say({ seats: 4 })).toMatchObject({ reason: "tooManySeats", facts: { seats: 4, candidates: 3 } });
      expect(say({ seats: 0 })).toMatchObject({ reason: "seatsNotWhole" });
      expect(say({ settings: { colour: "red" } })).toMatchObject({ reason: "settingUnknown" });
      const blank = { ...election, ballots: { ...election.ballots, offsets: new Uint32Array(3) } };
      expect(say({}, blank)).toMatchObject({ reason: "noVotes" });
    }
    expect(refused("schulze", ranked, { settings: { strength: "large" } })).toMatchObject({
      reason: "settingValueUnknown",
      facts: { setting: "strength", value: "large" },
    });
    expect(refused("score", ranked)).toMatchObject({
      reason: "ballotsOfAnotherKind",
      facts: { kind: "ranked" },
    });
    expect(refused("plurality", scored)).toMatchObject({ reason: "ballotsOfAnotherKind" });
    expect(refused("approval", ranked)).toMatchObject({ reason: "ballotsOfAnotherKind" });
    expect(refused("two-rounds", ranked, { seats: 2 })).toMatchObject({ reason: "oneSeatOnly" });
  });

  it("counts as if those who withdrew had never stood", () => {
    fc.assert(
      fc.property(scoredProfile(5, 1), fc.constantFrom(...names), ({ candidates, ballots }, name) => {
        const gone = candidates - 1;
        const kept = ballots.map(({ points, weight }) => ({ points: points.slice(0, gone), weight }));
        fc.pre(gone > 1 && kept.some(({ points }) => points.some((given) => given !== null)));
        const approved = (all: typeof ballots) =>
          all.map(({ points, weight }) => ({
            ranks: [points.flatMap((given, at) => (given ? [at] : []))],
            weight,
          }));
        const made = (many: number, all: typeof ballots) =>
          rankedMethods[name].takes.includes("score")
            ? scoredElection(many, all)
            : rankedElection(many, approved(all));
        const less = made(gone, kept);
        fc.pre(refused(name, less, { settings: settings(name) }) === null);
        const whole = electionOf(made(candidates, ballots).ballots, [gone]);
        const more = { settings: settings(name), all: true };
        const [a, b] = [count(name, less, more), count(name, whole, more)];
        expect([b.elected, b.alternatives]).toEqual([a.elected, a.alternatives]);
        expect(b.stages.at(-1)?.states[gone]).toBe("withdrawn");
      }),
    );
  });

  it("keeps ranks apart, and together, where somebody on them withdrew", () => {
    const ranking = ["plurality", "two-rounds", "borda", "schulze", "ranked-pairs", "minimax"] as const;
    fc.assert(
      fc.property(rankedProfile(5), fc.constantFrom(...ranking), ({ candidates, ballots }, name) => {
        fc.pre(candidates > 2);
        const less = ballots.map(({ ranks, weight }) => ({
          ranks: ranks
            .map((rank) => rank.filter((one) => one > 0).map((one) => one - 1))
            .filter((rank) => rank.length > 0),
          weight,
        }));
        const without = rankedElection(candidates - 1, less);
        fc.pre(refused(name, without) === null);
        const whole = electionOf(rankedElection(candidates, ballots).ballots, [0]);
        const places = (election: Election, more: number) =>
          count(name, election, { all: true }).alternatives?.map((set) => set.map((one) => one + more));
        expect(places(whole, 0)).toEqual(places(without, 1));
      }),
      { numRuns: 200 },
    );
  });

  it("gives the seats to the first of its ranking, and lists every set that a tie leaves open", () => {
    const tied = written(4, "2 A, 1 B, 1 C");
    const by = (more: Partial<CountOptions>) => count("plurality", tied, more);
    expect(by({ seats: 2, all: true })).toMatchObject({
      elected: [0, 1],
      alternatives: [
        [0, 1],
        [0, 2],
      ],
      ties: [{ between: [1, 2], chosen: [1], to: "elect", by: "order" }],
    });
    expect(by({ seats: 3 })).toMatchObject({ elected: [0, 1, 2], ties: [] });
    const seeds = ["a", "b", "c", "d", "e", "f"].map((seed) => by({ seats: 2, ties: { by: "lot", seed } }));
    expect(new Set(seeds.map(({ elected }) => `${elected}`)).size).toBe(2);
    expect(by({ seats: 2, ties: { by: "lot", seed: "a" } })).toEqual(seeds[0]);
  });
});

describe("plurality and two rounds", () => {
  it("count first places, and none of a ballot with several", () => {
    expect(votes("plurality", written(3, "3 A>B, 2 B, 4 C=A"))).toEqual(["3", "2", "0"]);
    const crosses = approvalElection(2, [
      { ranks: [[1]], weight: 2 },
      { ranks: [[0, 1]], weight: 5 },
    ]);
    expect(votes("plurality", crosses)).toEqual(["0", "2"]);
    expect(refused("plurality", written(2, "4 A=B"))).toMatchObject({ reason: "noVotes" });
  });

  it("elect at once with more than half, else by the second round between the two first", () => {
    expect(count("two-rounds", written(3, "3 A>C, 2 B>C")).stages.map(({ action }) => action)).toEqual([
      "first_round",
      "elect",
    ]);
    // Half is not more than half.
    expect(count("two-rounds", written(3, "4 A, 3 B, 1 C>B")).stages.at(1)).toMatchObject({
      action: "second_round",
      candidates: [0, 1],
    });
    const second = written(3, "4 A>C>B, 3 B>C>A, 2 C>B>A");
    expect(count("two-rounds", second).elected).toEqual([1]);
    const held = count("two-rounds", second, { settings: { second: "held" } });
    expect(held.elected).toEqual([]);
    expect(held.stages.find(({ action }) => action === "second_round")?.candidates).toEqual([0, 1]);
  });

  it("list everybody whom a tie for the second round could elect", () => {
    // A is through; B and C are alike for the other place. B would win against A, and C would lose.
    const tied = written(4, "5 A, 3 B>A, 3 C>B, 2 D>B");
    expect(count("two-rounds", tied, { all: true })).toMatchObject({
      elected: [1],
      alternatives: [[0], [1]],
      ties: [{ between: [1, 2], chosen: [1], to: "second_round", by: "order" }],
    });
  });
});

describe("yes or no", () => {
  const asked = points([1, 1, 0], [1, 0, 0], [0, null, 1], [null, null, null]);

  it("elects whoever has more yes than the majority asks for", () => {
    expect(count("yes-no", asked)).toMatchObject({ elected: [0] });
    expect(votes("yes-no", asked, {}, "abstain")).toEqual(["1", "2", "1"]);
    expect(count("yes-no", asked, { settings: { majority: "2/3" } }).elected).toEqual([]);
    expect(count("yes-no", asked, { settings: { of: "ballots" } }).elected).toEqual([]);
    expect(count("yes-no", points([1, 1], [1, 1], [1, 0])).elected).toEqual([0, 1]);
  });

  it("refuses what is neither", () => {
    expect(refused("yes-no", points([2]))).toMatchObject({ reason: "pointsOutOfRange" });
    for (const majority of ["1", "-1/2", "half"])
      expect(refused("yes-no", asked, { settings: { majority } })).toMatchObject({
        reason: "settingValueUnknown",
      });
  });
});

describe("approval", () => {
  it("counts approvals, and rankings or points where it is said how", () => {
    const cast = approvalElection(3, [
      { ranks: [[0, 2]], weight: 2 },
      { ranks: [[2]], weight: 1 },
    ]);
    expect(votes("approval", cast)).toEqual(["2", "0", "3"]);
    const ranked = written(3, "2 A=B>C, 3 C>B");
    expect(votes("approval", ranked, { approve: "first 1" })).toEqual(["2", "2", "3"]);
    expect(votes("approval", ranked, { approve: "first 2" })).toEqual(["2", "5", "3"]);
    expect(votes("approval", points([5, 3, null]), { approve: "points 4.5" })).toEqual(["1", "0", "0"]);
    for (const approve of ["first 0", "first", "3", "points x"])
      expect(refused("approval", ranked, { settings: { approve } })).toMatchObject({
        reason: "settingValueUnknown",
      });
  });
});

describe("approval of several", () => {
  it("elects the committees that the committee rule of that name elects", () => {
    const ballots = fc.array(
      fc.record({ ranks: fc.tuple(fc.subarray([0, 1, 2, 3, 4])), weight: fc.integer({ min: 1, max: 3 }) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(ballots, fc.integer({ min: 1, max: 4 }), (ballots, seats) => {
        fc.pre(ballots.some(({ ranks }) => ranks[0].length > 0));
        const [election, asked] = [approvalElection(5, ballots), { ...options, seats, all: true }];
        const committees = committeeMethods.approval.count(election, asked).alternatives;
        expect(rankedMethods.approval.count(election, asked).alternatives).toEqual(committees);
      }),
    );
  });
});

describe("score", () => {
  it("adds points, or takes their average as a fraction", () => {
    const given = points([5, 1, null], [2, null, null], [0, 3, null]);
    expect(votes("score", given)).toEqual(["7", "4", "0"]);
    expect(votes("score", given, { of: "average" }, "average")).toEqual(["7/3", "2", "—"]);
    expect(count("score", given, { settings: { of: "average" }, seats: 3 }).elected).toEqual([0, 1, 2]);
  });

  it("refuses points outside the scale, and adds what no double can hold", () => {
    const given = points([5, 1]);
    expect(refused("score", given, { settings: { max: "4" } })).toMatchObject({
      reason: "pointsAboveScale",
      facts: { most: "4" },
    });
    expect(refused("score", given, { settings: { min: "1.5" } })).toMatchObject({
      reason: "pointsBelowScale",
    });
    expect(refused("score", given, { settings: { min: "low" } })).toMatchObject({
      reason: "settingValueUnknown",
    });
    const large = scoredElection(2, [
      { points: [2 ** 50 + 1, 2 ** 50], weight: 2 ** 50 },
      { points: [0, 1], weight: 1 },
    ]);
    expect(votes("score", large)).toEqual([`${(2n ** 50n + 1n) * 2n ** 50n}`, `${2n ** 100n + 1n}`]);
  });
});

describe("Borda", () => {
  const short = written(4, "1 A>B, 1 C=D>A");

  it("gives a point for every candidate below, and shares the places that are shared", () => {
    expect(votes("borda", short)).toEqual(["4", "2", "3", "3"]);
    expect(votes("borda", written(3, "1 A=B>C"))).toEqual(["3/2", "3/2", "0"]);
  });

  it("treats those who are not named as it is told", () => {
    expect(votes("borda", short, { points: "pessimistic" })).toEqual(["4", "2", "5/2", "5/2"]);
    expect(votes("borda", short, { points: "optimistic" })).toEqual(["4", "2", "7/2", "7/2"]);
    expect(votes("borda", short, { points: "modified" })).toEqual(["3", "1", "5/2", "5/2"]);
  });
});

/** The majority value written out, vote by vote, and compared place by place. */
function naiveJudgment({ candidates, ballots }: ScoredProfile): number[][] {
  const cast = ballots.filter(({ points }) => points.some((given) => given !== null));
  const worst = Math.min(...cast.flatMap(({ points }) => points.filter((given) => given !== null)));
  const values = Array.from({ length: candidates }, (_, one) => {
    const grades = cast.flatMap(({ points, weight }) =>
      Array.from({ length: weight }, () => points[one] ?? worst),
    );
    grades.sort((a, b) => a - b);
    const value: number[] = [];
    while (grades.length > 0) value.push(...grades.splice(Math.ceil(grades.length / 2) - 1, 1));
    return value;
  });
  const first = (a: number[], b: number[]) => {
    const at = a.findIndex((grade, place) => grade !== b[place]);
    return at < 0 ? 0 : b[at]! - a[at]!;
  };
  const order = values.map((_, at) => at).sort((a, b) => first(values[a]!, values[b]!) || a - b);
  const places: number[][] = [];
  for (const one of order)
    if (places.length > 0 && first(values[places.at(-1)![0]!]!, values[one]!) === 0) places.at(-1)!.push(one);
    else places.push([one]);
  return places;
}

describe("majority judgment", () => {
  it("ranks as taking out one median after the other does", () => {
    fc.assert(
      fc.property(scoredProfile(5, 3, 6), (profile) => {
        const found = count("majority-judgment", scoredElection(profile.candidates, profile.ballots));
        const places = found.stages
          .filter(({ action }) => action === "rank")
          .map(({ candidates }) => candidates);
        expect(places).toEqual(naiveJudgment(profile));
      }),
      { numRuns: 500 },
    );
  });

  it("shows after how many medians those with the same one differ", () => {
    const found = count("majority-judgment", points([3, 3, 0], [2, 2, 2], [2, 1, 0], [1, 1, 0], [0, 2, 1]));
    // Sorted: A 0 1 2 2 3, B 1 1 2 2 3, C 0 0 0 1 2. A and B: 2, then 1 and 1, 2 and 2, and then 0 and 1.
    expect(found.stages.find(({ action }) => action === "median")?.votes).toEqual(["2", "2", "0"]);
    expect(found.stages.find(({ action }) => action === "remove_medians")).toMatchObject({
      candidates: [1, 0],
      figures: { removed: "3" },
      votes: ["0", "1", ""],
    });
    expect(found.elected).toEqual([1]);
  });

  it("holds no grade for the worst, or refuses it", () => {
    const given = points([2, null], [2, 3], [2, 3]);
    expect(count("majority-judgment", given).elected).toEqual([1]);
    const missing = points([2, null], [2, null], [2, 3]);
    expect(votes("majority-judgment", missing, { min: "0" }, "median")).toEqual(["2", "0"]);
    expect(votes("majority-judgment", missing, {}, "median")).toEqual(["2", "2"]);
    expect(refused("majority-judgment", given, { settings: { unscored: "refused" } })).toMatchObject({
      reason: "gradesMissing",
    });
    const measured = points(Array.from({ length: 1001 }, (_, at) => at));
    expect(refused("majority-judgment", measured)).toMatchObject({ reason: "tooManyGrades" });
  });

  it("takes no longer for many ballots than for few", () => {
    const many = scoredElection(2, [
      { points: [1, 2], weight: 2 ** 51 },
      { points: [3, 2], weight: 2 ** 51 - 1 },
    ]);
    expect(count("majority-judgment", many).elected).toEqual([1]);
  });
});
