// Wall clocks and instants, by the zones of the IANA database as the runtime (ICU) carries it.
// Invariant: what people write is a wall clock and a zone; the instant follows from them by RFC 5545 §3.3.5.

/** `YYYY-MM-DDTHH:MM`: what a clock on a wall shows. */
export type WallTime = string;

const MINUTE_MS = 60_000;
const MOST_KEPT = 256;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  if (clocks.size >= MOST_KEPT) clocks.clear();
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  clocks.set(zone, made);
  return made;
}

const ZONE_NAME = /^(UTC|[A-Z][A-Za-z_+-]+(\/[A-Z][A-Za-z0-9_+-]*){1,2})$/;

/** Whether it is a zone of the IANA database. An offset (`+02:00`) or a bare abbreviation (`EST`) is none. */
export function isZone(name: string): boolean {
  if (name.length > 60 || !ZONE_NAME.test(name)) return false;
  try {
    return clockOf(name) !== undefined;
  } catch {
    return false;
  }
}

const READ = /^(\d{2})\/(\d{2})\/(\d{4}), (\d{2}):(\d{2}):(\d{2})$/;

/** Milliseconds since 1970 that a UTC clock would have to show to look like the zone's. */
function shownAt(zone: string, at: number): number {
  // Formatting is several times faster than formatting to parts, and the shape is fixed by the options.
  const [, month, day, year, hour, minute, second] = READ.exec(clockOf(zone).format(at)) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

/** The zone's offset from UTC at an instant, in milliseconds; east is positive. */
export function offsetAt(zone: string, at: Date): number {
  const whole = Math.floor(at.getTime() / 1_000) * 1_000;
  return shownAt(zone, whole) - whole;
}

/** What the zone's clocks show at an instant. */
export function wallTimeAt(zone: string, at: Date): WallTime {
  return new Date(shownAt(zone, at.getTime())).toISOString().slice(0, 16);
}

/**
 * The instant that a wall clock means. Where clocks are put forward and the time is skipped, the offset before the gap
 * counts; where they are put back and the time comes twice, the first one (RFC 5545 §3.3.5).
 */
export function instantOf(zone: string, wall: WallTime): Date {
  const shown = Date.parse(`${wall}:00Z`);
  // Zones change at most once within two days: the offsets a day before and after are all that there are.
  const before = offsetAt(zone, new Date(shown - 1_440 * MINUTE_MS));
  const after = offsetAt(zone, new Date(shown + 1_440 * MINUTE_MS));
  const early = shown - before;
  if (offsetAt(zone, new Date(early)) === before) return new Date(early);
  const late = shown - after;
  return new Date(offsetAt(zone, new Date(late)) === after ? late : early);
}

/**
 * The instant at which a civil day (`YYYY-MM-DD`) begins in the zone. Where clocks jump over midnight that is the jump
 * itself, which is just what the rule for skipped times gives.
 */
export function beginningOf(zone: string, day: string): Date {
  return instantOf(zone, `${day}T00:00`);
}
