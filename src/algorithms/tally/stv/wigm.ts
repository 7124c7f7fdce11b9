// The reference rule of the Proportional Representation Foundation for the weighted inclusive Gregory method (prfound.org,
// "Reference WIGM Rule"), without its optional defeat of sure losers.
// Invariant: every product and every quotient has four decimals, the rest is cut off (D.4).
import type { Election } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import type { Count } from "../result.ts";
import { Gregory, type GregoryRules } from "./gregory.ts";
import { pollOf } from "./poll.ts";

const decimal = 10n ** 4n;

export const wigmRules: GregoryRules = {
  decimals: 4,
  // B.3: the weight multiplied by the surplus, then divided by the votes; each cut off. `one` is 10^4 × the weight unit.
  transferValue: (value, surplus, votes, one) => (((value * surplus) / one) * one) / votes,
  // D.1
  alike: "byOrderBeforehand",
};

/**
 * Counts by the reference rule. Its record never fills in the figure `surplus`, and the transfer after a defeat (B.4) is made
 * also where the count is then complete, as in the reference counts. CountRefused as `pollOf` says.
 */
export function countWigm(election: Election, options: CountOptions): Count {
  const poll = pollOf(election, options);
  const count = new Gregory(poll, wigmRules, options);
  const { protocol } = count;
  // A.1: the ballots divided by one more than the seats, to four decimals, plus 0.0001.
  const parts = BigInt(poll.unit * (poll.seats + 1));
  count.quota = Number((BigInt(poll.valid) * decimal) / parts + 1n) * poll.unit;
  protocol.record("begin");
  while (!protocol.complete) {
    count.nextStage();
    // B.1; a surplus of nothing is transferred as well (B.3).
    count.electThoseWithQuota(() => true);
    if (protocol.seatsLeft <= 0) break;
    if (count.pending.length > 0) count.transferLargestSurplus();
    else count.excludeLowest();
  }
  return count.finish();
}
