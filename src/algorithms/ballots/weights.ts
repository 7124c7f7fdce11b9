// How often a ballot counts, where files give it as a decimal or a fraction: exact, in the collector's unit.
// Invariant: the unit only gets finer, so that what was counted before stays what it was.
import type { Fraction } from "../fractions/index.ts";
import type { BallotCollector } from "./collector.ts";
import { BallotFault } from "./fault.ts";

/** Weights are counted in so small a part of a vote at the smallest. */
const FINEST_UNIT = 1_000_000_000n;

/**
 * A weight above zero in units of the collector, whose unit is made finer where it has to be.
 * BallotFault `weightTooFine`, `weightsTooLarge`.
 */
export function unitsOf(
  weight: Fraction,
  collector: Pick<BallotCollector, "weightUnit" | "refine">,
  line: number,
): number {
  const unit = BigInt(collector.weightUnit);
  if (unit % weight.denominator !== 0n) {
    const finer = weight.denominator / greatestCommonDivisor(unit, weight.denominator);
    if (unit * finer > FINEST_UNIT) throw new BallotFault("weightTooFine", line);
    collector.refine(Number(finer), line);
  }
  const units = (weight.numerator * BigInt(collector.weightUnit)) / weight.denominator;
  if (units > BigInt(Number.MAX_SAFE_INTEGER)) throw new BallotFault("weightsTooLarge", line);
  return Number(units);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
