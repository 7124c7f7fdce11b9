// Rules that give every candidate a score and elect those with the greatest: approval voting (each approval counts one) and
// satisfaction approval voting (each ballot counts one, divided equally among all whom it approves; Brams and Kilgour 2014).
import { compare, type Fraction, fraction, plus, zero } from "../../fractions/index.ts";
import { figure } from "../figures.ts";
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused, type Tie } from "../result.ts";
import { lexically } from "../lexical.ts";
import { tieChoice } from "../ties.ts";
import { type Profile, statesOf } from "./profile.ts";

const MOST_ALTERNATIVES = 10_000;

export function approvals({ support, weightUnit }: Profile): Fraction[] {
  return support.map((weight) => fraction(weight, weightUnit));
}

export function satisfactions(profile: Profile): Fraction[] {
  const scores = dividedScores(profile, profile.standing);
  return profile.support.map((_, candidate) => scores.get(candidate) ?? zero);
}

/** What each of those candidates has where every ballot counts one, divided equally among those of them whom it approves. */
export function dividedScores(
  { approved, weights, weightUnit }: Profile,
  among: readonly number[],
): Map<number, Fraction> {
  // Ballots that approve as many are added in plain numbers first: few fractions are left to add.
  const bySize = new Map(among.map((candidate) => [candidate, [] as number[]]));
  for (const [ballot, all] of approved.entries()) {
    const own = all.filter((candidate) => bySize.has(candidate));
    for (const candidate of own) {
      const sums = bySize.get(candidate) ?? [];
      sums[own.length] = (sums[own.length] ?? 0) + (weights[ballot] ?? 0);
    }
  }
  return new Map(
    [...bySize].map(([candidate, sums]) => [
      candidate,
      // The array has holes where no ballot is.
      sums.reduce(
        (sum, weight, size) => plus(sum, fraction(BigInt(weight), BigInt(size) * BigInt(weightUnit))),
        zero,
      ),
    ]),
  );
}

export function countByScores(profile: Profile, scores: readonly Fraction[], options: CountOptions): Count {
  const score = (candidate: number) => scores[candidate] ?? zero;
  const order = [...profile.standing].sort((a, b) => compare(score(b), score(a)) || a - b);
  const last = score(order[profile.seats - 1] ?? 0);
  const sure = order.filter((candidate) => compare(score(candidate), last) > 0);
  const alike = order.filter((candidate) => compare(score(candidate), last) === 0);
  const missing = profile.seats - sure.length;
  const ties: Tie[] = [];
  let others = alike;
  if (alike.length > missing) {
    const choice = tieChoice(options.ties);
    others = choice.choose(alike, missing);
    ties.push({ stage: 1, between: alike, chosen: others, to: "elect", by: choice.by });
  }
  const elected = [...sure, ...others];
  const stage = {
    stage: 1,
    action: "elect",
    candidates: elected,
    votes: scores.map(figure),
    states: statesOf(profile, elected),
    figures: { seats: `${profile.seats}` },
  };
  const count: Count = { elected, quota: null, stages: options.stages ? [stage] : [], ties };
  if (!options.all) return count;
  const alternatives = choices(alike, missing).map((some) => [...sure, ...some].sort((a, b) => a - b));
  return { ...count, alternatives: alternatives.sort(lexically) };
}

/** All ways to take so many of them. CountRefused `tooLarge`. */
export function choices(among: readonly number[], many: number): number[][] {
  let found: number[][] = [[]];
  for (const [at, candidate] of among.entries()) {
    const left = among.length - at - 1;
    found = found.flatMap((some) => [
      ...(some.length < many ? [[...some, candidate]] : []),
      ...(some.length + left >= many ? [some] : []),
    ]);
    if (found.length > MOST_ALTERNATIVES) throw new CountRefused("tooLarge", { what: "alternatives" });
  }
  return found;
}
