// Divisor rules: each next seat goes to the highest weight ÷ divisor, the divisor growing with the seats already given.
import type { Apportionment, Wanted } from "./seats.ts";

/** Compares a/b with c/d exactly: above 0 when the first is greater. Products beyond 2^53 are compared as bigints. */
function compareQuotients(a: number, b: number, c: number, d: number): number {
  const [left, right] = [a * d, c * b];
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right;
  const difference = BigInt(a) * BigInt(d) - BigInt(c) * BigInt(b);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

export function byHighestQuotient(
  { seats, weights, least, most }: Wanted,
  divisorAfter: (given: number) => number,
): Apportionment {
  const given = weights.map(() => least);
  let left = seats - least * weights.length;
  let tied: number[] = [];
  const quotient = (index: number) => [weights[index] ?? 0, divisorAfter(given[index] ?? 0)] as const;
  while (left > 0) {
    // All that share the highest quotient: where the seats suffice for them, nobody is tied.
    let best: number[] = [];
    for (const [index, weight] of weights.entries()) {
      if (weight === 0 || (given[index] ?? 0) >= most) continue;
      const [first] = best;
      const order = first === undefined ? 1 : compareQuotients(...quotient(index), ...quotient(first));
      if (order > 0) best = [index];
      else if (order === 0) best.push(index);
    }
    tied = best.length > left ? best : [];
    for (const index of best.slice(0, left)) given[index] = (given[index] ?? 0) + 1;
    left -= Math.min(left, best.length);
  }
  return { seats: given, tied };
}
