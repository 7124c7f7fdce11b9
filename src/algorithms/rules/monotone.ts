// Proves of a condition that a vote more in favour never harms: from its form alone, for all facts at once. Pure.
// Invariant: sound, not complete. `true` is a proof; `false` says only that this proof was not found.
import { asked } from "./conditions.ts";
import { compare, type Fraction, fraction, plus, times, zero } from "../fractions/index.ts";
import type { Amount, Condition, Measure } from "./types.ts";

/** `added`: somebody who had not voted votes in favour. `turned`: somebody who voted against votes in favour instead. */
export type Change = "added" | "turned";

/** By how much each count moves; what is not here stays. */
const MOVES: Readonly<Record<Change, Readonly<Partial<Record<Measure, number>>>>> = {
  added: { for: 1, votes_without_abstentions: 1, votes_cast: 1, ballots_cast: 1 },
  turned: { for: 1, against: -1 },
};

/** The least and the most by which an amount can move under the change. */
type Range = { readonly least: Fraction; readonly most: Fraction };

function exactly(by: Fraction): Range {
  return { least: by, most: by };
}

function wider(ranges: readonly Range[]): Range {
  const [first = exactly(zero), ...others] = ranges;
  return others.reduce(
    (all, one) => ({
      least: compare(one.least, all.least) < 0 ? one.least : all.least,
      most: compare(one.most, all.most) > 0 ? one.most : all.most,
    }),
    first,
  );
}

function whole({ least, most }: Range): Range {
  // Rounding can hold a small step back, or make one whole step of it.
  const down = least.numerator < 0n ? -((-least.numerator + least.denominator - 1n) / least.denominator) : 0n;
  const up = most.numerator > 0n ? (most.numerator + most.denominator - 1n) / most.denominator : 0n;
  return { least: fraction(down), most: fraction(up) };
}

function movement(amount: Amount, change: Change): Range | null {
  if (typeof amount === "number") return exactly(zero);
  if (typeof amount === "string") return exactly(fraction(MOVES[change][amount] ?? 0));
  if ("share" in amount) {
    const of = movement(amount.of, change);
    const share = fraction(...amount.share);
    return of && { least: times(share, of.least), most: times(share, of.most) };
  }
  if ("sum" in amount) {
    const parts = amount.sum.map((part) => movement(part, change));
    if (parts.includes(null)) return null;
    return parts.reduce<Range>(
      (sum, part) => ({
        least: plus(sum.least, part?.least ?? zero),
        most: plus(sum.most, part?.most ?? zero),
      }),
      exactly(zero),
    );
  }
  if ("regionsWhere" in amount) return inRegions(amount.regionsWhere, change);
  if ("least" in amount || "greatest" in amount) {
    const parts = ("least" in amount ? amount.least : amount.greatest).map((part) => movement(part, change));
    return parts.some((part) => part === null) ? null : wider(parts.filter((part) => part !== null));
  }
  const inner =
    "roundUp" in amount ? amount.roundUp : "roundDown" in amount ? amount.roundDown : amount.squareRoot;
  const range = movement(inner, change);
  // The root of a whole number moves at most as far as the number, in the same direction.
  return range && whole(range);
}

/** Regions can only be won, by how much depends on their weights: as far as nothing is lost, that is all one can say. */
function inRegions(where: Condition, change: Change): Range | null {
  const far = fraction(1_000_000_000_000n);
  if (direction(where, change) === "up") return { least: zero, most: far };
  return direction(where, change) === "down" ? { least: fraction(-1_000_000_000_000n), most: zero } : null;
}

type Direction = "up" | "down" | "steady" | "unknown";

const TURNED: Readonly<Record<Direction, Direction>> = {
  up: "down",
  down: "up",
  steady: "steady",
  unknown: "unknown",
};

function ofComparison(condition: Extract<Condition, object>, change: Change): Direction {
  const { relation, count, than, share } = asked(condition as Parameters<typeof asked>[0]);
  const [counted, bound] = [movement(count, change), movement(than, change)];
  if (!counted || !bound) return "unknown";
  const moves = compare(counted.least, counted.most) !== 0 || counted.least.numerator !== 0n;
  const boundMoves = compare(bound.least, bound.most) !== 0 || bound.least.numerator !== 0n;
  if (!moves && !boundMoves) return "steady";
  // A share of nobody is not reached by nobody: what falls to nothing on both sides no longer holds, though it is as much.
  const isShare = share !== null && relation === "at_least";
  const rises = compare(counted.least, bound.most) >= 0 && !(isShare && counted.least.numerator < 0n);
  const falls = compare(counted.most, bound.least) <= 0 && !(isShare && moves);
  const isLower = relation === "at_least" || relation === "more_than";
  if (rises) return isLower ? "up" : "down";
  return falls ? (isLower ? "down" : "up") : "unknown";
}

function together(directions: readonly Direction[]): Direction {
  const moving = [...new Set(directions.filter((one) => one !== "steady"))];
  if (moving.length === 0) return "steady";
  return moving.length === 1 ? (moving[0] ?? "unknown") : "unknown";
}

function direction(condition: Condition, change: Change): Direction {
  if ("all" in condition) return together(condition.all.map((part) => direction(part, change)));
  if ("any" in condition) return together(condition.any.map((part) => direction(part, change)));
  if ("not" in condition) return TURNED[direction(condition.not, change)];
  if ("days" in condition || "proposedBy" in condition) return "steady";
  // However votes are weighed, one more of that weight is in favour; the proof holds for each unit of it.
  if ("weighed" in condition) return direction(condition.holds, change);
  return ofComparison(condition, change);
}

/**
 * Whether what held still holds after the change. Proved for: `for` at least or more than a share of at most the whole of a
 * count of votes, or any share of what votes do not move; more than another count that does not rise; at most so many
 * against; all and any of these; regions where one of these holds, against what does not move. Not for what asks for few votes,
 * as `not` of a majority, nor for a share above the whole.
 */
export function neverHarms(condition: Condition, change: Change): boolean {
  const moves = direction(condition, change);
  return moves === "up" || moves === "steady";
}
