// Thiele's methods: a ballot is worth a weight for its first elected candidate, another for its second, and so on; the committee
// whose ballots are worth most together is elected, or built up one by one (Lackner and Skowron, "Multi-Winner Voting with
// Approval Preferences", 2023, section 2.2). `pav`: 1, 1/2, 1/3 … (Thiele 1895); `slav`: 1, 1/3, 1/5 … (Sainte-Laguë);
// `chamberlin-courant`: 1, 0, 0 …; `lexcc`: as many ballots as possible with one elected, then with two, and so on;
// `geom2`: 1/2, 1/4, 1/8 …; `adams`: as Adams' divisors, everybody one first, then 1, 1/2, 1/3 …
// Invariant: weights are whole numbers of 1/`scale`, so that every comparison is exact; how many ballots have how many elected
// is counted in plain numbers, below 2^53.
import { compare, type Fraction, fraction, written } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import type { Count } from "../result.ts";
import { Work } from "../work.ts";
import type { Profile } from "./profile.ts";
import { countByMeasure, type Measure } from "./search.ts";
import { countInSequence, foremost, type Sequence } from "./sequence.ts";

/** Steps of looking at a ballot: some seconds on a small computer. */
const MOST_WORK = 200_000_000;

export type Weights = {
  /** `of[j]` for the candidate number j + 1; never growing. */
  readonly of: readonly bigint[];
  readonly scale: bigint;
  readonly written?: (value: bigint) => string;
};

/** For committees of up to so many, and so many votes. */
export type ThieleWeights = (length: number, totalWeight: number) => Weights;

export const harmonic: ThieleWeights = (length) => reciprocals(length, (place) => place + 1);
export const oddReciprocals: ThieleWeights = (length) => reciprocals(length, (place) => 2 * place + 1);

export const firstOnly: ThieleWeights = (length) => ({
  of: Array.from({ length }, (_, place) => (place === 0 ? 1n : 0n)),
  scale: 1n,
});

export const halves: ThieleWeights = (length) => ({
  of: Array.from({ length }, (_, place) => 2n ** BigInt(length - 1 - place)),
  scale: 2n ** BigInt(length),
});

/** Each weight is more than all votes together of the next. */
export const oneAfterTheOther: ThieleWeights = (length, totalWeight) => {
  const base = BigInt(totalWeight) + 1n;
  return {
    of: Array.from({ length }, (_, place) => base ** BigInt(length - 1 - place)),
    scale: 1n,
    written: (value) => {
      const digits: string[] = [];
      for (let left = value; digits.length < length; left /= base) digits.unshift(`${left % base}`);
      return digits.join(", ");
    },
  };
};

export const adams: ThieleWeights = (length, totalWeight) => {
  const { of, scale } = reciprocals(length, (place) => place + 1);
  const all = of.reduce((sum, weight) => sum + weight, 0n) * BigInt(totalWeight);
  return { of: [all + 1n, ...of.slice(0, -1)], scale };
};

function reciprocals(length: number, divisor: (place: number) => number): Weights {
  let scale = 1n;
  for (let place = 0; place < length; place++) {
    // The least common multiple.
    scale *= fraction(scale, BigInt(divisor(place))).denominator;
  }
  return { of: Array.from({ length }, (_, place) => scale / BigInt(divisor(place))), scale };
}

type State = {
  readonly elected: readonly number[];
  /** How many of those elected each distinct ballot approves. */
  readonly counts: Uint16Array;
  readonly score: bigint;
};

class Counting {
  readonly #profile: Profile;
  readonly #weights: Weights;
  readonly #work = new Work("committees", MOST_WORK);

  constructor(profile: Profile, weights: Weights) {
    this.#profile = profile;
    this.#weights = weights;
  }

