import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { condorcetWinner, defeats, pairwise, smithSet } from "./pairwise.ts";
import {
  approvalElection,
  naiveOver,
  options,
  type Profile,
  rankedElection,
  rankedProfile,
  scoredElection,
  scoredProfile,
  strictProfile,
  written,
} from "./profiles.testing.ts";
import { asRankings } from "./rankings.ts";
import { minimax } from "./minimax.ts";
import { rankedPairs } from "./ranked-pairs.ts";
import { schulze } from "./schulze.ts";

const all = { ...options, all: true };

/** Strongest paths by trying every path, with the strength of a defeat as a pair: winning votes, then losing ones. */
function naiveSchulzeWinners(profile: Profile): number[] {
  const over = naiveOver(profile);
  const everyone = over.map((_, at) => at);
  const better = (a: number[], b: number[]) => a[0]! > b[0]! || (a[0] === b[0] && a[1]! < b[1]!);
  const strongest = (from: number, to: number, passed: number[]): number[] => {
    let best = [0, 0];
    for (const next of everyone) {
      if (next === from || passed.includes(next) || over[from]![next]! <= over[next]![from]!) continue;
      const step = [over[from]![next]!, over[next]![from]!];
      const rest = next === to ? step : strongest(next, to, [...passed, from]);
      const whole = better(step, rest) ? rest : step;
      if (better(whole, best)) best = whole;
    }
    return best;
  };
  return everyone.filter((one) =>
    everyone.every((other) => one === other || !better(strongest(other, one, []), strongest(one, other, []))),
  );
}

/** Ranked pairs as Tideman puts it, for one tie-breaking ranking: each defeat in turn, with a search for the way back. */
function naiveRankedPairs(profile: Profile, places: readonly number[]): number[] {
  const over = naiveOver(profile);
  const everyone = over.map((_, at) => at);
  const pairs = everyone
    .flatMap((one) => everyone.map((other) => [one, other] as const))
    .filter(([one, other]) => over[one]![other]! > over[other]![one]!)
    .sort(
      ([a, b], [c, d]) =>
        over[c]![d]! - over[a]![b]! ||
        over[b]![a]! - over[d]![c]! ||
        places[a]! - places[c]! ||
        places[d]! - places[b]!,
    );
  const locked: (readonly [number, number])[] = [];
  const leads = (from: number, to: number): boolean =>
    locked.some(([a, b]) => a === from && (b === to || leads(b, to)));
  for (const [winner, loser] of pairs) if (!leads(loser, winner)) locked.push([winner, loser]);
  const free = everyone.filter((one) => !locked.some(([, loser]) => loser === one));
  return [free.toSorted((a, b) => places[a]! - places[b]!)[0]!];
}

function* permutations(of: readonly number[]): Generator<number[]> {
  if (of.length === 0) yield [];
  for (const first of of)
    for (const rest of permutations(of.filter((other) => other !== first))) yield [first, ...rest];
}

describe("pairs", () => {
  it("are counted from ballots that name some, with shared ranks, as the definition counts them", () => {
    fc.assert(
      fc.property(rankedProfile(6), (profile) => {
        const { candidates, over } = pairwise(rankedElection(profile.candidates, profile.ballots).ballots);
        expect(naiveOver(profile).flat()).toEqual([...over]);
        expect(candidates).toBe(profile.candidates);
      }),
    );
  });

  it("are the same from points as from the rankings that the points make, and from approvals", () => {
    fc.assert(
      fc.property(scoredProfile(5), ({ candidates, ballots }) => {
        const ranked = ballots.map(({ points, weight }) => {
          const given = [...new Set(points.filter((one) => one !== null))].sort((a, b) => b - a);
          return {
            ranks: given.map((one) => points.flatMap((own, at) => (own === one ? [at] : []))),
            weight,
          };
        });
        const scored = scoredElection(candidates, ballots).ballots;
        expect([...pairwise(asRankings(scored)).over]).toEqual(
          naiveOver({ candidates, ballots: ranked }).flat(),
        );
        const first = ranked.map(({ ranks, weight }) => ({ ranks: ranks.slice(0, 1), weight }));
        const approved = approvalElection(candidates, first).ballots;
        expect([...pairwise(asRankings(approved)).over]).toEqual(
          naiveOver({ candidates, ballots: first }).flat(),
        );
      }),
    );
  });

  it("have a Condorcet winner and a Smith set as defined", () => {
    fc.assert(
      fc.property(rankedProfile(5), (profile) => {
        const over = naiveOver(profile);
        const everyone = over.map((_, at) => at);
        const beats = (one: number, other: number) => over[one]![other]! > over[other]![one]!;
        const pairs = pairwise(rankedElection(profile.candidates, profile.ballots).ballots);
        const winner = everyone.find((one) => everyone.every((other) => one === other || beats(one, other)));
        expect(condorcetWinner(pairs)).toBe(winner);
        const dominating = [...permutationsOfSets(everyone)].filter((set) =>
          set.every((one) => everyone.every((other) => set.includes(other) || beats(one, other))),
        );
        const least = dominating.reduce((a, b) => (b.length < a.length ? b : a));
        expect(smithSet(pairs)).toEqual(least);
      }),
    );
  });

  it("are refused where the matrix would not fit", () => {
    const big = { ...rankedElection(1, [{ ranks: [[0]], weight: 1 }]).ballots, candidates: 2001 };
    expect(() => pairwise(big)).toThrow(expect.objectContaining({ reason: "tooManyCandidates" }));
  });

  it("by winning votes come in the order of votes for, then of votes against; by margins of the difference", () => {
    const over = Float64Array.from([0, 6, 6, 4, 0, 7, 3, 5, 0]);
    const order = (measure: "winning-votes" | "margins") =>
      defeats({ candidates: 3, over }, measure).map((group) =>
        group.map(({ winner, loser }) => [winner, loser]),
      );
    expect(order("winning-votes")).toEqual([[[1, 2]], [[0, 2]], [[0, 1]]]);
    expect(order("margins")).toEqual([
      [[0, 2]],
      [
        [0, 1],
        [1, 2],
      ],
    ]);
  });
});

