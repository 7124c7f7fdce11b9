// Majority judgment: every ballot grades the candidates; the highest median grade wins.
// M. Balinski and R. Laraki, "Majority Judgment", MIT Press 2010. Of two middle grades the lower one counts. Who is alike is
// told apart by taking out one vote with the median grade after the other until the medians differ (the majority value).
// Invariant: everybody is graded by every ballot, so that the values of any two candidates are of the same length.
//
// Settings: `min` and `max`, the scale outside which a ballot refuses the count; `unscored` = `worst` (no grade is the worst
// grade of the scale: `min`, or else the lowest that any ballot gave) or `refused` (CountRefused `gradesMissing`).
import { distinct, type Election } from "../../ballots/index.ts";
import { fraction, written } from "../../fractions/index.ts";
import type { CountOptions, Method } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { settingsOf } from "../settings.ts";
import {
  compareValues,
  firstDifference,
  gradeAt,
  type MajorityValue,
  majorityValue,
} from "./majority-value.ts";
import { Protocol } from "./protocol.ts";
import { electFirst, type Ranking, rankedBy } from "./ranking.ts";
import { heldScale } from "./scale.ts";
import { type Standing, standing, votesOf } from "./standing.ts";

const takes = ["score"] as const;

/** A scale of more is a measurement, and no scale of grades. */
const MOST_GRADES = 1000;

export const majorityJudgment: Method = {
  takes,
  count(election: Election, options: CountOptions): Count {
    const { unscored } = settingsOf(options.settings, { unscored: ["worst", "refused"] }, ["min", "max"]);
    const stand = standing(election, options, takes);
    const { least } = heldScale(stand.ballots, options);
    const protocol = new Protocol(stand, options.stages);
    const grades = gradesOf(stand, least, unscored === "refused");
    const name = (grade: number) => written(fraction(grades.points[grade] ?? 0, stand.ballots.pointsUnit));
    for (const [grade] of grades.points.entries())
      protocol.say("grade", [], () => ({
        votes: grades.weights.map((weights) => votesOf(weights[grade] ?? 0, stand)),
        figures: { grade: name(grade) },
      }));
    const values = grades.weights.map((weights) => majorityValue(weights, stand.cast));
    protocol.say("median", [], () => ({ votes: values.map(({ median }) => name(median)) }));
    const ranking = rankedBy(values, compareValues);
    if (options.stages) sayRemovals(ranking, values, name, protocol);
    return electFirst(ranking, stand.seats ?? 1, options, protocol);
  },
};

type Grades = {
  /** Every grade of the scale that came up, the worst first, in the points' unit. */
  readonly points: readonly number[];
  /** By candidate and grade: the weight of the ballots that gave it. */
  readonly weights: readonly (readonly number[])[];
};

/** CountRefused `tooManyGrades` {grades, most}, `gradesMissing`. */
function gradesOf({ ballots, cast }: Standing, least: number | null, refuseMissing: boolean): Grades {
  const { candidates, offsets, entries, weights } = ballots;
  const given = new Set(ballots.points);
  if (least !== null) given.add(least);
  if (given.size > MOST_GRADES)
    throw new CountRefused("tooManyGrades", { grades: given.size, most: MOST_GRADES });
  const points = [...given].sort((a, b) => a - b);
  const place = new Map(points.map((grade, at) => [grade, at]));
  const held = Array.from({ length: candidates }, () => points.map(() => 0));
  const left = Array.from({ length: candidates }, () => cast);
  for (let ballot = 0; ballot < distinct(ballots); ballot++)
    for (let at = offsets[ballot] ?? 0; at < (offsets[ballot + 1] ?? 0); at++) {
      const candidate = entries[at] ?? 0;
      const grade = place.get(ballots.points?.[at] ?? 0) ?? 0;
      const weight = weights[ballot] ?? 0;
      const row = held[candidate] ?? [];
      row[grade] = (row[grade] ?? 0) + weight;
      left[candidate] = (left[candidate] ?? 0) - weight;
    }
  if (refuseMissing && left.some((weight) => weight > 0)) throw new CountRefused("gradesMissing");
  for (const [candidate, row] of held.entries()) row[0] = (row[0] ?? 0) + (left[candidate] ?? 0);
  return { points, weights: held };
}

/** For those alike by their median: after how many medians taken out they differ, and what the next median then is. */
function sayRemovals(
  ranking: Ranking,
  values: readonly MajorityValue[],
  name: (grade: number) => string,
  protocol: Protocol,
): void {
  const value = (candidate: number) => values[candidate] as MajorityValue;
  const told = (alike: readonly (readonly number[])[]) => {
    // The ranking is in the order of the values: the first place where any two differ lies between two neighbours.
    const differs = alike
      .slice(1)
      .map(([next = 0], at) => firstDifference(value(alike[at]?.[0] ?? 0), value(next)));
    const removed = Math.min(...differs);
    if (alike.length < 2) return;
    if (removed > 0)
      protocol.say("remove_medians", alike.flat(), () => {
        const among = new Set(alike.flat());
        const votes = values.map((each, at) => (among.has(at) ? name(gradeAt(each, removed)) : ""));
        return { votes, figures: { removed: `${removed}` } };
      });
    let from = 0;
    for (const [at, difference] of [...differs, removed].entries())
      if (difference === removed) {
        told(alike.slice(from, at + 1));
        from = at + 1;
      }
  };
  told(ranking);
}
