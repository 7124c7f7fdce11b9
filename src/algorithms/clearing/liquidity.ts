// Set-off with the liquidity of a mutual-credit currency: whoever gives more than they get in a clearing pays the difference from
// an account, and whoever gets more takes it in, as far as the limits of the accounts go. It is one circulation: the accounts meet at
// one more node, the pool, along arcs that let value pass and do not count.
// Invariant: 0 ≤ cleared ≤ owed; what a party gets less what it gives is exactly the movement of its account; no movement takes an account
// beyond a limit (one that is beyond it already comes no further); movements sum to zero; no clearing within the limits clears more, and
// of those that clear as much none moves less credit.
// Source for set-off with a source of liquidity: Fleischman, Dini and Littera, "Liquidity-Saving through Obligation-Clearing and Mutual
// Credit", J. Risk Financial Manag. 13(12):295, 2020.
import { solve } from "./solve.ts";
import type { Certificate, Obligations } from "./types.ts";

/** What a party has in the currency; amounts in its minor units. */
export type CreditAccount = {
  /** The party's number in the obligations; it has one account at most. */
  readonly party: number;
  readonly balance: bigint;
  /** The balance may not go below; null where nothing limits it. */
  readonly minimum: bigint | null;
  /** The balance may not go above; null where nothing limits it. */
  readonly maximum: bigint | null;
};

/** So many `of` so many equal parts of the room that each account has: `{ part: 3, of: 10 }`. */
export type CreditShare = { readonly part: number; readonly of: number };

/** Why accounts cannot take part; `index` is the first account that is not as it must be, -1 where it is the share. */
export class LiquidityError extends Error {
  readonly reason: "accountOfNobody" | "accountTwice" | "limitsCrossed" | "shareNotOfWhole";
  readonly index: number;
  constructor(reason: LiquidityError["reason"], index = -1) {
    super(`no clearing with credit: ${reason}${index < 0 ? "" : ` (account ${index})`}`);
    this.name = "LiquidityError";
    this.reason = reason;
    this.index = index;
  }
}

export type CreditClearing = {
  /** By obligation: how much of it is cleared. */
  readonly cleared: Float64Array;
  /** The sum of it. */
  readonly total: bigint;
  /** By account, in the order given: what its balance changes by; they sum to zero. */
  readonly movement: readonly bigint[];
  /** The credit moved: the sum of the positive movements. */
  readonly moved: bigint;
  /** What was solved (the obligations first, then the arcs of the pool, which do not count), and its proof: for `verify`. */
  readonly solved: Obligations;
  readonly certificate: Certificate;
};

const whole: CreditShare = { part: 1, of: 1 };

/** Clears with the given share of the accounts' room (all of it where none is given). LiquidityError, ClearingError. */
export function solveWithCredit(
  obligations: Obligations,
  accounts: readonly CreditAccount[],
  share: CreditShare = whole,
): CreditClearing {
  const { solved, accountOf } = withPool(obligations, accounts, share);
  const { total, certificate } = solve(solved);
  const flow = movingLeast(solved, certificate);
  const owed = obligations.amount.length;
  const movement = accounts.map(() => 0n);
  for (let arc = owed; arc < flow.length; arc++) {
    const account = accountOf[arc - owed] as number;
    const value = BigInt(flow[arc] as number);
    const takes = solved.creditor[arc] === obligations.parties;
    movement[account] = (movement[account] as bigint) + (takes ? value : -value);
  }
  let moved = 0n;
  for (const one of movement) if (one > 0n) moved += one;
  const proof = { cleared: flow, potential: certificate.potential, total };
  return { cleared: flow.slice(0, owed), total, movement, moved, solved, certificate: proof };
}

/** One point of the curve. */
export type CreditPoint = {
  readonly share: CreditShare;
  readonly cleared: bigint;
  readonly moved: bigint;
  /** What is owed and stays to be paid. */
  readonly remaining: bigint;
};

/**
 * What is cleared with a growing share of the accounts' room, from none (set-off alone) to all of it, in `steps` equal steps. Each
 * point is exact. Cleared never falls as the share grows, and each further step brings at most as much as the one before, but for
 * what is lost because room is cut to whole units: it is the value of a linear programme over its right-hand side.
 *
 * To draw it: the share along the horizontal axis (part / of), cleared upwards with the total owed as the height of the picture, the
 * first point as a level line ("without credit"), moved as a second line below. A flat end says that more credit would not help.
 */
export function creditCurve(
  obligations: Obligations,
  accounts: readonly CreditAccount[],
  steps = 10,
): readonly CreditPoint[] {
  let owed = 0n;
  for (const amount of obligations.amount) owed += BigInt(amount);
  return Array.from({ length: steps + 1 }, (_, part) => {
    const share = { part, of: steps };
    const { total: cleared, moved } = solveWithCredit(obligations, accounts, share);
    return { share, cleared, moved, remaining: owed - cleared };
  });
}

type WithPool = {
  readonly solved: Obligations;
  /** The account of each arc of the pool, in their order after the obligations. */
  readonly accountOf: readonly number[];
};

/**
 * The obligations and the pool, which is the party with the next number. An account that can pay x gives an arc pool → party of x,
 * for the party then gives on as a debtor more than it gets; one that can take in x an arc party → pool.
 */
