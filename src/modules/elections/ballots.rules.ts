// What a ballot must be before it counts, and what each fault is called. Pure.
// Invariant: a ballot names only numbers that are on it, each once; a ranking has neither a place twice nor a gap.
import { broken, ok, type Verdict } from "#platform/rules";
import type { BallotKind } from "./methods.rules.ts";
import type { Ballot } from "./types.ts";

export type BallotPaper = {
  readonly kind: BallotKind;
  /** How many candidates are on it: numbers from 1. */
  readonly candidates: number;
  readonly mostPoints: number | null;
};

/** What somebody marked beside each number: a place, points, or a cross (1). */
export type Marks = ReadonlyMap<number, number>;

/** The ballot that the marks say, or the first rule that they break. */
export function ballotOf(paper: BallotPaper, marks: Marks): Ballot | Exclude<Verdict, { ok: true }> {
  const fault = [...marks.keys()].some((number) => number < 1 || number > paper.candidates)
    ? broken("ballotCandidateUnknown")
    : marks.size === 0
      ? broken("ballotEmpty")
      : ok;
  if (!fault.ok) return fault;
  const ascending = [...marks].sort(([one], [other]) => one - other);
  if (paper.kind === "ranked") return rankingOf(ascending);
  const entries = ascending.map(([number]) => number);
  if (paper.kind === "approval") return { entries, points: null };
  const points = ascending.map(([, given]) => given);
  const most = paper.mostPoints ?? 0;
  return points.some((given) => !Number.isInteger(given) || given < 0 || given > most)
    ? broken("ballotPointsOutOfRange", { most })
    : { entries, points };
}

function rankingOf(marks: readonly (readonly [number, number])[]): Ballot | Exclude<Verdict, { ok: true }> {
  const places = new Map<number, number>();
  for (const [number, place] of marks) {
    if (!Number.isInteger(place) || place < 1) return broken("ballotPlaceMalformed");
    if (places.has(place)) return broken("ballotPlaceTwice", { place });
    places.set(place, number);
  }
  const entries: number[] = [];
  for (let place = 1; place <= places.size; place += 1) {
    const number = places.get(place);
    if (number === undefined) return broken("ballotPlaceMissing", { place });
    entries.push(number);
  }
  return { entries, points: null };
}

export function isBallot(found: Ballot | Verdict): found is Ballot {
  return "entries" in found;
}

/** The marks that make a ballot: what a form shows again. */
export function marksOf({ entries, points }: Ballot, kind: BallotKind): Map<number, number> {
  return new Map(
    entries.map((number, at) => [number, kind === "ranked" ? at + 1 : (points?.[at] ?? 1)] as const),
  );
}

/** What was put into the box cannot be taken out again: nobody knows which it was. */
export function secretVotesAreCastOnce(tookPart: boolean): Verdict {
  return tookPart ? broken("alreadyVotedInSecret") : ok;
}
