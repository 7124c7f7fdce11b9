import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apportion, ApportionmentError, type ApportionmentRule, apportionmentRules } from "./index.ts";

const houseMonotone = apportionmentRules.filter((rule) => rule !== "hare" && rule !== "droop");
const seatsOf = (rule: ApportionmentRule, seats: number, weights: readonly number[]) =>
  apportion({ rule, seats, weights }).seats;

describe("published cases", () => {
  it("are divided as published", () => {
    const large = [5117, 4400, 162, 161, 160];
    expect(seatsOf("d_hondt", 100, large)).toEqual([52, 45, 1, 1, 1]);
    expect(seatsOf("sainte_lague", 100, large)).toEqual([51, 43, 2, 2, 2]);
    // Balinski and Young's example of 26 seats.
    const small = [9061, 7179, 5259, 3319, 1182];
    expect(seatsOf("d_hondt", 26, small)).toEqual([10, 7, 5, 3, 1]);
    expect(seatsOf("sainte_lague", 26, small)).toEqual([9, 8, 5, 3, 1]);
    expect(seatsOf("hare", 26, small)).toEqual([9, 7, 5, 4, 1]);
    expect(seatsOf("quota", 100, large)).toEqual([52, 44, 2, 1, 1]);
    expect(seatsOf("huntington_hill", 26, small)).toEqual([9, 7, 6, 3, 1]);
    expect(seatsOf("adams", 26, small)).toEqual([9, 7, 5, 3, 2]);
    // Droop's quota is 963 there, and the largest remainder 444.
    expect(seatsOf("droop", 26, small)).toEqual([9, 7, 6, 3, 1]);
    const parties = [47_000, 16_000, 15_900, 12_000, 6_000, 3_100];
    expect(seatsOf("droop", 10, parties)).toEqual([5, 2, 2, 1, 0, 0]);
    expect(seatsOf("hare", 10, parties)).toEqual([5, 2, 1, 1, 1, 0]);
    // A first divisor of 1.4 keeps small ones out: 60 ÷ 1.4 is below 141 ÷ 3.
    expect(seatsOf("sainte_lague", 2, [141, 60])).toEqual([1, 1]);
    expect(seatsOf("modified_sainte_lague", 2, [141, 60])).toEqual([2, 0]);
    expect(seatsOf("hare", 10, [47_000, 16_000, 15_800, 12_000, 6_100, 3_100])).toEqual([5, 2, 1, 1, 1, 0]);
  });

  it("show the Alabama paradox of Hare's rule, and that divisors have none", () => {
    const weights = [6, 6, 2];
    expect(seatsOf("hare", 10, weights)).toEqual([4, 4, 2]);
    expect(seatsOf("hare", 11, weights)).toEqual([5, 5, 1]);
    expect(seatsOf("sainte_lague", 11, weights)[2]).toBeGreaterThanOrEqual(
      seatsOf("sainte_lague", 10, weights)[2] ?? 0,
    );
  });
});

describe("a least and a most", () => {
  it("are kept, and the others share what is left", () => {
    for (const rule of apportionmentRules) {
      const { seats } = apportion({ rule, seats: 20, weights: [1000, 100, 10, 1], least: 1, most: 9 });
      expect(seats[0]).toBe(9);
      expect(seats[3]).toBe(1);
      expect(seats.reduce((sum, value) => sum + value)).toBe(20);
    }
  });

  it("are refused by name when they cannot be kept", () => {
    const reasonOf = (entitlement: Omit<Parameters<typeof apportion>[0], "rule">) => {
      try {
        apportion({ rule: "d_hondt", ...entitlement });
      } catch (error) {
        if (error instanceof ApportionmentError) return error.reason;
      }
      return undefined;
    };
    expect(reasonOf({ seats: 2, weights: [1, 1, 1], least: 1 })).toBe("tooFewSeats");
    expect(reasonOf({ seats: 10, weights: [1, 1], most: 4 })).toBe("tooManySeats");
    expect(reasonOf({ seats: 1, weights: [0, 0] })).toBe("noWeight");
    expect(() => seatsOf("droop", 10, [1, 2])).toThrow(new ApportionmentError("tooFewVotes"));
    expect(() => seatsOf("hare", 1, [0.5])).toThrow(RangeError);
  });
});

