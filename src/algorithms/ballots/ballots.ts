// Ballots as they are counted: candidates by number, alike ballots once with their weight.
// Invariant: weights are whole numbers of one unit whose sum is exact (below 2^53), whatever fractions the file had.

/** Candidates (projects, options) are numbered from 0 in the file's order; that number is what methods speak of. */
export type Candidate = {
  /** As the file calls it: `1`, `2` … in BLT and PrefLib, the project's id in Pabulib. */
  readonly id: string;
  readonly name: string;
  readonly withdrawn: boolean;
};

/** Set on an entry that shares its rank with the entry before it. */
export const alsoRanked = 0x8000_0000;

/**
 * Distinct ballots, end to end: ballot b has the entries from `offsets[b]` up to `offsets[b + 1]`. What an entry is says `kind`:
 * `ranked`: candidates from the first preference on, with `alsoRanked` on those tied with the one before;
 * `approval`: the candidates approved, in ascending order;
 * `score`: the candidates scored, in ascending order, with their points at the same place of `points`.
 */
export type Ballots = {
  readonly kind: "ranked" | "approval" | "score";
  readonly candidates: number;
  readonly offsets: Uint32Array;
  readonly entries: Uint32Array;
  /** Of `score` alone: whole numbers, exact below 2^53, in units of 1/`pointsUnit`. */
  readonly points: Float64Array | null;
  readonly pointsUnit: number;
  /** How often each was cast, in units of 1/`weightUnit`: whole numbers, exact. */
  readonly weights: Float64Array;
  readonly weightUnit: number;
  /** The sum of the weights, in the same unit; exact. */
  readonly totalWeight: number;
};

/** What a file of ballots says. */
export type Election = {
  readonly title: string | null;
  readonly candidates: readonly Candidate[];
  /** How many are to be elected, where the file says so. */
  readonly seats: number | null;
  readonly ballots: Ballots;
  /**
   * The file's lines in their order: which distinct ballot each is, and its weight in units of 1/`weightUnit`. Only of formats
   * whose files are small, for rules whose law looks at that order.
   */
  readonly lines?: readonly { readonly ballot: number; readonly weight: number }[];
};

/** How many distinct ballots there are. */
export function distinct({ offsets }: Ballots): number {
  return offsets.length - 1;
}

/** Ranks of one ballot, best first, each with the candidates that share it. For methods whose speed is not in its reading. */
export function ranksOf({ offsets, entries }: Ballots, ballot: number): number[][] {
  const ranks: number[][] = [];
  for (let at = offsets[ballot] ?? 0; at < (offsets[ballot + 1] ?? 0); at++) {
    const entry = entries[at] ?? 0;
    if (entry >= alsoRanked) ranks.at(-1)?.push(entry - alsoRanked);
    else ranks.push([entry]);
  }
  return ranks;
}
