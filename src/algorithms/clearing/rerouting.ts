// Moves one amount from one node to another at the least cost, along cheapest paths, one after the other. Each is searched from both ends
// at once (Pohl 1971), since a search from one end alone reads most of the network before it meets the other.
//
// Invariant: every half-arc x→y with residual keeps cost + potential(y) ≥ potential(x). With all within F of the source and all within B of
// the sink searched, and no path shorter than F + B, potentials rise by F − distance near the source and fall by B − distance near the
// sink; what lies further out is not touched, so that a change costs what it reaches.
import { BITS, costTable, IN, LINK, moveAlong, type Network, OUT } from "./network.ts";

const FAR = 0x7fffffff;

/** One of the two searches: from the source along half-arcs out, or from the sink against them. */
class Side {
  readonly sign: 1 | -1;
  readonly bit: number;
  readonly distance: Int32Array;
  /** The half-arc that value moves along between the node and the one it was reached from. */
  readonly via: Int32Array;
  /** Every node nearer than this has been read. */
  radius = 0;
  work = 0;
  readonly reached: number[] = [];
  readonly #queue: Int32Array;
  #read = 0;
  #written = 0;
  /** Nodes by distance; a node may be in several lists, and only the nearest counts. */
  #lists: number[][] = [];

  constructor(nodes: number, sign: 1 | -1) {
    this.sign = sign;
    this.bit = sign === 1 ? OUT : IN;
    this.distance = new Int32Array(nodes).fill(FAR);
    this.via = new Int32Array(nodes);
    this.#queue = new Int32Array(nodes);
  }

  begin(at: number): void {
    for (const node of this.reached) this.distance[node] = FAR;
    this.reached.length = 0;
    this.#lists = [];
    this.radius = this.work = this.#read = this.#written = 0;
    this.label(at, 0, -1);
  }

  label(at: number, distance: number, via: number): void {
    if (this.distance[at] === FAR) this.reached.push(at);
    this.distance[at] = distance;
    this.via[at] = via;
    if (distance === this.radius) this.#queue[this.#written++] = at;
    else (this.#lists[distance] ??= []).push(at);
  }

  /** The next node to be read, or −1 where the radius has to grow first. */
  take(): number {
    return this.#read < this.#written ? (this.#queue[this.#read++] as number) : -1;
  }

  /** Goes on to the next distance at which a node was reached, at most to `limit`; false where there is none. */
  grow(limit: number): boolean {
    this.#read = this.#written = 0;
    const end = Math.min(limit, this.#lists.length);
    for (let radius = this.radius + 1; radius < end; radius++) {
      for (const at of this.#lists[radius] ?? [])
        if (this.distance[at] === radius) this.#queue[this.#written++] = at;
      this.radius = radius;
      if (this.#written > 0) return true;
    }
    this.radius = limit;
    return limit < FAR;
  }
}

export class Rerouting {
  readonly #network: Network;
  readonly #potential: Int32Array;
  readonly #costs = costTable(1);
  readonly #source: Side;
  readonly #sink: Side;
  /** The shortest path found so far, and the half-arc on it where the two searches met. */
  #best = FAR;
  #meeting = -1;

  constructor(network: Network, potential: Int32Array) {
    this.#network = network;
    this.#potential = potential;
    this.#source = new Side(network.nodes, 1);
    this.#sink = new Side(network.nodes, -1);
  }

  /**
   * Moves `value` from `over`, which has so much too much, to `under`, which has so much too little, over at most so many paths.
   * @returns what is left to be moved
   */
  run(over: number, under: number, value: number, paths: number): number {
    let left = value;
    for (let tried = 0; tried < paths && left > 0; tried++) {
      this.#search(over, under);
      this.#reprice();
      const path = this.#path();
      let most = left;
      for (const arc of path) most = Math.min(most, this.#network.residual[arc] as number);
      for (const arc of path) moveAlong(this.#network, arc, most);
      left -= most;
    }
    return left;
  }

  /** Until the two radii together are as long as the shortest path. */
  #search(over: number, under: number): void {
    const source = this.#source;
    const sink = this.#sink;
    source.begin(over);
    sink.begin(under);
    this.#best = FAR;
    while (source.radius + sink.radius < this.#best) {
      const [side, other] = source.work <= sink.work ? [source, sink] : [sink, source];
      const at = side.take();
      if (at >= 0) this.#read(side, other, at);
      else if (!side.grow(this.#best === FAR ? FAR : this.#best - other.radius))
        throw new Error("excess that nothing can take up");
    }
  }

  /** Labels the neighbours of a node, and notes where the other search is met. */
  #read(side: Side, other: Side, at: number): void {
    const { first, last, link, twin } = this.#network;
    const potential = this.#potential;
    const costs = this.#costs;
    const { sign, bit, distance, radius } = side;
    const theirs = other.distance;
    const own = potential[at] as number;
    const begin = first[at] as number;
    const end = last[at] as number;
    side.work += end - begin + 1;
    for (let arc = begin; arc < end; arc++) {
      const bits = link[arc] as number;
      if (!(bits & bit)) continue;
      const node = bits >> LINK;
      const slack = sign * ((costs[bits & BITS] as number) + (potential[node] as number) - own);
      const far = radius + slack;
      const along = sign === 1 ? arc : (twin[arc] as number);
      const rest = theirs[node] as number;
      if (rest < FAR && far + rest < this.#best) {
        this.#best = far + rest;
        this.#meeting = along;
        if (this.#best <= radius + other.radius) return;
      }
      if (far < (distance[node] as number)) side.label(node, far, along);
    }
  }

  #reprice(): void {
    for (const side of [this.#source, this.#sink]) {
      const { radius, distance, sign } = side;
      if (radius === 0) continue;
      for (const at of side.reached) {
        const inside = radius - (distance[at] as number);
        if (inside > 0) this.#potential[at] = (this.#potential[at] as number) + sign * inside;
      }
    }
  }

  /** The half-arcs of the path, through where the searches met. */
  #path(): readonly number[] {
    const { link, twin } = this.#network;
    const path = [this.#meeting];
    let at = (link[twin[this.#meeting] as number] as number) >> LINK;
    for (let arc = this.#source.via[at] as number; arc >= 0; arc = this.#source.via[at] as number) {
      path.push(arc);
      at = (link[twin[arc] as number] as number) >> LINK;
    }
    at = (link[this.#meeting] as number) >> LINK;
    for (let arc = this.#sink.via[at] as number; arc >= 0; arc = this.#sink.via[at] as number) {
      path.push(arc);
      at = (link[arc] as number) >> LINK;
    }
    return path;
  }
}
