// What every method of this family begins with: the candidates who stand, the ballots without those who withdrew, the seats.
// Invariant: from here on candidates are numbered without gaps among those who stand (`of` gives the file's number back),
// so that a withdrawn candidate can neither win nor stand in the way of another.
import { alsoRanked, BallotCollector, type Ballots, distinct, type Election } from "../../ballots/index.ts";
import { fraction, written } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import { CountRefused } from "../result.ts";

export type Standing = {
  readonly ballots: Ballots;
  /** The file's number of each candidate who stands. */
  readonly of: readonly number[];
  /** How many candidates the file has, with those who withdrew. */
  readonly inFile: number;
  /** As asked for, or as the file says; null where neither does. */
  readonly seats: number | null;
  /** Weight of the ballots that name somebody who stands, in units of 1/`weightUnit`. */
  readonly cast: number;
  /** Weight of those that name nobody. */
  readonly empty: number;
};

/**
 * CountRefused `ballotsOfAnotherKind` {kind}, `seatsNotWhole` {seats}, `tooManySeats` {seats, candidates}, `noVotes`: no ballot
 * names anybody who stands, so that whoever came first would be nobody's choice.
 */
export function standing(
  election: Election,
  options: CountOptions,
  takes: readonly Ballots["kind"][],
): Standing {
  const { candidates, ballots: inFile } = election;
  if (!takes.includes(inFile.kind)) throw new CountRefused("ballotsOfAnotherKind", { kind: inFile.kind });
  const of = candidates.flatMap(({ withdrawn }, number) => (withdrawn ? [] : [number]));
  const seats = options.seats ?? election.seats;
  if (seats !== null && !(Number.isSafeInteger(seats) && seats > 0))
    throw new CountRefused("seatsNotWhole", { seats });
  if (seats !== null && seats > of.length)
    throw new CountRefused("tooManySeats", { seats, candidates: of.length });
  const ballots = of.length === candidates.length ? inFile : without(inFile, of);
  const empty = emptyWeight(ballots);
  const cast = ballots.totalWeight - empty;
  if (cast === 0) throw new CountRefused("noVotes");
  return { ballots, of, inFile: candidates.length, seats, cast, empty };
}

/** The same ballots with only the candidates `of`, numbered by their place in it; those who shared a rank still do. */
function without(ballots: Ballots, of: readonly number[]): Ballots {
  const { kind, pointsUnit, weightUnit, offsets, entries, points, weights } = ballots;
  const place = new Int32Array(ballots.candidates).fill(-1);
  of.forEach((number, at) => (place[number] = at));
  const collector = new BallotCollector({ kind, candidates: of.length, pointsUnit, weightUnit });
  const kept = new Uint32Array(ballots.candidates);
  const keptPoints = points && new Float64Array(ballots.candidates);
  for (let ballot = 0; ballot < distinct(ballots); ballot++) {
    let length = 0;
    let leads = false;
    for (let at = offsets[ballot] ?? 0; at < (offsets[ballot + 1] ?? 0); at++) {
      const entry = entries[at] ?? 0;
      const shares = entry >= alsoRanked;
      // The first kept of each rank leads it, whoever led it before.
      if (!shares) leads = true;
      const now = place[shares ? entry - alsoRanked : entry] ?? -1;
      if (now < 0) continue;
      kept[length] = leads ? now : now + alsoRanked;
      if (keptPoints) keptPoints[length] = points?.[at] ?? 0;
      leads = false;
      length++;
    }
    collector.add(kept, length, weights[ballot] ?? 0, keptPoints);
  }
  return collector.finish();
}

function emptyWeight({ offsets, weights }: Ballots): number {
  let empty = 0;
  for (let ballot = 0; ballot < weights.length; ballot++)
    if (offsets[ballot] === offsets[ballot + 1]) empty += weights[ballot] ?? 0;
  return empty;
}

/** A weight as a protocol shows it: in ballots, exact. */
export function votesOf(weight: number, { ballots }: Standing): string {
  return ballots.weightUnit === 1 ? `${weight}` : written(fraction(weight, ballots.weightUnit));
}
