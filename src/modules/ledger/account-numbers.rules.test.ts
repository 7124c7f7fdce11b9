// Account numbers: a slip of the finger is never another account.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAccountNumber, withCheckDigit, writeAccountNumber } from "./account-numbers.rules.ts";

describe("an account's number", () => {
  it("is read however it is grouped, and never with one digit wrong or two changed", () => {
    const number = withCheckDigit("572");
    expect(number).toBe("5724");
    fc.assert(
      fc.property(
        fc.integer({ min: 10_000, max: 99_999_999 }),
        fc.nat(),
        fc.nat({ max: 9 }),
        (count, at, digit) => {
          const given = withCheckDigit(String(count));
          expect(readAccountNumber(writeAccountNumber(given))).toBe(given);
          const place = at % given.length;
          const wrong = given.slice(0, place) + String(digit) + given.slice(place + 1);
          if (wrong !== given) expect(readAccountNumber(wrong)).toBeUndefined();
          const swapped =
            given.slice(0, place) +
            given.slice(place + 1, place + 2) +
            given.charAt(place) +
            given.slice(place + 2);
          if (swapped !== given) expect(readAccountNumber(swapped)).toBeUndefined();
        },
      ),
    );
  });
});
