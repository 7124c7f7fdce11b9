import { describe, expect, it } from "vitest";
import { dayBetween, drawDayMap } from "./day-map.ts";

const at = (instant: string) => new Date(`${instant}Z`);
const map = (instant: string) =>
  drawDayMap({
    day: "2026-02-27",
    at: at(instant),
    now: [{ longitude: -66.9, latitude: 10.48, count: 1, label: "Caracas" }],
    next: [{ longitude: -122.27, latitude: 37.8, count: 1 }],
    over: [{ longitude: 121, latitude: 14.6, count: 1 }],
    title: "A day & more",
    description: "Where it is that day",
  });

describe("where it is a day", () => {
  it("begins at the east end of the map, fills it at noon in Greenwich, and ends in the west", () => {
    expect(dayBetween("2026-02-27", at("2026-02-26T11:00"))).toBeUndefined();
    expect(dayBetween("2026-02-27", at("2026-02-26T18:00"))).toEqual([90, 180]);
    expect(dayBetween("2026-02-27", at("2026-02-27T12:00"))).toEqual([-180, 180]);
    expect(dayBetween("2026-02-27", at("2026-02-27T18:00"))).toEqual([-180, 90]);
    expect(dayBetween("2026-02-27", at("2026-02-28T06:00"))).toEqual([-180, -90]);
    expect(dayBetween("2026-02-27", at("2026-02-28T12:00"))).toBeUndefined();
  });

  it("is drawn as a band, in two pieces where the seam of the map cuts it, and not at all on another day", () => {
    const pieces = (instant: string) =>
      (/class="d" d="([^"]+)"/.exec(map(instant))?.[1]?.match(/M/g) ?? []).length;
    expect(pieces("2026-02-26T18:00")).toBe(1);
    expect(pieces("2026-02-27T12:00")).toBe(2);
    expect(pieces("2026-03-05T12:00")).toBe(0);
  });

  it("shows what is on, to come and over apart, and the same bytes for the same instant", () => {
    const svg = map("2026-02-27T15:00");
    expect(svg).toBe(map("2026-02-27T15:00"));
    expect(svg).toMatch(/<circle class="w"[^>]*><title>Caracas<\/title>/);
    expect(svg).toMatch(/<circle class="v"/);
    expect(svg).toMatch(/<circle cx=/);
    expect(svg).toContain("A day &amp; more");
    expect(svg).not.toContain("NaN");
  });
});
