// The Scottish rules: the Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52.
// Invariant: transfer values have five decimals, the rest is cut off (rule 48(3)); those who are alike are told apart by the most
// recent stage at which they were not, then by lot (rules 49(2), 49(3) and 51(2)).
import type { Election } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import type { Count } from "../result.ts";
import { type Constrained, restraintOf } from "./constraints.ts";
import { Gregory, type GregoryRules } from "./gregory.ts";
import { pollOf } from "./poll.ts";

export const scottishRules: GregoryRules = {
  decimals: 5,
  // Rule 48(3): surplus × value, divided by the votes; one division, so that there is one cutting off.
  transferValue: (value, surplus, votes) => (value * surplus) / votes,
  alike: "byEarlierStage",
};

/**
 * Counts by the Scottish rules. With constraints, whoever can no longer be elected without breaking one is excluded at the next
 * stage, and whoever has to be elected is passed over when the lowest is excluded. CountRefused as `pollOf` and `restraintOf` say.
 */
export function countScottish(election: Election, options: CountOptions, constrained?: Constrained): Count {
  const poll = pollOf(election, options);
  const count = new Gregory(poll, scottishRules, options, restraintOf(poll, constrained));
  const { protocol } = count;
  // Rule 46: the valid papers divided by one more than the seats, the decimals ignored, and one more.
  count.quota = (Math.floor(poll.valid / (poll.unit * (poll.seats + 1))) + 1) * count.papers.one;
  protocol.record("begin");
  do {
    // Rule 47; rule 48(1): a surplus is what exceeds the quota.
    count.electThoseWithQuota((votes) => votes > count.quota);
    if (protocol.complete) break;
    count.nextStage();
    count.surplus = count.pending.reduce((sum, one) => sum + count.votesOf(one) - count.quota, 0);
    if (count.excludeDoomed()) continue;
    if (count.pending.length > 0) count.transferLargestSurplus();
    else count.excludeLowest();
    // Rule 52.
  } while (!protocol.complete);
  return count.finish();
}
