import { afterEach, expect, it, vi } from "vitest";
import { formatDate, formatDates, formatInstant, formatNumber, readCatalogue, translator } from "./i18n.ts";

afterEach(() => vi.restoreAllMocks());

it("writes dates and numbers as the reader's language does, in UTC", () => {
  const late = new Date("2026-11-24T23:30:00Z");
  expect(formatDate("2019-10-20", "es")).toBe("20 de octubre de 2019");
  expect(formatDate(late, "en")).toBe("24 November 2026");
  expect(formatDate(late, "fr", "medium")).toBe("24 nov. 2026");
  expect(formatInstant(late, "pt", { hour: "2-digit", minute: "2-digit" })).toBe("23:30");
  expect(formatNumber(1_234_567, "es")).toBe("1.234.567");
  expect(formatNumber(1_234_567n, "en")).toBe("1,234,567");
});

it("says once what the two days of a period share", () => {
  const dates = (to: string, language: string) => formatDates("2019-10-18", to, language);
  expect(dates("2019-10-20", "en")).toMatch(/^18\s?–\s?20 October 2019$/);
  expect(dates("2019-11-02", "fr")).toMatch(/^18 octobre\s[–-]\s2 novembre 2019$/);
  expect(dates("2020-01-02", "es")).toMatch(/^18 de octubre de 2019\s?[–-]\s?2 de enero de 2020$/);
  expect(dates("2019-10-18", "pt")).toBe("18 de outubro de 2019");
});

// Each holds tens of kilobytes that V8 does not see: made anew for every date, they took 90 MB of a busy node.
it("makes a formatter once, however often it is asked", () => {
  const write = () => {
    for (const language of ["es", "en"]) {
      formatDate("2019-10-20", language);
      formatNumber(5, language);
      translator(language)("accounts.account.passkeyCount", { count: 5 });
      translator(language)("refusal.passwordTooShort", { limit: 5 });
    }
  };
  write();
  const made = [
    vi.spyOn(Intl, "DateTimeFormat"),
    vi.spyOn(Intl, "NumberFormat"),
    vi.spyOn(Intl, "PluralRules"),
  ];
  for (let times = 0; times < 20; times++) write();
  translator("es")("refusal.tooManyAttempts", { seconds: 5 });
  expect(made.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0]);
});

it("lets no line begin with a mark that belongs to the word before it", () => {
  const french = translator("fr");
  expect(french("congress.amendmentTitle", { number: 2, title: "Écoles" })).toBe(
    "Amendement 2\u00a0: Écoles",
  );
  const all = [...readCatalogue("fr").values()].join("\n");
  expect(all).not.toMatch(/ [:;!?»%]|« /);
  expect(all).toMatch(/\u202f[;!?]/);
  expect(translator("es")("motions.share", { percent: 10 })).toBe("(10\u00a0% de las acreditadas)");
  // Spanish opens its questions with a mark of its own, and sets no space before the one that closes them.
  expect([...readCatalogue("es").values()].join("\n")).not.toContain("\u202f");
});
