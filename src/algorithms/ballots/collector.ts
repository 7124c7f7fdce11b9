// Gathers ballots one by one and keeps alike ones once, so that memory grows with distinct ballots, not with ballots cast.
// Invariant: two ballots are one only where every entry (and its points) is the same, whatever their hashes.
import { randomBytes } from "node:crypto";
import type { Ballots } from "./ballots.ts";
import { BallotFault } from "./fault.ts";

/** As many distinct ballots as two small computers have memory for; entries in all are bounded with them. */
const MOST_DISTINCT = 20_000_000;
const MOST_ENTRIES = 200_000_000;

export type CollectorOptions = {
  readonly kind: Ballots["kind"];
  readonly candidates: number;
  readonly weightUnit?: number;
  readonly pointsUnit?: number;
};

export class BallotCollector {
  readonly #options: CollectorOptions;
  #entries = new Uint32Array(1 << 12);
  #points: Float64Array | null;
  #offsets = new Uint32Array(1 << 10);
  #weights = new Float64Array(1 << 10);
  /** Open addressing: 1 + the number of a ballot, 0 for an empty place. */
  #places = new Uint32Array(1 << 11);
  /** The hash of each, so that most of those that differ are told apart without reading them, and growing reads none. */
  #hashes = new Int32Array(1 << 10);
  #count = 0;
  #total = 0;
  #unit: number;

  constructor(options: CollectorOptions) {
    this.#options = options;
    this.#unit = options.weightUnit ?? 1;
    this.#points = options.kind === "score" ? new Float64Array(this.#entries.length) : null;
  }

  /** Weights are counted in units of one part in so many of a vote. */
  get weightUnit(): number {
    return this.#unit;
  }

  /** Makes the unit so many times finer: what was counted stays the same. BallotFault `weightsTooLarge`. */
  refine(times: number, line: number | null = null): void {
    if (!Number.isSafeInteger(this.#total * times) || !Number.isSafeInteger(this.#unit * times))
      throw new BallotFault("weightsTooLarge", line);
    this.#unit *= times;
    this.#total *= times;
    for (let ballot = 0; ballot < this.#count; ballot++)
      this.#weights[ballot] = (this.#weights[ballot] ?? 0) * times;
  }

  /**
   * Counts the ballot that stands in the first `length` places of `entries` (and `points`) `weight` times more. They are copied.
   * Says whether it is the first of its kind. BallotFault `weightNotWhole`, `weightsTooLarge` (their sum passes 2^53),
   * `tooManyBallots` (distinct ones).
   */
  add(
    entries: ArrayLike<number>,
    length: number,
    weight: number,
    points: ArrayLike<number> | null = null,
    line: number | null = null,
  ): boolean {
    const total = this.#total + weight;
    if (total > Number.MAX_SAFE_INTEGER) throw new BallotFault("weightsTooLarge", line);
    if (!Number.isSafeInteger(weight) || weight < 0) throw new BallotFault("weightNotWhole", line);
    if (weight === 0) return false;
    this.#total = total;
    const before = this.#count;
    const ballot = this.#find(entries, length, points, line);
    this.#weights[ballot] = (this.#weights[ballot] ?? 0) + weight;
    return ballot === before;
  }

  finish(): Ballots {
    const used = this.#offsets[this.#count] ?? 0;
    return {
      kind: this.#options.kind,
      candidates: this.#options.candidates,
      offsets: this.#offsets.slice(0, this.#count + 1),
      entries: this.#entries.slice(0, used),
      points: this.#points?.slice(0, used) ?? null,
      pointsUnit: this.#options.pointsUnit ?? 1,
      weights: this.#weights.slice(0, this.#count),
      weightUnit: this.#unit,
      totalWeight: this.#total,
    };
  }

  #find(
    entries: ArrayLike<number>,
    length: number,
    points: ArrayLike<number> | null,
    line: number | null,
  ): number {
    const mask = this.#places.length - 1;
    const [places, hashes] = [this.#places, this.#hashes];
    const hash = hashOf(entries, length, points);
    let place = hash & mask;
    for (;;) {
      const taken = places[place] ?? 0;
      if (taken === 0) break;
      if (hashes[taken - 1] === hash && this.#isAt(taken - 1, entries, length, points)) return taken - 1;
      place = (place + 1) & mask;
    }
    const ballot = this.#append(entries, length, points, line);
    this.#hashes[ballot] = hash;
    places[place] = ballot + 1;
    if (this.#count * 2 > this.#places.length) this.#grow();
    return this.#count - 1;
  }

  #isAt(
    ballot: number,
    entries: ArrayLike<number>,
    length: number,
    points: ArrayLike<number> | null,
  ): boolean {
    const [offsets, own, ownPoints] = [this.#offsets, this.#entries, this.#points];
    const from = offsets[ballot] ?? 0;
    if ((offsets[ballot + 1] ?? 0) - from !== length) return false;
    for (let at = 0; at < length; at++) if (own[from + at] !== entries[at]) return false;
    if (!ownPoints || !points) return true;
    for (let at = 0; at < length; at++) if (ownPoints[from + at] !== points[at]) return false;
    return true;
  }

  #append(
    entries: ArrayLike<number>,
    length: number,
    points: ArrayLike<number> | null,
    line: number | null,
  ): number {
    const from = this.#offsets[this.#count] ?? 0;
    if (this.#count >= MOST_DISTINCT || from + length > MOST_ENTRIES)
      throw new BallotFault("tooManyBallots", line, { most: MOST_DISTINCT });
    while (from + length > this.#entries.length) {
      this.#entries = larger(this.#entries, Uint32Array);
      if (this.#points) this.#points = larger(this.#points, Float64Array);
    }
    if (this.#count + 2 > this.#offsets.length) {
      this.#offsets = larger(this.#offsets, Uint32Array);
      this.#weights = larger(this.#weights, Float64Array);
      this.#hashes = larger(this.#hashes, Int32Array);
    }
    for (let at = 0; at < length; at++) {
      this.#entries[from + at] = entries[at] ?? 0;
      if (this.#points && points) this.#points[from + at] = points[at] ?? 0;
    }
    this.#offsets[this.#count + 1] = from + length;
    return this.#count++;
  }

  #grow(): void {
    const places = new Uint32Array(this.#places.length * 2);
    const mask = places.length - 1;
    for (let ballot = 0; ballot < this.#count; ballot++) {
      let place = (this.#hashes[ballot] ?? 0) & mask;
      while (places[place] !== 0) place = (place + 1) & mask;
      places[place] = ballot + 1;
    }
    this.#places = places;
  }
}

function larger<A extends Uint32Array | Int32Array | Float64Array>(
  from: A,
  as: new (length: number) => A,
): A {
  const to = new as(from.length * 2);
  to.set(from);
  return to;
}

/**
 * Where hashes begin: another number in each process, so that nobody can write a file whose ballots all have one hash and take
 * for ever to be told apart. Nothing that is counted depends on it: ballots are kept in the order in which they came.
 */
const basis = randomBytes(4).readUInt32LE();

/** FNV-1a over the entries, as 32-bit words, with a last mixing so that the low bits depend on all (murmur3's). */
function hashOf(entries: ArrayLike<number>, length: number, points: ArrayLike<number> | null): number {
  let hash = basis;
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ (entries[at] ?? 0), 0x01000193);
  if (points) for (let at = 0; at < length; at++) hash = Math.imul(hash ^ (points[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
