// Dividing a number of seats among those who are entitled to them by their weight. Pure, and exact: whole numbers only.
// Invariant: the seats given add up to those asked for, nobody gets fewer than the least or more than the most, and the
// answer does not depend on the order of the entries but where two are entitled alike, which `tied` then says.
//
// Sources: D. Gallagher, "Proportionality, disproportionality and electoral systems", Electoral Studies 10 (1991);
// M. L. Balinski, H. P. Young, "Fair Representation" (2nd ed. 2001), chapter on minimum requirements.
import { byLargestRemainder } from "./largest-remainder.ts";
import { ApportionmentError } from "./apportionment-error.ts";
import { byHighestQuotient, divisors } from "./highest-quotient.ts";
import { byQuotaMethod } from "./quota-method.ts";
import type { Apportionment } from "./seats.ts";

export type { Apportionment } from "./seats.ts";

export { ApportionmentError } from "./apportionment-error.ts";

/** Five by divisors, two by the largest remainder, and Balinski and Young's quota method. */
export const apportionmentRules = [
  "d_hondt",
  "sainte_lague",
  "modified_sainte_lague",
  "huntington_hill",
  "adams",
  "hare",
  "droop",
  "quota",
] as const;
export type ApportionmentRule = (typeof apportionmentRules)[number];

export type Entitlement = {
  readonly rule: ApportionmentRule;
  readonly seats: number;
  /** Whole numbers from 0. */
  readonly weights: readonly number[];
  /** What each gets at least, whatever its weight. */
  readonly least?: number;
  /** What each gets at most; null: no limit. */
  readonly most?: number | null;
};

/**
 * Divides `seats` by the rule. A least and a most for each are kept as Balinski and Young define them: the others share what
 * is left by the same rule. Throws ApportionmentError, and RangeError for what is no whole number from 0.
 */
export function apportion({ rule, seats, weights, least = 0, most = null }: Entitlement): Apportionment {
  for (const value of [seats, least, ...(most === null ? [] : [most]), ...weights]) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`no whole number from 0: ${value}`);
  }
  const cap = most ?? seats;
  if (least * weights.length > seats || cap < least) throw new ApportionmentError("tooFewSeats");
  const weighty = weights.filter((weight) => weight > 0).length;
  if (weighty === 0 && seats > least * weights.length) throw new ApportionmentError("noWeight");
  if (cap * weighty + least * (weights.length - weighty) < seats)
    throw new ApportionmentError("tooManySeats");
  const wanted = { seats, weights, least, most: cap };
  if (rule === "hare" || rule === "droop") return byLargestRemainder(wanted, rule);
  return rule === "quota" ? byQuotaMethod(wanted) : byHighestQuotient(wanted, divisors[rule]);
}
