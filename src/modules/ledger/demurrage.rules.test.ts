import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  demurrageDue,
  leftAfterMonths,
  type Movement,
  rested,
  restedThrough,
  restingFrom,
} from "./demurrage.rules.ts";

const DAY_MS = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const at = (days: number) => new Date(start + days * DAY_MS);

describe("demurrage", () => {
  test("takes the rate after a year, and of what is left after the next", () => {
    expect(leftAfterMonths(10_000n, 100_000, 12)).toBe(9_000n);
    expect(leftAfterMonths(10_000n, 100_000, 24)).toBe(8_100n);
    expect(leftAfterMonths(10_000n, 100_000, 1)).toBe(9_913n);
    expect(leftAfterMonths(10_000n, 0, 12)).toBe(10_000n);
    expect(leftAfterMonths(10_000n, 500_000, 12)).toBe(5_000n);
  });

  test("debts do not decay, and nobody is led into debt", () => {
    const debt = rested(restingFrom(-10_000n, at(0)), 100_000, at(365));
    expect(demurrageDue(debt, -10_000n)).toBe(0n);
    // All was spent on the last day: what is due stays due, and waits for a balance.
    const spent = restedThrough(
      restingFrom(10_000n, at(0)),
      100_000,
      [{ at: at(365.25), amount: -10_000n }],
      at(366),
    );
    expect(demurrageDue(spent, 0n)).toBe(0n);
    const earned = restedThrough(spent, 100_000, [{ at: at(366), amount: 5_000n }], at(366));
    expect(demurrageDue(earned, 5_000n)).toBe(1_000n);
  });

  test("a clock that was set back takes nothing twice and gives nothing back", () => {
    const once = rested(restingFrom(10_000n, at(0)), 100_000, at(100));
    expect(rested(rested(once, 100_000, at(50)), 100_000, at(100))).toEqual(once);
  });

  test("agrees with the exponential function", () => {
    for (const [rate, days] of [
      [20_000, 30],
      [60_000, 91],
      [333_333, 700],
      [500_000, 3_000],
    ] as const) {
      const amount = 1_000_000_000_000_000_000n;
      const left = Number(amount) * (1 - rate / 1_000_000) ** (days / 365.25);
      const exact = Number(rested(restingFrom(amount, at(0)), rate, at(days)).exact >> 64n);
      expect(Math.abs(exact - left) / left, `${rate} ${days}`).toBeLessThan(1e-11);
    }
  });

  test("the order and the number of collections change what is due by less than one minor unit", () => {
    const movement = fc.record({
      day: fc.integer({ min: 0, max: 700 }),
      amount: fc.bigInt(-500_000n, 1_000_000n),
    });
    fc.assert(
      fc.property(
        fc.array(movement, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 699 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 500_000 }),
        (raw, days, rate) => {
          // Big enough that nothing is held back for want of a balance.
          const first = { at: at(0), amount: 10_000_000n };
          const movements: Movement[] = [
            first,
            ...raw.toSorted((a, b) => a.day - b.day).map((one) => ({ at: at(one.day), amount: one.amount })),
          ];
          const total = (collections: readonly number[]) => {
            let state = restingFrom(0n, at(0));
            let posted = 0n;
            let taken = 0n;
            let done = 0;
            for (const day of [...collections.toSorted((a, b) => a - b), 700]) {
              const due = movements.slice(done).filter((one) => +one.at <= +at(day));
              done += due.length;
              posted += due.reduce((sum, one) => sum + one.amount, 0n);
              state = restedThrough(state, rate, due, at(day));
              const amount = demurrageDue(state, posted);
              posted -= amount;
              taken += amount;
            }
            return { taken, posted };
          };
          const once = total([]);
          const often = total(days);
          fc.pre(once.posted > 0n);
          const apart = once.taken - often.taken;
          expect(apart <= 1n && apart >= -1n, `${once.taken} ${often.taken}`).toBe(true);
        },
      ),
    );
  });
});
