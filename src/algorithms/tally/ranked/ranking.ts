// From a ranking to a result: the first so many are elected, and who shares the last seat's place is decided by the tie rule.
// Invariant: a tie is broken only where it decides who is elected, and every one that is broken is told.
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { type TieChoice, tieChoice } from "../ties.ts";
import type { Protocol } from "./protocol.ts";

/** Places of a ranking, best first; who stands in the same place is alike to the method, and in ascending order. */
export type Ranking = readonly (readonly number[])[];

/** More winning sets than somebody could read through are not listed. */
const MOST_SETS = 10_000;

/**
 * Elects the first `seats` of a ranking. With `options.all`, `alternatives` has every set that some breaking of the tie
 * elects, or those of `every`, where ties before the ranking could have made it another. CountRefused `tooLarge` {what:
 * `alternatives`}.
 */
export function electFirst(
  ranking: Ranking,
  seats: number,
  options: CountOptions,
  protocol: Protocol,
  choice: TieChoice = tieChoice(options.ties),
  every?: readonly (readonly number[])[],
): Count {
  const elected: number[] = [];
  let sets = every ?? [];
  for (const [at, alike] of ranking.entries()) {
    protocol.say("rank", alike, () => ({ figures: { rank: `${at + 1}` } }));
    const left = seats - elected.length;
    if (left <= 0) continue;
    if (alike.length > left) {
      if (options.all && !every) sets = setsOf(alike, left).map((rest) => [...elected, ...rest]);
      const picked = choice.choose(alike, left);
      protocol.tie({ between: alike, chosen: picked, to: "elect", by: choice.by });
      elected.push(...picked);
    } else elected.push(...alike);
  }
  return concluded(elected, sets.length > 0 ? sets : [elected], options, protocol);
}

/** The result of those elected, by the numbers of those who stand; `sets` are all that could have been. */
export function concluded(
  elected: readonly number[],
  sets: readonly (readonly number[])[],
  options: CountOptions,
  protocol: Protocol,
): Count {
  protocol.say("elect", elected, () => ({ elected }));
  const alternatives = sets.map((set) => protocol.inFile(set).sort((a, b) => a - b)).sort(lexically);
  return {
    elected: protocol.inFile(elected),
    quota: null,
    stages: protocol.stages,
    ties: protocol.ties,
    ...(options.all && { alternatives }),
  };
}

function lexically(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, place) => number !== b[place]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Every way to take `many` of them. */
export function setsOf(among: readonly number[], many: number): number[][] {
  const sets: number[][] = [];
  const taken: number[] = [];
  const take = (from: number) => {
    if (taken.length === many) {
      if (sets.length === MOST_SETS) throw new CountRefused("tooLarge", { what: "alternatives" });
      sets.push([...taken]);
      return;
    }
    for (let at = from; at <= among.length - (many - taken.length); at++) {
      taken.push(among[at] ?? 0);
      take(at + 1);
      taken.pop();
    }
  };
  take(0);
  return sets;
}

/** Places by a figure: whoever has the most first, who has the same together. */
export function rankedBy<T>(figures: readonly T[], compare: (a: T, b: T) => number): Ranking {
  const order = figures.map((_, candidate) => candidate);
  const by = (a: number, b: number) => compare(figures[b] as T, figures[a] as T);
  order.sort((a, b) => by(a, b) || a - b);
  const places: number[][] = [];
  for (const candidate of order) {
    const last = places.at(-1);
    if (last && by(last[0] ?? 0, candidate) === 0) last.push(candidate);
    else places.push([candidate]);
  }
  return places;
}

/**
 * Places by who beats whom (a transitive relation): first those whom nobody beats, then those whom nobody beats of the rest,
 * and so on. `beats` is asked once for each pair and direction: n² steps.
 */
export function rankedByBeating(candidates: number, beats: (one: number, other: number) => boolean): Ranking {
  const beaten = Array.from({ length: candidates }, () => 0);
  const losers: number[][] = Array.from({ length: candidates }, () => []);
  for (let one = 0; one < candidates; one++)
    for (let other = 0; other < candidates; other++)
      if (one !== other && beats(one, other)) {
        losers[one]?.push(other);
        beaten[other] = (beaten[other] ?? 0) + 1;
      }
  const places: number[][] = [];
  let place = beaten.flatMap((times, candidate) => (times === 0 ? [candidate] : []));
  while (place.length > 0) {
    places.push(place);
    const next: number[] = [];
    for (const winner of place)
      for (const loser of losers[winner] ?? []) {
        const left = (beaten[loser] ?? 0) - 1;
        beaten[loser] = left;
        if (left === 0) next.push(loser);
      }
    place = next.sort((a, b) => a - b);
  }
  return places;
}
