// Divisor rules: each next seat goes to the highest weight ÷ divisor, the divisor growing with the seats already given.
import type { Apportionment, Wanted } from "./seats.ts";

/** A rule by its divisors: `after` says the one of an entry that has so many seats, in any unit of its own. */
export type Divisors = {
  readonly after: (given: number) => number;
  /** Where the divisor is a square root, as in Huntington and Hill's: it is given squared, and weights are squared with it. */
  readonly squared?: boolean;
};

export const divisors = {
  /** Jefferson–D'Hondt: 1, 2, 3 … */
  d_hondt: { after: (given) => given + 1 },
  /** Webster–Sainte-Laguë: 1, 3, 5 … */
  sainte_lague: { after: (given) => 2 * given + 1 },
  /** With 1.4 in the place of the first 1, as in the Nordic countries; in fifths. */
  modified_sainte_lague: { after: (given) => (given === 0 ? 7 : 5 * (2 * given + 1)) },
  /** Huntington–Hill: √(n(n+1)). */
  huntington_hill: { after: (given) => given * (given + 1), squared: true },
  /** Adams: 0, 1, 2 … */
  adams: { after: (given) => given },
} satisfies Record<string, Divisors>;

type Quotient = { readonly weight: number; readonly divisor: number };

/**
 * Above 0 when `a` is the greater quotient; exact. A divisor of nought is before every other, and of two such the heavier
 * comes first: so the first seats go where there are too few for everybody.
 */
function compareQuotients(a: Quotient, b: Quotient, squared: boolean): number {
  if (a.divisor === 0 || b.divisor === 0) {
    return a.divisor === b.divisor ? a.weight - b.weight : a.divisor === 0 ? 1 : -1;
  }
  const [left, right] = [a.weight * b.divisor, b.weight * a.divisor];
  if (!squared && Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right;
  const power = squared ? 2n : 1n;
  const difference =
    BigInt(a.weight) ** power * BigInt(b.divisor) - BigInt(b.weight) ** power * BigInt(a.divisor);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** Those entries that share the highest quotient, among those that may have one more. */
export function highest(
  weights: readonly number[],
  given: readonly number[],
  { after, squared = false }: Divisors,
  may: (index: number) => boolean,
): number[] {
  const quotient = (index: number) => ({ weight: weights[index] ?? 0, divisor: after(given[index] ?? 0) });
  let best: number[] = [];
  for (const [index, weight] of weights.entries()) {
    if (weight === 0 || !may(index)) continue;
    const [first] = best;
    const order = first === undefined ? 1 : compareQuotients(quotient(index), quotient(first), squared);
    if (order > 0) best = [index];
    else if (order === 0) best.push(index);
  }
  return best;
}

export function byHighestQuotient({ seats, weights, least, most }: Wanted, by: Divisors): Apportionment {
  const given = weights.map(() => least);
  let left = seats - least * weights.length;
  let tied: number[] = [];
  while (left > 0) {
    // All that share the highest quotient: where the seats suffice for them, nobody is tied.
    const best = highest(weights, given, by, (index) => (given[index] ?? 0) < most);
    tied = best.length > left ? best : [];
    for (const index of best.slice(0, left)) given[index] = (given[index] ?? 0) + 1;
    left -= Math.min(left, best.length);
  }
  return { seats: given, tied };
}
