// Approval ballots as committee rules see them: who approves whom among those who stand, and how many are to be elected.
// Invariant: candidates keep the numbers of the file; whoever is withdrawn is on no ballot and cannot be elected.
import type { Election } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import { type CandidateState, CountRefused } from "../result.ts";
import { supportOf } from "../support.ts";

export type Profile = {
  /** All candidates of the file, also the withdrawn ones. */
  readonly candidates: number;
  /** Those who can be elected, ascending. */
  readonly standing: readonly number[];
  readonly seats: number;
  /** Of each distinct ballot, in units of 1/`weightUnit` of a vote. */
  readonly weights: readonly number[];
  readonly weightUnit: number;
  readonly totalWeight: number;
  /** Whom each distinct ballot approves, ascending. */
  readonly approved: readonly (readonly number[])[];
  /** The distinct ballots with parts of their weight, in the order of the file's lines, as far as it is known. */
  readonly lines: readonly { readonly ballot: number; readonly weight: number }[];
  /** Which distinct ballots approve each candidate, ascending. */
  readonly approvers: readonly (readonly number[])[];
  /** The weight of those together. */
  readonly support: readonly number[];
};

/** What the rules take: a ranking or points do not say whom a voter approves. */
export const takes = ["approval"] as const;

/** CountRefused `ballotsOfAnotherKind` {kind}, `seatsMissing`, `tooManySeats` {seats, candidates}, `noVotes`. */
export function profileOf(election: Election, options: CountOptions): Profile {
  const { kind } = election.ballots;
  if (!takes.some((one) => one === kind)) throw new CountRefused("ballotsOfAnotherKind", { kind });
  const seats = options.seats ?? election.seats;
  if (seats === null || !Number.isSafeInteger(seats) || seats < 1) throw new CountRefused("seatsMissing");
  const standing = election.candidates.flatMap(({ withdrawn }, candidate) => (withdrawn ? [] : [candidate]));
  if (seats > standing.length) throw new CountRefused("tooManySeats", { seats, candidates: standing.length });
  const { weights, weightUnit, totalWeight } = election.ballots;
  if (totalWeight === 0) throw new CountRefused("noVotes");
  const support = supportOf(election);
  const approved: number[][] = Array.from(weights, () => []);
  for (const candidate of standing) {
    for (const ballot of support[candidate]?.ballots ?? []) approved[ballot]?.push(candidate);
  }
  return {
    candidates: election.candidates.length,
    standing,
    seats,
    weights: Array.from(weights),
    weightUnit,
    totalWeight,
    approved,
    lines: election.lines ?? Array.from(weights, (weight, ballot) => ({ ballot, weight })),
    approvers: support.map(({ ballots }) => ballots),
    support: support.map(({ weight }) => weight),
  };
}

/** The state of each candidate of the file; `out`: those who can no longer be elected. */
export function statesOf(
  { candidates, standing }: Profile,
  elected: readonly number[],
  out: (candidate: number) => boolean = () => false,
): CandidateState[] {
  const [chosen, stand] = [new Set(elected), new Set(standing)];
  return Array.from({ length: candidates }, (_, candidate) =>
    !stand.has(candidate)
      ? "withdrawn"
      : chosen.has(candidate)
        ? "elected"
        : out(candidate)
          ? "defeated"
          : "hopeful",
  );
}
