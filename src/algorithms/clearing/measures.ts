// What obligations say before anything is solved: net positions, net internal debt, and the ceiling of what can be cleared.
// Net internal debt is the least money with which all could be paid at once (Fleischman and Dini 2021); whatever is cleared, it stays.
import type { Obligations } from "./types.ts";

export type Measures = {
  /** The sum of the obligations that count. */
  readonly total: bigint;
  /** By party: what it is owed less what it owes. */
  readonly net: readonly bigint[];
  /** The sum of the positive net positions. */
  readonly netInternalDebt: bigint;
  /** No clearing is larger: the total less net internal debt. */
  readonly ceiling: bigint;
};

/** Amounts are added in two halves of 27 and 26 bits, which stay exact for 2^26 arcs. */
const HALF = 2 ** 27;

/** Of the obligations that count; arcs without gain are left out. */
export function measure({ parties, debtor, creditor, amount, gain }: Obligations): Measures {
  const upper = new Float64Array(parties);
  const lower = new Float64Array(parties);
  let upperTotal = 0;
  let lowerTotal = 0;
  for (let arc = 0; arc < amount.length; arc++) {
    if (gain && gain[arc] === 0) continue;
    const from = debtor[arc] as number;
    const to = creditor[arc] as number;
    const value = amount[arc] as number;
    const low = value % HALF;
    const high = (value - low) / HALF;
    lower[from] = (lower[from] as number) - low;
    upper[from] = (upper[from] as number) - high;
    lower[to] = (lower[to] as number) + low;
    upper[to] = (upper[to] as number) + high;
    lowerTotal += low;
    upperTotal += high;
  }
  const half = BigInt(HALF);
  const net: bigint[] = [];
  let netInternalDebt = 0n;
  for (let party = 0; party < parties; party++) {
    const position = BigInt(upper[party] as number) * half + BigInt(lower[party] as number);
    net.push(position);
    if (position > 0n) netInternalDebt += position;
  }
  const total = BigInt(upperTotal) * half + BigInt(lowerTotal);
  return { total, net, netInternalDebt, ceiling: total - netInternalDebt };
}
