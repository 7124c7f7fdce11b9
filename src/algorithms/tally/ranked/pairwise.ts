// How many put whom above whom, and what follows from it alone: the Condorcet winner, the Smith set, the defeats by strength.
// Invariant: every figure is a sum of weights, a whole number below 2^53; strengths are compared as pairs, never as one number.
import { alsoRanked, type Ballots, distinct } from "../../ballots/index.ts";
import { CountRefused } from "../result.ts";
import type { Protocol } from "./protocol.ts";
import { type Standing, votesOf } from "./standing.ts";

/** The square matrices of more would take more memory than a small computer has. */
const MOST_CANDIDATES = 2000;

export type Pairwise = {
  readonly candidates: number;
  /** `over[i · candidates + j]`: weight of the ballots that put i above j. */
  readonly over: Float64Array;
};

/**
 * Of ranked ballots. A ballot that names m candidates costs m² / 2 steps, however many there are besides: those it does not name
 * are reckoned at the end, from how many ballots name one and how many of them do not put the other first or beside it.
 * CountRefused `tooManyCandidates` {candidates, most}.
 */
export function pairwise(ballots: Ballots): Pairwise {
  const { candidates, offsets, entries, weights } = ballots;
  if (candidates > MOST_CANDIDATES)
    throw new CountRefused("tooManyCandidates", { candidates, most: MOST_CANDIDATES });
  const named = new Float64Array(candidates);
  // atLeast[i · candidates + j]: weight of the ballots that name both and put i above j or beside it.
  const atLeast = new Float64Array(candidates * candidates);
  const order = new Uint32Array(candidates);
  for (let ballot = 0; ballot < distinct(ballots); ballot++) {
    const from = offsets[ballot] ?? 0;
    const length = (offsets[ballot + 1] ?? 0) - from;
    const weight = weights[ballot] ?? 0;
    let rank = 0;
    for (let at = 0; at < length; at++) {
      const entry = entries[from + at] ?? 0;
      const shares = entry >= alsoRanked;
      const candidate = shares ? entry - alsoRanked : entry;
      order[at] = candidate;
      named[candidate] = (named[candidate] ?? 0) + weight;
      if (!shares) rank = at;
      for (let beside = rank; beside < at; beside++) {
        const cell = candidate * candidates + (order[beside] ?? 0);
        atLeast[cell] = (atLeast[cell] ?? 0) + weight;
      }
    }
    for (let at = 0; at < length; at++) {
      const row = (order[at] ?? 0) * candidates;
      for (let below = at + 1; below < length; below++) {
        const cell = row + (order[below] ?? 0);
        atLeast[cell] = (atLeast[cell] ?? 0) + weight;
      }
    }
  }
  const over = new Float64Array(candidates * candidates);
  for (let one = 0; one < candidates; one++)
    for (let other = 0; other < candidates; other++)
      if (one !== other)
        over[one * candidates + other] = (named[one] ?? 0) - (atLeast[other * candidates + one] ?? 0);
  return { candidates, over };
}

/** Whether more put one above the other than the other way round. */
export function beats({ candidates, over }: Pairwise, one: number, other: number): boolean {
  return (over[one * candidates + other] ?? 0) > (over[other * candidates + one] ?? 0);
}

/** Who beats every other one; undefined where nobody does. */
export function condorcetWinner(pairs: Pairwise): number | undefined {
  // Whoever a later candidate at least ties with cannot be the one; so one candidate is left to be looked at in full.
  let only = 0;
  for (let other = 1; other < pairs.candidates; other++) if (!beats(pairs, only, other)) only = other;
  for (let other = 0; other < pairs.candidates; other++)
    if (other !== only && !beats(pairs, only, other)) return undefined;
  return only;
}

/** The least set, not empty, whose members each beat everybody outside it (J. H. Smith, 1973). Ascending. */
export function smithSet(pairs: Pairwise): number[] {
  const { candidates } = pairs;
  let [first, most] = [0, -1];
  for (let one = 0; one < candidates; one++) {
    let score = 0;
    for (let other = 0; other < candidates; other++)
      if (one !== other) score += beats(pairs, one, other) ? 2 : beats(pairs, other, one) ? 0 : 1;
    if (score > most) [first, most] = [one, score];
  }
  // Who has the best Copeland score is in the set; and whoever one of the set does not beat has to be.
  const set = [first];
  const taken = new Set(set);
  for (let at = 0; at < set.length; at++)
    for (let other = 0; other < candidates; other++)
      if (!taken.has(other) && !beats(pairs, set[at] ?? 0, other)) {
        taken.add(other);
        set.push(other);
      }
  return set.sort((a, b) => a - b);
}

export type Measure = "winning-votes" | "margins";

/** One candidate beats another: `votes` put the winner above the loser, `against` the other way round, fewer. */
export type Defeat = {
  readonly winner: number;
  readonly loser: number;
  readonly votes: number;
  readonly against: number;
};

/**
 * Every defeat, in groups of those as strong as each other, the strongest first. By winning votes the defeat for which more voted
 * is the stronger, and of those for which as many voted, the one against which fewer did (M. Schulze, Social Choice and
 * Welfare 36, 2011, §2.1); by margins only the difference counts. Inside a group in the file's order.
 */
export function defeats({ candidates, over }: Pairwise, measure: Measure): Defeat[][] {
  const all: Defeat[] = [];
  for (let winner = 0; winner < candidates; winner++)
    for (let loser = 0; loser < candidates; loser++) {
      const votes = over[winner * candidates + loser] ?? 0;
      const against = over[loser * candidates + winner] ?? 0;
      if (votes > against) all.push({ winner, loser, votes, against });
    }
  const stronger =
    measure === "margins"
      ? (a: Defeat, b: Defeat) => b.votes - b.against - (a.votes - a.against)
      : (a: Defeat, b: Defeat) => b.votes - a.votes || a.against - b.against;
  all.sort(stronger);
  const groups: Defeat[][] = [];
  for (const defeat of all) {
    const last = groups.at(-1);
    if (last?.[0] && stronger(last[0], defeat) === 0) last.push(defeat);
    else groups.push([defeat]);
  }
  return groups;
}

/** How strong a defeat is, as a protocol shows it: the winner's votes, or the margin. */
export function strengthOf({ votes, against }: Defeat, measure: Measure): number {
  return measure === "margins" ? votes - against : votes;
}

/** A square matrix as a protocol shows it. */
export function shownMatrix(candidates: number, cell: (row: number, column: number) => string): string[][] {
  return Array.from({ length: candidates }, (_, row) =>
    Array.from({ length: candidates }, (_, column) => (row === column ? "0" : cell(row, column))),
  );
}

/** The first stages of every method that compares pairs: the matrix, who beats everybody, and the Smith set. */
export function sayPairs(protocol: Protocol, standing: Standing, pairs: Pairwise): void {
  const winner = condorcetWinner(pairs);
  const { candidates, over } = pairs;
  protocol.say("compare", [], () => ({
    matrix: shownMatrix(candidates, (row, column) => votesOf(over[row * candidates + column] ?? 0, standing)),
    figures: { ballots: votesOf(standing.cast, standing), empty: votesOf(standing.empty, standing) },
  }));
  if (winner !== undefined) protocol.say("condorcet_winner", [winner]);
  else protocol.say("smith_set", smithSet(pairs));
}
