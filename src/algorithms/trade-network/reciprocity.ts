// How much of what is owed is owed back, between two and two.
import { arcBetween, digraphOf } from "./digraph.ts";
import type { Obligations } from "../clearing/index.ts";

export type Reciprocity = {
  /**
   * The share of pairs (debtor, creditor) whose creditor owes the debtor too: r = L↔ / L, from 0 to 1. Newman, Forrest and Balthrop,
   * "Email networks and the spread of computer viruses", Phys. Rev. E 66, 035101, 2002.
   */
  readonly byPairs: number;
  /**
   * The share of the amount that is owed back: r = Σ min(w(u,v), w(v,u)) / Σ w(u,v) over all ordered pairs, from 0 to 1. Squartini,
   * Picciori, Ruzzenenti and Garlaschelli, "Reciprocity of weighted networks", Sci. Rep. 3:2729, 2013. So much would clear
   * if every two did it between themselves, without anybody else.
   */
  readonly byAmount: number;
};

/** Parallel obligations of two parties are added up first. To draw it: one filled bar each, with the percentage beside. */
export function reciprocityOf(obligations: Obligations): Reciprocity {
  const network = digraphOf(obligations);
  const { parties, first, head, weight } = network;
  let [pairs, back, total] = [0, 0, 0];
  for (let from = 0; from < parties; from++) {
    for (let arc = first[from] as number; arc < (first[from + 1] as number); arc++) {
      const own = weight[arc] as number;
      total += own;
      const other = arcBetween(network, head[arc] as number, from);
      if (other < 0) continue;
      pairs++;
      back += Math.min(own, weight[other] as number);
    }
  }
  return {
    byPairs: head.length === 0 ? 0 : pairs / head.length,
    byAmount: total === 0 ? 0 : back / total,
  };
}
