// The primal-dual method (Ford and Fulkerson 1957) for costs of −1, 0 and 1: value is moved from the nodes that receive too much to those
// that receive too little, always along cheapest paths of the residual network. A search (Dial 1969) labels every node with its
// distance to the nearest that receives too little; then as much as possible is moved along arcs that are tight for the labels, always
// towards what the search reached earlier (Dinic 1970).
//
// Invariant: every half-arc x→y with residual has cost + potential(y) ≥ potential(x), so the potentials prove what is cleared to be
// the best possible as soon as all nodes are balanced. Nothing is ever added up that is larger than an obligation.
import type { Imbalance } from "./imbalance.ts";
import { BITS, costTable, IN, LINK, moveAlong, type Network, OUT } from "./network.ts";

const FAR = 0x7fffffff;
const QUEUED = FAR - 1;

export class PrimalDual {
  readonly #network: Network;
  readonly #potential: Int32Array;
  readonly #imbalance: Imbalance;
  readonly #costs = costTable(1);
  /** The order in which the search reached the nodes. */
  readonly #rank: Int32Array;
  readonly #distance: Int32Array;
  readonly #queue: Int32Array;
  #written = 0;
  readonly #next: Int32Array;
  readonly #path: Int32Array;
  #sources: Int32Array = new Int32Array();
  /** Nodes by distance; a node may be in several lists, and only the nearest counts. */
  #lists: number[][] = [];

  constructor(network: Network, potential: Int32Array, imbalance: Imbalance) {
    const nodes = network.nodes;
    this.#network = network;
    this.#potential = potential;
    this.#imbalance = imbalance;
    this.#rank = new Int32Array(nodes);
    this.#distance = new Int32Array(nodes);
    this.#queue = new Int32Array(nodes);
    this.#next = new Int32Array(nodes);
    this.#path = new Int32Array(nodes);
  }

  /** Moves value until all nodes are balanced, of which those given may have too much. */
  run(sources: Int32Array): void {
    this.#sources = sources;
    for (;;) {
      this.#sources = this.#sources.filter((at) => (this.#imbalance.amount[at] as number) > 0);
      if (this.#sources.length === 0) return;
      this.#label();
      this.#next.set(this.#network.first.subarray(0, this.#network.nodes));
      for (const source of this.#sources) this.#drain(source);
    }
  }

  /** Adds to each potential its distance to the nearest node that wants value, or that of the last source where it is further. */
  #label(): void {
    const nodes = this.#network.nodes;
    const amount = this.#imbalance.amount;
    const potential = this.#potential;
    const rank = this.#rank.fill(FAR);
    const distance = this.#distance.fill(FAR);
    const queue = this.#queue;
    this.#lists = [];
    this.#written = 0;
    for (let at = 0; at < nodes; at++)
      if ((amount[at] as number) < 0) {
        distance[at] = 0;
        queue[this.#written++] = at;
      }
    let wanting = this.#sources.length;
    let reached = 0;
    let now = 0;
    for (;;) {
      for (let read = 0; read < this.#written && wanting > 0; read++) {
        const at = queue[read] as number;
        rank[at] = reached++;
        if ((amount[at] as number) > 0) wanting--;
        this.#reach(at, now);
      }
      if (wanting === 0) break;
      if (++now > this.#lists.length) throw new Error("excess that nothing can take up");
      this.#written = 0;
      for (const at of this.#lists[now] ?? [])
        if (distance[at] === now && rank[at] === FAR) {
          rank[at] = QUEUED;
          queue[this.#written++] = at;
        }
    }
    for (let at = 0; at < nodes; at++)
      potential[at] = (potential[at] as number) + Math.min(distance[at] as number, now);
  }

  #reach(at: number, now: number): void {
    const { first, last, link } = this.#network;
    const potential = this.#potential;
    const distance = this.#distance;
    const costs = this.#costs;
    const own = now + (potential[at] as number);
    const end = last[at] as number;
    for (let arc = first[at] as number; arc < end; arc++) {
      const bits = link[arc] as number;
      if (!(bits & IN)) continue;
      const other = bits >> LINK;
      if ((distance[other] as number) <= now) continue;
      const far = own - (costs[bits & BITS] as number) - (potential[other] as number);
      if (far >= (distance[other] as number)) continue;
      distance[other] = far;
      if (far === now) this.#queue[this.#written++] = other;
      else (this.#lists[far] ??= []).push(other);
    }
  }

  /** Moves what it can from a node with too much; nodes that lead nowhere lose their rank. */
  #drain(source: number): void {
    const { last, link, twin } = this.#network;
    const amount = this.#imbalance.amount;
    const potential = this.#potential;
    const costs = this.#costs;
    const rank = this.#rank;
    const next = this.#next;
    const path = this.#path;
    let at = source;
    let length = 0;
    for (;;) {
      if ((amount[at] as number) < 0) {
        const kept = this.#augment(source, at, length);
        if ((amount[source] as number) === 0) return;
        if (kept < length) {
          length = kept;
          at = (link[twin[path[length] as number] as number] as number) >> LINK;
        }
        continue;
      }
      const own = potential[at] as number;
      const place = rank[at] as number;
      const end = last[at] as number;
      let arc = next[at] as number;
      for (; arc < end; arc++) {
        const bits = link[arc] as number;
        if (!(bits & OUT)) continue;
        const other = bits >> LINK;
        if ((rank[other] as number) >= place) continue;
        if ((costs[bits & BITS] as number) + (potential[other] as number) === own) break;
      }
      next[at] = arc;
      if (arc < end) {
        path[length++] = arc;
        at = (link[arc] as number) >> LINK;
        continue;
      }
      rank[at] = FAR;
      if (length === 0) return;
      at = (link[twin[path[--length] as number] as number] as number) >> LINK;
    }
  }

  /** Moves as much as the path and its two ends allow; returns how long the path still is before the first arc that is used up. */
  #augment(source: number, sink: number, length: number): number {
    const { residual } = this.#network;
    const amount = this.#imbalance.amount;
    const path = this.#path;
    let most = Math.min(amount[source] as number, -(amount[sink] as number));
    for (let step = 0; step < length; step++) {
      const left = residual[path[step] as number] as number;
      if (left < most) most = left;
    }
    let kept = length;
    for (let step = length - 1; step >= 0; step--)
      if (moveAlong(this.#network, path[step] as number, most)) kept = step;
    this.#imbalance.move(source, sink, most);
    return kept;
  }
}
