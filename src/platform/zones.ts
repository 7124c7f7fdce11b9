// Civil time as forms send it and as pages show it, by the zones that the runtime knows.
// Invariant: a civil time that a change of the clocks leaves out is no instant, and is said to be none; one that it repeats
// is the first of the two. Calendars that are read, not typed, follow RFC 5545 instead (`#algorithms/time-zones`).
import { instantOf as nearestInstantOf, isZone, wallTimeAt } from "#algorithms/time-zones";
import { isDay } from "./fields.ts";

export { isZone };

/** Zones to offer in a form. */
export function knownZones(): readonly string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/") && isZone(zone))];
}

/** `YYYY-MM-DDTHH:MM`, as the clocks of the zone show the instant. */
export function localTime(instant: Date, zone: string): string {
  return wallTimeAt(zone, instant);
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/**
 * The instant at which the clocks of a zone show a civil time `YYYY-MM-DDTHH:MM`: the first, where they show it twice;
 * undefined, where a change leaves it out, or where it is no time of the calendar.
 */
export function instantOf(local: string, zone: string): Date | undefined {
  if (!LOCAL.test(local) || !isDay(local.slice(0, 10)) || Number.isNaN(Date.parse(`${local}:00Z`)))
    return undefined;
  const instant = nearestInstantOf(zone, local);
  return localTime(instant, zone) === local ? instant : undefined;
}
