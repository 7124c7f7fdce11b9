// Amounts as the API takes and gives them: decimal text with a point, whatever language a program says it reads, so that no
// program rounds them; of time, which has no decimals, whole minutes.
import { parseAmount, type Unit, writtenAmount } from "#ledger";

/** As text; of time, which has no decimals, in minutes. */
export function amountText(
  amount: bigint | null,
  { kind, scale }: Pick<Unit, "kind" | "scale">,
): string | null {
  return amount === null ? null : writtenAmount(amount, kind === "time" ? 0 : scale);
}

/** In minor units; refuses as `parseAmount` does. */
export function amountOf(text: string, { kind, ...unit }: Unit): bigint {
  return kind === "time" && /^\d+$/u.test(text)
    ? parseAmount("en", `${text} min`, { kind, ...unit })
    : parseAmount("en", text, { kind, ...unit });
}
