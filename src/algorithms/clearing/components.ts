// Strongly connected components (Tarjan 1972, without recursion). Only arcs inside one of them lie on a cycle, and only those can clear.
import type { Obligations } from "./types.ts";

export type Components = {
  readonly count: number;
  /** By party. An arc between two components leads from a higher number to a lower one. */
  readonly of: Int32Array;
  /** By component: how many parties. */
  readonly sizes: Int32Array;
};

/** Arcs by debtor: those of party v are `arcs[first[v]]` … `arcs[first[v + 1] − 1]`, in the order of the input. */
export function arcsByParty(
  parties: number,
  party: Int32Array,
): { readonly first: Int32Array; readonly arcs: Int32Array } {
  const first = new Int32Array(parties + 1);
  for (let arc = 0; arc < party.length; arc++) {
    const at = (party[arc] as number) + 1;
    first[at] = (first[at] as number) + 1;
  }
  for (let at = 0; at < parties; at++) first[at + 1] = (first[at + 1] as number) + (first[at] as number);
  const next = first.slice(0, parties);
  const arcs = new Int32Array(party.length);
  for (let arc = 0; arc < party.length; arc++) {
    const at = party[arc] as number;
    const place = next[at] as number;
    arcs[place] = arc;
    next[at] = place + 1;
  }
  return { first, arcs };
}

/** In time linear in parties and arcs. */
export function components({ parties, debtor, creditor }: Obligations): Components {
  const { first, arcs } = arcsByParty(parties, debtor);
  const heads = arcs;
  for (let place = 0; place < heads.length; place++)
    heads[place] = creditor[heads[place] as number] as number;
  const of = new Int32Array(parties).fill(-1);
  const sizes = new Int32Array(parties);
  // Depth-first numbers from 1; 0 is not seen yet. `low` is the smallest number reached, over parties still on the stack.
  const number = new Int32Array(parties);
  const low = new Int32Array(parties);
  const next = first.slice(0, parties);
  const stack = new Int32Array(parties);
  const path = new Int32Array(parties);
  let count = 0;
  let seen = 0;
  let stacked = 0;
  for (let root = 0; root < parties; root++) {
    if (number[root] !== 0) continue;
    let depth = 0;
    path[0] = stack[stacked++] = root;
    number[root] = low[root] = ++seen;
    while (depth >= 0) {
      const at = path[depth] as number;
      const place = next[at] as number;
      if (place < (first[at + 1] as number)) {
        next[at] = place + 1;
        const head = heads[place] as number;
        if (number[head] === 0) {
          path[++depth] = stack[stacked++] = head;
          number[head] = low[head] = ++seen;
        } else if (of[head] === -1 && (number[head] as number) < (low[at] as number))
          low[at] = number[head] as number;
        continue;
      }
      if (low[at] === number[at]) {
        let member: number;
        do {
          member = stack[--stacked] as number;
          of[member] = count;
          sizes[count] = (sizes[count] as number) + 1;
        } while (member !== at);
        count++;
      }
      if (--depth >= 0) {
        const parent = path[depth] as number;
        if ((low[at] as number) < (low[parent] as number)) low[parent] = low[at] as number;
      }
    }
  }
  return { count, of, sizes: sizes.slice(0, count) };
}
