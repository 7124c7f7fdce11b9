// Betweenness: who stands between others.
import { Lot } from "../lots/index.ts";
import { digraphOf, type Digraph } from "./digraph.ts";
import type { Obligations } from "../clearing/index.ts";

export type Betweenness = {
  /** By party: the share of ordered pairs of others whose shortest ways, by number of debts, lead through it; 0 to 1. */
  readonly share: Float64Array;
  /** False where it is an estimate from some parties only. */
  readonly exact: boolean;
};

/**
 * b(v) = Σ over s ≠ v ≠ t of σ(s,t|v) / σ(s,t), divided by (n - 1)(n - 2), where σ counts shortest ways from s to t. Freeman, "A set of measures
 * of centrality based on betweenness", 1977; computed as in Brandes, "A faster algorithm for betweenness centrality", 2001, in
 * parties × arcs. With more parties than `pivots` only so many, drawn by lot from the seed, are sources, and the sum is scaled up by
 * n / pivots (Brandes and Pich, "Centrality estimation in large networks", 2007).
 */
export function betweennessOf(
  obligations: Obligations,
  { pivots = 500, seed = "betweenness" }: { readonly pivots?: number; readonly seed?: string } = {},
): Betweenness {
  const network = digraphOf(obligations);
  const { parties } = network;
  const share = new Float64Array(parties);
  const exact = parties <= pivots;
  const all = Array.from({ length: parties }, (_, party) => party);
  const sources = exact ? all : drawn(all, pivots, new Lot(seed));
  const paths = new Paths(network);
  for (const source of sources) paths.addFrom(source, share);
  const scale = parties > 2 ? parties / sources.length / ((parties - 1) * (parties - 2)) : 0;
  for (let party = 0; party < parties; party++) share[party] = (share[party] as number) * scale;
  return { share, exact };
}

/** The first places of a shuffle, without shuffling the rest. */
function drawn(all: number[], count: number, lot: Lot): readonly number[] {
  for (let at = 0; at < count; at++) {
    const other = at + lot.below(all.length - at);
    [all[at], all[other]] = [all[other] as number, all[at] as number];
  }
  return all.slice(0, count);
}

/** Shortest ways from one source, with room that is used again for the next. */
class Paths {
  readonly #network: Digraph;
  readonly #distance: Int32Array;
  readonly #ways: Float64Array;
  readonly #dependency: Float64Array;
  readonly #queue: Int32Array;
  constructor(network: Digraph) {
    this.#network = network;
    this.#distance = new Int32Array(network.parties).fill(-1);
    this.#ways = new Float64Array(network.parties);
    this.#dependency = new Float64Array(network.parties);
    this.#queue = new Int32Array(network.parties);
  }

  addFrom(source: number, sum: Float64Array): void {
    const { first, head } = this.#network;
    const [distance, ways, dependency, queue] = [this.#distance, this.#ways, this.#dependency, this.#queue];
    distance[source] = 0;
    ways[source] = 1;
    queue[0] = source;
    let reached = 1;
    for (let at = 0; at < reached; at++) {
      const from = queue[at] as number;
      const further = (distance[from] as number) + 1;
      for (let arc = first[from] as number; arc < (first[from + 1] as number); arc++) {
        const to = head[arc] as number;
        if (distance[to] === -1) {
          distance[to] = further;
          queue[reached++] = to;
        }
        if (distance[to] === further) ways[to] = (ways[to] as number) + (ways[from] as number);
      }
    }
    // From the farthest back: what depends on a party is the sum over those just behind it.
    for (let at = reached - 1; at >= 0; at--) {
      const from = queue[at] as number;
      const further = (distance[from] as number) + 1;
      let depends = 0;
      for (let arc = first[from] as number; arc < (first[from + 1] as number); arc++) {
        const to = head[arc] as number;
        if (distance[to] === further)
          depends += ((ways[from] as number) / (ways[to] as number)) * (1 + (dependency[to] as number));
      }
      dependency[from] = depends;
      if (from !== source) sum[from] = (sum[from] as number) + depends;
    }
    for (let at = 0; at < reached; at++) {
      const party = queue[at] as number;
      distance[party] = -1;
      ways[party] = 0;
      dependency[party] = 0;
    }
  }
}
