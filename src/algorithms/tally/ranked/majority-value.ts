// The majority value of a candidate: its median grade, the median after that vote is taken out, and so on to the last vote.
// Balinski and Laraki, "Majority Judgment", MIT Press 2010, chapter 1. Of two middle grades the lower one is the median.
// Invariant: two values that are compared are of the same number of votes.
//
// It is not written out. Taking out medians walks from the middle outward, by turns one grade down and one up; over a stretch in
// which both walks stay inside one grade the same two come again and again. So a value is its median and a list of (lower grade,
// upper grade, how often), at most twice as long as there are grades, whatever the number of votes.

type Run = { readonly lower: number; readonly upper: number; readonly times: number };

export type MajorityValue = {
  readonly median: number;
  /** Whether one vote stands in the middle by itself, before the pairs. */
  readonly odd: boolean;
  readonly runs: readonly Run[];
};

/** Of `votes` votes in all; `weights[grade]` of them have that grade, the worst being grade 0. Whole numbers below 2^53. */
export function majorityValue(weights: readonly number[], votes: number): MajorityValue {
  const odd = votes % 2 === 1;
  const half = (votes - (odd ? 1 : 0)) / 2;
  const down = outermost([...weights.entries()], half).reverse();
  const up = outermost([...weights.entries()].reverse(), half).reverse();
  const runs: Run[] = [];
  let [below, above] = [0, 0];
  let [lower, upper] = [down[0]?.[1] ?? 0, up[0]?.[1] ?? 0];
  while (below < down.length && above < up.length) {
    const times = Math.min(lower, upper);
    runs.push({ lower: down[below]?.[0] ?? 0, upper: up[above]?.[0] ?? 0, times });
    lower -= times;
    upper -= times;
    if (lower === 0) lower = down[++below]?.[1] ?? 0;
    if (upper === 0) upper = up[++above]?.[1] ?? 0;
  }
  return { median: gradeOfVote(weights, half + (odd ? 1 : 0)), odd, runs };
}

/** The first `many` votes of a list of grades with their weights. */
function outermost(grades: readonly (readonly [number, number])[], many: number): [number, number][] {
  const taken: [number, number][] = [];
  let left = many;
  for (const [grade, weight] of grades) {
    const some = Math.min(weight, left);
    if (some > 0) taken.push([grade, some]);
    left -= some;
  }
  return taken;
}

/** The grade of the n-th vote from the worst, from 1. */
function gradeOfVote(weights: readonly number[], n: number): number {
  let passed = 0;
  for (const [grade, weight] of weights.entries()) {
    passed += weight;
    if (passed >= n) return grade;
  }
  return 0;
}

/** Below 0 where `a` is the lower value. */
export function compareValues(a: MajorityValue, b: MajorityValue): number {
  const at = firstDifference(a, b);
  return at === Number.POSITIVE_INFINITY ? 0 : gradeAt(a, at) - gradeAt(b, at);
}

/** After how many medians taken out the two differ; infinity where they never do. */
export function firstDifference(a: MajorityValue, b: MajorityValue): number {
  if (a.median !== b.median) return 0;
  let [passed, inA, inB] = [0, 0, 0];
  let [leftA, leftB] = [a.runs[0]?.times ?? 0, b.runs[0]?.times ?? 0];
  for (;;) {
    const [one, other] = [a.runs[inA], b.runs[inB]];
    if (!one || !other) return Number.POSITIVE_INFINITY;
    if (one.lower !== other.lower) return 2 * passed + (a.odd ? 1 : 0);
    if (one.upper !== other.upper) return 2 * passed + (a.odd ? 2 : 1);
    const times = Math.min(leftA, leftB);
    passed += times;
    leftA -= times;
    leftB -= times;
    if (leftA === 0) leftA = a.runs[++inA]?.times ?? 0;
    if (leftB === 0) leftB = b.runs[++inB]?.times ?? 0;
  }
}

/** The median after so many have been taken out. */
export function gradeAt({ median, odd, runs }: MajorityValue, removed: number): number {
  if (removed === 0) return median;
  const place = removed - (odd ? 1 : 0);
  let pairs = Math.floor(place / 2);
  for (const { lower, upper, times } of runs) {
    if (pairs < times) return place % 2 === 0 ? lower : upper;
    pairs -= times;
  }
  return median;
}
