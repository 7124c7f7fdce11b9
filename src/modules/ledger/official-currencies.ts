// Official currencies, which the ledger mirrors and in which debts and prices can be said: ISO 4217.
// Invariant: how many digits each of them has is written here, since what runs the program may say otherwise (CLDR gives the dinar of
// Iraq none) and change its mind, and then amounts that are kept would mean something else.

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

/** As ISO 4217 codes them and the runtime knows them. */
export function isOfficialCurrency(code: string): boolean {
  return official.has(code);
}

/** Digits behind the decimal sign (ISO 4217, "minor unit"). */
export function officialScale(code: string): number {
  return scales.get(code) ?? 2;
}

/** Codes, in the order of the alphabet. */
export const officialCurrencies: readonly string[] = [...official].toSorted();
