// The residual network of a clearing: for each obligation one half-arc at its debtor, along which more of it can be cleared, and one
// at its creditor, along which less. Half-arcs lie party by party, so that a search reads memory in order.
import type { Obligations } from "./types.ts";

/** From here on a half-arc's flag: whether value can be moved from its own party to the other, or from the other to its own. */
export const OUT = 1;
export const IN = 2;
/** The flag's other bits: the half-arc is the debtor's; and its obligation counts. */
export const FORWARD = 4;
export const COUNTS = 8;

export type Network = {
  readonly nodes: number;
  /** Half-arcs of node v: `first[v]` … `first[v + 1] − 1`. */
  readonly first: Int32Array;
  /** The node at the other end. */
  readonly head: Int32Array;
  /** The other half of the same obligation. */
  readonly twin: Int32Array;
  /** How much more can be moved along the half-arc. */
  readonly residual: Float64Array;
  readonly flag: Uint8Array;
  /** By obligation: its half at the debtor, or −1 where it is between two components. */
  readonly half: Int32Array;
};

/**
 * The network of the arcs inside components, where what counts is cleared in full and the rest not at all: that is optimal but for
 * balance, so the potentials 0 prove it.
 */
export function buildNetwork(obligations: Obligations, of: Int32Array): Network {
  const { parties, debtor, creditor, amount, gain } = obligations;
  const arcs = amount.length;
  const first = new Int32Array(parties + 1);
  let kept = 0;
  for (let arc = 0; arc < arcs; arc++) {
    const from = debtor[arc] as number;
    const to = creditor[arc] as number;
    if (of[from] !== of[to]) continue;
    kept++;
    first[from + 1] = (first[from + 1] as number) + 1;
    first[to + 1] = (first[to + 1] as number) + 1;
  }
  for (let at = 0; at < parties; at++) first[at + 1] = (first[at + 1] as number) + (first[at] as number);
  const next = first.slice(0, parties);
  const head = new Int32Array(2 * kept);
  const twin = new Int32Array(2 * kept);
  const residual = new Float64Array(2 * kept);
  const flag = new Uint8Array(2 * kept);
  const half = new Int32Array(arcs).fill(-1);
  for (let arc = 0; arc < arcs; arc++) {
    const from = debtor[arc] as number;
    const to = creditor[arc] as number;
    if (of[from] !== of[to]) continue;
    const counts = gain === undefined || gain[arc] === 1;
    const more = next[from] as number;
    next[from] = more + 1;
    const less = next[to] as number;
    next[to] = less + 1;
    head[more] = to;
    head[less] = from;
    twin[more] = less;
    twin[less] = more;
    residual[counts ? less : more] = amount[arc] as number;
    flag[more] = FORWARD | (counts ? COUNTS | IN : OUT);
    flag[less] = counts ? COUNTS | OUT : IN;
    half[arc] = more;
  }
  return { nodes: parties, first, head, twin, residual, flag, half };
}
