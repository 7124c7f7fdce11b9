import { describe, expect, it } from "vitest";
import { ClearingError, measure, type Obligations, solve, verify } from "./index.ts";

/** Obligations from rows of debtor, creditor, amount and gain. */
const owed = (parties: number, rows: readonly (readonly number[])[]): Obligations => ({
  parties,
  debtor: Int32Array.from(rows, (row) => row[0]!),
  creditor: Int32Array.from(rows, (row) => row[1]!),
  amount: Float64Array.from(rows, (row) => row[2]!),
  gain: Uint8Array.from(rows, (row) => row[3] ?? 1),
});

describe("a clearing", () => {
  it("of a triangle is its smallest debt, three times", () => {
    const obligations = owed(3, [
      [0, 1, 50],
      [1, 2, 30],
      [2, 0, 70],
    ]);
    const { cleared, total, certificate } = solve(obligations);
    expect([...cleared]).toEqual([30, 30, 30]);
    expect(total).toBe(90n);
    expect(verify(obligations, certificate)).toEqual({ ok: true, total: 90n });
    expect(measure(obligations)).toEqual({
      total: 150n,
      net: [20n, 20n, -40n],
      netInternalDebt: 40n,
      ceiling: 110n,
    });
  });

  it("prefers the long way round to the short one", () => {
    const obligations = owed(3, [
      [0, 1, 5],
      [1, 0, 5],
      [1, 2, 5],
      [2, 0, 5],
    ]);
    expect([...solve(obligations).cleared]).toEqual([5, 0, 5, 5]);
  });

  it("of debts without a cycle is nothing, and of nothing nothing", () => {
    const obligations = owed(4, [
      [0, 1, 5],
      [1, 2, 7],
      [0, 2, 9],
    ]);
    const { total, certificate } = solve(obligations);
    expect(total).toBe(0n);
    expect(verify(obligations, certificate)).toEqual({ ok: true, total: 0n });
    expect(solve(owed(0, [])).total).toBe(0n);
  });

  it("lets value pass by credit, which does not count itself", () => {
    const obligations = owed(3, [
      [0, 1, 40],
      [1, 2, 60],
      [2, 0, 25, 0],
      [2, 1, 5, 0],
    ]);
    const { cleared, total, certificate } = solve(obligations);
    expect([...cleared]).toEqual([25, 30, 25, 5]);
    expect(total).toBe(55n);
    expect(verify(obligations, certificate)).toEqual({ ok: true, total: 55n });
  });

  it("is exact where sums pass 2^53", () => {
    const most = Number.MAX_SAFE_INTEGER;
    const rows = Array.from({ length: 9 }, (_, at) => [
      [0, at + 1, most],
      [at + 1, 10, most],
      [10, 0, most - at],
    ]).flat();
    const obligations = owed(11, rows);
    const { total, certificate } = solve(obligations);
    expect(total).toBe(3n * (9n * BigInt(most) - 36n));
    expect(verify(obligations, certificate)).toEqual({ ok: true, total });
    const parallel = owed(3, [
      ...Array.from({ length: 7 }, () => [0, 1, most]),
      ...Array.from({ length: 5 }, () => [1, 2, most]),
      ...Array.from({ length: 6 }, () => [2, 0, most]),
    ]);
    expect(solve(parallel).total).toBe(15n * BigInt(most));
    expect(verify(parallel, solve(parallel).certificate).ok).toBe(true);
  });
});

describe("obligations are refused by name where", () => {
  const reasonOf = (obligations: Obligations) => {
    try {
      solve(obligations);
    } catch (error) {
      if (error instanceof ClearingError) return [error.reason, error.arc];
    }
    return undefined;
  };
  it.each([
    ["somebody owes to themselves", "selfDebt", [1, 1, 5]],
    ["a party is unknown", "unknownParty", [0, 2, 5]],
    ["a party is below zero", "unknownParty", [-1, 1, 5]],
    ["an amount is zero", "amountNotPositive", [0, 1, 0]],
    ["an amount is below zero", "amountNotPositive", [0, 1, -3]],
    ["an amount is a fraction", "amountNotWhole", [0, 1, 0.5]],
    ["an amount is no number", "amountNotWhole", [0, 1, Number.NaN]],
    ["an amount passes 2^53 − 1", "amountTooLarge", [0, 1, 2 ** 53]],
    ["an amount has no end", "amountTooLarge", [0, 1, Number.POSITIVE_INFINITY]],
    ["a gain is neither 0 nor 1", "gainUnknown", [0, 1, 5, 2]],
  ])("%s", (_, reason, row) => {
    expect(reasonOf(owed(2, [[1, 0, 3], row]))).toEqual([reason, 1]);
  });

  it("the arrays are not of one length, or the parties are no count", () => {
    const obligations = owed(2, [[0, 1, 5]]);
    expect(reasonOf({ ...obligations, creditor: new Int32Array(2) })).toEqual(["lengthsDiffer", -1]);
    expect(reasonOf({ ...obligations, parties: 1.5 })).toEqual(["partiesNotACount", -1]);
  });
});
