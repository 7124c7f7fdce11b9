// Why obligations cannot be set off. Everything that solves or verifies reads its input through `checkObligations` first, so that
// what follows may rely on whole amounts below 2^53 between two different parties that exist.
import type { Obligations } from "./types.ts";

export type ClearingFault =
  | "lengthsDiffer"
  | "partiesNotACount"
  | "unknownParty"
  | "selfDebt"
  | "amountNotWhole"
  | "amountNotPositive"
  | "amountTooLarge"
  | "gainUnknown";

/** `reason` names the rule, `arc` is the first arc that breaks it (−1 where it is not one arc). */
export class ClearingError extends Error {
  readonly reason: ClearingFault;
  readonly arc: number;
  constructor(reason: ClearingFault, arc = -1) {
    super(`no clearing: ${reason}${arc < 0 ? "" : ` on arc ${arc}`}`);
    this.name = "ClearingError";
    this.reason = reason;
    this.arc = arc;
  }
}

/** Most parties: their numbers fit beside four bits of flags, and their prices fit 32 bits. */
export const mostParties = 2 ** 23;

/** What is wrong with one arc, or null. */
export function arcFault(
  parties: number,
  debtor: number,
  creditor: number,
  amount: number,
): ClearingFault | null {
  if (!(debtor >= 0 && debtor < parties && creditor >= 0 && creditor < parties)) return "unknownParty";
  if (debtor === creditor) return "selfDebt";
  if (amount <= 0) return "amountNotPositive";
  if (amount > Number.MAX_SAFE_INTEGER) return "amountTooLarge";
  return Number.isInteger(amount) ? null : "amountNotWhole";
}

/** Throws a ClearingError by name at the first arc that is not as `Obligations` says. */
export function checkObligations({ parties, debtor, creditor, amount, gain }: Obligations): void {
  if (!Number.isInteger(parties) || parties < 0 || parties > mostParties)
    throw new ClearingError("partiesNotACount");
  const arcs = amount.length;
  if (debtor.length !== arcs || creditor.length !== arcs || (gain && gain.length !== arcs))
    throw new ClearingError("lengthsDiffer");
  for (let arc = 0; arc < arcs; arc++) {
    const fault = arcFault(parties, debtor[arc] as number, creditor[arc] as number, amount[arc] as number);
    if (fault) throw new ClearingError(fault, arc);
    if (gain && (gain[arc] as number) > 1) throw new ClearingError("gainUnknown", arc);
  }
}
