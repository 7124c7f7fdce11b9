import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, isZone, knownZones, localTime } from "#platform/zones";

const iso = (local: string, zone: string) => instantOf(local, zone)?.toISOString();

describe("civil time", () => {
  it("knows zones by their IANA names alone", () => {
    expect(["America/Caracas", "Asia/Kathmandu", "America/Argentina/Buenos_Aires", "UTC"].every(isZone)).toBe(
      true,
    );
    expect(
      ["America/Caraca", "", "+05:00", "EST", "Mars/Olympus", "../../etc/passwd", "America/"].some(isZone),
    ).toBe(false);
    expect(knownZones().every(isZone)).toBe(true);
  });

  it.each([
    ["2019-10-18T09:00", "America/Caracas", "2019-10-18T13:00:00.000Z"],
    // Half and quarter hours.
    ["2019-10-18T09:00", "Asia/Kathmandu", "2019-10-18T03:15:00.000Z"],
    // Before and after Santiago's change of 8 September 2019, which leaves out the hour from 00:00.
    ["2019-09-07T23:59", "America/Santiago", "2019-09-08T03:59:00.000Z"],
    ["2019-09-08T01:00", "America/Santiago", "2019-09-08T04:00:00.000Z"],
    ["2019-09-08T00:30", "America/Santiago", undefined],
    // Madrid shows 02:30 twice on 27 October 2019: the first is still summer time.
    ["2019-10-27T02:30", "Europe/Madrid", "2019-10-27T00:30:00.000Z"],
    ["2019-10-27T03:00", "Europe/Madrid", "2019-10-27T02:00:00.000Z"],
    ["2019-03-31T02:30", "Europe/Madrid", undefined],
    // Samoa left out 30 December 2011 altogether.
    ["2011-12-30T12:00", "Pacific/Apia", undefined],
    ["2019-02-30T12:00", "America/Caracas", undefined],
    ["2019-10-18 09:00", "America/Caracas", undefined],
  ])("%s in %s is %s", (local, zone, instant) => {
    expect(iso(local, zone)).toBe(instant);
  });

  it("comes back from every instant, to the minute, but for hours that are shown twice", () => {
    const minutes = fc
      .integer({ min: 0, max: 60 * 24 * 365 * 80 })
      .map((minute) => new Date(minute * 60_000));
    fc.assert(
      fc.property(
        minutes,
        fc.constantFrom("Europe/Madrid", "America/Santiago", "Asia/Kathmandu", "UTC"),
        (instant, zone) => {
          const back = instantOf(localTime(instant, zone), zone);
          expect(back && localTime(back, zone)).toBe(localTime(instant, zone));
          expect(back && back <= instant && instant.getTime() - back.getTime() <= 3_600_000).toBe(true);
        },
      ),
    );
  });
});
