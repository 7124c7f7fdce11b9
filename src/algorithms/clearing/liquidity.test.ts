// Set-off with accounts: against every possible clearing of small networks, the limits, the curve, and what is refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CreditAccount, creditCurve, LiquidityError, solveWithCredit } from "./liquidity.ts";
import { solve } from "./solve.ts";
import type { Obligations } from "./types.ts";
import { verify } from "./verify.ts";

type Arc = readonly [debtor: number, creditor: number, amount: number];

function obligationsOf(parties: number, arcs: readonly Arc[]): Obligations {
  return {
    parties,
    debtor: Int32Array.from(arcs, ([debtor]) => debtor),
    creditor: Int32Array.from(arcs, ([, creditor]) => creditor),
    amount: Float64Array.from(arcs, ([, , amount]) => amount),
  };
}

/** `[party, balance, minimum, maximum]` */
function account(
  party: number,
  balance: number,
  minimum: number | null,
  maximum: number | null,
): CreditAccount {
  const big = (value: number | null) => (value === null ? null : BigInt(value));
  return { party, balance: BigInt(balance), minimum: big(minimum), maximum: big(maximum) };
}

/** The most that can be cleared, and the least credit that does it, by trying everything. */
function bestOfAll(
  { parties, debtor, creditor, amount }: Obligations,
  accounts: readonly CreditAccount[],
): number[] {
  const cleared = [...amount].map(() => 0);
  const net = Array.from({ length: parties }, () => 0);
  const lowest = net.slice();
  const highest = net.slice();
  for (const { party, balance, minimum, maximum } of accounts) {
    lowest[party] = minimum === null ? -Infinity : Math.min(0, Number(minimum - balance));
    highest[party] = maximum === null ? Infinity : Math.max(0, Number(maximum - balance));
  }
  let best = [-1, 0];
  const tryFrom = (arc: number): void => {
    if (arc === cleared.length) {
      if (net.some((value, party) => value < lowest[party]! || value > highest[party]!)) return;
      const total = cleared.reduce((sum, value) => sum + value, 0);
      const moved = net.reduce((sum, value) => sum + Math.max(0, value), 0);
      if (total > best[0]! || (total === best[0]! && moved < best[1]!)) best = [total, moved];
      return;
    }
    const [from, to] = [debtor[arc]!, creditor[arc]!];
    for (let value = 0; value <= amount[arc]!; value++) {
      cleared[arc] = value;
      net[from]! -= value;
      net[to]! += value;
      tryFrom(arc + 1);
      net[from]! += value;
      net[to]! -= value;
    }
  };
  tryFrom(0);
  return best;
}

const network = (mostParties: number, mostArcs: number, mostAmount: number) =>
  fc.integer({ min: 2, max: mostParties }).chain((parties) => {
    const arc = fc
      .tuple(fc.nat(parties - 1), fc.nat(parties - 2), fc.integer({ min: 1, max: mostAmount }))
      .map(([debtor, other, amount]): Arc => [debtor, other >= debtor ? other + 1 : other, amount]);
    const limit = fc.option(fc.integer({ min: -mostAmount, max: mostAmount }), { nil: null });
    const one = fc
      .tuple(fc.nat(parties - 1), fc.integer({ min: -2, max: 2 }), limit, limit)
      .map(([party, balance, low, high]) =>
        account(party, balance, low !== null && high !== null && low > high ? high : low, high),
      );
    return fc.record({
      obligations: fc.array(arc, { maxLength: mostArcs }).map((arcs) => obligationsOf(parties, arcs)),
      accounts: fc.uniqueArray(one, { selector: ({ party }) => party, maxLength: parties }),
    });
  });

