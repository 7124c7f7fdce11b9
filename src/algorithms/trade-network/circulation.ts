// What is cleared, as a network of its own: the obligations of which something clears, by debtor, and how much of each is left to tell.
// Invariant: what is left is a circulation at all times, for only whole cycles are taken from it.
import { arcsByParty, type Obligations } from "../clearing/index.ts";

/** What was given as cleared is not: somebody gives more than they get. */
export class NotACirculation extends Error {
  readonly party: number;
  constructor(party: number) {
    super(`party ${party} does not give as much as it gets`);
    this.name = "NotACirculation";
    this.party = party;
  }
}

export type Circulation = {
  readonly parties: number;
  /** Arcs of party v: `first[v]` … `first[v + 1] - 1`, in the order of the obligations. */
  readonly first: Int32Array;
  readonly tail: Int32Array;
  readonly head: Int32Array;
  readonly left: Float64Array;
};

/** Throws NotACirculation. */
export function circulationOf(
  { parties, debtor, creditor }: Obligations,
  cleared: Float64Array,
): Circulation {
  const some: number[] = [];
  const balance = Array.from({ length: parties }, () => 0n);
  for (const [arc, value] of cleared.entries()) {
    if (value === 0) continue;
    some.push(arc);
    const [from, to, moved] = [debtor[arc] as number, creditor[arc] as number, BigInt(value)];
    balance[from] = (balance[from] as bigint) - moved;
    balance[to] = (balance[to] as bigint) + moved;
  }
  const unbalanced = balance.findIndex((value) => value !== 0n);
  if (unbalanced >= 0) throw new NotACirculation(unbalanced);
  const tails = Int32Array.from(some, (arc) => debtor[arc] as number);
  const { first, arcs } = arcsByParty(parties, tails);
  const of = (values: Int32Array | Float64Array) => (place: number) =>
    values[some[place] as number] as number;
  return {
    parties,
    first,
    tail: Int32Array.from(arcs, of(debtor)),
    head: Int32Array.from(arcs, of(creditor)),
    left: Float64Array.from(arcs, of(cleared)),
  };
}
