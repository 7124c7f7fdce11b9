// Decimal numbers as files of budgets and points have them, exactly.
// Invariant: nothing is rounded; what is no plain decimal number is none.
export type Decimal = {
  readonly negative: boolean;
  readonly digits: bigint;
  /** How many of the digits stand after the point. */
  readonly decimals: number;
};

/**
 * Reads `1500000`, `1 500 000`, `1500000.50` and `1500000,50` (a comma is a decimal point, as in most of the files' countries;
 * `1,500,000` is nothing). Spaces, also unbreakable ones, only between groups of three. Undefined for anything else.
 */
export function parseDecimal(written: string): Decimal | undefined {
  const match = /^([-+]?)(\d{1,18}|\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,5})(?:[.,](\d{1,9}))?$/.exec(
    written.trim(),
  );
  if (!match) return undefined;
  const [, sign = "", whole = "", after = ""] = match;
  // Zeros at the end say nothing, and would make every figure of the file longer.
  const decimals = after.replace(/0+$/, "");
  const digits = BigInt(whole.replace(/\D/g, "") + decimals);
  return { negative: sign === "-" && digits !== 0n, digits, decimals: decimals.length };
}

/** In units of the last of so many decimals. */
export function inUnits({ negative, digits, decimals }: Decimal, of: number): bigint {
  const units = digits * 10n ** BigInt(of - decimals);
  return negative ? -units : units;
}