describe("set-off with credit", () => {
  it("clears a chain as far as its ends have room, and no further", () => {
    // Ana owes Bruno, Bruno owes Celia; nothing goes round, so without credit nothing clears.
    const chain = obligationsOf(3, [
      [0, 1, 10],
      [1, 2, 8],
    ]);
    expect(solve(chain).total).toBe(0n);
    const ends = [account(0, 2, -5, 100), account(2, 0, -5, 6)];
    const { total, movement, moved, cleared } = solveWithCredit(chain, ends);
    expect([total, movement, moved, [...cleared]]).toEqual([12n, [-6n, 6n], 6n, [6, 6]]);
    // With room in the middle the first debt alone is worth less than the chain, and both together are worth most.
    const all = solveWithCredit(chain, [...ends, account(1, 0, 0, 3)]);
    expect([all.total, all.movement]).toEqual([13n, [-7n, 6n, 1n]]);
  });

  it("moves no credit where set-off does the same without", () => {
    const ring = obligationsOf(3, [
      [0, 1, 5],
      [1, 2, 5],
      [2, 0, 5],
    ]);
    const accounts = [0, 1, 2].map((party) => account(party, 0, null, null));
    expect(solveWithCredit(ring, accounts)).toMatchObject({ total: 15n, moved: 0n, movement: [0n, 0n, 0n] });
  });

  it("clears the most, and of that with the least credit, as trying everything finds it", () => {
    fc.assert(
      fc.property(network(4, 5, 3), ({ obligations, accounts }) => {
        const { total, moved } = solveWithCredit(obligations, accounts);
        expect([Number(total), Number(moved)]).toEqual(bestOfAll(obligations, accounts));
      }),
      { numRuns: 1500 },
    );
  });

  it("never breaks a limit, balances every party, sums to zero, and has a proof", () => {
    const share = fc.record({ part: fc.nat(7), of: fc.constant(7) });
    fc.assert(
      fc.property(network(12, 60, 1e6), share, ({ obligations, accounts }, part) => {
        const { cleared, movement, total, solved, certificate } = solveWithCredit(
          obligations,
          accounts,
          part,
        );
        expect(verify(solved, certificate)).toEqual({ ok: true, total });
        const net = Array.from({ length: obligations.parties }, () => 0n);
        for (const [arc, value] of cleared.entries()) {
          expect(value >= 0 && value <= obligations.amount[arc]!).toBe(true);
          net[obligations.debtor[arc]!]! -= BigInt(value);
          net[obligations.creditor[arc]!]! += BigInt(value);
        }
        for (const [index, { party, balance, minimum, maximum }] of accounts.entries()) {
          const after = balance + movement[index]!;
          expect(net[party]).toBe(movement[index]);
          // One that is beyond a limit already comes no further.
          if (minimum !== null && movement[index]! < 0n) expect(after >= minimum).toBe(true);
          if (maximum !== null && movement[index]! > 0n) expect(after <= maximum).toBe(true);
          net[party] = 0n;
        }
        expect(net.every((value) => value === 0n)).toBe(true);
        expect(movement.reduce((sum, value) => sum + value, 0n)).toBe(0n);
      }),
      { numRuns: 300 },
    );
  });

  it("stays exact beyond 2^53 at one party", () => {
    const most = Number.MAX_SAFE_INTEGER;
    const star = obligationsOf(4, [
      [0, 1, most],
      [0, 2, most],
      [0, 3, most],
    ]);
    const accounts = [account(0, 0, null, 0), ...[1, 2, 3].map((party) => account(party, 0, 0, null))];
    const { total, movement } = solveWithCredit(star, accounts);
    expect([total, movement[0]]).toEqual([3n * BigInt(most), -3n * BigInt(most)]);
  });

  it("gives the same for the same, always", () => {
    fc.assert(
      fc.property(network(8, 30, 50), ({ obligations, accounts }) => {
        expect(solveWithCredit(obligations, accounts)).toEqual(solveWithCredit(obligations, accounts));
      }),
      { numRuns: 50 },
    );
  });

  it("refuses an account of nobody, two of one party, limits that cross and a share above the whole, by name", () => {
    const ring = obligationsOf(2, [
      [0, 1, 1],
      [1, 0, 1],
    ]);
    const refused = (reason: string, index: number) => expect.objectContaining({ reason, index });
    const trying =
      (...accounts: CreditAccount[]) =>
      () =>
        solveWithCredit(ring, accounts);
    expect(trying(account(2, 0, null, null))).toThrow(refused("accountOfNobody", 0));
    expect(trying(account(0, 0, 0, 0), account(0, 0, 0, 0))).toThrow(refused("accountTwice", 1));
    expect(trying(account(0, 0, 1, 0))).toThrow(refused("limitsCrossed", 0));
    expect(() => solveWithCredit(ring, [], { part: 2, of: 1 })).toThrow(refused("shareNotOfWhole", -1));
    expect(() => solveWithCredit(ring, [], { part: 0, of: 0 })).toThrow(LiquidityError);
  });
});

describe("the curve of credit", () => {
  it("begins with set-off alone and ends with all of the room", () => {
    fc.assert(
      fc.property(network(6, 15, 40), ({ obligations, accounts }) => {
        const curve = creditCurve(obligations, accounts, 4);
        expect(curve.map(({ share }) => share.part)).toEqual([0, 1, 2, 3, 4]);
        expect(curve[0]).toMatchObject({ cleared: solve(obligations).total, moved: 0n });
        expect(curve[4]!.cleared).toBe(solveWithCredit(obligations, accounts).total);
        const owed = obligations.amount.reduce((sum, amount) => sum + amount, 0);
        for (const { cleared, remaining } of curve) expect(cleared + remaining).toBe(BigInt(owed));
      }),
      { numRuns: 100 },
    );
  });

  it("never falls, and no step brings more than the one before where the room divides evenly", () => {
    fc.assert(
      fc.property(network(8, 25, 30), ({ obligations, accounts }) => {
        const steps = 5n;
        const even = accounts.map(({ party, minimum, maximum }) => ({
          party,
          balance: 0n,
          minimum: -steps * (minimum === null ? 3n : minimum < 0n ? -minimum : minimum),
          maximum: steps * (maximum === null ? 3n : maximum < 0n ? -maximum : maximum),
        }));
        // Nothing below is cut off by what a party owes in all, which would divide otherwise.
        const cleared = creditCurve(obligations, even, Number(steps)).map((point) => point.cleared);
        const brings = cleared.slice(1).map((value, at) => value - cleared[at]!);
        for (const [at, more] of brings.entries()) {
          expect(more >= 0n).toBe(true);
          if (at > 0) expect(more <= brings[at - 1]!).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
