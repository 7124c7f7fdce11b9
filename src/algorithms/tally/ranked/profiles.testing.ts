// Small elections for the tests of counting, made at random or written out, and what they all need.
import fc from "fast-check";
import { alsoRanked, BallotCollector, type Ballots, type Election } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";

/** One ballot: ranks of candidates, best first; or points by candidate, null for none. */
export type Ranked = { readonly ranks: readonly (readonly number[])[]; readonly weight: number };
export type Scored = { readonly points: readonly (number | null)[]; readonly weight: number };

export const options: CountOptions = {
  seats: null,
  ties: { by: "order" },
  stages: false,
  all: false,
  settings: {},
};

export function electionOf(ballots: Ballots, withdrawn: readonly number[] = []): Election {
  const candidates = Array.from({ length: ballots.candidates }, (_, at) => ({
    id: `${at + 1}`,
    name: String.fromCharCode(65 + at),
    withdrawn: withdrawn.includes(at),
  }));
  return { title: null, candidates, seats: null, ballots };
}

export function rankedElection(
  candidates: number,
  ballots: readonly Ranked[],
  withdrawn: readonly number[] = [],
): Election {
  const collector = new BallotCollector({ kind: "ranked", candidates });
  for (const { ranks, weight } of ballots) {
    const entries = ranks.flatMap((rank) => rank.map((one, at) => (at ? one + alsoRanked : one)));
    collector.add(entries, entries.length, weight);
  }
  return electionOf(collector.finish(), withdrawn);
}

/** `3 A>B=C, 2 C`: weight, then ranks. */
export function written(candidates: number, profile: string, withdrawn: readonly number[] = []): Election {
  const ballots = profile.split(",").map((ballot) => {
    const [weight = "", ranks = ""] = ballot.trim().split(" ");
    return {
      weight: Number(weight),
      ranks: ranks
        ? ranks.split(">").map((rank) => rank.split("=").map((one) => one.charCodeAt(0) - 65))
        : [],
    };
  });
  return rankedElection(candidates, ballots, withdrawn);
}

export function approvalElection(candidates: number, ballots: readonly Ranked[]): Election {
  const collector = new BallotCollector({ kind: "approval", candidates });
  for (const { ranks, weight } of ballots) {
    const entries = (ranks[0] ?? []).toSorted((a, b) => a - b);
    collector.add(entries, entries.length, weight);
  }
  return electionOf(collector.finish());
}

export function scoredElection(candidates: number, ballots: readonly Scored[]): Election {
  const collector = new BallotCollector({ kind: "score", candidates });
  for (const { points, weight } of ballots) {
    const entries = points.flatMap((given, at) => (given === null ? [] : [at]));
    const given = points.flatMap((given) => given ?? []);
    collector.add(entries, entries.length, weight, given);
  }
  return electionOf(collector.finish());
}

const weights = fc.integer({ min: 1, max: 6 });

/** Rankings of some of the candidates, with shared ranks. */
export function rankedBallot(candidates: number): fc.Arbitrary<Ranked> {
  const order = fc.shuffledSubarray(
    Array.from({ length: candidates }, (_, at) => at),
    { minLength: 1 },
  );
  const breaks = fc.array(fc.boolean(), { minLength: candidates, maxLength: candidates });
  return fc.tuple(order, breaks, weights).map(([order, breaks, weight]) => {
    const ranks: number[][] = [];
    for (const [at, one] of order.entries())
      if (breaks[at] && ranks.length > 0) ranks.at(-1)?.push(one);
      else ranks.push([one]);
    return { ranks, weight };
  });
}

export type Profile = { readonly candidates: number; readonly ballots: readonly Ranked[] };

export function rankedProfile(most: number, ballots = 8): fc.Arbitrary<Profile> {
  return fc.integer({ min: 2, max: most }).chain((candidates) =>
    fc.record({
      candidates: fc.constant(candidates),
      ballots: fc.array(rankedBallot(candidates), { minLength: 1, maxLength: ballots }),
    }),
  );
}

/** Every candidate in an order, one in each rank. */
export function strictProfile(most: number, ballots = 8): fc.Arbitrary<Profile> {
  return fc.integer({ min: 2, max: most }).chain((candidates) => {
    const all = Array.from({ length: candidates }, (_, at) => at);
    const order = fc.shuffledSubarray(all, { minLength: candidates });
    const ballot = fc.tuple(order, weights).map(([order, weight]) => ({
      ranks: order.map((one) => [one]),
      weight,
    }));
    return fc.record({
      candidates: fc.constant(candidates),
      ballots: fc.array(ballot, { minLength: 1, maxLength: ballots }),
    });
  });
}

export type ScoredProfile = { readonly candidates: number; readonly ballots: readonly Scored[] };

export function scoredProfile(most: number, highest = 4, ballots = 8): fc.Arbitrary<ScoredProfile> {
  return fc.integer({ min: 2, max: most }).chain((candidates) => {
    const points = fc.array(fc.option(fc.integer({ min: 0, max: highest }), { freq: 6 }), {
      minLength: candidates,
      maxLength: candidates,
    });
    const ballot = fc.record({ points, weight: weights });
    return fc.record({
      candidates: fc.constant(candidates),
      ballots: fc
        .array(ballot, { minLength: 1, maxLength: ballots })
        .filter((all) => all.some(({ points }) => points.some((given) => given !== null))),
    });
  });
}

/** How many put one above the other, counted ballot by ballot as the definition says. */
export function naiveOver({ candidates, ballots }: Profile): number[][] {
  const over = Array.from({ length: candidates }, () => Array.from({ length: candidates }, () => 0));
  for (const { ranks, weight } of ballots) {
    const rank = (one: number) => {
      const at = ranks.findIndex((rank) => rank.includes(one));
      return at < 0 ? candidates : at;
    };
    for (let one = 0; one < candidates; one++)
      for (let other = 0; other < candidates; other++)
        if (rank(one) < rank(other)) over[one]?.splice(other, 1, (over[one]?.[other] ?? 0) + weight);
  }
  return over;
}
