import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Refusal } from "#platform/errors";
import {
  formatAmount,
  MOST_AMOUNT,
  parseAmount,
  parseAnyAmount,
  type Unit,
  writtenAmount,
} from "./amounts.ts";

const maize: Unit = { kind: "mutual_credit", scale: 2, code: "MAIZ" };
const whole: Unit = { kind: "voucher", scale: 0, code: "VALE" };
const hours: Unit = { kind: "time", scale: 0, code: "HORA" };

function reasonOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
  return undefined;
}

describe("reading amounts", () => {
  test.each([
    ["es", "1.234,50", 123_450n],
    ["es", "1234,5", 123_450n],
    ["es", "1.234", 123_400n],
    ["es", "12.50", 1_250n],
    ["es", "0,05", 5n],
    ["es", ",5", 50n],
    ["en", "1,234.50", 123_450n],
    ["en", "1,234", 123_400n],
    ["en", "12,5", 1_250n],
    ["fr", "1 234,50", 123_450n],
    ["fr", "1\u202f234\u202f567,5", 123_456_750n],
    ["pt", "1.234.567", 123_456_700n],
    ["es", " 12,50 MAIZ ", 1_250n],
    ["es", "maiz 3", 300n],
    ["de", "1'000", 100_000n],
  ])("%s %s", (language, text, amount) => {
    expect(parseAmount(language, text, maize)).toBe(amount);
  });

  test.each([
    ["", "amountNotANumber"],
    ["doce", "amountNotANumber"],
    ["1 23", "amountNotANumber"],
    ["1.23.4", "amountNotANumber"],
    ["1,2,3", "amountNotANumber"],
    ["1.234,567.8", "amountNotANumber"],
    ["1e5", "amountNotANumber"],
    ["--5", "amountNotANumber"],
    ["0x10", "amountNotANumber"],
    ["1,234", "amountFinerThanScale"],
    ["0", "amountNotPositive"],
    ["0,00", "amountNotPositive"],
    ["-5", "amountNotPositive"],
    ["90071992547409,92", "amountTooLarge"],
    ["9".repeat(61), "amountTooLarge"],
  ])("es %s is refused: %s", (text, reason) => {
    expect(reasonOf(() => parseAmount("es", text, maize))).toBe(reason);
  });

  test("takes the largest of a movement, and nothing more", () => {
    expect(parseAmount("es", "90071992547409,91", maize)).toBe(MOST_AMOUNT);
    expect(reasonOf(() => parseAmount("es", "9223372036854775808", whole))).toBe("amountTooLarge");
  });

  test("reads time as people say it", () => {
    for (const text of [
      "1 h 30 min",
      "1h30",
      "1:30",
      "90 min",
      "1,5 h",
      "1,5",
      "1.5",
      "1 hora 30 minutos",
      "1h 30m",
    ])
      expect(parseAmount("es", text, hours), text).toBe(90n);
    expect(parseAmount("es", "2", hours)).toBe(120n);
    expect(parseAmount("fr", "2 heures", hours)).toBe(120n);
    expect(reasonOf(() => parseAmount("es", "1,51 h", hours))).toBe("amountFinerThanScale");
    expect(reasonOf(() => parseAmount("es", "1:75", hours))).toBe("amountNotANumber");
    expect(reasonOf(() => parseAmount("es", "un rato", hours))).toBe("amountNotANumber");
    expect(reasonOf(() => parseAmount("es", "0 min", hours))).toBe("amountNotPositive");
  });

  test("limits may be below nought", () => {
    expect(parseAnyAmount("es", "-1.000", maize)).toBe(-100_000n);
    expect(parseAnyAmount("es", "−5 h", hours)).toBe(-300n);
    expect(parseAnyAmount("es", "0", maize)).toBe(0n);
  });
});

describe("writing amounts", () => {
  test("by the reader's language, with the currency's code", () => {
    expect(formatAmount("es", 12_345_650n, maize)).toBe("123.456,50\u00a0MAIZ");
    expect(formatAmount("en", 123_450n, maize)).toBe("1,234.50\u00a0MAIZ");
    expect(formatAmount("fr", -123_450n, maize)).toBe("−1\u202f234,50\u00a0MAIZ");
    expect(formatAmount("pt", 5n, maize, { signed: true })).toBe("+0,05\u00a0MAIZ");
    expect(formatAmount("es", 0n, maize, { signed: true })).toBe("0,00\u00a0MAIZ");
    expect(formatAmount("es", 90n, hours)).toBe("1\u00a0h\u00a030\u00a0min");
    expect(formatAmount("es", -60n, hours)).toBe("−1\u00a0h");
    expect(formatAmount("es", 0n, hours)).toBe("0\u00a0h");
  });

  test("exactly, beyond what a double holds", () => {
    expect(formatAmount("en", 9_223_372_036_854_775_807n, maize)).toBe("92,233,720,368,547,758.07\u00a0MAIZ");
    expect(writtenAmount(-5n, 2)).toBe("-0.05");
    expect(writtenAmount(7n, 0)).toBe("7");
  });

  test("what is written reads back as the same amount in every language", () => {
    const units = fc.constantFrom(maize, whole, hours, { ...maize, scale: 3 }, { ...maize, scale: 6 });
    const amounts = fc.bigInt({ min: -MOST_AMOUNT, max: MOST_AMOUNT });
    fc.assert(
      fc.property(fc.constantFrom("es", "en", "pt", "fr"), amounts, units, (language, amount, unit) => {
        expect(parseAnyAmount(language, formatAmount(language, amount, unit), unit)).toBe(amount);
      }),
    );
  });
});
