// Balances nearly at the best: a flow whose potentials are wrong by less than 1/64 of a unit on each arc. The method is the inner loop of
// cost scaling (Goldberg 1997, there with the partial paths and the global updates that LEMON's Kovács 2015 measured), run once: because
// the costs are −1, 0 and 1 and the potentials begin near the best, one pass at a fine grain is enough, and the coarser ones
// that it would start with elsewhere cost more than they save. What is left to be made exact, most often nothing, is primal-dual.ts's.
//
// Invariant: potentials are whole multiples of 1/64; every half-arc x→y with residual has 64 × cost + price(y) ≥ price(x) − 1.
// Sums at a node stay below 2^53 only where all amounts at it add up to less: the caller sees to that.
import { BITS, costTable, IN, LINK, moveAlong, type Network, OUT, saturate } from "./network.ts";

/** Steps of price in one unit of potential. */
export const GRAIN = 64;
/** A walk moves value over so many half-arcs before the next one begins. */
const STEPS = 8;
/** Ranks of a global update from here on count as one. */
const RANKS = 1 << 16;
/** So much a node's price is raised from which value can only go back: another component's, where no balanced value ever passes. */
const DEAD_END = 64 * GRAIN;
const NOWHERE = 0x7fffffff;

export class Relaxation {
  readonly #network: Network;
  readonly #price: Int32Array;
  readonly #excess: Float64Array;
  readonly #costs = costTable(GRAIN);
  /** By node: where to go on looking for a half-arc along which value can be moved. */
  readonly #next: Int32Array;
  readonly #path = new Int32Array(STEPS);
  /** Nodes with excess, in a ring. */
  readonly #queue: Int32Array;
  readonly #queued: Uint8Array;
  #read = 0;
  #written = 0;
  #raised = 0;
  /** Lists of nodes by rank, doubly linked. */
  readonly #rank: Int32Array;
  readonly #heads = new Int32Array(RANKS).fill(-1);
  readonly #after: Int32Array;
  readonly #before: Int32Array;

  constructor(network: Network, price: Int32Array, excess: Float64Array) {
    const nodes = network.nodes;
    this.#network = network;
    this.#price = price;
    this.#excess = excess;
    this.#next = network.first.slice(0, nodes);
    this.#queue = new Int32Array(2 ** Math.ceil(Math.log2(nodes + 1)));
    this.#queued = new Uint8Array(nodes);
    this.#rank = new Int32Array(nodes);
    this.#after = new Int32Array(nodes);
    this.#before = new Int32Array(nodes);
  }

