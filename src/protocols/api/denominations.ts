// What an obligation or a round is counted in, as the API says it: the slug of a currency of this node, or an official code.
import { denominationKey, type Denomination, type DenominationUnit, unitsOf } from "#clearing";
import { type Currency, findCurrency, isOfficialCurrency, type Unit } from "#ledger";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";

type Kept = Pick<DenominationUnit, "currencyId" | "officialCode">;
type Counted = {
  readonly currency: string | null;
  readonly officialCode: string | null;
  readonly unit: Unit;
};

/** For all of these, by what it is counted in. */
export async function countedIn(ctx: Ctx, many: readonly Kept[]): Promise<(one: Kept) => Counted> {
  const units = await unitsOf(ctx, many as readonly Denomination[]);
  return (one) => {
    const unit = units.get(denominationKey(one as Denomination));
    if (!unit) throw new Refusal("missing", "currencyUnknown");
    const { officialCode = null } = one;
    return { currency: officialCode === null ? (unit as Currency).slug : null, officialCode, unit };
  };
}

/** The denomination that a program names; `currencyUnknown` unless it names one, and only one. */
export async function namedDenomination(
  ctx: Ctx,
  { currency, officialCode }: { readonly currency: string | null; readonly officialCode: string | null },
): Promise<{ readonly denomination: Denomination; readonly unit: Unit }> {
  const kept = currency === null ? undefined : await findCurrency(ctx, currency);
  if (kept && officialCode === null) return { denomination: { currencyId: kept.id }, unit: kept };
  if (currency !== null || officialCode === null || !isOfficialCurrency(officialCode))
    throw new Refusal("invalid", "currencyUnknown");
  const denomination = { currencyId: null, officialCode };
  const unit = (await unitsOf(ctx, [denomination])).get(officialCode);
  if (!unit) throw new Refusal("invalid", "currencyUnknown");
  return { denomination, unit };
}
