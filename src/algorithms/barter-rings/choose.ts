// Which sets to take: branch and bound on one part of a packing in which each row allows one.
// Invariant: the choice shares no row; `bound` is one for the whole part, also where the steps did not suffice to close the gap.
import { type Packing, setsByRow } from "./packing.ts";
import { fairPrices, lowerBound, reducedValue } from "./prices.ts";
import { Steps } from "./steps.ts";

export type Choice = { readonly sets: readonly number[]; readonly value: number; readonly bound: number };

/** Rounds of prices at the root, and at a node below it, whose prices begin with those of the one above. */
const [ROOT_ROUNDS, NODE_ROUNDS] = [400, 40] as const;

/** Sets that are freed together beside the one in the middle; for how many steps each of them is searched, by set that could come in. */
const [FREED, PATIENCE] = [24, 8000] as const;

/** The share of the steps left that improving takes at most, before it is searched from the beginning. */
const IMPROVING = 0.8;

/** What can still be taken beside what is chosen. */
type Open = {
  readonly sets: readonly number[];
  readonly price: Float64Array;
  readonly chosen: readonly number[];
  readonly value: number;
};

export class Chooser {
  readonly #packing: Packing;
  readonly #fraction: number;
  readonly #steps: Steps;
  /** Rows that are taken by what is being built. */
  readonly #taken: Uint8Array;
  /** By set, what it is worth above its price, as `#weigh` found it last. */
  readonly #reduced: Float64Array;
  readonly #all: readonly number[];
  #price: Float64Array;
  #bound: number;
  #best: readonly number[] = [];
  #value = 0;

  /** Has a good choice at once, with a bound; `finish` goes on to the best. */
  constructor(packing: Packing, fraction: number, steps: Steps) {
    this.#packing = packing;
    this.#fraction = fraction;
    this.#steps = steps;
    this.#taken = new Uint8Array(packing.limit.length);
    this.#reduced = new Float64Array(packing.value.length);
    this.#all = Array.from(packing.value, (_, set) => set);
    const look = (price: Float64Array) => this.#fillIn(this.#all, price, [], 0);
    look(new Float64Array(packing.limit.length));
    const begin = fairPrices(packing, fraction);
    const { bound, price } = lowerBound({
      packing,
      sets: this.#all,
      price: begin,
      target: this.#value,
      rounds: ROOT_ROUNDS,
      fraction,
      steps,
      look,
    });
    this.#price = price;
    this.#bound = Math.floor(bound);
    look(price);
  }

