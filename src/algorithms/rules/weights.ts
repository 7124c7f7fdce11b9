// How much a vote weighs, by the rule. Pure; whole numbers only.
// Invariant: whoever may vote weighs at least one.
import { squareRoot } from "./conditions.ts";
import type { Weight } from "./types.ts";

/** The weight of a voter with so many members and seats; RangeError where these are no whole numbers from 0. */
export function weightOf(
  weight: Weight | null | undefined,
  { members = 0, seats = 1 }: { readonly members?: number; readonly seats?: number },
): number {
  for (const given of [members, seats]) {
    if (!Number.isSafeInteger(given) || given < 0) throw new RangeError(`no number of people: ${given}`);
  }
  if (!weight || weight === "equal") return 1;
  if ("members" in weight) {
    const { per, most = Number.MAX_SAFE_INTEGER } = weight.members;
    return Math.max(1, Math.min(most, Math.floor(members / per)));
  }
  if ("squareRoot" in weight)
    return Math.max(1, Number(squareRoot(BigInt(weight.squareRoot === "members" ? members : seats))));
  return Math.max(1, Math.min(weight.seats.most ?? Number.MAX_SAFE_INTEGER, seats));
}
