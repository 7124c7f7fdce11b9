// Who supports whom: the ballots of each candidate, for methods that count approvals, points or what money they are worth.
import { alsoRanked, type Ballots, type Election } from "../ballots/index.ts";
import { CountRefused } from "./result.ts";

export type Support = {
  /** Numbers of distinct ballots, ascending. */
  readonly ballots: readonly number[];
  /** The points of each of these ballots, where points are what counts; else null: each is worth the same. */
  readonly points: readonly number[] | null;
  /** Of those ballots together. */
  readonly weight: number;
};

/**
 * The supporters of each candidate in the file's order; whoever is withdrawn has none. A candidate is supported by a ballot
 * that approves, gives points above zero, or ranks it at all. `points`: keep them; CountRefused `ballotsOfAnotherKind` {kind}
 * where the ballots have none.
 */
export function supportOf({ ballots, candidates }: Election, points = false): Support[] {
  if (points && ballots.kind !== "score")
    throw new CountRefused("ballotsOfAnotherKind", { kind: ballots.kind });
  const support = candidates.map(() => ({
    ballots: [] as number[],
    points: points ? ([] as number[]) : null,
    weight: 0,
  }));
  for (let ballot = 0; ballot + 1 < ballots.offsets.length; ballot++) {
    const weight = ballots.weights[ballot] ?? 0;
    for (const { candidate, given } of supportedBy(ballots, ballot)) {
      const of = support[candidate];
      if (!of || candidates[candidate]?.withdrawn) continue;
      of.ballots.push(ballot);
      of.points?.push(given);
      of.weight += weight;
    }
  }
  return support;
}

function supportedBy(ballots: Ballots, ballot: number): { candidate: number; given: number }[] {
  const supported: { candidate: number; given: number }[] = [];
  for (let at = ballots.offsets[ballot] ?? 0; at < (ballots.offsets[ballot + 1] ?? 0); at++) {
    const entry = ballots.entries[at] ?? 0;
    const given = ballots.points?.[at] ?? 1;
    if (given > 0) supported.push({ candidate: entry >= alsoRanked ? entry - alsoRanked : entry, given });
  }
  return supported;
}
