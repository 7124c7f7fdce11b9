// What each method promises whatever the ballots are, and an example for what it does not.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Election } from "../../ballots/index.ts";
import { CountRefused } from "../result.ts";
import { rankedMethods } from "./index.ts";
import { condorcetWinner, pairwise, smithSet } from "./pairwise.ts";
import {
  options,
  type Profile,
  type Ranked,
  rankedElection,
  rankedProfile,
  type Scored,
  scoredElection,
  scoredProfile,
  strictProfile,
  written,
} from "./profiles.testing.ts";

type Name = keyof typeof rankedMethods;
type Way = readonly [name: Name, settings?: Readonly<Record<string, string>>];

const called = ([name, settings]: Way) => [name, ...Object.values(settings ?? {})].join(", ");
const named = (ways: readonly Way[]) => ways.map((way) => [called(way), way] as const);

const condorcet: Way[] = [
  ["schulze"],
  ["schulze", { strength: "margins" }],
  ["ranked-pairs"],
  ["ranked-pairs", { strength: "margins" }],
  ["minimax"],
  ["minimax", { strength: "margins" }],
];
const variants = ["average", "pessimistic", "optimistic", "modified"];
const bordas = variants.map((points): Way => ["borda", { points }]);
const monotonic: Way[] = [
  ...condorcet,
  ...bordas,
  ["minimax", { strength: "opposition" }],
  ["plurality"],
  ["approval", { approve: "first 2" }],
];
const ofRankings: Way[] = [...monotonic, ["two-rounds"]];
const ofPoints: Way[] = [
  ["score"],
  ["score", { of: "average" }],
  ["majority-judgment"],
  ["approval", { approve: "points 2" }],
  ["schulze"],
  ["borda"],
];

/** Everybody whom some breaking of the ties elects; nobody where every ballot is spoilt. */
function winners([name, settings]: Way, election: Election): number[] {
  try {
    const count = rankedMethods[name].count(election, {
      ...options,
      all: true,
      seats: 1,
      settings: settings ?? {},
    });
    return (count.alternatives ?? []).flat();
  } catch (error) {
    if (error instanceof CountRefused && error.reason === "noVotes") return [];
    throw error;
  }
}

const ranked = ({ candidates, ballots }: Profile) => rankedElection(candidates, ballots);
const of = (way: Way, profile: Profile) => winners(way, ranked(profile));

/** A way to call the candidates otherwise. */
const renaming = (candidates: number) =>
  fc.shuffledSubarray(
    Array.from({ length: candidates }, (_, at) => at),
    { minLength: candidates },
  );
const renamedRanks = (ballot: Ranked, to: readonly number[]): Ranked => ({
  weight: ballot.weight,
  ranks: ballot.ranks.map((rank) => rank.map((one) => to[one]!).sort((a, b) => a - b)),
});

/** Moves one candidate up: past a part of those above it, or onto the ballot. */
function raised({ ranks, weight }: Ranked, one: number, by: number): Ranked {
  const at = ranks.findIndex((rank) => rank.includes(one));
  const rest = ranks.map((rank) => rank.filter((other) => other !== one)).filter((rank) => rank.length > 0);
  const place = Math.max(0, Math.min(at < 0 ? rest.length : at, rest.length) - by);
  return { ranks: rest.toSpliced(place, 0, [one]), weight };
}

