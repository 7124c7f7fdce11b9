// Exact fractions of whole numbers of any size. Pure.
// Invariant: the denominator is above zero and shares no factor with the numerator, so that equal fractions look alike.

export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one < 0n ? -one : one, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** numerator ÷ denominator; RangeError where the denominator is zero. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  const [above, below] = [BigInt(numerator), BigInt(denominator)];
  if (below === 0n) throw new RangeError("a fraction of zero parts");
  const sign = below < 0n ? -1n : 1n;
  const shared = greatestCommonDivisor(above, below * sign);
  return { numerator: (sign * above) / shared, denominator: (sign * below) / shared };
}

export const zero: Fraction = { numerator: 0n, denominator: 1n };
export const one: Fraction = { numerator: 1n, denominator: 1n };

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.denominator === b.denominator) return fraction(a.numerator + b.numerator, a.denominator);
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { numerator: -b.numerator, denominator: b.denominator });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** RangeError where `b` is zero. */
export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Below 0 when `a` is less, above 0 when it is more. */
export function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The greatest whole number that is not above it. */
export function floor({ numerator, denominator }: Fraction): bigint {
  const whole = numerator / denominator;
  return numerator < 0n && whole * denominator !== numerator ? whole - 1n : whole;
}

/** The least whole number that is not below it. */
export function ceiling({ numerator, denominator }: Fraction): bigint {
  return -floor({ numerator: -numerator, denominator });
}

/** Reads `3`, `2/3`, `0.125` and `-7/4`; undefined for anything else, and for more than 60 digits. */
export function parseFraction(written: string): Fraction | undefined {
  const match = /^(-?)(\d{1,60})(?:\/(\d{1,60})|\.(\d{1,60}))?$/.exec(written.trim());
  if (!match) return undefined;
  const [, sign = "", whole = "0", below, decimals = ""] = match;
  const denominator = below === undefined ? 10n ** BigInt(decimals.length) : BigInt(below);
  if (denominator === 0n) return undefined;
  const numerator = BigInt(whole + decimals);
  return fraction(sign ? -numerator : numerator, denominator);
}

/** `2/3`, or `5` for a whole number. */
export function written({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

/** With so many decimals, cut off towards zero and never rounded up. */
export function truncated({ numerator, denominator }: Fraction, decimals: number): string {
  const scaled = (numerator * 10n ** BigInt(decimals)) / denominator;
  return decimalOf(scaled, decimals);
}

/** A whole number of the last decimal's units as a decimal: 1234 with 2 decimals is `12.34`. */
export function decimalOf(units: bigint, decimals: number): string {
  const digits = `${units < 0n ? -units : units}`.padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  const fractional = decimals > 0 ? `.${digits.slice(cut)}` : "";
  return `${units < 0n ? "-" : ""}${digits.slice(0, cut)}${fractional}`;
}