function* permutationsOfSets(of: readonly number[]): Generator<number[]> {
  for (let bits = 1; bits < 2 ** of.length; bits++) yield of.filter((_, at) => bits & (1 << at));
}

describe("Schulze", () => {
  // The first example of M. Schulze's paper of 2011, with its 21 voters.
  const example = written(4, "8 A>C>D>B, 2 B>A>D>C, 4 C>D>B>A, 4 D>B>A>C, 3 D>C>B>A");

  it("counts the paper's first example as the paper does", () => {
    const count = schulze.count(example, { ...all, stages: true, seats: 4 });
    expect(count.elected).toEqual([3, 0, 2, 1]);
    const paths = count.stages.find(({ action }) => action === "strongest_paths")?.matrix;
    expect(paths).toEqual([
      ["0", "14", "14", "12"],
      ["13", "0", "13", "12"],
      ["13", "15", "0", "12"],
      ["13", "19", "13", "0"],
    ]);
  });

  it("finds the winners that trying every path finds", () => {
    fc.assert(
      fc.property(rankedProfile(5), (profile) => {
        const count = schulze.count(rankedElection(profile.candidates, profile.ballots), all);
        expect(count.alternatives).toEqual(naiveSchulzeWinners(profile).map((one) => [one]));
      }),
    );
  });
});

describe("ranked pairs", () => {
  /** As many defeats as strong as each other as there can be. */
  const few = strictProfile(5, 4).map(({ candidates, ballots }) => ({
    candidates,
    ballots: ballots.map(({ ranks }) => ({ ranks, weight: 1 })),
  }));

  it("elect whom locking one defeat after the other elects, for every tie-breaking ranking", () => {
    fc.assert(
      fc.property(fc.oneof(rankedProfile(4, 4), strictProfile(4, 4), few), (profile) => {
        const election = rankedElection(profile.candidates, profile.ballots);
        const order = Array.from({ length: profile.candidates }, (_, at) => at);
        expect(rankedPairs.count(election, options).elected).toEqual(naiveRankedPairs(profile, order));
        const winners = new Set<number>();
        for (const places of permutations(order))
          for (const winner of naiveRankedPairs(profile, places)) winners.add(winner);
        const found = rankedPairs.count(election, all).alternatives;
        expect(found).toEqual([...winners].sort((a, b) => a - b).map((one) => [one]));
      }),
      { numRuns: 300 },
    );
  });
});

describe("minimax", () => {
  it("elects whose worst comparison is least bad, by each of its measures", () => {
    const profile = "5 A>B>C, 4 B>C>A, 3 C>A>B";
    // A beats B 8 to 4, B beats C 9 to 3, C beats A 7 to 5: the worst of A is 7, of B 8, of C 9.
    const elected = (strength: string) =>
      minimax.count(written(3, profile), { ...options, seats: 3, settings: { strength } }).elected;
    expect(elected("winning-votes")).toEqual([0, 1, 2]);
    expect(elected("margins")).toEqual([0, 1, 2]);
    expect(elected("opposition")).toEqual([0, 1, 2]);
  });

  it("counts as no defeat what is even, unless opposition is what counts", () => {
    const worst = (strength: string) =>
      minimax
        .count(written(3, "3 A>B, 3 B>A, 2 A=B"), { ...options, stages: true, settings: { strength } })
        .stages.find(({ action }) => action === "worst")?.votes;
    expect(worst("winning-votes")).toEqual(["0", "0", "8"]);
    expect(worst("margins")).toEqual(["0", "0", "8"]);
    expect(worst("opposition")).toEqual(["3", "3", "8"]);
  });
});