describe.each(named(ofRankings))("%s", (_, way) => {
  it("asks neither who cast a ballot nor in which order", () => {
    fc.assert(
      fc.property(rankedProfile(5), fc.nat(), ({ candidates, ballots }, turn) => {
        const one = of(way, { candidates, ballots });
        const at = turn % ballots.length;
        const apart = ballots.flatMap(({ ranks, weight }) =>
          Array.from({ length: weight }, () => ({ ranks, weight: 1 })),
        );
        expect(of(way, { candidates, ballots: [...ballots.slice(at), ...ballots.slice(0, at)] })).toEqual(
          one,
        );
        expect(of(way, { candidates, ballots: apart })).toEqual(one);
        const tenfold = ballots.map(({ ranks, weight }) => ({ ranks, weight: weight * 10 }));
        expect(of(way, { candidates, ballots: tenfold })).toEqual(one);
      }),
      { numRuns: 40 },
    );
  });

  it("does not ask what the candidates are called", () => {
    const profile = rankedProfile(5).chain((profile) =>
      fc.tuple(fc.constant(profile), renaming(profile.candidates)),
    );
    fc.assert(
      fc.property(profile, ([{ candidates, ballots }, to]) => {
        const other = ballots.map((ballot) => renamedRanks(ballot, to));
        const expected = of(way, { candidates, ballots }).map((one) => to[one]!);
        expect(of(way, { candidates, ballots: other })).toEqual(expected.sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it("comes out the same each time, by the same lot", () => {
    fc.assert(
      fc.property(rankedProfile(5, 4), fc.string(), ({ candidates, ballots }, seed) => {
        const [name, settings = {}] = way;
        const count = () => {
          try {
            return rankedMethods[name].count(rankedElection(candidates, ballots), {
              ...options,
              ties: { by: "lot", seed },
              settings,
            });
          } catch (error) {
            return (error as CountRefused).reason;
          }
        };
        const first = count();
        expect(count()).toEqual(first);
        if (typeof first === "object") expect(of(way, { candidates, ballots })).toContain(first.elected[0]);
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(named(monotonic))("%s", (_, way) => {
  it("never harms a winner whom a ballot puts higher", () => {
    fc.assert(
      fc.property(strictProfile(4), fc.nat(), fc.integer({ min: 1, max: 3 }), (profile, which, by) => {
        const { candidates, ballots } = profile;
        for (const winner of of(way, profile)) {
          const at = which % ballots.length;
          const other = ballots.with(at, raised(ballots[at]!, winner, by));
          expect(of(way, { candidates, ballots: other })).toContain(winner);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe.each(named(condorcet))("%s", (_, way) => {
  it("elects whoever beats everybody, and so whoever a majority puts first", () => {
    fc.assert(
      fc.property(rankedProfile(5), (profile) => {
        const winner = condorcetWinner(pairwise(ranked(profile).ballots));
        if (winner !== undefined) expect(of(way, profile)).toEqual([winner]);
      }),
      { numRuns: 200 },
    );
  });
});

describe.each(named(condorcet.slice(0, 4)))("%s", (_, way) => {
  it("elects from the Smith set", () => {
    fc.assert(
      fc.property(rankedProfile(6), (profile) => {
        const smith = smithSet(pairwise(ranked(profile).ballots));
        for (const winner of of(way, profile)) expect(smith).toContain(winner);
      }),
      { numRuns: 200 },
    );
  });

  it("does not elect the same one alone when every ballot is turned upside down", () => {
    fc.assert(
      fc.property(strictProfile(5), (profile) => {
        const upsideDown = profile.ballots.map(({ ranks, weight }) => ({
          ranks: ranks.toReversed(),
          weight,
        }));
        const [one, ...others] = of(way, profile);
        if (others.length > 0) return;
        expect(of(way, { candidates: profile.candidates, ballots: upsideDown })).not.toEqual([one]);
      }),
      { numRuns: 200 },
    );
  });

  it("is neither helped nor harmed by a copy of a candidate", () => {
    const profile = strictProfile(4).chain((profile) =>
      fc.tuple(
        fc.constant(profile),
        fc.nat({ max: profile.candidates - 1 }),
        fc.array(fc.boolean(), { minLength: profile.ballots.length, maxLength: profile.ballots.length }),
      ),
    );
    fc.assert(
      fc.property(profile, ([{ candidates, ballots }, original, before]) => {
        const copy = candidates;
        const more = ballots.map(({ ranks, weight }, ballot) => ({
          weight,
          ranks: ranks.flatMap((rank) => {
            if (!rank.includes(original)) return [rank];
            return before[ballot] ? [[copy], [original]] : [[original], [copy]];
          }),
        }));
        const alone = of(way, { candidates, ballots });
        const together = of(way, { candidates: candidates + 1, ballots: more });
        // Where ranked pairs need a lot among the candidates, a copy is one more to be drawn.
        if (way[0] === "ranked-pairs" && alone.length + together.length > 2) return;
        const counted = new Set(together.map((one) => (one === copy ? original : one)));
        expect([...counted].sort((a, b) => a - b)).toEqual(alone);
      }),
      { numRuns: 300 },
    );
  });
});

describe.each(named([...bordas, ["plurality"], ["approval", { approve: "first 2" }]]))("%s", (_, way) => {
  it("elects of two groups together whom both elect by themselves, where there is somebody", () => {
    fc.assert(
      fc.property(rankedProfile(3, 5), rankedProfile(3, 5), (one, other) => {
        if (one.candidates !== other.candidates) return;
        const [first, second] = [of(way, one), of(way, other)];
        const both = first.filter((winner) => second.includes(winner));
        const together = { candidates: one.candidates, ballots: [...one.ballots, ...other.ballots] };
        if (both.length > 0) expect(of(way, together)).toEqual(both);
      }),
      { numRuns: 200 },
    );
  });
});

describe.each(named(ofPoints))("%s, of points", (_, way) => {
  const elected = (candidates: number, ballots: readonly Scored[]) =>
    winners(way, scoredElection(candidates, ballots));

  it("asks neither who cast a ballot nor what the candidates are called", () => {
    const profile = scoredProfile(5).chain((profile) =>
      fc.tuple(fc.constant(profile), renaming(profile.candidates)),
    );
    fc.assert(
      fc.property(profile, ([{ candidates, ballots }, to]) => {
        const other = ballots.toReversed().map(({ points, weight }) => ({
          weight: weight * 3,
          points: points.map((_, one) => points[to.indexOf(one)] ?? null),
        }));
        const expected = elected(candidates, ballots).map((one) => to[one]!);
        expect(elected(candidates, other)).toEqual(expected.sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  it("never harms a winner to whom a ballot gives more", () => {
    const full = scoredProfile(4).map(({ candidates, ballots }) => ({
      candidates,
      // Without gaps: a first grade given where there was none is not more of the same for an average.
      ballots: ballots.map(({ points, weight }) => ({ points: points.map((given) => given ?? 0), weight })),
    }));
    fc.assert(
      fc.property(full, fc.nat(), fc.integer({ min: 1, max: 3 }), ({ candidates, ballots }, which, by) => {
        for (const winner of elected(candidates, ballots)) {
          const at = which % ballots.length;
          const { points, weight } = ballots[at]!;
          const more = ballots.with(at, { points: points.with(winner, points[winner]! + by), weight });
          expect(elected(candidates, more)).toContain(winner);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe("what is not promised", () => {
  const first = (way: Way, candidates: number, profile: string) => winners(way, written(candidates, profile));

  it("two rounds may fail whoever is put higher", () => {
    // A and B go to the second round, and A wins. Then two who put B first put A first: C goes there instead of B, and wins.
    expect(first(["two-rounds"], 3, "6 A>B>C, 5 C>A>B, 4 B>C>A, 2 B>A>C")).toEqual([0]);
    expect(first(["two-rounds"], 3, "6 A>B>C, 5 C>A>B, 4 B>C>A, 2 A>B>C")).toEqual([2]);
  });

  it("Borda and plurality may pass over whoever beats everybody, and Borda a majority's first", () => {
    expect(first(["borda"], 3, "3 A>B>C, 2 B>C>A")).toEqual([1]);
    expect(first(["plurality"], 3, "4 A>C>B, 3 B>C>A, 2 C>B>A")).toEqual([0]);
    expect(first(["schulze"], 3, "4 A>C>B, 3 B>C>A, 2 C>B>A")).toEqual([2]);
  });

  it("minimax may elect from outside the Smith set", () => {
    // A beats B, B beats C and C beats A, each 6 to 3; all three beat D, but only 5 to 4.
    const profile = "2 A>B>C>D, 1 D>A>B>C, 2 B>C>A>D, 1 D>B>C>A, 1 C>A>B>D, 2 D>C>A>B";
    expect(smithSet(pairwise(written(4, profile).ballots))).toEqual([0, 1, 2]);
    expect(first(["minimax"], 4, profile)).toEqual([3]);
  });

  it("minimax by opposition may pass over whoever beats everybody", () => {
    const profile = "3 A>C>B, 2 A=C>B, 2 B=C>A, 2 B>A=C";
    expect(first(["minimax"], 3, profile)).toEqual([0]);
    expect(first(["minimax", { strength: "opposition" }], 3, profile)).toEqual([2]);
  });

  it("majority judgment may elect of two groups together whom neither elects by itself", () => {
    const scored = (...rows: (readonly [number, number, number])[]) =>
      scoredElection(
        2,
        rows.map(([a, b, weight]) => ({ points: [a, b], weight })),
      );
    const [one, other] = [scored([3, 2, 1], [3, 2, 1], [0, 2, 1]), scored([1, 0, 1], [1, 0, 1], [1, 5, 1])];
    const way: Way = ["majority-judgment"];
    expect([winners(way, one), winners(way, other)]).toEqual([[0], [0]]);
    expect(winners(way, scored([3, 2, 2], [0, 2, 1], [1, 0, 2], [1, 5, 1]))).toEqual([1]);
  });
});
