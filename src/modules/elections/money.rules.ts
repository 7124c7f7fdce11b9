// Amounts in any currency: whole numbers of its smallest unit. Pure.
import { decimalOf } from "#algorithms/fractions";

/** What people write, as `1 250,50`, `1250.5` or `1'250`: the units of the last decimal; undefined where it is no amount. */
export function parseAmount(typed: string, decimals: number): bigint | undefined {
  const plain = typed.trim().replace(/(?<=\d)[\s'’ ](?=\d{3}(?!\d))/gu, "");
  const match = /^(\d{1,15})(?:[.,](\d{1,4}))?$/.exec(plain);
  if (!match) return undefined;
  const [, whole = "", fraction = ""] = match;
  if (fraction.length > decimals) return undefined;
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

/** As `parseAmount` reads it, without any grouping. */
export function writeAmount(units: bigint, decimals: number): string {
  return decimalOf(units, decimals);
}

/** As a reader's language writes it, with the currency's code behind. */
export function formatAmount(
  units: bigint,
  { currency, decimals }: { readonly currency: string; readonly decimals: number },
  language: string,
): string {
  const number = new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // A decimal string keeps every digit (ECMA-402 §15.5.16, Intl mathematical values).
  return `${number.format(decimalOf(units, decimals) as `${number}`)} ${currency}`;
}
