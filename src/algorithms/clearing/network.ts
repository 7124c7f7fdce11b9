// The residual network of a clearing: for each obligation one half-arc at its debtor, along which more of it can be cleared, and one
// at its creditor, along which less. Half-arcs lie node by node, so that a search reads memory in order; nodes with many of them
// come first, so that what is read most often lies together. Only what is inside a component is here.
import type { Components } from "./components.ts";
import type { Obligations } from "./types.ts";

/** Bits of a link: value can be moved from the half-arc's own node to the other one, or from the other one to its own. */
export const OUT = 1;
export const IN = 2;
/** The half-arc is the debtor's; its obligation counts. */
export const FORWARD = 4;
export const COUNTS = 8;
/** A link is the node at the other end, shifted by so many bits, and the bits above. */
export const LINK = 4;
export const BITS = 15;

export type Network = {
  readonly nodes: number;
  /** By node: the party. */
  readonly party: Int32Array;
  /** Half-arcs of node v: `first[v]` … `last[v] − 1`. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly link: Int32Array;
  /** The other half of the same obligation. */
  readonly twin: Int32Array;
  /** How much more can be moved along the half-arc. At the creditor that is what is cleared. */
  readonly residual: Float64Array;
  /** By obligation: its half at the debtor, or −1 where it is between two components. */
  readonly half: Int32Array;
};

/** What moving one unit out along a half-arc with these bits costs, if an obligation's unit is worth `unit`. */
export function costTable(unit: number): Int32Array {
  return Int32Array.from({ length: BITS + 1 }, (_, bits) =>
    bits & COUNTS ? (bits & FORWARD ? -unit : unit) : 0,
  );
}

/** Nodes by how many half-arcs they have, most first; among alike, by party. `node` is −1 for a party that has none. */
function orderNodes(degree: Int32Array): { readonly party: Int32Array; readonly node: Int32Array } {
  let most = 0;
  let nodes = 0;
  for (const count of degree) {
    if (count > most) most = count;
    if (count > 0) nodes++;
  }
  const place = new Int32Array(most + 2);
  for (const count of degree)
    if (count > 0) place[most - count + 1] = (place[most - count + 1] as number) + 1;
  for (let at = 0; at <= most; at++) place[at + 1] = (place[at + 1] as number) + (place[at] as number);
  const party = new Int32Array(nodes);
  const node = new Int32Array(degree.length).fill(-1);
  for (let at = 0; at < degree.length; at++) {
    const count = degree[at] as number;
    if (count === 0) continue;
    const to = place[most - count] as number;
    place[most - count] = to + 1;
    party[to] = at;
    node[at] = to;
  }
  return { party, node };
}

/**
 * The network of the arcs inside components, where what counts is cleared in full and the rest not at all: that is optimal but for
 * balance, as the potentials 0 prove.
 */
export function buildNetwork(obligations: Obligations, { of }: Components): Network {
  const { parties, debtor, creditor, amount, gain } = obligations;
  const arcs = amount.length;
  const degree = new Int32Array(parties);
  const half = new Int32Array(arcs).fill(-1);
  let kept = 0;
  for (let arc = 0; arc < arcs; arc++) {
    const from = debtor[arc] as number;
    const to = creditor[arc] as number;
    if (of[from] !== of[to]) continue;
    half[arc] = kept++;
    degree[from] = (degree[from] as number) + 1;
    degree[to] = (degree[to] as number) + 1;
  }
  const { party, node } = orderNodes(degree);
  const nodes = party.length;
  const first = new Int32Array(nodes + 1);
  for (let at = 0; at < nodes; at++)
    first[at + 1] = (first[at] as number) + (degree[party[at] as number] as number);
  const next = first.slice(0, nodes);
  const link = new Int32Array(2 * kept);
  const twin = new Int32Array(2 * kept);
  const residual = new Float64Array(2 * kept);
  for (let arc = 0; arc < arcs; arc++) {
    if ((half[arc] as number) < 0) continue;
    const from = node[debtor[arc] as number] as number;
    const to = node[creditor[arc] as number] as number;
    const counts = gain === undefined || gain[arc] === 1;
    const more = next[from] as number;
    next[from] = more + 1;
    const less = next[to] as number;
    next[to] = less + 1;
    link[more] = (to << LINK) | FORWARD | (counts ? COUNTS | IN : OUT);
    link[less] = (from << LINK) | (counts ? COUNTS | OUT : IN);
    twin[more] = less;
    twin[less] = more;
    residual[counts ? less : more] = amount[arc] as number;
    half[arc] = more;
  }
  return { nodes, party, first, last: first.subarray(1), link, twin, residual, half };
}

/** Moves `value` along a half-arc that has so much residual; true when none is left. */
export function moveAlong({ link, twin, residual }: Network, arc: number, value: number): boolean {
  const other = twin[arc] as number;
  residual[other] = (residual[other] as number) + value;
  const left = (residual[arc] as number) - value;
  residual[arc] = left;
  if (left > 0) {
    link[other] = (link[other] as number) | OUT;
    link[arc] = (link[arc] as number) | IN;
    return false;
  }
  link[other] = ((link[other] as number) | OUT) & ~IN;
  link[arc] = ((link[arc] as number) | IN) & ~OUT;
  return true;
}

/** Where moving along a half-arc would gain against the potentials (its reduced cost is below zero), all of it is moved. */
export function saturate(network: Network, potential: Int32Array, costs: Int32Array): void {
  const { nodes, first, last, link, residual } = network;
  for (let at = 0; at < nodes; at++) {
    const own = potential[at] as number;
    const end = last[at] as number;
    for (let arc = first[at] as number; arc < end; arc++) {
      const bits = link[arc] as number;
      if (bits & OUT && (costs[bits & BITS] as number) + (potential[bits >> LINK] as number) < own)
        moveAlong(network, arc, residual[arc] as number);
    }
  }
}