  finish(): Choice {
    if (this.#bound > this.#value) this.#improve();
    if (this.#bound > this.#value) {
      this.#search({ sets: this.#all, price: this.#price, chosen: [], value: 0 }, this.#steps);
      if (!this.#steps.over) this.#bound = this.#value;
    }
    return { sets: this.#best, value: this.#value, bound: this.#bound };
  }

  /**
   * Frees a few sets of the choice that stand in each other's way, searches what could take their place, and goes on from the next,
   * until once round brings nothing (large neighbourhood search, Shaw 1998).
   */
  #improve(): void {
    const byRow = setsByRow(this.#packing);
    const steps = new Steps(this.#steps.left * IMPROVING, this.#steps);
    for (let [at, idle] = [0, 0]; idle <= this.#best.length && this.#bound > this.#value; at++, idle++) {
      if (steps.over) return;
      const freed = this.#around(this.#best[at % this.#best.length] ?? 0, byRow);
      const kept = this.#best.filter((set) => !freed.has(set));
      for (const set of kept) this.#mark(set, 1);
      const rows = [...freed].flatMap((set) => [...this.#rowsOf(set)]);
      const touching = new Set(rows.flatMap((row) => byRow[row] ?? []));
      const sets = [...touching].filter((set) => this.#isFree(set)).sort((one, other) => one - other);
      for (const set of kept) this.#mark(set, 0);
      steps.take(touching.size * 8);
      const had = this.#value;
      const value = kept.reduce((sum, set) => sum + (this.#packing.value[set] as number), 0);
      this.#search(
        { sets, price: this.#price, chosen: kept, value },
        new Steps(sets.length * PATIENCE, steps),
      );
      if (this.#value > had) idle = -1;
    }
  }

  /** A set of the choice, and those others that the most sets disturb together with it. */
  #around(centre: number, byRow: readonly (readonly number[])[]): ReadonlySet<number> {
    const holder = new Map(this.#best.flatMap((set) => [...this.#rowsOf(set)].map((row) => [row, set])));
    const disturbed = new Map<number, number>();
    for (const row of this.#rowsOf(centre))
      for (const set of byRow[row] ?? [])
        for (const other of this.#rowsOf(set)) {
          const held = holder.get(other);
          if (held !== undefined) disturbed.set(held, (disturbed.get(held) ?? 0) + 1);
        }
    const others = [...disturbed].sort(([one, often], [other, oftener]) => oftener - often || one - other);
    return new Set([centre, ...others.slice(0, FREED).map(([set]) => set)]);
  }

  /** Takes what remains possible with the set of the largest reduced value, then does without it. */
  #search({ sets: all, price: begin, chosen, value }: Open, steps: Steps): void {
    const [packing, fraction] = [this.#packing, this.#fraction];
    let [sets, price] = [all, begin];
    while (sets.length > 0 && !steps.over) {
      const target = this.#value - value;
      const lowered = lowerBound({ packing, sets, price, target, rounds: NODE_ROUNDS, fraction, steps });
      price = lowered.price;
      const room = value + lowered.bound;
      if (Math.floor(room) <= this.#value) return;
      this.#fillIn(sets, price, chosen, value);
      // A set that costs more than it is worth, by as much as the gap, is in no better choice.
      const reduced = this.#weigh(sets, price);
      const possible = sets.filter((set) => room + Math.min(0, reduced[set] as number) >= this.#value + 1);
      if (possible.length === 0) return;
      const taken = possible.reduce((one, other) =>
        (reduced[other] as number) > (reduced[one] as number) ? other : one,
      );
      sets = possible.filter((set) => set !== taken);
      const next = { sets: this.#apartFrom(taken, sets), price, chosen: [...chosen, taken] };
      this.#search({ ...next, value: value + (packing.value[taken] as number) }, steps);
    }
  }

  #weigh(sets: readonly number[], price: Float64Array): Float64Array {
    for (const set of sets) this.#reduced[set] = reducedValue(this.#packing, set, price);
    return this.#reduced;
  }

  #apartFrom(set: number, others: readonly number[]): readonly number[] {
    this.#mark(set, 1);
    const apart = others.filter((other) => this.#isFree(other));
    this.#mark(set, 0);
    return apart;
  }

  /** Adds to what is chosen whatever still fits, what is worth most above its price first; keeps it where it is the best so far. */
  #fillIn(sets: readonly number[], price: Float64Array, chosen: readonly number[], value: number): void {
    const reduced = this.#weigh(sets, price);
    const order = sets.toSorted(
      (one, other) => (reduced[other] as number) - (reduced[one] as number) || one - other,
    );
    const all = [...chosen];
    let sum = value;
    for (const set of order) {
      if (!this.#isFree(set)) continue;
      this.#mark(set, 1);
      all.push(set);
      sum += this.#packing.value[set] as number;
    }
    for (const set of all) this.#mark(set, 0);
    this.#steps.take(sets.length * 16);
    if (sum > this.#value) [this.#best, this.#value] = [all, sum];
  }

  #rowsOf(set: number): Int32Array {
    const { first, row } = this.#packing;
    return row.subarray(first[set], first[set + 1]);
  }

  #isFree(set: number): boolean {
    return this.#rowsOf(set).every((row) => this.#taken[row] === 0);
  }

  #mark(set: number, as: 0 | 1): void {
    for (const row of this.#rowsOf(set)) this.#taken[row] = as;
  }
}
