// The rule of the largest remainder: each gets as many seats as its weight holds quotas, and what is left goes to the largest
// remainders. Hare's quota is weights ÷ seats; Droop's is the whole number above weights ÷ (seats + 1).
import { ApportionmentError } from "./apportionment-error.ts";
import type { Apportionment, Wanted } from "./seats.ts";

export type Quota = "hare" | "droop";
type Shares = { readonly numerators: bigint[]; readonly denominator: bigint };

/** A share of the seats left is weight × times ÷ denominator. */
const quotas: Record<Quota, (weight: bigint, left: bigint) => { times: bigint; denominator: bigint }> = {
  hare: (weight, left) => ({ times: left, denominator: weight || 1n }),
  droop: (weight, left) => ({ times: 1n, denominator: weight / (left + 1n) + 1n }),
};

/**
 * Exact shares, with those below the least or above the most held there and the rest shared by the others: all shares grow
 * with one factor until they add up, which the loop finds as CSS finds flexible lengths (Flexbox 1, §9.7): of those beyond
 * their bounds it holds the side that is farther out, and shares anew. A share is `numerator / denominator`.
 */
function sharesOf({ seats, weights, least, most }: Wanted, quota: Quota): Shares {
  const held = new Map<number, bigint>();
  for (const [index, weight] of weights.entries()) if (weight === 0) held.set(index, BigInt(least));
  for (;;) {
    const left = BigInt(seats) - [...held.values()].reduce((sum, value) => sum + value, 0n);
    const free = weights.flatMap((weight, index) =>
      held.has(index) ? [] : [[index, BigInt(weight)] as const],
    );
    const weight = free.reduce((sum, [, one]) => sum + one, 0n);
    const { times, denominator } = quotas[quota](weight, left);
    const beyond = free.map(([index, one]) => {
      const share = one * times;
      const [low, high] = [BigInt(least) * denominator, BigInt(most) * denominator];
      return { index, off: share < low ? low - share : share > high ? high - share : 0n };
    });
    const total = beyond.reduce((sum, { off }) => sum + off, 0n);
    const toHold = beyond.filter(({ off }) => off !== 0n && (total === 0n || off > 0n === total > 0n));
    if (toHold.length === 0) {
      const numerators = weights.map((_, index) => {
        const value = held.get(index);
        return value === undefined ? BigInt(weights[index] ?? 0) * times : value * denominator;
      });
      return { numerators, denominator };
    }
    for (const { index, off } of toHold) held.set(index, BigInt(off > 0n ? least : most));
  }
}

/**
 * ApportionmentError `tooFewVotes` where Droop's quota, a whole number, is so large for so few votes that one seat more for
 * each does not use up the seats.
 */
export function byLargestRemainder(wanted: Wanted, quota: Quota): Apportionment {
  const { numerators, denominator } = sharesOf(wanted, quota);
  const given = numerators.map((numerator) => Number(numerator / denominator));
  const left = wanted.seats - given.reduce((sum, value) => sum + value, 0);
  const remainders = numerators.map((numerator) => numerator % denominator);
  const order = [...remainders.keys()]
    .filter((index) => wanted.weights[index] !== 0 && (given[index] ?? 0) < wanted.most)
    .sort((one, other) => {
      const [a, b] = [remainders[one] ?? 0n, remainders[other] ?? 0n];
      return a === b ? one - other : a > b ? -1 : 1;
    });
  if (left > order.length) throw new ApportionmentError("tooFewVotes");
  for (const index of order.slice(0, left)) given[index] = (given[index] ?? 0) + 1;
  const [last, next] = [order[left - 1], order[left]];
  const cut = last === undefined || next === undefined ? undefined : remainders[last];
  const alike = cut !== undefined && next !== undefined && remainders[next] === cut;
  return { seats: given, tied: alike ? order.filter((index) => remainders[index] === cut) : [] };
}
