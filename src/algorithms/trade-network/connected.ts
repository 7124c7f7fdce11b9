// How much of a network hangs together in rounds: only debts within a strongly connected part lie on a cycle, and only they can clear.
import { components, type Obligations } from "../clearing/index.ts";
import { ratio } from "./positions.ts";

export type Connected = {
  /** Parts of two parties or more, in which everybody reaches everybody by debts. */
  readonly parts: number;
  /** Parties in such parts, and their share of all parties (0 to 1). */
  readonly parties: number;
  readonly partiesShare: number;
  /** The sum of the obligations within such parts, in minor units, and its share of all (0 to 1). */
  readonly amount: bigint;
  readonly amountShare: number;
  /** The part with the most parties; of several the one with the larger amount. */
  readonly largest: { readonly parties: number; readonly amount: bigint };
};

/**
 * Strongly connected share of parties and of amount. Components by Tarjan, "Depth-first search and linear graph algorithms", SIAM J.
 * Comput. 1(2), 1972; their share is the share of the "core" in Fleischman, Dini and Littera 2020.
 *
 * To draw it: two bars, of parties and of amount, each with its share filled; beside them the largest part.
 */
export function connectedOf(obligations: Obligations): Connected {
  const { debtor, creditor, amount } = obligations;
  const { count, of, sizes } = components(obligations);
  const within = Array.from({ length: count }, () => 0n);
  let total = 0n;
  for (let arc = 0; arc < amount.length; arc++) {
    const [part, value] = [of[debtor[arc] as number] as number, BigInt(amount[arc] as number)];
    total += value;
    if (part === of[creditor[arc] as number]) within[part] = (within[part] as bigint) + value;
  }
  let [parts, parties, cyclic] = [0, 0, 0n];
  let largest = { parties: 0, amount: 0n };
  for (let part = 0; part < count; part++) {
    const [size, value] = [sizes[part] as number, within[part] as bigint];
    if (size < 2) continue;
    parts++;
    parties += size;
    cyclic += value;
    if (size > largest.parties || (size === largest.parties && value > largest.amount))
      largest = { parties: size, amount: value };
  }
  return {
    parts,
    parties,
    partiesShare: obligations.parties === 0 ? 0 : parties / obligations.parties,
    amount: cyclic,
    amountShare: ratio(cyclic, total),
    largest,
  };
}
