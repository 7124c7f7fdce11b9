// What every rule of apportionment is asked for, and what it answers.

/** Seats for weights, each between the least and the most; checked before a rule sees them. */
export type Wanted = {
  readonly seats: number;
  readonly weights: readonly number[];
  readonly least: number;
  readonly most: number;
};

export type Apportionment = {
  /** In the order of the weights. */
  readonly seats: readonly number[];
  /** Entries that were entitled alike to the last seats, where there were not enough; the earlier ones got them. */
  readonly tied: readonly number[];
};
