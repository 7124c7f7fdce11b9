// Quantities as people read and write them, in whole thousandths of a unit.
// Invariant: nothing is rounded: what is finer than a thousandth is refused.
import { parseAmount } from "#ledger";
import { formatDecimal } from "#platform/i18n/i18n";
import { ONE_UNIT, QUANTITY_SCALE } from "./types.ts";
import { unitName } from "./units.ts";

/** The largest that is taken: a billion of a unit, so that prices times quantities stay within a bigint column. */
export const MOST_QUANTITY = 10n ** 12n;

/** Refuses with `amountNotANumber`, `amountFinerThanScale`, `amountTooLarge` or `amountNotPositive`. */
export function parseQuantity(language: string, text: string): bigint {
  return parseAmount(language, text, { kind: "mirror", scale: QUANTITY_SCALE, code: "\u0001" });
}

/** For machines: `12.5`, with no more digits than it has. */
export function writtenQuantity(quantity: bigint): string {
  const part = (quantity % ONE_UNIT).toString().padStart(QUANTITY_SCALE, "0").replace(/0+$/, "");
  return String(quantity / ONE_UNIT) + (part && `.${part}`);
}

/** `12,5 kg`, as the reader's language writes it. */
export function formatQuantity(language: string, quantity: bigint, unit: string): string {
  return `${formatNumberOf(language, quantity)}\u00a0${unitName(unit, language, quantity === ONE_UNIT ? "one" : "many")}`;
}

/** The number alone. */
export function formatNumberOf(language: string, quantity: bigint): string {
  const written = writtenQuantity(quantity);
  return formatDecimal(written, written.split(".")[1]?.length ?? 0, language);
}