function withPool(
  obligations: Obligations,
  accounts: readonly CreditAccount[],
  { part, of }: CreditShare,
): WithPool {
  if (!Number.isSafeInteger(part) || !Number.isSafeInteger(of) || part < 0 || of < 1 || part > of)
    throw new LiquidityError("shareNotOfWhole");
  const { parties: pool, amount } = obligations;
  checkAccounts(pool, accounts);
  const most = mostOf(obligations);
  const [from, to, room, accountOf]: [number[], number[], number[], number[]] = [[], [], [], []];
  const add = (account: number, tail: number, head: number, wanted: bigint, bound: bigint) => {
    // One party's debts may pass 2^53 together, an arc may not.
    for (let left = wanted < bound ? wanted : bound; left > 0n; left -= largest) {
      from.push(tail);
      to.push(head);
      room.push(Number(left < largest ? left : largest));
      accountOf.push(account);
    }
  };
  const shareOf = (value: bigint) => (value > 0n ? (value * BigInt(part)) / BigInt(of) : 0n);
  for (const [index, { party, balance, minimum, maximum }] of accounts.entries()) {
    const [owes, isOwed] = [most.owes[party] as bigint, most.isOwed[party] as bigint];
    add(index, pool, party, shareOf(minimum === null ? owes : balance - minimum), owes);
    add(index, party, pool, shareOf(maximum === null ? isOwed : maximum - balance), isOwed);
  }
  const gain = new Uint8Array(amount.length + room.length);
  gain.set(obligations.gain ?? new Uint8Array(amount.length).fill(1));
  const solved = {
    parties: pool + 1,
    debtor: Int32Array.from(chained(obligations.debtor, from)),
    creditor: Int32Array.from(chained(obligations.creditor, to)),
    amount: Float64Array.from(chained(amount, room)),
    gain,
  };
  return { solved, accountOf };
}

const largest = BigInt(Number.MAX_SAFE_INTEGER);

function* chained(one: Iterable<number>, other: Iterable<number>): Generator<number> {
  yield* one;
  yield* other;
}

function checkAccounts(parties: number, accounts: readonly CreditAccount[]): void {
  const has = new Uint8Array(parties);
  for (const [index, { party, minimum, maximum }] of accounts.entries()) {
    if (!Number.isInteger(party) || party < 0 || party >= parties)
      throw new LiquidityError("accountOfNobody", index);
    if (has[party] === 1) throw new LiquidityError("accountTwice", index);
    if (minimum !== null && maximum !== null && minimum > maximum)
      throw new LiquidityError("limitsCrossed", index);
    has[party] = 1;
  }
}

/** What each party owes and is owed: no clearing moves more through its account. */
function mostOf({ parties, debtor, creditor, amount }: Obligations): {
  readonly owes: readonly bigint[];
  readonly isOwed: readonly bigint[];
} {
  const owes = Array.from({ length: parties }, () => 0n);
  const isOwed = owes.slice();
  for (let arc = 0; arc < amount.length; arc++) {
    const [from, to, value] = [debtor[arc] as number, creditor[arc] as number, BigInt(amount[arc] as number)];
    owes[from] = (owes[from] as bigint) + value;
    isOwed[to] = (isOwed[to] as bigint) + value;
  }
  return { owes, isOwed };
}

/**
 * Of the clearings that clear as much, one that moves the least credit; by arc, as in `solved`.
 *
 * By the proof, the optimal ones are those that keep arcs of reduced gain above zero full and those below zero empty, and do what they
 * like with the others. Among these, less credit is moved where value on its way from a party that takes in to one that pays
 * finds a way round the pool: as a circulation that is an arc pool → b for what b takes in (each unit counts), an arc a → pool
 * for what a pays, and in between what the obligations' arcs can take more or less of. The largest such circulation leaves no residual
 * cycle that moves less credit, and since each simple cycle passes the pool once at most, none that moves less in all.
 */
function movingLeast(solved: Obligations, { cleared, potential }: Certificate): Float64Array {
  const { debtor, creditor, amount, gain } = solved;
  const pool = solved.parties - 1;
  const [from, to, room, counts, arcs]: [number[], number[], number[], number[], number[]] = [
    [],
    [],
    [],
    [],
    [],
  ];
  // An arc, or where `back` is true what can be taken from it again.
  const add = (arc: number, most: number, back: boolean) => {
    if (most <= 0) return;
    const [tail, head] = [debtor[arc] as number, creditor[arc] as number];
    from.push(back ? head : tail);
    to.push(back ? tail : head);
    room.push(most);
    counts.push(back && head === pool ? 1 : 0);
    arcs.push(back ? -1 - arc : arc);
  };
  for (let arc = 0; arc < amount.length; arc++) {
    const [tail, head, value] = [debtor[arc] as number, creditor[arc] as number, cleared[arc] as number];
    const reduced =
      (gain ? (gain[arc] as number) : 1) + (potential[tail] as number) - (potential[head] as number);
    if (reduced !== 0) continue;
    if (tail !== pool && head !== pool) add(arc, (amount[arc] as number) - value, false);
    add(arc, value, true);
  }
  const { cleared: taken } = solve({
    parties: solved.parties,
    debtor: Int32Array.from(from),
    creditor: Int32Array.from(to),
    amount: Float64Array.from(room),
    gain: Uint8Array.from(counts),
  });
  const flow = cleared.slice();
  for (const [at, arc] of arcs.entries()) {
    const value = taken[at] as number;
    if (arc >= 0) flow[arc] = (flow[arc] as number) + value;
    else flow[-1 - arc] = (flow[-1 - arc] as number) - value;
  }
  return flow;
}
