// Who clears through whom: how much of a clearing goes through the hands of each party.
import type { Obligations } from "../clearing/index.ts";
import { ratio } from "./positions.ts";

export type Throughput = {
  readonly party: number;
  /** What it gives in the clearing, which is also what it gets, in minor units. */
  readonly through: bigint;
  /** Of the total that is cleared, 0 to 1. Since each unit goes from one to another, the shares of all sum to 1. */
  readonly share: number;
};

/** The parties through which something clears, the largest first, of alike ones the first; at most so many. */
export function throughputOf(
  { parties, debtor }: Obligations,
  cleared: Float64Array,
  most = parties,
): readonly Throughput[] {
  const through = Array.from({ length: parties }, () => 0n);
  let total = 0n;
  for (const [arc, value] of cleared.entries()) {
    const from = debtor[arc] as number;
    through[from] = (through[from] as bigint) + BigInt(value);
    total += BigInt(value);
  }
  return through
    .map((value, party) => ({ party, through: value, share: ratio(value, total) }))
    .filter((one) => one.through > 0n)
    .sort((one, other) => (one.through > other.through ? -1 : one.through < other.through ? 1 : 0))
    .slice(0, most);
}
