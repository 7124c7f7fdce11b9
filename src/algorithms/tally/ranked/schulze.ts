// The Schulze method: one candidate comes before another where the strongest path of defeats from it is the stronger one.
// M. Schulze, Social Choice and Welfare 36 (2011), 267–303. A path is as strong as the weakest defeat on it.
// Invariant: nothing but comparisons of whole numbers, so that the result does not depend on how large the weights are.
//
// Settings: `strength` = `winning-votes` (as the paper recommends and as Debian and Belenios count) or `margins`.
// "Comes before" is transitive (§4.1 of the paper), so that it ranks everybody: first those before whom nobody comes, then
// those before whom nobody comes of the rest, and so on.
import type { Election } from "../../ballots/index.ts";
import type { CountOptions, Method } from "../method.ts";
import type { Count } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { type Defeat, defeats, pairwise, sayPairs, shownMatrix, strengthOf } from "./pairwise.ts";
import { Protocol } from "./protocol.ts";
import { electFirst, rankedByBeating } from "./ranking.ts";
import { asRankings } from "./rankings.ts";
import { Reach } from "./reach.ts";
import { standing, votesOf } from "./standing.ts";

const takes = ["ranked", "approval", "score"] as const;

export const schulze: Method = {
  takes,
  count(election: Election, options: CountOptions): Count {
    const { strength } = settingsOf(options.settings, {
      strength: ["winning-votes", "margins"],
    });
    const stand = standing(election, options, takes);
    const protocol = new Protocol(stand, options.stages);
    const pairs = pairwise(asRankings(stand.ballots));
    sayPairs(protocol, stand, pairs);
    const groups = defeats(pairs, strength);
    const paths = strongestPaths(groups, pairs.candidates);
    // The weakest defeat of a path gives its strength: that of its group.
    const shown = (level: number) => {
      const [defeat] = groups[groups.length - level] ?? [];
      return votesOf(defeat ? strengthOf(defeat, strength) : 0, stand);
    };
    const { candidates } = pairs;
    protocol.say("strongest_paths", [], () => ({
      matrix: shownMatrix(candidates, (row, column) => shown(paths[row * candidates + column] ?? 0)),
    }));
    const before = (one: number, other: number) =>
      (paths[one * candidates + other] ?? 0) > (paths[other * candidates + one] ?? 0);
    return electFirst(rankedByBeating(candidates, before), stand.seats ?? 1, options, protocol);
  },
};

/**
 * `[i · candidates + j]`: the strength of the strongest path from i to j, as a place among the groups, from 1 for the
 * weakest up; 0 where no path of defeats leads there. Defeats are added from the strongest on, and a pair that a defeat is
 * the first to join has no path that is stronger than it: n³ / 32 steps instead of the n³ of Floyd and Warshall.
 */
export function strongestPaths(groups: readonly (readonly Defeat[])[], candidates: number): Int32Array {
  const paths = new Int32Array(candidates * candidates);
  const reach = new Reach(candidates);
  for (const [at, group] of groups.entries()) {
    const level = groups.length - at;
    const reached = (from: number, to: number) => void (paths[from * candidates + to] = level);
    for (const { winner, loser } of group) reach.add(winner, loser, reached);
  }
  // A cycle leads back to where it began; nobody comes before itself.
  for (let self = 0; self < candidates; self++) paths[self * candidates + self] = 0;
  return paths;
}
