// What prices are counted in: currencies of the ledger, or official ones that it does not keep.
import { isOfficialCurrency, officialScale } from "#clearing";
import type { Unit } from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import type { Denomination } from "./types.ts";

/** As one value in forms and maps: the id of a currency of the ledger, or an official code. */
export function denominationKey({ currencyId, officialCode }: Denomination): string {
  return currencyId ?? officialCode;
}

/** How an official currency's amounts are read and written. */
export function officialUnit(code: string): Unit {
  return { kind: "mirror", code, scale: officialScale(code) };
}

/** Refuses with `currencyUnknown` what names no currency in which something can be priced. */
export async function holdCurrency(_tx: Ctx, { officialCode }: Denomination): Promise<void> {
  if (officialCode !== null && isOfficialCurrency(officialCode)) return;
  throw new Refusal("invalid", "currencyUnknown");
}

/** How amounts of these are read and written, by `denominationKey`. */
export async function readUnits(
  _ctx: Pick<Ctx, "db">,
  denominations: readonly Denomination[],
): Promise<ReadonlyMap<string, Unit>> {
  return new Map(
    denominations.flatMap(({ officialCode }) =>
      officialCode === null ? [] : [[officialCode, officialUnit(officialCode)] as const],
    ),
  );
}

export type PriceCurrency = Denomination & {
  readonly unit: Unit;
  /** Of a currency of the ledger. */
  readonly name: Multilingual | null;
};

/**
 * What something can be priced in: the open currencies of the ledger, then these official ones. `kept` is there too, whatever
 * became of it since.
 */
export async function listPriceCurrencies(
  _ctx: Ctx,
  official: readonly string[],
  _kept: Denomination | null,
): Promise<PriceCurrency[]> {
  return official.map((code) => ({
    currencyId: null,
    officialCode: code,
    unit: officialUnit(code),
    name: null,
  }));
}
