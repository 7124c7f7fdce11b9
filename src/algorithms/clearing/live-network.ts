// A residual network that grows: every arc of every party, and room at each party for more. Where a party's room is used up, its half-arcs
// move to a larger place at the end. Unused room holds links without bits, which every search passes over.
import { COUNTS, FORWARD, IN, LINK, type Network, OUT } from "./network.ts";
import type { Obligations } from "./types.ts";

/** Room for a party of so many half-arcs. */
const roomFor = (degree: number): number => degree + (degree >> 2) + 4;

export class LiveNetwork implements Network {
  readonly nodes: number;
  readonly party: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  link: Int32Array;
  twin: Int32Array;
  residual: Float64Array;
  half: Int32Array;
  /** By node: how many half-arcs it has; and where room begins that belongs to nobody. */
  readonly #degree: Int32Array;
  #end = 0;
  #arcs = 0;
  /** By half-arc: its obligation. */
  #arc: Int32Array;

  constructor({ parties, debtor, creditor, amount, gain }: Obligations, cleared: Float64Array) {
    this.nodes = parties;
    this.party = Int32Array.from({ length: parties }, (_, at) => at);
    this.first = new Int32Array(parties);
    this.last = new Int32Array(parties);
    this.#degree = new Int32Array(parties);
    const degree = new Int32Array(parties);
    for (let arc = 0; arc < amount.length; arc++) {
      const from = debtor[arc] as number;
      const to = creditor[arc] as number;
      degree[from] = (degree[from] as number) + 1;
      degree[to] = (degree[to] as number) + 1;
    }
    for (let at = 0; at < parties; at++) {
      this.first[at] = this.#end;
      this.#end += roomFor(degree[at] as number);
      this.last[at] = this.#end;
    }
    const room = this.#end + (this.#end >> 2) + 64;
    this.link = new Int32Array(room);
    this.twin = new Int32Array(room);
    this.residual = new Float64Array(room);
    this.#arc = new Int32Array(room);
    this.half = new Int32Array(amount.length + (amount.length >> 2) + 16);
    for (let arc = 0; arc < amount.length; arc++) {
      const counts = gain === undefined || gain[arc] === 1;
      this.add(debtor[arc] as number, creditor[arc] as number, amount[arc] as number, counts);
      this.setCleared(arc, cleared[arc] as number, amount[arc] as number);
    }
  }

  /** A new obligation of which nothing is cleared; returns its number. */
  add(from: number, to: number, amount: number, counts: boolean): number {
    this.#makeRoom(from);
    this.#makeRoom(to);
    const more = this.#take(from);
    const less = this.#take(to);
    const arc = this.#arcs++;
    if (arc >= this.half.length) this.half = longer(this.half, new Int32Array(2 * arc + 16));
    this.half[arc] = more;
    this.#arc[more] = this.#arc[less] = arc;
    this.twin[more] = less;
    this.twin[less] = more;
    this.link[more] = (to << LINK) | FORWARD | (counts ? COUNTS : 0);
    this.link[less] = (from << LINK) | (counts ? COUNTS : 0);
    this.setCleared(arc, 0, amount);
    return arc;
  }

  /** What an obligation of this amount clears; where the amount is nothing, no value passes it any more. */
  setCleared(arc: number, cleared: number, amount: number): void {
    const more = this.half[arc] as number;
    const less = this.twin[more] as number;
    this.residual[more] = amount - cleared;
    this.residual[less] = cleared;
    const onward = cleared < amount;
    const back = cleared > 0;
    const keep = ~(OUT | IN);
    this.link[more] = ((this.link[more] as number) & keep) | (onward ? OUT : 0) | (back ? IN : 0);
    this.link[less] = ((this.link[less] as number) & keep) | (back ? OUT : 0) | (onward ? IN : 0);
  }

  clearedOf(arc: number): number {
    return this.residual[this.twin[this.half[arc] as number] as number] as number;
  }

  #take(at: number): number {
    const degree = this.#degree[at] as number;
    this.#degree[at] = degree + 1;
    return (this.first[at] as number) + degree;
  }

  /** Moves a party's half-arcs to a larger place where its own is full. */
  #makeRoom(at: number): void {
    const degree = this.#degree[at] as number;
    const from = this.first[at] as number;
    if (from + degree < (this.last[at] as number)) return;
    const room = roomFor(2 * degree);
    if (this.#end + room > this.link.length) this.#lengthen(this.#end + room);
    const to = this.#end;
    for (let step = 0; step < degree; step++) {
      const old = from + step;
      const place = to + step;
      this.link[place] = this.link[old] as number;
      this.residual[place] = this.residual[old] as number;
      const twin = this.twin[old] as number;
      this.twin[place] = twin;
      this.twin[twin] = place;
      const arc = (this.#arc[place] = this.#arc[old] as number);
      if ((this.link[place] as number) & FORWARD) this.half[arc] = place;
      this.link[old] = 0;
    }
    this.first[at] = to;
    this.#end = to + room;
    this.last[at] = this.#end;
  }

  #lengthen(least: number): void {
    const length = least + (least >> 1);
    this.link = longer(this.link, new Int32Array(length));
    this.twin = longer(this.twin, new Int32Array(length));
    this.#arc = longer(this.#arc, new Int32Array(length));
    this.residual = longer(this.residual, new Float64Array(length));
  }
}

/** The longer list with the shorter one's numbers in front. */
function longer<A extends Int32Array | Float64Array | Uint8Array>(short: A, long: A): A {
  long.set(short);
  return long;
}
