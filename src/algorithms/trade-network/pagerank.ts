// Weighted PageRank: to whom the debts of the network lead.
import { digraphOf } from "./digraph.ts";
import type { Obligations } from "../clearing/index.ts";

/** The share of steps that follow a debt; the others begin anew anywhere. */
const DAMPING = 0.85;
const MOST_ROUNDS = 200;
/** The sum of the changes of a round below which the ranks stand. */
const CLOSE_ENOUGH = 1e-12;

/**
 * By party: the share of time at it of one who walks from debtor to creditor, along each debt in proportion to its amount, and begins
 * anew anywhere with probability 0.15 or where nobody is owed anything further: r(v) = (1 - d) / n + d (Σ w(u,v) r(u) / w(u) + Σ r(z) / n),
 * z being those who owe nothing. Unit: a share; all sum to 1. Brin and Page, "The anatomy of a large-scale hypertextual Web search
 * engine", 1998; weights as in Xing and Ghorbani 2004. Iterated from equal ranks until the sum of changes is below 10^-12.
 *
 * To draw it: size of a party's point, its area in proportion; or a list of the first ten.
 */
export function pageRankOf(obligations: Obligations): Float64Array {
  const { parties, first, head, weight } = digraphOf(obligations);
  let rank = new Float64Array(parties).fill(parties === 0 ? 0 : 1 / parties);
  let next = new Float64Array(parties);
  const out = new Float64Array(parties);
  for (let from = 0; from < parties; from++)
    for (let arc = first[from] as number; arc < (first[from + 1] as number); arc++)
      out[from] = (out[from] as number) + (weight[arc] as number);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let waiting = 0;
    for (let party = 0; party < parties; party++) if (out[party] === 0) waiting += rank[party] as number;
    next.fill((1 - DAMPING + DAMPING * waiting) / parties);
    for (let from = 0; from < parties; from++) {
      const share = (DAMPING * (rank[from] as number)) / (out[from] as number);
      for (let arc = first[from] as number; arc < (first[from + 1] as number); arc++) {
        const to = head[arc] as number;
        next[to] = (next[to] as number) + share * (weight[arc] as number);
      }
    }
    let change = 0;
    for (let party = 0; party < parties; party++)
      change += Math.abs((next[party] as number) - (rank[party] as number));
    [rank, next] = [next, rank];
    if (change < CLOSE_ENOUGH) break;
  }
  return rank;
}
