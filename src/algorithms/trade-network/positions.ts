// Who owes and is owed how much, exactly, and what of it can clear.
import { type Clearing, measure, type Obligations } from "../clearing/index.ts";

/**
 * A part of a whole as a double, for a picture or a percentage; a part of nothing is 0.
 * Unit: none, from 0 to 1.
 */
export function ratio(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number(part) / Number(whole);
}

export type Positions = {
  /** By party: the sum of what it owes, in minor units. */
  readonly owes: readonly bigint[];
  /** By party: the sum of what it is owed. */
  readonly isOwed: readonly bigint[];
};

export function positionsOf({ parties, debtor, creditor, amount }: Obligations): Positions {
  const owes = Array.from({ length: parties }, () => 0n);
  const isOwed = owes.slice();
  for (let arc = 0; arc < amount.length; arc++) {
    const [from, to, value] = [debtor[arc] as number, creditor[arc] as number, BigInt(amount[arc] as number)];
    owes[from] = (owes[from] as bigint) + value;
    isOwed[to] = (isOwed[to] as bigint) + value;
  }
  return { owes, isOwed };
}

export type Overview = {
  /** The sum of all obligations, in minor units. */
  readonly total: bigint;
  readonly cleared: bigint;
  /** What stays to be paid: total - cleared. */
  readonly remaining: bigint;
  /**
   * Net internal debt: the sum over the parties that owe more than they are owed of the difference. It is the least money with which
   * everything could be paid at once, and no clearing changes it (Fleischman and Dini, "Mathematical Foundations for Balancing the
   * Payment System in the Trade Credit Market", J. Risk Financial Manag. 14(9):452, 2021).
   */
  readonly netInternalDebt: bigint;
  /** total - net internal debt: no clearing is larger, whatever the network. */
  readonly ceiling: bigint;
  /** cleared / total, from 0 to 1. */
  readonly clearedShare: number;
  /** ceiling / total, from 0 to 1. */
  readonly ceilingShare: number;
};

/**
 * What a clearing does with its obligations. To draw it: one bar as long as the total, cut at `cleared` and at `ceiling`; the piece
 * between the two is what the network does not let clear although the net positions would.
 */
export function overviewOf(obligations: Obligations, { total: cleared }: Pick<Clearing, "total">): Overview {
  const { total, netInternalDebt, ceiling } = measure(obligations);
  return {
    total,
    cleared,
    remaining: total - cleared,
    netInternalDebt,
    ceiling,
    clearedShare: ratio(cleared, total),
    ceilingShare: ratio(ceiling, total),
  };
}
