// Figures of a protocol as text. Invariant: a figure that is cut off ends with …; every other one is exact.
import { decimalOf, type Fraction, truncated, written } from "../fractions/index.ts";

/** Longer fractions are told by their first decimals: nobody follows a denominator of forty digits by hand. */
const LONGEST = 24;
const DECIMALS = 6;

/** `3`, `2/3`, or `0.142857…` where the fraction is long. */
export function figure(value: Fraction): string {
  const exact = written(value);
  return exact.length <= LONGEST ? exact : `${truncated(value, DECIMALS)}…`;
}

/** A whole number of units of which `unit` (a power of ten) are one: `12.34`. */
export function amount(units: bigint, unit: number): string {
  return decimalOf(units, `${unit}`.length - 1);
}
