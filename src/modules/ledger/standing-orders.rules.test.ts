import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextDate, ordersBeginToday, ordersEndAfterTheyBegin, type Rhythm } from "./standing-orders.rules.ts";

function dates(rhythm: Rhythm, most = 6): string[] {
  const found: string[] = [];
  let next = nextDate(rhythm, null);
  while (next !== null && found.length < most) {
    found.push(next);
    next = nextDate(rhythm, next);
  }
  return found;
}

describe("due dates", () => {
  test("the 31st is the last day of shorter months, and comes back", () => {
    expect(dates({ unit: "month", count: 1, startsOn: "2027-01-31", endsOn: null })).toEqual([
      "2027-01-31",
      "2027-02-28",
      "2027-03-31",
      "2027-04-30",
      "2027-05-31",
      "2027-06-30",
    ]);
    expect(dates({ unit: "month", count: 12, startsOn: "2024-02-29", endsOn: null }, 5)).toEqual([
      "2024-02-29",
      "2025-02-28",
      "2026-02-28",
      "2027-02-28",
      "2028-02-29",
    ]);
  });

  test("weeks go by sevens, across the end of a year", () => {
    expect(dates({ unit: "week", count: 2, startsOn: "2026-12-21", endsOn: "2027-01-18" })).toEqual([
      "2026-12-21",
      "2027-01-04",
      "2027-01-18",
    ]);
  });

  test("from any day on, the next date is the first one after it", () => {
    const rhythms = fc.record({
      unit: fc.constantFrom("week" as const, "month" as const),
      count: fc.integer({ min: 1, max: 12 }),
      startsOn: fc.constantFrom("2024-02-29", "2026-01-31", "2026-11-25", "2023-08-30"),
      endsOn: fc.constant(null),
    });
    fc.assert(
      fc.property(rhythms, fc.integer({ min: 0, max: 1_500 }), (rhythm, days) => {
        const day = new Date(Date.parse(`${rhythm.startsOn}T00:00:00Z`) + days * 86_400_000)
          .toISOString()
          .slice(0, 10);
        const all = dates(rhythm, 240);
        expect(nextDate(rhythm, day)).toBe(all.find((one) => one > day) ?? nextDate(rhythm, day));
      }),
      { numRuns: 40 },
    );
  });

  test("begins today or later, and ends after it begins", () => {
    expect(ordersBeginToday("2026-11-25", "2026-11-25").ok).toBe(true);
    expect(ordersBeginToday("2026-11-24", "2026-11-25")).toMatchObject({ reason: "orderBeginsInThePast" });
    expect(ordersEndAfterTheyBegin({ startsOn: "2026-11-25", endsOn: null }).ok).toBe(true);
    expect(ordersEndAfterTheyBegin({ startsOn: "2026-11-25", endsOn: "2026-11-24" })).toMatchObject({
      reason: "orderEndsBeforeItBegins",
    });
  });
});
