// Obligations as a simple weighted graph: an arc from debtor to creditor for each pair with a debt, parallel obligations added up.
// Invariant: the arcs of a party stand by the number of their head; weights are doubles, exact as long as a pair owes less than 2^53:
// they are for shares and pictures, never for money.
import type { Obligations } from "../clearing/index.ts";

export type Digraph = {
  readonly parties: number;
  /** Arcs of party v: `first[v]` … `first[v + 1] - 1`. */
  readonly first: Int32Array;
  /** By arc: the creditor. */
  readonly head: Int32Array;
  /** By arc: what the debtor owes the creditor in all. */
  readonly weight: Float64Array;
};

/** In time linear in parties and obligations, apart from sorting by head, which two passes of counting do. */
export function digraphOf({ parties, debtor, creditor, amount }: Obligations): Digraph {
  const byHead = ordered(parties, creditor, (at) => at, creditor.length);
  const order = ordered(parties, debtor, (at) => byHead[at] as number, debtor.length);
  const first = new Int32Array(parties + 1);
  const head = new Int32Array(order.length);
  const weight = new Float64Array(order.length);
  let arcs = 0;
  let [lastFrom, lastTo] = [-1, -1];
  for (const obligation of order) {
    const [from, to] = [debtor[obligation] as number, creditor[obligation] as number];
    if (from !== lastFrom || to !== lastTo) {
      head[arcs++] = to;
      first[from + 1] = (first[from + 1] as number) + 1;
      [lastFrom, lastTo] = [from, to];
    }
    weight[arcs - 1] = (weight[arcs - 1] as number) + (amount[obligation] as number);
  }
  for (let party = 0; party < parties; party++)
    first[party + 1] = (first[party + 1] as number) + (first[party] as number);
  return { parties, first, head: head.slice(0, arcs), weight: weight.slice(0, arcs) };
}

/** What `item` gives from 0 to count - 1, in the order of their keys; alike ones stay as they were (a counting sort). */
function ordered(keys: number, key: Int32Array, item: (at: number) => number, count: number): Int32Array {
  const next = new Int32Array(keys + 1);
  for (let at = 0; at < count; at++) {
    const place = (key[at] as number) + 1;
    next[place] = (next[place] as number) + 1;
  }
  for (let at = 0; at < keys; at++) next[at + 1] = (next[at + 1] as number) + (next[at] as number);
  const order = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const one = item(at);
    const of = key[one] as number;
    order[next[of] as number] = one;
    next[of] = (next[of] as number) + 1;
  }
  return order;
}

/** The arc from one party to another, or -1: by halving, since heads are in order. */
export function arcBetween({ first, head }: Digraph, from: number, to: number): number {
  let [low, high] = [first[from] as number, (first[from + 1] as number) - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = head[middle] as number;
    if (found === to) return middle;
    if (found < to) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
