// What prices are counted in: currencies of the ledger, or official ones that it does not keep.
import {
  type Currency,
  findCurrencyById,
  isOfficialCurrency,
  listCurrencies,
  officialScale,
  type Unit,
} from "#ledger";
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

/** Refuses with `currencyUnknown` what names no currency, and with `currencyClosed` one in which nothing new begins. */
export async function holdCurrency(tx: Ctx, { currencyId, officialCode }: Denomination): Promise<void> {
  if (currencyId === null) {
    if (isOfficialCurrency(officialCode)) return;
    throw new Refusal("invalid", "currencyUnknown");
  }
  const currency = await findCurrencyById(tx, currencyId);
  if (!currency) throw new Refusal("invalid", "currencyUnknown");
  if (currency.state === "closed") throw new Refusal("conflict", "currencyClosed");
}

const unitOf = ({ kind, scale, code }: Currency): Unit => ({ kind, scale, code });

/** How amounts of these are read and written, by `denominationKey`. */
export async function readUnits(
  ctx: Ctx,
  denominations: readonly Denomination[],
): Promise<ReadonlyMap<string, Unit>> {
  const units = new Map<string, Unit>();
  for (const one of denominations) {
    const key = denominationKey(one);
    if (units.has(key)) continue;
    if (one.currencyId === null) units.set(key, officialUnit(one.officialCode));
    else {
      const currency = await findCurrencyById(ctx, one.currencyId);
      if (currency) units.set(key, unitOf(currency));
    }
  }
  return units;
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
  ctx: Ctx,
  official: readonly string[],
  kept: Denomination | null,
): Promise<PriceCurrency[]> {
  const open = await listCurrencies(ctx, { state: "open" });
  const known = new Set(open.map(({ id }) => id));
  if (kept?.currencyId && !known.has(kept.currencyId)) {
    const closed = await findCurrencyById(ctx, kept.currencyId);
    if (closed) open.push(closed);
  }
  return [
    ...open.map((one) => ({ currencyId: one.id, officialCode: null, unit: unitOf(one), name: one.name })),
    ...official.map((code) => ({
      currencyId: null,
      officialCode: code,
      unit: officialUnit(code),
      name: null,
    })),
  ];
}
