// Minimax approval voting: the committee that is least far from the ballot that is furthest from it; how far is how many
// candidates are in one of the two and not in the other (Brams, Kilgour and Sanver, Public Choice 2007). `lexminimaxav`: of
// those, the one that fewest ballots are so far from, then fewest the next distance, and so on. Weights count only there.
import type { CountOptions } from "../method.ts";
import type { Count } from "../result.ts";
import { Work } from "../work.ts";
import type { Profile } from "./profile.ts";
import { countByMeasure, type Measure } from "./search.ts";

const MOST_WORK = 200_000_000;

/** By distance: the weight of the ballots that are so far away. */
type Distances = readonly number[];

export function byFurthest(profile: Profile, options: CountOptions): Count {
  return byDistance(profile, options, (a, b) => greatest(b) - greatest(a));
}

export function byAllDistances(profile: Profile, options: CountOptions): Count {
  return byDistance(profile, options, (a, b) => {
    for (let distance = Math.max(a.length, b.length); distance >= 0; distance--) {
      const order = (b[distance] ?? 0) - (a[distance] ?? 0);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function greatest(distances: Distances): number {
  return distances.length - 1;
}

function byDistance(
  profile: Profile,
  options: CountOptions,
  compare: (a: Distances, b: Distances) => number,
): Count {
  const work = new Work("committees", MOST_WORK);
  /** Where each ballot finds at most so many more of those it approves. */
  const distances = (committee: readonly number[], more: readonly number[], open: number): Distances => {
    const found: number[] = [];
    const [inside, later] = [new Set(committee), new Set(more)];
    for (const [ballot, approved] of profile.approved.entries()) {
      work.take(approved.length + 1);
      const weight = profile.weights[ballot] ?? 0;
      if (weight === 0) continue;
      let [shared, could] = [0, 0];
      for (const candidate of approved) {
        if (inside.has(candidate)) shared++;
        else if (later.has(candidate)) could++;
      }
      const distance = approved.length + profile.seats - 2 * (shared + Math.min(open, could));
      while (found.length <= distance) found.push(0);
      found[distance] = (found[distance] ?? 0) + weight;
    }
    return found;
  };
  const measure: Measure<readonly number[], Distances> = {
    begin: [],
    take: (committee, candidate) => [...committee, candidate],
    value: (committee) => distances(committee, [], 0),
    bounds: (committee, left, open) => (from) => distances(committee, left.slice(from), open),
    compare,
    written: (value) =>
      value
        .map((weight, distance) => (weight > 0 ? `${distance}: ${weight}` : ""))
        .filter((text) => text !== "")
        .join(", "),
    promise: (candidate) => profile.support[candidate] ?? 0,
  };
  return countByMeasure(profile, measure, options);
}
