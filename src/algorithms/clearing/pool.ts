// Accounts beside obligations: whoever has room on an account may owe less, or be owed less, than what goes round for them, and the
// accounts make up the difference among themselves, in a pool that is one more party. So the proof stays what it is: a circulation,
// potentials, and complementary slackness; an arc of the pool lets value pass and counts for nothing.
// Invariant: the obligations keep their places; behind them stand two arcs for each account, from the pool and into it.
import type { Certificate, Obligations } from "./types.ts";

/** An account in a clearing, in whole minor units below 2^53. */
export type AccountInClearing = {
  readonly party: number;
  /** By how much it may fall. */
  readonly pays: number;
  /** By how much it may rise. */
  readonly takes: number;
  /** By how much it rises, or falls where it is below zero. */
  readonly moved: number;
};

export type Pool = { readonly potential: number; readonly accounts: readonly AccountInClearing[] };

/** The obligations with the pool as their last party, and the certificate with what each account moves: what `verify` takes. */
export function throughPool(
  { parties, debtor, creditor, amount }: Obligations,
  { cleared, potential, total }: Certificate,
  { potential: ofPool, accounts }: Pool,
): { readonly obligations: Obligations; readonly certificate: Certificate } {
  const arcs = accounts.flatMap(({ party, pays, takes, moved }) => [
    { from: parties, to: party, most: pays, value: moved < 0 ? -moved : 0 },
    { from: party, to: parties, most: takes, value: moved > 0 ? moved : 0 },
  ]);
  const gain = new Uint8Array(amount.length + arcs.length);
  gain.fill(1, 0, amount.length);
  return {
    obligations: {
      parties: parties + 1,
      debtor: Int32Array.from([...debtor, ...arcs.map(({ from }) => from)]),
      creditor: Int32Array.from([...creditor, ...arcs.map(({ to }) => to)]),
      amount: Float64Array.from([...amount, ...arcs.map(({ most }) => most)]),
      gain,
    },
    certificate: {
      cleared: Float64Array.from([...cleared, ...arcs.map(({ value }) => value)]),
      potential: Int32Array.from([...potential, ofPool]),
      total,
    },
  };
}

/** The account that an arc behind the `obligations` first is of. */
export function accountOfArc({ accounts }: Pool, obligations: number, arc: number): AccountInClearing {
  const account = accounts[Math.floor((arc - obligations) / 2)];
  if (!account) throw new RangeError(`arc ${arc} is of no account`);
  return account;
}
