// One potential for the whole graph from those of its components: arcs between components clear nothing, so nothing may be gained on them.
import type { Components } from "./components.ts";
import type { Obligations } from "./types.ts";

/**
 * Adds to each component's potentials what makes every arc that enters it gain nothing: gain + potential(u) − potential(v) ≤ 0.
 * Components come in topological order from the highest number down.
 */
export function shiftComponents(
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
