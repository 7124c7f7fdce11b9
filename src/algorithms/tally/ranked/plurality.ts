// Plurality: one vote each, for whom the ballot puts first; the most votes win.
// Invariant: a ballot with several in the first place, or with several crosses, is spoilt and counts for nobody.
import type { Election } from "../../ballots/index.ts";
import type { CountOptions, Method } from "../method.ts";
import type { Count } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { firsts } from "./firsts.ts";
import { Protocol } from "./protocol.ts";
import { electFirst, rankedBy } from "./ranking.ts";
import { asRankings } from "./rankings.ts";
import { standing, votesOf } from "./standing.ts";

const takes = ["ranked", "approval"] as const;

/** No settings. */
export const plurality: Method = {
  takes,
  count(election: Election, options: CountOptions): Count {
    settingsOf(options.settings, {});
    const stand = standing(election, options, takes);
    const protocol = new Protocol(stand, options.stages);
    const { votes, spoilt } = firsts(asRankings(stand.ballots));
    protocol.say("count", [], () => ({
      votes: votes.map((weight) => votesOf(weight, stand)),
      figures: { spoilt: votesOf(spoilt, stand), empty: votesOf(stand.empty, stand) },
    }));
    return electFirst(
      rankedBy(votes, (a, b) => a - b),
      stand.seats ?? 1,
      options,
      protocol,
    );
  },
};
