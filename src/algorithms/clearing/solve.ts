// Exact multilateral set-off: the largest total that can be cleared so that at every party what goes out equals what comes in.
// Only arcs inside a strongly connected component can clear. There, prices near the best are found first, then a flow that is
// balanced and nearly the best, and then the primal-dual method makes it exact, and proves it. Same input, same output, always.
import { checkObligations } from "./clearing-error.ts";
import { components } from "./components.ts";
import { Imbalance } from "./imbalance.ts";
import { buildNetwork, type Network } from "./network.ts";
import { clearByPrices, findPrices } from "./prices.ts";
import { PrimalDual } from "./primal-dual.ts";
import { GRAIN, Relaxation, roundPrices } from "./relaxation.ts";
import { shiftComponents } from "./shifts.ts";
import type { Clearing, Obligations } from "./types.ts";

/** Rounds over all nodes for the first prices; more change little. */
const SWEEPS = 3;

/**
 * @throws ClearingError at the first arc that is not as `Obligations` says
 */
export function solve(obligations: Obligations): Clearing {
  checkObligations(obligations);
  const parts = components(obligations);
  const network = buildNetwork(obligations, parts);
  const price = new Int32Array(network.nodes);
  let exact = false;
  if (sumsStayExact(network)) {
    findPrices(network, price, SWEEPS);
    clearByPrices(network, price);
    const { amount } = Imbalance.of(network);
    for (let at = 0; at < price.length; at++) price[at] = (price[at] as number) * GRAIN;
    new Relaxation(network, price, amount).run();
    exact = !roundPrices(network, price);
  }
  if (!exact) {
    const everybody = Int32Array.from(price, (_, at) => at);
    new PrimalDual(network, price, Imbalance.of(network)).run(everybody);
  }
  const { cleared, total } = readCleared(obligations, network);
  const potential = new Int32Array(obligations.parties);
  for (let at = 0; at < price.length; at++) potential[network.party[at] as number] = price[at] as number;
  shiftComponents(obligations, parts, potential);
  return { cleared, total, certificate: { cleared, potential, total } };
}

/** Whether what a node could ever hold stays below 2^53, so that the relaxation may add it up. */
function sumsStayExact({ nodes, first, last, residual, twin }: Network): boolean {
  for (let at = 0; at < nodes; at++) {
    let sum = 0;
    const end = last[at] as number;
    for (let arc = first[at] as number; arc < end; arc++)
      sum += (residual[arc] as number) + (residual[twin[arc] as number] as number);
    if (sum > Number.MAX_SAFE_INTEGER) return false;
  }
  return true;
}

/** By obligation what is cleared, and the sum of those that count. */
function readCleared(
  { amount, gain }: Obligations,
  { half, twin, residual }: Network,
): { readonly cleared: Float64Array; readonly total: bigint } {
  const cleared = new Float64Array(amount.length);
  let total = 0n;
  let sum = 0;
  for (let arc = 0; arc < amount.length; arc++) {
    const more = half[arc] as number;
    if (more < 0) continue;
    const value = residual[twin[more] as number] as number;
    cleared[arc] = value;
    if (gain && gain[arc] === 0) continue;
    if (sum > Number.MAX_SAFE_INTEGER - value) {
      total += BigInt(sum);
      sum = 0;
    }
    sum += value;
  }
  return { cleared, total: total + BigInt(sum) };
}
