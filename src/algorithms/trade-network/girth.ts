// The fewest hands through which a debt can come back.
import { digraphOf } from "./digraph.ts";
import { components, type Obligations } from "../clearing/index.ts";

export type Girth = {
  /** The number of parties of a shortest cycle of debts, from 2; null where nothing goes round. */
  readonly length: number | null;
  /** False where the steps did not suffice: there may be a shorter one. */
  readonly exact: boolean;
};

const STEPS = 50_000_000;

/**
 * The directed girth of the network of obligations: a search in breadth from each party of a cycle, among parties with larger numbers and no
 * deeper than the best so far (Itai and Rodeh, "Finding a minimum circuit in a graph", 1978). Unit: parties, which is also obligations.
 */
export function girthOf(obligations: Obligations, steps = STEPS): Girth {
  const { parties, first, head } = digraphOf(obligations);
  const { of } = components(obligations);
  const reached = new Int32Array(parties).fill(-1);
  const depth = new Int32Array(parties);
  const queue = new Int32Array(parties);
  let best = Infinity;
  for (let source = 0; source < parties && best > 2; source++) {
    queue[0] = source;
    depth[source] = 0;
    let found = 1;
    for (let at = 0; at < found; at++) {
      const party = queue[at] as number;
      const next = (depth[party] as number) + 1;
      if (next >= best) break;
      for (let arc = first[party] as number; arc < (first[party + 1] as number); arc++) {
        if (--steps < 0) return { length: best === Infinity ? null : best, exact: false };
        const to = head[arc] as number;
        if (to === source) best = Math.min(best, next);
        if (to <= source || reached[to] === source || of[to] !== of[source]) continue;
        reached[to] = source;
        depth[to] = next;
        queue[found++] = to;
      }
    }
  }
  return { length: best === Infinity ? null : best, exact: true };
}
