// Ballot papers in piles, one for each candidate, and the votes that they are worth: the arithmetic of Gregory's method.
// Invariant: votes, non-transferable votes and what was lost to cutting off add up to the valid ballots, exactly, at all times.
//
// A paper's value is a whole number of the last decimal (at most 10^5). Votes are whole numbers of value times weight, that is,
// of 1 ÷ (10^decimals × weight unit) of a vote; their sum stays below 2^53 (MOST_UNITS), so that adding them is exact. Products of
// two of them are not below it: they are made with bigint, once for each value that papers of a pile have.
import type { Poll } from "./poll.ts";

const NONE = 0xffff_ffff;

export class Papers {
  readonly votes: Float64Array;
  nonTransferable = 0;
  /** What the values lost where they were cut off at their last decimal. */
  lost = 0;
  /** Of one vote, so many of the units that votes are counted in. */
  readonly one: number;
  readonly #poll: Poll;
  readonly #heads: Uint32Array;
  readonly #next: Uint32Array;
  /** Where among the entries each paper's present preference is. */
  readonly #at: Uint32Array;
  readonly #values: Uint32Array;

  constructor(poll: Poll, decimals: number) {
    this.#poll = poll;
    this.one = 10 ** decimals * poll.unit;
    this.votes = new Float64Array(poll.withdrawn.length);
    this.#heads = new Uint32Array(poll.withdrawn.length).fill(NONE);
    this.#next = new Uint32Array(poll.first.length).fill(NONE);
    this.#at = poll.first.slice();
    this.#values = new Uint32Array(poll.first.length).fill(10 ** decimals);
    for (let paper = poll.first.length - 1; paper >= 0; paper--)
      if ((this.#at[paper] ?? 0) < (poll.ballots.offsets[paper + 1] ?? 0)) this.#give(paper);
  }

  /** Puts the paper on the pile of its present preference. */
  #give(paper: number): void {
    const { entries, weights } = this.#poll.ballots;
    const candidate = entries[this.#at[paper] ?? 0] ?? 0;
    this.#next[paper] = this.#heads[candidate] ?? NONE;
    this.#heads[candidate] = paper;
    this.votes[candidate] = (this.votes[candidate] ?? 0) + (this.#values[paper] ?? 0) * (weights[paper] ?? 0);
  }

  /**
   * Hands the candidate's papers on to the next preference that `isHopeful`, each at the value that `reduced` makes of its own; the
   * candidate keeps `kept` votes.
   */
  transfer(
    candidate: number,
    kept: number,
    reduced: (value: number) => number,
    isHopeful: (candidate: number) => boolean,
  ): void {
    const { entries, offsets, weights } = this.#poll.ballots;
    const values = new Map<number, number>();
    let handedOn = 0;
    let following = NONE;
    for (let paper = this.#heads[candidate] ?? NONE; paper !== NONE; paper = following) {
      following = this.#next[paper] ?? NONE;
      const before = this.#values[paper] ?? 0;
      let value = values.get(before);
      if (value === undefined) values.set(before, (value = reduced(before)));
      this.#values[paper] = value;
      handedOn += value * (weights[paper] ?? 0);
      const end = offsets[paper + 1] ?? 0;
      let at = (this.#at[paper] ?? 0) + 1;
      while (at < end && !isHopeful(entries[at] ?? 0)) at++;
      this.#at[paper] = at;
      if (at < end) this.#give(paper);
      else this.nonTransferable += value * (weights[paper] ?? 0);
    }
    this.#heads[candidate] = NONE;
    this.lost += (this.votes[candidate] ?? 0) - kept - handedOn;
    this.votes[candidate] = kept;
  }
}
