// A ballot as a form sends it: a mark beside each number, also of candidates that stand on another page of it.
// Invariant: what was typed is never lost, whatever it is; only the numbers in it become marks.
import type { Ballot, BallotKind } from "#elections";
import type { FormBody } from "../request.ts";

/** What stands beside each number, as it was typed. */
export type Typed = ReadonlyMap<number, string>;

const MARK = /^m-([1-9]\d{0,3})$/;
const MOST_MARKS = 500;

export function typedMarks(body: FormBody): Typed {
  const typed = new Map<number, string>();
  for (const name of body.raw.keys()) {
    const number = MARK.exec(name)?.[1];
    const value = body.get(name).trim().slice(0, 12);
    if (number && value !== "" && typed.size < MOST_MARKS) typed.set(Number(number), value);
  }
  return typed;
}

/** As marks; what is no whole number is one that no rule takes. */
export function marksFrom(typed: Typed): [number, number][] {
  return [...typed].map(([number, value]) => [number, /^\d{1,6}$/.test(value) ? Number(value) : -1]);
}

/** A ballot that was cast, as it would be typed again. */
export function typedFrom({ entries, points }: Ballot, kind: BallotKind): Typed {
  return new Map(
    entries.map((number, at) => [number, String(kind === "ranked" ? at + 1 : (points?.[at] ?? 1))]),
  );
}

/** Numbers beside which something is wrong in a ranking: a place that is given twice, or that is none. */
export function wrongPlaces(typed: Typed): ReadonlySet<number> {
  const times = Map.groupBy(typed, ([, value]) => value.replace(/^0+(?=\d)/, ""));
  return new Set(
    [...times].flatMap(([place, marks]) =>
      marks.length > 1 || !/^[1-9]\d{0,3}$/.test(place) ? marks.map(([number]) => number) : [],
    ),
  );
}
