// Exact multilateral set-off: the largest total that can be cleared so that at every party what goes out equals what comes in.
// Only arcs inside a strongly connected component can clear. Inside, the primal-dual method finds flow and potentials; the components'
// potentials are then shifted against each other so that arcs between them gain nothing. Same input, same output, always.
import { checkObligations } from "./clearing-error.ts";
import { type Components, components } from "./components.ts";
import { Imbalance } from "./imbalance.ts";
import { buildNetwork, COUNTS, FORWARD } from "./network.ts";
import { balance } from "./primal-dual.ts";
import type { Clearing, Obligations } from "./types.ts";

/**
 * @throws ClearingError at the first arc that is not as `Obligations` says
 */
export function solve(obligations: Obligations): Clearing {
  checkObligations(obligations);
  const { parties, amount, gain } = obligations;
  const parts = components(obligations);
  const network = buildNetwork(obligations, parts.of);
  const { flag, residual, half, twin } = network;
  const potential = new Int32Array(parties);
  const imbalance = new Imbalance(network, (arc) => {
    const bits = flag[arc] as number;
    if (!(bits & COUNTS)) return 0;
    return bits & FORWARD ? -(residual[twin[arc] as number] as number) : (residual[arc] as number);
  });
  balance(network, potential, imbalance);
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
  total += BigInt(sum);
  shiftComponents(obligations, parts, potential);
  return { cleared, total, certificate: { cleared, potential, total } };
}

/**
 * Adds to each component's potentials what makes every arc that enters it gain nothing: gain + potential(u) − potential(v) ≤ 0.
 * Components come in topological order from the highest number down.
 */
function shiftComponents(
  { debtor, creditor, gain }: Obligations,
  { count, of }: Components,
  potential: Int32Array,
): void {
  const shift = new Int32Array(count);
  const order = arcsBetween(debtor, creditor, of, count);
  for (const arc of order) {
    const from = debtor[arc] as number;
    const to = creditor[arc] as number;
    const needed =
      (gain ? (gain[arc] as number) : 1) +
      (potential[from] as number) +
      (shift[of[from] as number] as number) -
      (potential[to] as number);
    if (needed > (shift[of[to] as number] as number)) shift[of[to] as number] = needed;
  }
  for (let party = 0; party < potential.length; party++)
    potential[party] = (potential[party] as number) + (shift[of[party] as number] as number);
}

/** The arcs between components, by the debtor's component, from the highest number down. */
function arcsBetween(debtor: Int32Array, creditor: Int32Array, of: Int32Array, count: number): Int32Array {
  const next = new Int32Array(count + 1);
  let between = 0;
  for (let arc = 0; arc < debtor.length; arc++) {
    const part = of[debtor[arc] as number] as number;
    if (part === of[creditor[arc] as number]) continue;
    between++;
    next[count - part] = (next[count - part] as number) + 1;
  }
  for (let at = 0; at < count; at++) next[at + 1] = (next[at + 1] as number) + (next[at] as number);
  const order = new Int32Array(between);
  for (let arc = 0; arc < debtor.length; arc++) {
    const part = of[debtor[arc] as number] as number;
    if (part === of[creditor[arc] as number]) continue;
    const place = next[count - part - 1] as number;
    order[place] = arc;
    next[count - part - 1] = place + 1;
  }
  return order;
}
