// The single divisible vote with least-popular elimination: each ballot counts one, divided equally among all of those it
// approves who are left; of those with the least, whoever fewest approve goes out (Quinn and Schneier, "A Proportional Voting
// System for Awards Nominations Resistant to Voting Blocs", 2016; the Hugo awards' "E Pluribus Hugo"). Those with the least are
// all who have no more than the second lowest score.
import { compare, type Fraction, zero } from "../../fractions/index.ts";
import { figure } from "../figures.ts";
import { lexically } from "../lexical.ts";
import type { CountOptions } from "../method.ts";
import type { Count, Stage, Tie } from "../result.ts";
import { tieChoice } from "../ties.ts";
import { type Profile, statesOf } from "./profile.ts";
import { choices, dividedScores } from "./scores.ts";

export function byElimination(profile: Profile, options: CountOptions): Count {
  const stages: Stage[] = [];
  const ties: Tie[] = [];
  let left = [...profile.standing];
  let alternatives: number[][] | undefined;
  while (left.length > profile.seats) {
    const scores = dividedScores(profile, left);
    const alike = leastPopular(profile, left, scores);
    const surplus = left.length - profile.seats;
    let out = alike;
    if (alike.length > surplus) {
      const choice = tieChoice(options.ties);
      out = choice.choose(alike, surplus);
      ties.push({ stage: stages.length + 1, between: alike, chosen: out, to: "defeat", by: choice.by });
    }
    if (options.all && alike.length >= surplus) {
      const stay = left.filter((candidate) => !alike.includes(candidate));
      alternatives = choices(alike, alike.length - surplus).map((some) =>
        [...stay, ...some].sort((a, b) => a - b),
      );
    }
    left = left.filter((candidate) => !out.includes(candidate));
    const done = left.length === profile.seats;
    stages.push({
      stage: stages.length + 1,
      action: "defeat",
      candidates: out,
      votes: Array.from({ length: profile.candidates }, (_, candidate) => {
        const score = scores.get(candidate);
        return score ? figure(score) : "";
      }),
      states: statesOf(profile, done ? left : [], (candidate) => !left.includes(candidate)),
      figures: {},
    });
  }
  const count: Count = { elected: left, quota: null, stages: options.stages ? stages : [], ties };
  return options.all ? { ...count, alternatives: (alternatives ?? [left]).sort(lexically) } : count;
}

function leastPopular(
  { support }: Profile,
  left: readonly number[],
  scores: ReadonlyMap<number, Fraction>,
): number[] {
  const score = (candidate: number) => scores.get(candidate) ?? zero;
  const secondLowest = left.map(score).sort(compare)[1] ?? zero;
  const lowest = left.filter((candidate) => compare(score(candidate), secondLowest) <= 0);
  const fewest = Math.min(...lowest.map((candidate) => support[candidate] ?? 0));
  return lowest.filter((candidate) => (support[candidate] ?? 0) === fewest);
}
