// How obligations and rounds are said, the same on every page of clearing.
import type { Denomination, ObligationState, RoundState } from "#clearing";
import { denominationKey } from "#clearing";
import { formatAmount, type Unit } from "#ledger";
import type { Crumb, Tone } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export const CLEARING = "/clearing";
export const OBLIGATIONS = "/obligations";

export function economyTrail(page: Page): Crumb[] {
  return [{ href: "/economy", label: page.t("economy.title") }];
}

export function clearingTrail(page: Page): Crumb[] {
  return [...economyTrail(page), { href: CLEARING, label: page.t("clearing.title") }];
}

export function obligationsTrail(page: Page): Crumb[] {
  return [...economyTrail(page), { href: OBLIGATIONS, label: page.t("clearing.obligations.title") }];
}

export const toneOf: Readonly<Record<ObligationState, Tone>> = {
  recorded: "going",
  acknowledged: "done",
  contested: "late",
  withdrawn: "quiet",
  discharged: "quiet",
};

export const toneOfRound: Readonly<Record<RoundState, Tone>> = {
  called: "going",
  frozen: "plain",
  previewed: "going",
  settled: "done",
  abandoned: "quiet",
};

/** Units by their keys, as `unitsOf` gives them. */
export type Units = ReadonlyMap<string, Unit>;

/** An amount in what it is counted in; plain minor units where the currency cannot be found. */
export function amountWords(
  page: Pick<Page, "language">,
  units: Units,
  counted: { readonly currencyId: string | null; readonly officialCode: string | null },
  amount: bigint,
): string {
  const unit = units.get(denominationKey(counted as Denomination));
  return unit ? formatAmount(page.language, amount, unit) : String(amount);
}

export function codeOf(units: Units, counted: Denomination): string {
  return units.get(denominationKey(counted))?.code ?? "";
}

/** A part of a whole in a bar of so many units; nothing of nothing is nothing. */
export function lengthOf(part: bigint, whole: bigint, width: number): number {
  return whole === 0n ? 0 : Number((part * BigInt(width)) / whole);
}
