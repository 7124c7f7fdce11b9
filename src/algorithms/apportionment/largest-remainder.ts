// The rule of the largest remainder with Hare's quota: each gets the whole part of its exact share, and what is left goes to
// the largest fractions.
import type { Apportionment, Wanted } from "./seats.ts";

/**
 * Exact shares, with those below the least or above the most held there and the rest shared by the others: all shares grow
 * with one factor until they add up, which the loop finds as CSS finds flexible lengths (Flexbox 1, §9.7): of those beyond
 * their bounds it holds the side that is farther out, and shares anew. A share is `numerator / denominator`.
 */
function sharesOf({ seats, weights, least, most }: Wanted): { numerators: bigint[]; denominator: bigint } {
  const held = new Map<number, bigint>();
  for (const [index, weight] of weights.entries()) if (weight === 0) held.set(index, BigInt(least));
  for (;;) {
    const left = BigInt(seats) - [...held.values()].reduce((sum, value) => sum + value, 0n);
    const free = weights.flatMap((weight, index) =>
      held.has(index) ? [] : [[index, BigInt(weight)] as const],
    );
    const denominator = free.reduce((sum, [, weight]) => sum + weight, 0n) || 1n;
    const beyond = free.map(([index, weight]) => {
      const share = weight * left;
      const [low, high] = [BigInt(least) * denominator, BigInt(most) * denominator];
      return { index, off: share < low ? low - share : share > high ? high - share : 0n };
    });
    const total = beyond.reduce((sum, { off }) => sum + off, 0n);
    const toHold = beyond.filter(({ off }) => off !== 0n && (total === 0n || off > 0n === total > 0n));
    if (toHold.length === 0) {
      const numerators = weights.map((weight, index) => {
        const value = held.get(index);
        return value === undefined ? BigInt(weight) * left : value * denominator;
      });
      return { numerators, denominator };
    }
    for (const { index, off } of toHold) held.set(index, BigInt(off > 0n ? least : most));
  }
}

export function byLargestRemainder(wanted: Wanted): Apportionment {
  const { numerators, denominator } = sharesOf(wanted);
  const given = numerators.map((numerator) => Number(numerator / denominator));
  const left = wanted.seats - given.reduce((sum, value) => sum + value, 0);
  const remainders = numerators.map((numerator) => numerator % denominator);
  const order = [...remainders.keys()].sort((one, other) => {
    const [a, b] = [remainders[one] ?? 0n, remainders[other] ?? 0n];
    return a === b ? one - other : a > b ? -1 : 1;
  });
  for (const index of order.slice(0, left)) given[index] = (given[index] ?? 0) + 1;
  const [last, next] = [order[left - 1], order[left]];
  const cut = last === undefined || next === undefined ? undefined : remainders[last];
  const alike = cut !== undefined && next !== undefined && remainders[next] === cut && cut > 0n;
  return { seats: given, tied: alike ? order.filter((index) => remainders[index] === cut) : [] };
}
