// What an obligation is counted in: a currency of the ledger, or an official one that the ledger does not keep.
import {
  type CurrencyId,
  findCurrencyById,
  isOfficialCurrency,
  listCurrencies,
  officialCurrencies,
  officialScale,
  type Unit,
} from "#ledger";
import { Refusal } from "#platform/errors";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { Denomination } from "./types.ts";

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

/** A denomination as one text, as a form sends it: the id of a currency of the ledger, or an official code. */
export function denominationKey({ currencyId, officialCode }: Denomination): string {
  return currencyId ?? officialCode ?? "";
}

export function denominationOf(key: string): Denomination {
  return /^[A-Z]{3}$/.test(key)
    ? { currencyId: null, officialCode: key }
    : { currencyId: key as CurrencyId, officialCode: null };
}

/** By what its amounts are read and written. */
export type DenominationUnit = Denomination & { readonly unit: Unit; readonly name: Multilingual | null };

export function officialUnit(code: string): Unit {
  return { kind: "mirror", scale: officialScale(code), code };
}

/** Units of the denominations given, each once, by their keys. */
export async function unitsOf(ctx: Ctx, many: Iterable<Denomination>): Promise<Map<string, Unit>> {
  const units = new Map<string, Unit>();
  for (const one of many) {
    const key = denominationKey(one);
    if (units.has(key)) continue;
    if (one.currencyId === null) units.set(key, officialUnit(one.officialCode));
    else {
      const currency = await findCurrencyById(ctx, one.currencyId);
      if (currency) units.set(key, currency);
    }
  }
  return units;
}

/** So many currencies of the ledger are offered in a form. */
const MOST_OFFERED = 200;

/** What a form offers: open currencies of the ledger first, then every official one. */
export async function listDenominations(ctx: Ctx): Promise<DenominationUnit[]> {
  const kept = await listCurrencies(ctx, { state: "open", limit: MOST_OFFERED });
  return [
    ...kept.map((unit) => ({ currencyId: unit.id, officialCode: null, unit, name: unit.name })),
    ...officialCurrencies.map((code) => ({
      currencyId: null,
      officialCode: code,
      unit: officialUnit(code),
      name: null,
    })),
  ];
}
