import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayInRhythm, monthsAfter, rhythms } from "./days.rules.ts";
import {
  allocated,
  calledFor,
  equalInstalments,
  instalmentsHoldSomething,
  interestHasARule,
  lateOnes,
  openOf,
  paymentIsOwed,
  reminderFor,
  scheduleAddsUp,
  scheduleIsInOrder,
  somethingIsLate,
} from "./loan-schedule.rules.ts";
import { divided, sumOf } from "./shares.rules.ts";

const owed = fc.bigInt({ min: 1n, max: 2n ** 62n });

describe("shares", () => {
  it("add up, and are never a unit off the exact share", () => {
    fc.assert(
      fc.property(
        owed,
        fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 12 }),
        (amount, weights) => {
          fc.pre(sumOf(weights) > 0n);
          const total = sumOf(weights);
          const parts = divided(amount, weights);
          expect(sumOf(parts)).toBe(amount);
          parts.forEach((part, at) => {
            const off = part * total - amount * (weights[at] ?? 0n);
            expect(off > -total && off < total).toBe(true);
          });
        },
      ),
    );
  });

  it("refuse to divide among nobody, or below nought", () => {
    expect(() => divided(1n, [0n])).toThrow(RangeError);
    expect(() => divided(-1n, [1n])).toThrow(RangeError);
    expect(divided(0n, [0n, 0n])).toEqual([0n, 0n]);
  });
});

describe("civil dates", () => {
  it("end with the month, and come back to their day in the next longer one", () => {
    expect(monthsAfter("2027-01-31", 1)).toBe("2027-02-28");
    expect([0, 1, 2].map((at) => dayInRhythm("2028-01-31", "monthly", at))).toEqual([
      "2028-01-31",
      "2028-02-29",
      "2028-03-31",
    ]);
    expect(dayInRhythm("2026-12-24", "fortnightly", 1)).toBe("2027-01-07");
  });
});

describe("a loan's schedule", () => {
  const rhythm = fc.constantFrom(...rhythms);

  it("adds up to what is owed to the unit, in order, with instalments at most a unit apart", () => {
    fc.assert(
      fc.property(owed, fc.integer({ min: 1, max: 120 }), rhythm, (sum, count, by) => {
        fc.pre(instalmentsHoldSomething(sum, count).ok);
        const schedule = equalInstalments(sum, count, "2026-01-31", by);
        expect(scheduleAddsUp(sum, schedule)).toEqual({ ok: true });
        expect(scheduleIsInOrder(schedule)).toEqual({ ok: true });
        expect((schedule[0]?.amount ?? 0n) - (schedule.at(-1)?.amount ?? 0n) <= 1n).toBe(true);
      }),
    );
  });

  it("is paid the oldest first, whatever comes when, to nothing open", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 12n, max: 10n ** 9n }),
        fc.array(fc.bigInt({ min: 1n, max: 10n ** 8n }), { maxLength: 20 }),
        (sum, payments) => {
          let schedule = equalInstalments(sum, 12, "2026-01-31", "monthly").map((one) => ({
            ...one,
            paid: 0n,
          }));
          for (const wished of [...payments, sum]) {
            const open = openOf(schedule);
            const amount = wished < open ? wished : open;
            const parts = allocated(schedule, amount);
            expect(sumOf(parts)).toBe(amount);
            schedule = schedule.map((one, at) => ({ ...one, paid: one.paid + (parts[at] ?? 0n) }));
            const firstOpen = schedule.findIndex((one) => one.paid < one.amount);
            if (firstOpen >= 0)
              expect(schedule.slice(firstOpen + 1).every((one) => one.paid === 0n)).toBe(true);
          }
          expect(openOf(schedule)).toBe(0n);
        },
      ),
    );
  });

  it("refuses what cannot be, by name", () => {
    expect(instalmentsHoldSomething(2n, 3)).toMatchObject({ reason: "moreInstalmentsThanUnits" });
    expect(scheduleAddsUp(5n, [{ dueOn: "2026-01-01", amount: 4n }])).toMatchObject({
      reason: "scheduleDoesNotAddUp",
    });
    const twice = [1n, 1n].map((amount) => ({ dueOn: "2026-01-01", amount }));
    expect(scheduleIsInOrder(twice)).toMatchObject({ reason: "scheduleNotInOrder" });
    expect(interestHasARule(1n, " ")).toMatchObject({ reason: "interestNeedsARule" });
    expect(interestHasARule(0n, null)).toEqual({ ok: true });
    expect(interestHasARule(1n, "Statutes, article 9")).toEqual({ ok: true });
    expect(paymentIsOwed(6n, 5n)).toMatchObject({ reason: "moreThanIsOwed" });
    expect(paymentIsOwed(5n, 5n)).toEqual({ ok: true });
  });

  it("is late from the day after, and reminds a week before", () => {
    const one = { dueOn: "2026-11-25", amount: 5n, paid: 4n };
    expect(lateOnes([one], "2026-11-25")).toEqual([]);
    expect(lateOnes([one], "2026-11-26")).toEqual([one]);
    expect(somethingIsLate([one], "2026-11-25")).toMatchObject({ reason: "nothingIsLate" });
    expect(somethingIsLate([one], "2026-11-26")).toEqual({ ok: true });
    expect([
      reminderFor(one, "2026-11-17"),
      reminderFor(one, "2026-11-18"),
      reminderFor(one, "2026-11-26"),
      reminderFor({ ...one, paid: 5n }, "2026-11-26"),
    ]).toEqual([null, "due", "late", null]);
  });

  it("calls guarantors for what is open in proportion, and for no more than they stand for", () => {
    fc.assert(
      fc.property(owed, fc.array(owed, { minLength: 1, maxLength: 5 }), (open, standFor) => {
        const called = calledFor(open, standFor);
        const all = sumOf(standFor);
        expect(sumOf(called)).toBe(open < all ? open : all);
        called.forEach((part, at) => expect(part <= (standFor[at] ?? 0n)).toBe(true));
      }),
    );
  });
});
