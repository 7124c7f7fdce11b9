import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { offsetAt } from "#algorithms/time-zones";
import { escapeText, fold, local, parameterValue, property, textProperty, utc } from "./lines.ts";
import { timeZone, utcOffset } from "./time-zone.ts";

const anyText = fc.string({ unit: "grapheme", maxLength: 300 }).map((text) => text.replace(/[\p{Cc}]/gu, ""));

describe("a content line", () => {
  it("is folded at 75 octets, never within a character", () => {
    const folded = fold(`SUMMARY:${"Ñandú 🌽 ".repeat(30)}`);
    const lines = folded.split("\r\n");
    expect(lines.pop()).toBe("");
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.slice(1).every((line) => line.startsWith(" "))).toBe(true);
    expect(folded.replaceAll("\r\n ", "")).toBe(`SUMMARY:${"Ñandú 🌽 ".repeat(30)}\r\n`);
    expect(fold("URL:https://example.org/\r\nATTACH:x")).toBe("URL:https://example.org/ATTACH:x\r\n");
    expect(fold("A".repeat(75))).toBe(`${"A".repeat(75)}\r\n`);
    expect(fold("A".repeat(76))).toBe(`${"A".repeat(75)}\r\n A\r\n`);
  });

  it("of any text is within 75 octets and unfolds to itself", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = fold(text);
        const lines = folded.slice(0, -2).split("\r\n");
        return (
          lines.every((line) => Buffer.byteLength(line) <= 75 && line.isWellFormed()) &&
          folded.replaceAll("\r\n ", "") === `${text}\r\n`
        );
      }),
    );
  });

  it("escapes what has a meaning", () => {
    expect(escapeText("a,b;c\\d\r\ne\u0007")).toBe("a\\,b\\;c\\\\d\\ne");
    expect(parameterValue('Comuna "El Maizal": sí')).toBe("\"Comuna ^'El Maizal^': sí\"");
    expect(property("GEO", "10.48;-66.9")).toBe("GEO:10.48;-66.9\r\n");
  });

  it("of any text is read back by ical.js as it was", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = `BEGIN:VCALENDAR\r\n${textProperty("SUMMARY", text, "es")}END:VCALENDAR\r\n`;
        const read = new ICAL.Component(ICAL.parse(file) as unknown[]);
        expect(read.getFirstPropertyValue("summary")).toBe(text);
      }),
    );
  });

  it("writes times as the standard does", () => {
    expect(utc(new Date("2026-02-27T14:00:00.123Z"))).toBe("20260227T140000Z");
    expect(local("2026-02-27")).toBe("20260227");
    expect(local("2026-02-27T10:30")).toBe("20260227T103000");
    expect([
      utcOffset(-4.5 * 3_600_000),
      utcOffset(5.75 * 3_600_000),
      utcOffset(0),
      utcOffset(-16_966_000),
    ]).toEqual(["-0430", "+0545", "+0000", "-044246"]);
  });
});

describe("a zone", () => {
  it("is read by ical.js with the runtime's offsets, before and after every change", () => {
    for (const zone of [
      "Europe/Madrid",
      "America/Santiago",
      "Africa/Casablanca",
      "Australia/Lord_Howe",
      "Asia/Kolkata",
      "America/Caracas",
    ]) {
      const text = timeZone(zone, new Date("2026-01-01"), new Date("2027-12-31"));
      const read = new ICAL.Timezone(new ICAL.Component(ICAL.parse(text) as unknown[]));
      for (let day = 0; day < 730; day++) {
        const noon = new Date(Date.UTC(2026, 0, 1 + day, 12));
        const wall = ICAL.Time.fromDateTimeString(
          new Date(noon.getTime() + offsetAt(zone, noon)).toISOString().slice(0, 19),
        );
        expect(read.utcOffset(wall) * 1_000, `${zone} ${noon.toISOString()}`).toBe(offsetAt(zone, noon));
      }
    }
  });

  it("names every change by itself, and says which is summer's", () => {
    const text = timeZone("Europe/Madrid", new Date("2026-06-01"), new Date("2026-06-02"));
    expect(text).toContain(
      "BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\nRDATE:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n",
    );
    expect(text).toContain("BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nRDATE:20261025T030000\r\n");
  });
});