  /** Until no node has excess. */
  run(): void {
    const excess = this.#excess;
    const queue = this.#queue;
    const mask = queue.length - 1;
    for (let at = 0; at < excess.length; at++) if ((excess[at] as number) > 0) this.#enqueue(at);
    this.#update();
    while (this.#read !== this.#written) {
      const source = queue[this.#read++ & mask] as number;
      this.#queued[source] = 0;
      while ((excess[source] as number) > 0) {
        this.#move(source, this.#walk(source));
        if (this.#raised > excess.length) this.#update();
      }
    }
  }

  #enqueue(at: number): void {
    if (this.#queued[at]) return;
    this.#queued[at] = 1;
    this.#queue[this.#written++ & (this.#queue.length - 1)] = at;
  }

  /** Finds a path from a node with excess, raising prices where there is none; returns its length. */
  #walk(source: number): number {
    const { first, last, link, twin } = this.#network;
    const price = this.#price;
    const excess = this.#excess;
    const costs = this.#costs;
    const next = this.#next;
    const path = this.#path;
    let at = source;
    let length = 0;
    while (length < STEPS && (excess[at] as number) >= 0) {
      const own = price[at] as number;
      const end = last[at] as number;
      let arc = next[at] as number;
      for (; arc < end; arc++) {
        const bits = link[arc] as number;
        if (bits & OUT && (costs[bits & BITS] as number) + (price[bits >> LINK] as number) < own) break;
      }
      if (arc < end) {
        next[at] = arc;
        path[length++] = arc;
        at = (link[arc] as number) >> LINK;
        continue;
      }
      const begin = first[at] as number;
      let least = NOWHERE;
      for (arc = begin; arc < end; arc++) {
        const bits = link[arc] as number;
        if (!(bits & OUT)) continue;
        const asked = (costs[bits & BITS] as number) + (price[bits >> LINK] as number);
        if (asked < least) least = asked;
      }
      price[at] = least < NOWHERE ? least + 1 : own + DEAD_END;
      next[at] = begin;
      this.#raised++;
      if (length > 0) at = (link[twin[path[--length] as number] as number] as number) >> LINK;
    }
    return length;
  }

  /** Moves along the path, at each half-arc as much as it and the excess at its node allow. */
  #move(source: number, length: number): void {
    const { link, residual } = this.#network;
    const excess = this.#excess;
    const path = this.#path;
    let from = source;
    for (let step = 0; step < length; step++) {
      const arc = path[step] as number;
      const to = (link[arc] as number) >> LINK;
      const left = residual[arc] as number;
      const here = excess[from] as number;
      const value = left < here ? left : here;
      moveAlong(this.#network, arc, value);
      excess[from] = here - value;
      const there = excess[to] as number;
      excess[to] = there + value;
      if (there <= 0 && there + value > 0) this.#enqueue(to);
      from = to;
    }
  }

  /** Raises every price by its node's distance, in steps, to the nearest one that wants value (Dial 1969). */
  #update(): void {
    const { nodes, first } = this.#network;
    const price = this.#price;
    const excess = this.#excess;
    const rank = this.#rank.fill(RANKS);
    const heads = this.#heads;
    this.#raised = 0;
    let left = 0;
    for (let at = 0; at < nodes; at++) {
      const value = excess[at] as number;
      if (value < 0) this.#rankAt(at, 0);
      else if (value > 0) left++;
    }
    let top = 0;
    let now = 0;
    while (now <= top && left > 0) {
      const at = heads[now] as number;
      if (at < 0) {
        now++;
        continue;
      }
      const after = this.#after[at] as number;
      heads[now] = after;
      if (after >= 0) this.#before[after] = -1;
      const reached = this.#reach(at, now);
      if (reached > top) top = reached;
      if ((excess[at] as number) > 0) left--;
    }
    for (let at = 0; at < nodes; at++) price[at] = (price[at] as number) + Math.min(rank[at] as number, now);
    heads.fill(-1, 0, top + 1);
    this.#next.set(first.subarray(0, nodes));
  }

  /** Ranks those from whom value can come to this node; returns the highest rank given. */
  #reach(at: number, now: number): number {
    const { first, last, link } = this.#network;
    const price = this.#price;
    const rank = this.#rank;
    const costs = this.#costs;
    const own = price[at] as number;
    const end = last[at] as number;
    let top = 0;
    for (let arc = first[at] as number; arc < end; arc++) {
      const bits = link[arc] as number;
      if (!(bits & IN)) continue;
      const other = bits >> LINK;
      const was = rank[other] as number;
      if (was <= now) continue;
      const slack = own - (costs[bits & BITS] as number) - (price[other] as number);
      const reached = slack < 0 ? now : now + slack + 1;
      if (reached >= was) continue;
      if (was < RANKS) this.#unrank(other, was);
      this.#rankAt(other, reached);
      if (reached > top) top = reached;
    }
    return top;
  }

  #rankAt(at: number, rank: number): void {
    const head = this.#heads[rank] as number;
    this.#rank[at] = rank;
    this.#after[at] = head;
    this.#before[at] = -1;
    if (head >= 0) this.#before[head] = at;
    this.#heads[rank] = at;
  }

  #unrank(at: number, rank: number): void {
    const before = this.#before[at] as number;
    const after = this.#after[at] as number;
    if (before >= 0) this.#after[before] = after;
    else this.#heads[rank] = after;
    if (after >= 0) this.#before[after] = before;
  }
}

/**
 * Whole potentials from prices. Prices that leave a remainder free, as nearly always, give potentials that prove the flow the best; else
 * the one with the fewest prices is chosen, and where potentials and flow disagree afterwards, the flow follows.
 * @returns whether it had to follow, and may be out of balance
 */
export function roundPrices(network: Network, price: Int32Array): boolean {
  const counts = new Int32Array(GRAIN);
  for (const value of price) {
    const remainder = value & (GRAIN - 1);
    counts[remainder] = (counts[remainder] as number) + 1;
  }
  let rarest = 0;
  for (let at = 1; at < GRAIN; at++) if ((counts[at] as number) < (counts[rarest] as number)) rarest = at;
  const shift = GRAIN - 1 - rarest;
  for (let at = 0; at < price.length; at++) price[at] = Math.floor(((price[at] as number) + shift) / GRAIN);
  if (counts[rarest] === 0) return false;
  saturate(network, price, costTable(1));
  return true;
}
