// Minimax (Simpson and Kramer): whose worst comparison is the least bad wins.
// Invariant: the ranking is by that one figure, the least first; two candidates with the same one are alike.
//
// Setting `strength`, what makes a comparison bad: `winning-votes` (how many voted for the other one, where the other one wins),
// `margins` (by how many more; below zero for who beats everybody) or `opposition` (how many voted for the other one, even
// where it loses; this one need not elect the Condorcet winner).
import type { Election } from "../../ballots/index.ts";
import type { CountOptions, Method } from "../method.ts";
import type { Count } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { pairwise, type Pairwise, sayPairs } from "./pairwise.ts";
import { Protocol } from "./protocol.ts";
import { electFirst, rankedBy } from "./ranking.ts";
import { asRankings } from "./rankings.ts";
import { standing, votesOf } from "./standing.ts";

const takes = ["ranked", "approval", "score"] as const;
const measures = ["winning-votes", "margins", "opposition"] as const;

export const minimax: Method = {
  takes,
  count(election: Election, options: CountOptions): Count {
    const { strength } = settingsOf(options.settings, { strength: measures });
    const stand = standing(election, options, takes);
    const protocol = new Protocol(stand, options.stages);
    const pairs = pairwise(asRankings(stand.ballots));
    sayPairs(protocol, stand, pairs);
    const worst = worstOf(pairs, strength);
    protocol.say("worst", [], () => ({ votes: worst.map((weight) => votesOf(weight, stand)) }));
    return electFirst(
      rankedBy(worst, (a, b) => b - a),
      stand.seats ?? 1,
      options,
      protocol,
    );
  },
};

function worstOf({ candidates, over }: Pairwise, strength: (typeof measures)[number]): number[] {
  return Array.from({ length: candidates }, (_, one) => {
    let worst = candidates > 1 ? Number.NEGATIVE_INFINITY : 0;
    for (let other = 0; other < candidates; other++) {
      if (other === one) continue;
      const against = over[other * candidates + one] ?? 0;
      const margin = against - (over[one * candidates + other] ?? 0);
      const bad = strength === "margins" ? margin : strength === "opposition" || margin > 0 ? against : 0;
      worst = Math.max(worst, bad);
    }
    return worst;
  });
}