it("says who was entitled alike to the last seat", () => {
  expect(apportion({ rule: "d_hondt", seats: 3, weights: [5, 5] })).toEqual({ seats: [2, 1], tied: [0, 1] });
  expect(apportion({ rule: "hare", seats: 3, weights: [5, 5] })).toEqual({ seats: [2, 1], tied: [0, 1] });
  expect(apportion({ rule: "hare", seats: 4, weights: [5, 5] })).toEqual({ seats: [2, 2], tied: [] });
});

describe("any division", () => {
  const entries = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 12 });
  const cases = fc.record({
    rule: fc.constantFrom(...apportionmentRules),
    weights: entries.map((weights) => [...weights, 1]),
    extra: fc.nat({ max: 200 }),
    least: fc.nat({ max: 3 }),
    most: fc.option(fc.integer({ min: 3, max: 40 })),
  });
  type Case = {
    readonly rule: ApportionmentRule;
    readonly weights: readonly number[];
    readonly extra: number;
    readonly least: number;
    readonly most: number | null;
  };
  const divide = ({ rule, weights, extra, least, most }: Case) => {
    const weighty = weights.filter(Boolean).length;
    const asked =
      least * weights.length + (most === null ? extra : Math.min(extra, (most - least) * weighty));
    try {
      return { asked, seats: apportion({ rule, seats: asked, weights, least, most }).seats };
    } catch (error) {
      // Droop's whole quota needs votes; that it is refused has its own test.
      fc.pre(rule !== "droop" || !(error instanceof ApportionmentError));
      throw error;
    }
  };

  it("gives all seats, within the bounds, and never less to the heavier", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const division = divide(one);
        expect(division.seats.reduce((sum, seats) => sum + seats, 0)).toBe(division.asked);
        for (const [index, seats] of division.seats.entries()) {
          expect(seats).toBeGreaterThanOrEqual(one.least);
          if (one.most !== null) expect(seats).toBeLessThanOrEqual(one.most);
          for (const [other, others] of division.seats.entries())
            if ((one.weights[index] ?? 0) > (one.weights[other] ?? 0))
              expect(seats).toBeGreaterThanOrEqual(others);
        }
      }),
    );
  });

  it("keeps the quota by Hare's rule and the quota method: the whole share or one more, where nothing bounds it", () => {
    const keeping = fc.constantFrom("hare" as const, "quota" as const);
    fc.assert(
      fc.property(entries, fc.nat({ max: 300 }), keeping, (weights, seats, rule) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        fc.pre(total > 0);
        for (const [index, given] of seatsOf(rule, seats, weights).entries()) {
          const quota = Math.floor(((weights[index] ?? 0) * seats) / total);
          expect([quota, quota + 1]).toContain(given);
        }
      }),
    );
  });

  it("is the same in whatever order the entries come, but among those alike", () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(
        distinct,
        fc.nat({ max: 60 }),
        fc.constantFrom(...apportionmentRules),
        (weights, seats, rule) => {
          fc.pre(rule !== "droop" || Math.min(...weights) > 61);
          const straight = apportion({ rule, seats, weights });
          fc.pre(straight.tied.length === 0);
          expect(seatsOf(rule, seats, weights.toReversed()).toReversed()).toEqual(straight.seats);
        },
      ),
    );
  });

  it("never takes a seat away when there are more, but for the largest remainders", () => {
    fc.assert(
      fc.property(
        entries,
        fc.nat({ max: 100 }),
        fc.constantFrom(...houseMonotone),
        (weights, seats, rule) => {
          fc.pre(weights.some(Boolean));
          const before = seatsOf(rule, seats, weights);
          const after = seatsOf(rule, seats + 1, weights);
          expect(after.every((value, index) => value >= (before[index] ?? 0))).toBe(true);
        },
      ),
    );
  });
});