  get none(): State {
    return { elected: [], counts: new Uint16Array(this.#profile.weights.length), score: 0n };
  }

  get everybody(): State {
    return this.#profile.standing.reduce((state, candidate) => this.with(state, candidate), this.none);
  }

  with(state: State, candidate: number): State {
    const counts = this.#moved(state.counts, candidate, 1);
    return {
      elected: [...state.elected, candidate],
      counts,
      score: state.score + this.worth(state.counts, candidate, 0),
    };
  }

  without(state: State, candidate: number): State {
    const counts = this.#moved(state.counts, candidate, -1);
    return {
      elected: state.elected.filter((one) => one !== candidate),
      counts,
      score: state.score - this.worth(counts, candidate, 0),
    };
  }

  /** What the candidate is worth to those who approve; `before`: 1 where the counts have the candidate already. */
  worth(counts: Uint16Array, candidate: number, before: 0 | 1): bigint {
    const approvers = this.#profile.approvers[candidate] ?? [];
    this.#work.take(approvers.length + 1);
    const having: number[] = [];
    for (const ballot of approvers) {
      const place = (counts[ballot] ?? 0) - before;
      having[place] = (having[place] ?? 0) + (this.#profile.weights[ballot] ?? 0);
    }
    // The array has holes where no ballot is.
    return having.reduce((sum, weight, place) => sum + BigInt(weight) * (this.#weights.of[place] ?? 0n), 0n);
  }

  asFraction(worth: bigint): Fraction {
    return fraction(worth, this.#weights.scale * BigInt(this.#profile.weightUnit));
  }

  asText(worth: bigint): string {
    return this.#weights.written?.(worth) ?? written(this.asFraction(worth));
  }

  #moved(counts: Uint16Array, candidate: number, by: 1 | -1): Uint16Array {
    const moved = counts.slice();
    for (const ballot of this.#profile.approvers[candidate] ?? []) moved[ballot] = (moved[ballot] ?? 0) + by;
    this.#work.take(moved.length);
    return moved;
  }
}

/**
 * The best committee of all. A candidate never adds more to a committee than to a part of it, because weights do not grow: so
 * what the most promising of those left would add one by one to what there is cannot be surpassed by any of them together.
 */
export function bestByWeights(profile: Profile, options: CountOptions, weights: ThieleWeights): Count {
  const counting = new Counting(profile, weights(profile.seats, profile.totalWeight));
  const measure: Measure<State, bigint> = {
    begin: counting.none,
    take: (state, candidate) => counting.with(state, candidate),
    value: ({ score }) => score,
    bounds: ({ counts, score }, left, open) => {
      const added = left.map((candidate) => counting.worth(counts, candidate, 0));
      return (from) =>
        added
          .slice(from)
          .sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
          .slice(0, open)
          .reduce((sum, worth) => sum + worth, score);
    },
    compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    written: (value) => counting.asText(value),
    promise: (candidate) => profile.support[candidate] ?? 0,
  };
  return countByMeasure(profile, measure, options);
}

/** One by one, each the one who adds the most. */
export function oneByOne(profile: Profile, options: CountOptions, weights: ThieleWeights): Count {
  const counting = new Counting(profile, weights(profile.seats, profile.totalWeight));
  const rule: Sequence<State> = {
    begin: counting.none,
    next: ({ elected, counts }) => {
      if (elected.length === profile.seats) return null;
      const votes = new Map(
        profile.standing
          .filter((candidate) => !elected.includes(candidate))
          .map((candidate) => [candidate, counting.asFraction(counting.worth(counts, candidate, 0))]),
      );
      return { action: "elect", alike: foremost(votes, compare), votes };
    },
    take: (state, candidate) => counting.with(state, candidate),
    key: ({ elected }) => `${[...elected].sort((a, b) => a - b)}`,
    elected: ({ elected }) => elected,
  };
  return countInSequence(profile, rule, options);
}

/** All are elected at first, and one by one goes out whose going takes the least away. */
export function oneByOneOut(profile: Profile, options: CountOptions, weights: ThieleWeights): Count {
  const most = profile.approved.reduce((length, { length: own }) => Math.max(length, own), 1);
  const counting = new Counting(profile, weights(most, profile.totalWeight));
  const rule: Sequence<State> = {
    begin: counting.everybody,
    next: ({ elected, counts }) => {
      if (elected.length === profile.seats) return null;
      const votes = new Map(
        elected.map((candidate) => [candidate, counting.asFraction(counting.worth(counts, candidate, 1))]),
      );
      return { action: "defeat", alike: foremost(votes, (a, b) => compare(b, a)), votes };
    },
    take: (state, candidate) => counting.without(state, candidate),
    key: ({ elected }) => `${elected}`,
    elected: ({ elected }) => elected,
  };
  return countInSequence(profile, rule, options);
}
