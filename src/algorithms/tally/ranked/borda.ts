// Borda: a ballot gives each candidate a point for every one that it puts below; the most points win.
// Invariant: points are exact; those who share a rank share the points of the places that they fill, as fractions.
//
// Setting `points`, for candidates whom a ballot does not name (of n candidates it names m, in ranks 1 … m):
//   `average`      rank i gets n − i, and the others share the places that are left: (n − m − 1) / 2 each. A ballot's points
//                  always add up to the same, so that a short one weighs as much as a long one; the default.
//   `pessimistic`  rank i gets n − i, and the others nothing.
//   `optimistic`   rank i gets n − i, and the others n − m − 1 each, as if each stood first of those left.
//   `modified`     rank i gets m − i + 1, and the others nothing, so that naming more gives more (P. Emerson, "The original
//                  Borda count and partial voting", Social Choice and Welfare 40, 2013).
import { alsoRanked, type Ballots, distinct, type Election } from "../../ballots/index.ts";
import { compare, type Fraction, fraction, written } from "../../fractions/index.ts";
import type { CountOptions, Method } from "../method.ts";
import type { Count } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { Protocol } from "./protocol.ts";
import { electFirst, rankedBy } from "./ranking.ts";
import { asRankings } from "./rankings.ts";
import { standing, votesOf } from "./standing.ts";
import { sums } from "./sums.ts";

const takes = ["ranked", "approval", "score"] as const;
const variants = ["average", "pessimistic", "optimistic", "modified"] as const;

export const borda: Method = {
  takes,
  count(election: Election, options: CountOptions): Count {
    const { points } = settingsOf(options.settings, { points: variants });
    const stand = standing(election, options, takes);
    const protocol = new Protocol(stand, options.stages);
    const totals = bordaPoints(asRankings(stand.ballots), points);
    protocol.say("count", [], () => ({
      votes: totals.map(written),
      figures: { ballots: votesOf(stand.cast, stand), empty: votesOf(stand.empty, stand) },
    }));
    return electFirst(rankedBy(totals, compare), stand.seats ?? 1, options, protocol);
  },
};

/** Twice the points that a ballot naming `named` gives: to its first place (two less for each place on), and to those unnamed. */
function twice(variant: (typeof variants)[number], candidates: number, named: number) {
  const unnamed = candidates - named;
  if (variant === "modified") return { first: 2 * named, rest: 0 };
  const first = 2 * (candidates - 1);
  if (variant === "pessimistic" || unnamed === 0) return { first, rest: 0 };
  return { first, rest: variant === "optimistic" ? 2 * (unnamed - 1) : unnamed - 1 };
}

function bordaPoints(ballots: Ballots, variant: (typeof variants)[number]): Fraction[] {
  const { candidates, offsets, entries, weights, totalWeight, weightUnit } = ballots;
  const most = BigInt(totalWeight) * BigInt(2 * candidates + 2);
  const held = sums(candidates, most);
  // What every candidate gets from each ballot that does not name it, so that those need not be gone through.
  const everyone = sums(1, most);
  for (let ballot = 0; ballot < distinct(ballots); ballot++) {
    const [from, to] = [offsets[ballot] ?? 0, offsets[ballot + 1] ?? 0];
    if (from === to) continue;
    const weight = weights[ballot] ?? 0;
    const { first, rest } = twice(variant, candidates, to - from);
    everyone.add(0, weight, rest);
    for (let at = from; at < to;) {
      let end = at + 1;
      while (end < to && (entries[end] ?? 0) >= alsoRanked) end++;
      // The average of the places from `at` to `end`: twice it is whole.
      const each = first - (at - from) - (end - 1 - from);
      held.add(entries[at] ?? 0, weight, each - rest);
      for (let beside = at + 1; beside < end; beside++)
        held.add((entries[beside] ?? 0) - alsoRanked, weight, each - rest);
      at = end;
    }
  }
  const [shared = 0n] = everyone.all();
  return held.all().map((points) => fraction(points + shared, 2n * BigInt(weightUnit)));
}
