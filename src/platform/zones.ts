// Civil time in a zone of the IANA database, as this runtime knows it, and the instants that it means.
// Invariant: a civil time that a clock change leaves out is no instant; one that it repeats is the first of the two.

/** Whether the runtime knows the zone by its IANA name. Offsets and abbreviations name no place. */
export function isZone(zone: string): boolean {
  if (zone !== "UTC" && !/^[A-Za-z][\w+-]*(\/[\w+-]+)+$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Zones to offer in a form. */
export function knownZones(): readonly string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/"))];
}

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn-hc-h23", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  clocks.set(zone, clock);
  return clock;
}

/** `YYYY-MM-DDTHH:MM`, as the clocks of the zone show the instant. */
export function localTime(instant: Date, zone: string): string {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: string) => parts.get(type as "year") ?? "";
  return `${of("year").padStart(4, "0")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

const DAY_MS = 86_400_000;

/**
 * The instant at which the clocks of a zone show a civil time `YYYY-MM-DDTHH:MM`: the first, where they show it twice;
 * undefined, where a change leaves it out, or where it is no time of the calendar.
 */
export function instantOf(local: string, zone: string): Date | undefined {
  if (!LOCAL.test(local)) return undefined;
  const asUtc = Date.parse(`${local}:00Z`);
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(local)) return undefined;
  // The offsets that the zone has around that day: no place changes its clocks twice within two days.
  const candidates = [-DAY_MS, DAY_MS].map((away) => {
    const near = new Date(asUtc + away);
    const offset = Date.parse(`${localTime(near, zone)}:00Z`) - near.getTime();
    return asUtc - offset;
  });
  return candidates
    .sort((one, other) => one - other)
    .map((instant) => new Date(instant))
    .find((instant) => localTime(instant, zone) === local);
}
