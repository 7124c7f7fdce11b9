// What an obligation is counted in: a currency of the ledger, or an official one that the ledger does not keep.
// Invariant: how many digits an official currency has is written here, so that no update of a library changes what was owed.
import { findCurrencyById } from "#ledger";
import { Refusal } from "#platform/errors";
import type { Ctx } from "#platform/context";
import type { Denomination } from "./types.ts";

/** ISO 4217, list one (2024): the minor units of those that do not have two digits. */
const OTHER_SCALES: Readonly<Record<number, string>> = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};
const scales = new Map(
  Object.entries(OTHER_SCALES).flatMap(([scale, codes]) =>
    codes.split(" ").map((code) => [code, Number(scale)] as const),
  ),
);

const official = new Set(Intl.supportedValuesOf("currency"));

export function isOfficialCurrency(code: string): boolean {
  return official.has(code);
}

/** Digits behind the decimal sign of an official currency. */
export function officialScale(code: string): number {
  return scales.get(code) ?? 2;
}

/** Codes of official currencies, in the order of the alphabet. */
export const officialCurrencies: readonly string[] = [...official].toSorted();

/**
 * Which of these name no currency that there is, by their place in the list. `currencyUnknown` is thrown unless the caller
 * wants to tell where.
 */
export async function checkDenominations(
  tx: Ctx,
  many: readonly Denomination[],
  how: "refuse" | "tell" = "refuse",
): Promise<Set<number>> {
  const unknown = new Set<number>();
  const kept = new Map<string, boolean>();
  for (const { currencyId } of many)
    if (currencyId !== null && !kept.has(currencyId))
      kept.set(currencyId, (await findCurrencyById(tx, currencyId)) !== undefined);
  for (const [index, { currencyId, officialCode }] of many.entries()) {
    if ((currencyId === null) === (officialCode == null)) unknown.add(index);
    else if (currencyId !== null && !kept.get(currencyId)) unknown.add(index);
    else if (officialCode != null && !isOfficialCurrency(officialCode)) unknown.add(index);
  }
  if (how === "refuse" && unknown.size > 0) throw new Refusal("invalid", "currencyUnknown");
  return unknown;
}
