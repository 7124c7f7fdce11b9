// What every method of this family is given: the election looked over, and refused where it cannot be counted.
// Invariant: a poll has at least one ballot that ranks somebody who stands, no shared ranks, and no more seats than candidates.
import { alsoRanked, type Ballots, distinct, type Election } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import { CountRefused } from "../result.ts";

/**
 * The most units of votes that a poll may hold: votes are summed in whole numbers of up to five decimals of a unit, and stay
 * below 2^53. Ninety thousand million; a fraction in the file's weights divides it.
 */
export const MOST_UNITS = Math.floor(Number.MAX_SAFE_INTEGER / 100_000);

/** A stage for each candidate with a figure for each candidate: more than these take more memory than a small computer has. */
export const MOST_CANDIDATES = 2_000;

export type Poll = {
  readonly ballots: Ballots;
  readonly seats: number;
  /** By candidate. */
  readonly withdrawn: readonly boolean[];
  /** By distinct ballot: where its first preference for somebody who stands is among the entries; its end where there is none. */
  readonly first: Uint32Array;
  /**
   * The weight of the valid ballots: those that rank somebody who stands. The rules count no other one (SSI 2007/42, rules 43
   * and 46; the reference rules' "valid ballots"); what else was cast is `empty`.
   */
  readonly valid: number;
  readonly empty: number;
  readonly unit: number;
};

/**
 * CountRefused `ballotsOfAnotherKind` {kind}, `settingUnknown` {setting}, `seatsMissing`, `seatsNotWhole` {seats},
 * `tooManyCandidatesForTransfers` {most}, `tooManySeats` {seats, candidates},
 * `ranksShared` {candidate}, `noVotes`, `tooManyVotes` {most}, `weightsTooFine`.
 */
export function pollOf(
  { ballots, candidates, seats: inFile }: Election,
  options: CountOptions,
  settings: readonly string[] = [],
): Poll {
  if (ballots.kind !== "ranked") throw new CountRefused("ballotsOfAnotherKind", { kind: ballots.kind });
  for (const setting of Object.keys(options.settings))
    if (!settings.includes(setting)) throw new CountRefused("settingUnknown", { setting });
  const seats = options.seats ?? inFile;
  if (seats === null) throw new CountRefused("seatsMissing");
  if (!Number.isSafeInteger(seats) || seats < 1) throw new CountRefused("seatsNotWhole", { seats });
  if (candidates.length > MOST_CANDIDATES)
    throw new CountRefused("tooManyCandidatesForTransfers", { most: MOST_CANDIDATES });
  const withdrawn = candidates.map((candidate) => candidate.withdrawn);
  const standing = withdrawn.filter((one) => !one).length;
  if (seats > standing) throw new CountRefused("tooManySeats", { seats, candidates: standing });
  if (ballots.weightUnit > MOST_UNITS) throw new CountRefused("weightsTooFine");
  if (ballots.totalWeight > MOST_UNITS) throw new CountRefused("tooManyVotes", { most: MOST_UNITS });
  const first = new Uint32Array(distinct(ballots));
  let valid = 0;
  for (let ballot = 0; ballot < first.length; ballot++) {
    const end = ballots.offsets[ballot + 1] ?? 0;
    let at = ballots.offsets[ballot] ?? 0;
    for (let place = at; place < end; place++) {
      const entry = ballots.entries[place] ?? 0;
      // Which of them a paper should go to, none of these rules says.
      if (entry >= alsoRanked) throw new CountRefused("ranksShared", { candidate: entry - alsoRanked + 1 });
    }
    while (at < end && withdrawn[ballots.entries[at] ?? 0]) at++;
    first[ballot] = at;
    if (at < end) valid += ballots.weights[ballot] ?? 0;
  }
  if (valid === 0) throw new CountRefused("noVotes");
  const { weightUnit: unit, totalWeight } = ballots;
  return { ballots, seats, withdrawn, first, valid, empty: totalWeight - valid, unit };
}
