// Potentials to begin with, near the best: each node in turn takes the potential at which, the others staying as they are, it would be
// balanced (coordinate ascent of the dual programme). It is a weighted quantile of what its neighbours' potentials ask for. Whatever comes
// out is only a beginning: sums are rounded here, and nothing has to be exact but that flow and potentials agree afterwards.
import { COUNTS, FORWARD, IN, LINK, type Network, OUT } from "./network.ts";

/** A node whose neighbours ask for potentials further apart than this keeps its own. */
const WIDEST = 4096;

/** Changes the potentials in `sweeps` rounds over all nodes, fewer when nothing changes any more. */
export function findPrices(network: Network, potential: Int32Array, sweeps: number): void {
  const { nodes, link, twin, residual } = network;
  const amount = new Float64Array(link.length);
  for (let arc = 0; arc < amount.length; arc++)
    amount[arc] = (residual[arc] as number) + (residual[twin[arc] as number] as number);
  const weight = new Float64Array(WIDEST);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let changed = 0;
    for (let at = 0; at < nodes; at++) {
      const price = balancingPrice(network, amount, potential, at, weight);
      if (price === potential[at]) continue;
      potential[at] = price;
      changed++;
    }
    if (changed === 0) break;
  }
}

/**
 * An obligation to a neighbour of potential p is cleared above p − 1, and one from it below p + 1. As the node's own potential rises past
 * these points, what it receives falls and what it pays rises; it balances where the points' amounts add up to all that it is owed.
 */
function balancingPrice(
  { first, last, link }: Network,
  amount: Float64Array,
  potential: Int32Array,
  at: number,
  weight: Float64Array,
): number {
  const begin = first[at] as number;
  const end = last[at] as number;
  const own = potential[at] as number;
  let lowest = 0x7fffffff;
  let highest = -0x7fffffff;
  let owed = 0;
  for (let arc = begin; arc < end; arc++) {
    const bits = link[arc] as number;
    const counts = bits & COUNTS ? 1 : 0;
    const point = (potential[bits >> LINK] as number) + (bits & FORWARD ? -counts : counts);
    if (point < lowest) lowest = point;
    if (point > highest) highest = point;
    if (!(bits & FORWARD)) owed += amount[arc] as number;
  }
  const width = highest - lowest + 1;
  if (width > WIDEST) return own;
  for (let arc = begin; arc < end; arc++) {
    const bits = link[arc] as number;
    const counts = bits & COUNTS ? 1 : 0;
    const point = (potential[bits >> LINK] as number) + (bits & FORWARD ? -counts : counts) - lowest;
    weight[point] = (weight[point] as number) + (amount[arc] as number);
  }
  let price = 0;
  let sum = weight[0] as number;
  while (sum < owed && price + 1 < width) sum += weight[++price] as number;
  // Exactly balanced between two points, any price from the one to the other will do: the nearest to its own.
  let upper = price;
  if (sum === owed && price + 1 < width) {
    upper++;
    while (upper + 1 < width && weight[upper] === 0) upper++;
  }
  weight.fill(0, 0, width);
  return Math.max(lowest + price, Math.min(own, lowest + upper));
}

/** Clears in full where the potentials say that it gains, nothing where it loses, and half where neither. */
export function clearByPrices(
  { nodes, first, last, link, twin, residual }: Network,
  potential: Int32Array,
): void {
  for (let at = 0; at < nodes; at++) {
    const end = last[at] as number;
    for (let arc = first[at] as number; arc < end; arc++) {
      const bits = link[arc] as number;
      if (!(bits & FORWARD)) continue;
      const other = twin[arc] as number;
      const amount = (residual[arc] as number) + (residual[other] as number);
      const gain = (bits & COUNTS ? 1 : 0) + (potential[at] as number) - (potential[bits >> LINK] as number);
      const cleared = gain > 0 ? amount : gain < 0 ? 0 : Math.floor(amount / 2);
      residual[arc] = amount - cleared;
      residual[other] = cleared;
      const more = cleared < amount;
      const less = cleared > 0;
      link[arc] = (bits & ~(OUT | IN)) | (more ? OUT : 0) | (less ? IN : 0);
      const back = (link[other] as number) & ~(OUT | IN);
      link[other] = back | (less ? OUT : 0) | (more ? IN : 0);
    }
  }
}
