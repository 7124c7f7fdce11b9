import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ceiling,
  compare,
  decimalOf,
  floor,
  fraction,
  minus,
  over,
  parseFraction,
  plus,
  times,
  truncated,
  written,
  zero,
} from "./index.ts";

const anyFraction = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
  .map(([above, below]) => fraction(above, below));

describe("fractions", () => {
  it("look alike where they are equal", () => {
    expect(fraction(2, 4)).toEqual(fraction(-1, -2));
    expect(fraction(0, -7)).toEqual(zero);
    expect(() => fraction(1, 0)).toThrow(RangeError);
  });

  it("keep the laws of a field", () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) => {
        expect(plus(plus(a, b), c)).toEqual(plus(a, plus(b, c)));
        expect(times(a, plus(b, c))).toEqual(plus(times(a, b), times(a, c)));
        expect(minus(a, a)).toEqual(zero);
        if (b.numerator !== 0n) expect(times(over(a, b), b)).toEqual(a);
        expect(compare(a, b)).toBe(compare(minus(a, b), zero));
      }),
    );
  });

  it("are read back as they are written", () => {
    fc.assert(fc.property(anyFraction, (a) => void expect(parseFraction(written(a))).toEqual(a)));
    expect(parseFraction("0.125")).toEqual(fraction(1, 8));
    expect(parseFraction("-7/4")).toEqual(fraction(-7, 4));
    for (const bad of ["", "1/0", "1e3", ".5", "1.", "a", "1/2/3", "0x1", "9".repeat(61)])
      expect(parseFraction(bad)).toBeUndefined();
  });

  it("are bounded by whole numbers, and cut off at a decimal", () => {
    expect([floor(fraction(-7, 2)), ceiling(fraction(-7, 2)), floor(fraction(6, 2))]).toEqual([-4n, -3n, 3n]);
    expect([truncated(fraction(2, 3), 5), truncated(fraction(-2, 3), 2)]).toEqual(["0.66666", "-0.66"]);
    expect([decimalOf(1234n, 2), decimalOf(-4n, 3), decimalOf(7n, 0)]).toEqual(["12.34", "-0.004", "7"]);
  });
});
