import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askPython, pythonWith } from "../../../test/support/python.ts";
import {
  beginningOf,
  instantOf,
  isSummerTime,
  isZone,
  offsetAt,
  transitionsOf,
  wallTimeAt,
} from "./index.ts";

const instant = (zone: string, wall: string) => instantOf(zone, wall).toISOString();

describe("zones", () => {
  it("are those of the IANA database, by their names", () => {
    for (const zone of [
      "America/Caracas",
      "America/Argentina/Buenos_Aires",
      "UTC",
      "Asia/Kolkata",
      "Etc/GMT+4",
    ])
      expect(isZone(zone), zone).toBe(true);
    for (const none of [
      "",
      "America/Barquisimeto",
      "+02:00",
      "GMT+2",
      "EST",
      "Caracas",
      "../etc",
      `A/${"x".repeat(90)}`,
    ])
      expect(isZone(none), none).toBe(false);
  });

  it("tell their offset to the second", () => {
    expect(offsetAt("Asia/Kolkata", new Date("2026-01-01T00:00:00Z"))).toBe(5.5 * 3_600_000);
    expect(offsetAt("America/Caracas", new Date("2015-01-01T00:00:00Z"))).toBe(-4.5 * 3_600_000);
  });
});

describe("what a wall clock means", () => {
  it("follows summer time", () => {
    expect(instant("Europe/Madrid", "2026-03-28T18:00")).toBe("2026-03-28T17:00:00.000Z");
    expect(instant("Europe/Madrid", "2026-03-30T18:00")).toBe("2026-03-30T16:00:00.000Z");
  });

  it("in the hour that is skipped, is counted by the offset before it", () => {
    expect(instant("Europe/Madrid", "2026-03-29T02:30")).toBe("2026-03-29T01:30:00.000Z");
    expect(instant("America/New_York", "2007-03-11T02:30")).toBe("2007-03-11T07:30:00.000Z");
  });

  it("in the hour that comes twice, is the first", () => {
    expect(instant("Europe/Madrid", "2026-10-25T02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(instant("America/New_York", "2007-11-04T01:30")).toBe("2007-11-04T05:30:00.000Z");
  });

  it("begins a day at midnight, or when clocks jump over it", () => {
    expect(beginningOf("America/Caracas", "2026-02-27").toISOString()).toBe("2026-02-27T04:00:00.000Z");
    expect(beginningOf("America/Havana", "2026-03-08").toISOString()).toBe("2026-03-08T05:00:00.000Z");
    expect(beginningOf("Asia/Beirut", "2026-03-29").toISOString()).toBe("2026-03-28T22:00:00.000Z");
    expect(beginningOf("Pacific/Kiritimati", "2026-02-27").toISOString()).toBe("2026-02-26T10:00:00.000Z");
  });

  it("comes back as it was, but in the hours that are skipped", () => {
    const zones = [
      "America/Caracas",
      "Europe/Madrid",
      "America/Santiago",
      "Africa/Casablanca",
      "Australia/Lord_Howe",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 8_000_000 }), (zone, minutes) => {
        const wall = new Date(Date.UTC(2015, 0, 1) + minutes * 60_000).toISOString().slice(0, 16);
        const at = instantOf(zone, wall);
        const shown = wallTimeAt(zone, at);
        // A skipped time is shown by the clock that was put forward.
        const skipped = offsetAt(zone, at) !== offsetAt(zone, new Date(at.getTime() - 3 * 3_600_000));
        return shown === wall || (shown > wall && skipped);
      }),
    );
  });
});

const script = `
import json, sys, datetime
from zoneinfo import ZoneInfo
asked = json.load(sys.stdin)
def offset(zone, at): return int(datetime.datetime.fromtimestamp(at, zone).utcoffset().total_seconds())
out = []
for name in asked["zones"]:
    zone = ZoneInfo(name)
    found, at, end = [], asked["since"], asked["until"]
    while at < end:
        if offset(zone, at) != offset(zone, at + 3600):
            low, high = at, at + 3600
            while high - low > 1:
                middle = (low + high) // 2
                if offset(zone, middle) == offset(zone, at): low = middle
                else: high = middle
            found.append([high, offset(zone, at), offset(zone, high)])
        at += 3600
    out.append(found)
print(json.dumps(out))`;

describe("when clocks are changed", () => {
  it("is found within a year, with the name of what begins", () => {
    const found = transitionsOf(
      "Europe/Paris",
      new Date("2026-01-01T00:00:00Z"),
      new Date("2027-01-01T00:00:00Z"),
    );
    expect(found.map(({ at, to }) => [at.toISOString(), to / 3_600_000])).toEqual([
      ["2026-03-29T01:00:00.000Z", 2],
      ["2026-10-25T01:00:00.000Z", 1],
    ]);
    expect(found.map(({ at }) => isSummerTime("Europe/Paris", at))).toEqual([true, false]);
    expect(transitionsOf("America/Caracas", new Date("2020-01-01"), new Date("2030-01-01"))).toEqual([]);
  });

  const python = pythonWith(["zoneinfo"]);
  it.skipIf(!python)("is what Python's zoneinfo says", () => {
    const zones = [
      "America/Santiago", "America/Havana", "America/New_York", "America/Sao_Paulo", "America/Port-au-Prince",
      "America/Asuncion", "Europe/London", "Europe/Dublin", "Europe/Istanbul", "Asia/Gaza", "Asia/Tehran", "Asia/Kolkata",
      "Africa/Casablanca", "Africa/Juba", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Norfolk",
    ]; // prettier-ignore
    const [since, until] = [Date.UTC(2019, 0, 1) / 1_000, Date.UTC(2023, 0, 1) / 1_000];
    const theirs = askPython<[number, number, number][][]>(python ?? "", script, { zones, since, until });
    for (const [index, zone] of zones.entries()) {
      const ours = transitionsOf(zone, new Date(since * 1_000), new Date(until * 1_000));
      expect(
        ours.map(({ at, from, to }) => [at.getTime() / 1_000, from / 1_000, to / 1_000]),
        zone,
      ).toEqual(theirs[index]);
    }
  });
});
