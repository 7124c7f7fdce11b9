// Prices on rows that bound what any choice of sets is worth (Lagrangian relaxation, Held and Karp 1971; Fisher 1981).
// For prices y ≥ 0, no choice is worth more than Σ limit·y + Σ max(0, value - what its rows cost). A subgradient method lowers that.
// Invariant: every figure is a multiple of one fraction 2^-k and below 2^52 of them, so that sums are exact and the bound is one.
import type { Packing } from "./packing.ts";
import type { Steps } from "./steps.ts";

export type Priced = {
  /** No choice among the sets is worth more. */
  readonly bound: number;
  /** The prices that say so, by row. */
  readonly price: Float64Array;
};

/** How fine prices are, for values that sum to so much: figures stay below four times that. */
export function fractionFor(sum: number): number {
  return 2 ** -Math.max(6, Math.min(20, 49 - Math.ceil(Math.log2(Math.max(1, sum)))));
}

/** What a set is worth above what its rows cost. */
export function reducedValue({ first, row, sign, value }: Packing, set: number, price: Float64Array): number {
  let reduced = value[set] as number;
  for (let at = first[set] as number; at < (first[set + 1] as number); at++)
    reduced -= (sign[at] as number) * (price[row[at] as number] as number);
  return reduced;
}

/**
 * Prices at which no set is worth more than it costs, where all signs are 1: each row costs the largest equal part of a set that takes it.
 */
export function fairPrices({ limit, first, row, value }: Packing, fraction: number): Float64Array {
  const price = new Float64Array(limit.length);
  for (let set = 0; set < value.length; set++) {
    const [from, to] = [first[set] as number, first[set + 1] as number];
    const part = Math.ceil((value[set] as number) / (to - from) / fraction) * fraction;
    for (let at = from; at < to; at++) {
      const one = row[at] as number;
      if (part > (price[one] as number)) price[one] = part;
    }
  }
  return price;
}

export type PriceSearch = {
  /** The packing, and those of its sets that may be taken. */
  readonly packing: Packing;
  readonly sets: readonly number[];
  /** Prices to begin with. */
  readonly price: Float64Array;
  /** What is had already: a bound below the next whole number after it is good enough. */
  readonly target: number;
  readonly rounds: number;
  readonly fraction: number;
  readonly steps: Steps;
  /** Is shown prices now and then, for what may come of them. */
  readonly look?: (price: Float64Array) => void;
};

/** Rounds between two looks. */
const LOOK_EVERY = 16;

export function lowerBound(search: PriceSearch): Priced {
  const { packing, sets, price: begin, target, rounds, fraction, steps } = search;
  const { limit, first, row, sign } = packing;
  const rows = rowsOf(packing, sets);
  const price = begin.slice();
  const slack = new Float64Array(limit.length);
  const bestPrice = rows.map((one) => price[one] as number);
  let [best, pace, stalled] = [Infinity, 2, 0];
  for (let round = 0; round < rounds; round++) {
    let bound = 0;
    for (const one of rows) {
      slack[one] = limit[one] as number;
      bound += (limit[one] as number) * (price[one] as number);
    }
    for (const set of sets) {
      const reduced = reducedValue(packing, set, price);
      if (reduced <= 0) continue;
      bound += reduced;
      for (let at = first[set] as number; at < (first[set + 1] as number); at++) {
        const one = row[at] as number;
        slack[one] = (slack[one] as number) - (sign[at] as number);
      }
    }
    steps.take(sets.length * 8 + rows.length);
    stalled = bound < best ? 0 : stalled + 1;
    if (bound < best) {
      best = bound;
      for (const [at, one] of rows.entries()) bestPrice[at] = price[one] as number;
    }
    if (bound < target + 1 || steps.over) break;
    if (stalled === 8) [pace, stalled] = [pace / 2, 0];
    if (!move({ price, slack, rows, step: pace * (bound - target), fraction })) break;
    if (round % LOOK_EVERY === LOOK_EVERY - 1) search.look?.(price);
  }
  for (const [at, one] of rows.entries()) price[one] = bestPrice[at] as number;
  return { bound: best, price };
}

type Move = {
  readonly price: Float64Array;
  readonly slack: Float64Array;
  readonly rows: readonly number[];
  readonly step: number;
  readonly fraction: number;
};

/** A step against the slack of the rows; whether any price changed. */
function move({ price, slack, rows, step, fraction }: Move): boolean {
  let norm = 0;
  for (const row of rows) {
    const free = slack[row] as number;
    if (free < 0 || (price[row] as number) > 0) norm += free * free;
  }
  if (norm === 0) return false;
  let changed = false;
  for (const row of rows) {
    const old = price[row] as number;
    const moved = Math.max(0, old - (step * (slack[row] as number)) / norm);
    const next = Math.round(moved / fraction) * fraction;
    if (next === old) continue;
    price[row] = next;
    changed = true;
  }
  return changed;
}

function rowsOf({ limit, first, row }: Packing, sets: readonly number[]): readonly number[] {
  const met = new Uint8Array(limit.length);
  const rows: number[] = [];
  for (const set of sets) {
    for (let at = first[set] as number; at < (first[set + 1] as number); at++) {
      const one = row[at] as number;
      if (met[one] === 1) continue;
      met[one] = 1;
      rows.push(one);
    }
  }
  return rows;
}
