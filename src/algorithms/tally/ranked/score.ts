// Score: each ballot gives points, and the most points win, in sum or on average.
// Invariant: sums and averages are exact fractions; an average is over the ballots that gave the candidate points.
//
// Settings: `of` = `sum` or `average`; `min` and `max`, the scale outside which a ballot refuses the count.
// A candidate without points gets 0 to its sum. By average one whom nobody gave points comes after all the others.
import { type Ballots, distinct, type Election } from "../../ballots/index.ts";
import { compare, type Fraction, fraction, over, times, written } from "../../fractions/index.ts";
import { figure } from "../figures.ts";
import type { CountOptions, Method } from "../method.ts";
import type { Count } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { Protocol } from "./protocol.ts";
import { electFirst, rankedBy } from "./ranking.ts";
import { heldScale } from "./scale.ts";
import { standing, votesOf } from "./standing.ts";
import { sums } from "./sums.ts";

const takes = ["score"] as const;

export const score: Method = {
  takes,
  count(election: Election, options: CountOptions): Count {
    const { of } = settingsOf(options.settings, { of: ["sum", "average"] }, ["min", "max"]);
    const stand = standing(election, options, takes);
    heldScale(stand.ballots, options);
    const protocol = new Protocol(stand, options.stages);
    const { sum, by } = points(stand.ballots);
    protocol.say("count", [], () => ({
      votes: sum.map(written),
      figures: { ballots: votesOf(stand.cast, stand), empty: votesOf(stand.empty, stand) },
    }));
    if (of === "sum") return electFirst(rankedBy(sum, compare), stand.seats ?? 1, options, protocol);
    const average = sum.map((points, candidate) =>
      by[candidate] ? over(points, fraction(by[candidate], stand.ballots.weightUnit)) : null,
    );
    protocol.say("average", [], () => ({ votes: average.map((points) => (points ? figure(points) : "—")) }));
    return electFirst(rankedBy(average, lastWithout), stand.seats ?? 1, options, protocol);
  },
};

function lastWithout(a: Fraction | null, b: Fraction | null): number {
  return a && b ? compare(a, b) : Number(a !== null) - Number(b !== null);
}

/** For each candidate: the points, and the weight of the ballots that gave some (in the weights' unit). */
function points(ballots: Ballots): { sum: Fraction[]; by: number[] } {
  const { candidates, pointsUnit, weightUnit, offsets, entries, weights } = ballots;
  let most = 0;
  for (const given of ballots.points ?? []) most = Math.max(most, Math.abs(given));
  const held = sums(candidates, BigInt(ballots.totalWeight) * BigInt(most));
  const by = Array.from({ length: candidates }, () => 0);
  for (let ballot = 0; ballot < distinct(ballots); ballot++)
    for (let at = offsets[ballot] ?? 0; at < (offsets[ballot + 1] ?? 0); at++) {
      const candidate = entries[at] ?? 0;
      held.add(candidate, weights[ballot] ?? 0, ballots.points?.[at] ?? 0);
      by[candidate] = (by[candidate] ?? 0) + (weights[ballot] ?? 0);
    }
  const unit = fraction(1, BigInt(pointsUnit) * BigInt(weightUnit));
  return { sum: held.all().map((units) => times(fraction(units), unit)), by };
}
