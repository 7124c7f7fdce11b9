// Networks for the tests of the measures: by hand, at random with fast-check, and one that is the same everywhere.
import fc from "fast-check";
import type { Obligations } from "../clearing/index.ts";

export type Arc = readonly [debtor: number, creditor: number, amount: number];

export function obligationsOf(parties: number, arcs: readonly Arc[]): Obligations {
  return {
    parties,
    debtor: Int32Array.from(arcs, ([debtor]) => debtor),
    creditor: Int32Array.from(arcs, ([, creditor]) => creditor),
    amount: Float64Array.from(arcs, ([, , amount]) => amount),
  };
}

export function arcsOf({ debtor, creditor, amount }: Obligations): Arc[] {
  return [...amount].map((value, arc) => [debtor[arc] as number, creditor[arc] as number, value]);
}

export const networks = (
  mostParties: number,
  mostArcs: number,
  mostAmount = 100,
): fc.Arbitrary<Obligations> =>
  fc.integer({ min: 2, max: mostParties }).chain((parties) => {
    const arc = fc
      .tuple(fc.nat(parties - 1), fc.nat(parties - 2), fc.integer({ min: 1, max: mostAmount }))
      .map(([debtor, other, amount]): Arc => [debtor, other >= debtor ? other + 1 : other, amount]);
    return fc.array(arc, { maxLength: mostArcs }).map((arcs) => obligationsOf(parties, arcs));
  });

/** Twelve parties: two rounds that one debt joins, a pair, one that only owes and one that nobody knows. */
export const village = obligationsOf(12, [
  [0, 1, 120],
  [1, 2, 80],
  [2, 0, 100],
  [2, 3, 40],
  [3, 4, 60],
  [4, 5, 50],
  [5, 3, 70],
  [4, 3, 10],
  [6, 7, 30],
  [7, 6, 45],
  [8, 0, 200],
  [8, 0, 25],
  [9, 8, 15],
  [5, 10, 35],
]);
