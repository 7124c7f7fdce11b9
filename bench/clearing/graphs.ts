// Obligations to measure with, the same for the same seed. *Planted*: cycles inside blocks, and arcs that only lead from a block to
// a later one, so that exactly the cycles clear. *Heavy-tailed*: out-degrees of exponent 2.4, in-degrees of 2.2, lognormal amounts, and a
// strongly connected core that holds half of the arcs, as trade credit is found to be.
import type { Obligations } from "../../src/algorithms/clearing/index.ts";

export type Random = () => number;

/** Numbers in [0, 1) from a 32-bit seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal by Box and Muller. */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Minor units of a lognormal amount (μ 5.42, σ 1.92), at least one. */
export const lognormal = (random: Random): number =>
  Math.max(1, Math.round(100 * Math.exp(5.42 + 1.92 * normal(random))));

class Arcs {
  readonly parties: number;
  readonly debtor: Int32Array;
  readonly creditor: Int32Array;
  readonly amount: Float64Array;
  length = 0;
  constructor(parties: number, most: number) {
    this.parties = parties;
    this.debtor = new Int32Array(most);
    this.creditor = new Int32Array(most);
    this.amount = new Float64Array(most);
  }
  add(debtor: number, creditor: number, amount: number): void {
    this.debtor[this.length] = debtor;
    this.creditor[this.length] = creditor;
    this.amount[this.length++] = amount;
  }
  /** In an order and with party numbers that say nothing of how they were made. */
  shuffled(random: Random): Obligations {
    const names = shuffle(
      Int32Array.from({ length: this.parties }, (_, at) => at),
      random,
    );
    const order = shuffle(
      Int32Array.from({ length: this.length }, (_, at) => at),
      random,
    );
    return {
      parties: this.parties,
      debtor: order.map((at) => names[this.debtor[at]!]!),
      creditor: order.map((at) => names[this.creditor[at]!]!),
      amount: Float64Array.from(order, (at) => this.amount[at]!),
    };
  }
}

function shuffle(list: Int32Array, random: Random): Int32Array {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
  return list;
}

/**
 * Cycles of 2 to 8 parties inside blocks of about `blockSize`, and as many arcs again from a block to a later one.
 * @returns the obligations and what clears: the sum of the cycles
 */
export function planted(
  seed: number,
  parties: number,
  obligations: number,
  blockSize: number,
): { readonly obligations: Obligations; readonly optimum: bigint } {
  const random = randomFrom(seed);
  const arcs = new Arcs(parties, obligations);
  const below = (most: number) => Math.floor(random() * most);
  const blocks = Math.max(1, Math.floor(parties / blockSize));
  const blockOf = (party: number) => Math.min(blocks - 1, Math.floor(party / blockSize));
  let optimum = 0n;
  while (arcs.length < obligations / 2) {
    const block = below(blocks);
    const first = block * blockSize;
    const size = (block === blocks - 1 ? parties : first + blockSize) - first;
    const amount = lognormal(random);
    const wanted = Math.min(size, 2 + below(7), obligations - arcs.length);
    if (wanted < 2) break;
    const members = new Set<number>();
    while (members.size < wanted) members.add(first + below(size));
    const cycle = [...members];
    for (const [at, member] of cycle.entries()) arcs.add(member, cycle[(at + 1) % wanted]!, amount);
    optimum += BigInt(amount) * BigInt(wanted);
  }
  const between = blocks > 1 ? obligations : 0;
  while (arcs.length < between) {
    const one = below(parties);
    const other = below(parties);
    if (blockOf(one) !== blockOf(other))
      arcs.add(Math.min(one, other), Math.max(one, other), lognormal(random));
  }
  return { obligations: arcs.shuffled(random), optimum };
}

/** Draws i with a weight of rank^(−1 / (exponent − 1)): degrees then have that exponent (Chung and Lu 2002). */
function heavyTail(list: Int32Array, exponent: number, random: Random): () => number {
  const ranks = shuffle(
    Int32Array.from(list, (_, at) => at),
    random,
  );
  const sums = new Float64Array(list.length);
  let sum = 0;
  for (const [at, rank] of ranks.entries()) sums[at] = sum += (rank + 1) ** (-1 / (exponent - 1));
  return () => {
    const drawn = random() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    return list[low]!;
  };
}

/**
 * Half of the parties are the core, with half of the arcs between them, among these one cycle through all of them; the others
 * only owe, or are only owed, in an order without cycles.
 */
export function heavyTailed(seed: number, parties: number, obligations: number): Obligations {
  const random = randomFrom(seed);
  const arcs = new Arcs(parties, obligations);
  const everybody = Int32Array.from({ length: parties }, (_, at) => at);
  const before = Math.floor(parties / 4);
  const after = before + Math.floor(parties / 2);
  const core = everybody.subarray(before, after);
  for (const [at, member] of core.entries())
    arcs.add(member, core[(at + 1) % core.length]!, lognormal(random));
  const owing = heavyTail(core, 2.4, random);
  const owed = heavyTail(core, 2.2, random);
  while (arcs.length < obligations / 2) {
    const debtor = owing();
    const creditor = owed();
    if (debtor !== creditor) arcs.add(debtor, creditor, lognormal(random));
  }
  const anyOwing = heavyTail(everybody, 2.4, random);
  const anyOwed = heavyTail(everybody, 2.2, random);
  const inCore = (party: number) => party >= before && party < after;
  while (arcs.length < obligations) {
    const one = anyOwing();
    const other = anyOwed();
    if (one === other || (inCore(one) && inCore(other))) continue;
    arcs.add(Math.min(one, other), Math.max(one, other), lognormal(random));
  }
  return arcs.shuffled(random);
}

/** Arcs between parties drawn evenly: most of them in one strongly connected component. */
export function even(
  seed: number,
  parties: number,
  obligations: number,
  amountOf: (random: Random) => number = lognormal,
): Obligations {
  const random = randomFrom(seed);
  const arcs = new Arcs(parties, obligations);
  while (arcs.length < obligations) {
    const debtor = Math.floor(random() * parties);
    const creditor = Math.floor(random() * parties);
    if (debtor !== creditor) arcs.add(debtor, creditor, amountOf(random));
  }
  return arcs.shuffled(random);
}
