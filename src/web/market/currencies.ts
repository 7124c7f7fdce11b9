// Which currencies a form of the market offers for a price.
import { type Denomination, denominationKey, listPriceCurrencies } from "#market";
import { officialCurrencies, type Unit } from "#ledger";
import type { Ctx } from "#platform/context";
import { textIn } from "#platform/multilingual";
import type { Choice } from "../layout/forms.tsx";

export type Currencies = {
  readonly choices: readonly Choice[];
  /** By the values of the choices. */
  readonly units: ReadonlyMap<string, Unit>;
};

/** Those of the ledger first, then the official ones; and `kept`, in which something is priced already. */
export async function currenciesOffered(ctx: Ctx, kept: Denomination | null = null): Promise<Currencies> {
  const found = await listPriceCurrencies(ctx, officialCurrencies, kept);
  return {
    choices: found.map(({ unit, name, ...one }) => ({
      value: denominationKey(one),
      label: name ? `${unit.code} – ${textIn(name, ctx.language).text}` : unit.code,
    })),
    units: new Map(found.map(({ unit, ...one }) => [denominationKey(one), unit])),
  };
}
