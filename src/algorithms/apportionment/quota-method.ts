// The quota method: D'Hondt's rule, but nobody gets more than their exact share rounded up at any size of the house on the way.
// So it keeps the quota and never takes a seat away when there are more (M. L. Balinski, H. P. Young, "The Quota Method of
// Apportionment", American Mathematical Monthly 82 (1975), pp. 701–730).
import { divisors, highest } from "./highest-quotient.ts";
import type { Apportionment, Wanted } from "./seats.ts";

/**
 * A least and a most bind before the quota does, as in that paper's section on requirements: where the most of each leaves
 * nobody whose quota allows another seat, the quota yields.
 */
export function byQuotaMethod({ seats, weights, least, most }: Wanted): Apportionment {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  const given = weights.map(() => least);
  let tied: number[] = [];
  for (let house = least * weights.length + 1; house <= seats; house++) {
    const mayHaveMore = (index: number) => (given[index] ?? 0) < most;
    // Below the share rounded up: given < weight × house ÷ total.
    const withinQuota = (index: number) =>
      mayHaveMore(index) && BigInt(given[index] ?? 0) * total < BigInt(weights[index] ?? 0) * BigInt(house);
    const within = highest(weights, given, divisors.d_hondt, withinQuota);
    const best = within.length > 0 ? within : highest(weights, given, divisors.d_hondt, mayHaveMore);
    const [first] = best;
    if (first === undefined) throw new Error("no entry may have another seat");
    given[first] = (given[first] ?? 0) + 1;
    tied = best.length > 1 && house === seats ? best : [];
  }
  return { seats: given, tied };
}
