// The instant run-off, for one seat: the candidate with the fewest votes is excluded until one has more than half of those left.
// Invariant: whoever has more than half of the first preferences is elected; later preferences harm no earlier one.
import type { Election } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { Gregory, type GregoryRules } from "./gregory.ts";
import { pollOf } from "./poll.ts";

const irvRules: GregoryRules = {
  decimals: 0,
  transferValue: (value) => value,
  alike: "byEarlierStage",
};

/**
 * Counts an instant run-off; `quota` is the majority of the votes that are still transferable, at each stage. Those who are
 * alike are told apart by the most recent stage at which they were not, then by the tie rule. CountRefused as `pollOf` says, and
 * `oneSeatOnly` {seats}.
 */
export function countIrv(election: Election, options: CountOptions): Count {
  const seats = options.seats ?? election.seats ?? 1;
  if (seats > 1) throw new CountRefused("oneSeatOnly", { seats });
  const poll = pollOf(election, { ...options, seats });
  const count = new Gregory(poll, irvRules, options);
  const { protocol } = count;
  // Of votes in the file's units, the least whole vote that is more than half.
  const majority = () => {
    const left = poll.valid - count.papers.nonTransferable;
    return (Math.floor(left / (2 * poll.unit)) + 1) * poll.unit;
  };
  count.quota = majority();
  protocol.record("begin");
  while (!protocol.complete) {
    count.electThoseWithQuota(() => false);
    if (protocol.complete) break;
    count.nextStage();
    count.excludeLowest();
    count.quota = majority();
  }
  return count.finish();
}
