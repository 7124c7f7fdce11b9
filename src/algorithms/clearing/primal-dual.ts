// The primal-dual method (Ford and Fulkerson 1957) for costs of −1, 0 and 1: from "all is cleared", value is moved back from the
// parties that would receive too much to those that would receive too little, always along cheapest paths of the residual network.
// Invariant: every half-arc x→y with residual has cost + potential(y) ≥ potential(x), so the potentials prove what is cleared to be
// the best possible as soon as all parties are balanced.
//
// A search (Dial 1969) labels every party with its distance to the nearest that receives too little; then as much as possible
// is moved along arcs that are tight for the labels (Dinic 1970). Costs being small, few searches are needed.
import { COUNTS, FORWARD, IN, type Network, OUT } from "./network.ts";
import type { Imbalance } from "./imbalance.ts";

const FAR = 0x7fffffff;

/** Moves value until all parties are balanced. Changes the network, the potentials and the imbalance. */
export function balance(network: Network, potential: Int32Array, imbalance: Imbalance): { rounds: number } {
  const search = new Search(network, potential, imbalance);
  let rounds = 0;
  while (search.label()) {
    rounds++;
    search.move();
  }
  return { rounds };
}

class Search {
  readonly #network: Network;
  readonly #potential: Int32Array;
  readonly #imbalance: Imbalance;
  /** The order in which the search reached the parties; value only moves to an earlier one, so it never runs in a circle. */
  readonly #rank: Int32Array;
  readonly #distance: Int32Array;
  readonly #queue: Int32Array;
  readonly #next: Int32Array;
  readonly #path: Int32Array;
  #sources: Int32Array;
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
    this.#sources = new Int32Array(nodes).map((_, at) => at);
  }

  /** False when nobody has too much any more. */
  label(): boolean {
    const { nodes, first, head, flag } = this.#network;
    const { amount } = this.#imbalance;
    const potential = this.#potential;
    const rank = this.#rank.fill(FAR);
    const distance = this.#distance.fill(FAR);
    const queue = this.#queue;
    this.#sources = this.#sources.filter((at) => (amount[at] as number) > 0);
    let wanting = this.#sources.length;
    if (wanting === 0) return false;
    // Parties by distance, in lists that may hold a party more than once; whoever has a rank already is passed over.
    const entries: number[] = [];
    const nextEntry: number[] = [];
    const buckets: number[] = [];
    let read = 0;
    let written = 0;
    for (let at = 0; at < nodes; at++)
      if ((amount[at] as number) < 0) {
        distance[at] = 0;
        queue[written++] = at;
      }
    let reached = 0;
    let now = 0;
    for (;;) {
      while (read < written && wanting > 0) {
        const at = queue[read++] as number;
        rank[at] = reached++;
        if ((amount[at] as number) > 0) wanting--;
        const own = potential[at] as number;
        const end = first[at + 1] as number;
        for (let arc = first[at] as number; arc < end; arc++) {
          const bits = flag[arc] as number;
          if (!(bits & IN)) continue;
          const other = head[arc] as number;
          if ((distance[other] as number) <= now) continue;
          const cost = bits & COUNTS ? (bits & FORWARD ? 1 : -1) : 0;
          const far = now + cost + own - (potential[other] as number);
          if (far >= (distance[other] as number)) continue;
          distance[other] = far;
          if (far === now) queue[written++] = other;
          else {
            entries.push(other);
            nextEntry.push(buckets[far] ?? -1);
            while (buckets.length <= far) buckets.push(-1);
            buckets[far] = entries.length - 1;
          }
        }
      }
      if (wanting === 0) break;
      now++;
      if (now >= buckets.length) break;
      read = 0;
      written = 0;
      for (let entry = buckets[now] as number; entry >= 0; entry = nextEntry[entry] as number) {
        const at = entries[entry] as number;
        if (distance[at] === now && rank[at] === FAR) {
          rank[at] = FAR - 1;
          queue[written++] = at;
        }
      }
    }
    if (wanting > 0) throw new Error("unreachable excess");
    for (let at = 0; at < nodes; at++)
      potential[at] = (potential[at] as number) + Math.min(distance[at] as number, now);
    return true;
  }

  /** A blocking flow: afterwards no path of tight arcs towards earlier ranks is left. */
  move(): void {
    const { first, head, flag, residual, twin } = this.#network;
    const { amount } = this.#imbalance;
    const potential = this.#potential;
    const rank = this.#rank;
    const next = this.#next;
    const path = this.#path;
    next.set(first.subarray(0, next.length));
    for (const source of this.#sources) {
      let at = source;
      let depth = 0;
      for (;;) {
        if ((amount[at] as number) < 0) {
          let most = Math.min(amount[source] as number, -(amount[at] as number));
          for (let step = 0; step < depth; step++) {
            const left = residual[path[step] as number] as number;
            if (left < most) most = left;
          }
          let back = depth;
          for (let step = depth - 1; step >= 0; step--) {
            const arc = path[step] as number;
            const other = twin[arc] as number;
            residual[other] = (residual[other] as number) + most;
            flag[other] = (flag[other] as number) | OUT;
            flag[arc] = (flag[arc] as number) | IN;
            const left = (residual[arc] as number) - most;
            residual[arc] = left;
            if (left === 0) {
              flag[arc] = (flag[arc] as number) & ~OUT;
              flag[other] = (flag[other] as number) & ~IN;
              back = step;
            }
          }
          this.#imbalance.move(source, at, most);
          if ((amount[source] as number) === 0) break;
          if (back < depth) {
            depth = back;
            at = head[twin[path[depth] as number] as number] as number;
          }
          continue;
        }
        const own = potential[at] as number;
        const place = rank[at] as number;
        const end = first[at + 1] as number;
        let arc = next[at] as number;
        for (; arc < end; arc++) {
          const bits = flag[arc] as number;
          if (!(bits & OUT)) continue;
          const other = head[arc] as number;
          if ((rank[other] as number) >= place) continue;
          const cost = bits & COUNTS ? (bits & FORWARD ? -1 : 1) : 0;
          if (cost + (potential[other] as number) === own) break;
        }
        next[at] = arc;
        if (arc < end) {
          path[depth++] = arc;
          at = head[arc] as number;
          continue;
        }
        rank[at] = FAR;
        if (depth === 0) break;
        depth--;
        at = head[twin[path[depth] as number] as number] as number;
      }
    }
  }
}
