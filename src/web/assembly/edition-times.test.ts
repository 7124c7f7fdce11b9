import { describe, expect, it } from "vitest";
import { translator } from "#platform/i18n/i18n";
import type { Page } from "../request.ts";
import { instantsFrom, timeAt, zoneOf } from "./edition-times.ts";

const madrid = { zone: "Europe/Madrid" };
const reading = { language: "en", t: translator("en") } as Page;

describe("times of an edition", () => {
  it("are read by the clocks of its place, seconds left aside", () => {
    const typed = { from: "2026-03-28T18:00", to: "2026-03-29T18:00:30" };
    expect(instantsFrom(typed, madrid)).toEqual({
      from: new Date("2026-03-28T17:00:00Z"),
      to: new Date("2026-03-29T16:00:00Z"),
    });
  });

  it("are the first of two where the clocks go back", () => {
    expect(instantsFrom({ at: "2026-10-25T02:30" }, madrid).at).toEqual(new Date("2026-10-25T00:30:00Z"));
  });

  it.each([
    ["2026-03-29T02:30", "timeIsLeftOut"],
    ["2026-02-30T10:00", "timeIsLeftOut"],
    ["2026-03-29", "timeMalformed"],
    ["", "timeMalformed"],
  ])("are refused where there is no such time: %s", (at, reason) => {
    expect(() => instantsFrom({ at, sound: "2026-03-28T18:00" }, madrid)).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ field: "at", reason })] }),
    );
  });

  it("are told by the clocks of its place, with the zone as it is that day", () => {
    const at = new Date("2026-07-01T16:00:00Z");
    expect(timeAt(reading, madrid, at)).toMatch(/1 Jul 2026|Jul 1, 2026/u);
    expect(timeAt(reading, madrid, at)).toMatch(/18:00|6:00\sPM/u);
    expect(zoneOf(reading, { zone: "America/Santo_Domingo" }, at)).toBe("America/Santo Domingo (GMT-4)");
    expect(zoneOf(reading, madrid, at)).toBe("Europe/Madrid (GMT+2)");
  });
});
