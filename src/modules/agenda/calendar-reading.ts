// Reading somebody else's calendar file (RFC 5545) into announcements that could be made of it.
// Invariant: one bad entry is refused by name and the others are read; nothing in a file makes reading it endless: rules
// are never expanded by the library, whose iterators can run for ever, but read by our own.
import type ICAL from "ical.js";
import { instantOf, isZone, wallTimeAt } from "#algorithms/time-zones";
import { Refusal } from "#platform/errors";
import { planOf, type Plan, type Wrong } from "./moments.rules.ts";
import type { Moment, MovedDay } from "./types.ts";

export const MOST_CALENDAR_BYTES = 1_048_576;
export const MOST_ENTRIES = 500;
/** Of all entries together. */
const MOST_TIMES = 10_000;
/** What lasts no time by the file (RFC 5545 §3.6.1) cannot be shown as an action: it is given an hour. */
const HOUR_MINUTES = 60;

/** What an entry says, as far as it is read. */
export type EntryWords = {
  readonly uid: string;
  readonly title: string;
  /** BCP 47, where the file says it. */
  readonly language: string | null;
  readonly description: string | null;
  readonly address: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly link: string | null;
  readonly cancelled: boolean;
  /** Why, where the file says it. */
  readonly comment: string | null;
};

export type Entry =
  | { readonly words: EntryWords; readonly plan: Plan }
  /** What can be told of it, and why it is not read. */
  | { readonly title: string; readonly wrong: Omit<Wrong, "field"> };

type Property = ICAL.Property;

class Unreadable extends Error {
  readonly wrong: Omit<Wrong, "field">;
  constructor(reason: string, facts: Wrong["facts"] = {}) {
    super(reason);
    this.wrong = { reason, facts };
  }
}

/**
 * Rules under a name that the library does not know: it gives up the whole file for one that it cannot read. Lines are
 * unfolded for that (RFC 5545 §3.1).
 */
function withRulesAside(text: string): string {
  return text.replace(/\r?\n[ \t]/g, "").replace(/^(RRULE|EXRULE)(?=[;:])/gim, "X-CUMBE-$1");
}

/** The value as jCal has it (RFC 7265): `2026-02-27T10:00:00`, with `Z` in UTC. */
function valuesOf(property: Property): string[] {
  const [, , , ...values] = property.toJSON() as unknown as [string, object, string, ...unknown[]];
  return values.map((value) => (Array.isArray(value) ? value.join("/") : String(value)));
}

type Zones = { readonly calendar: string | null; readonly aliases: ReadonlyMap<string, string> };

/** Programs that name their zones themselves say in `X-LIC-LOCATION` which one they mean. */
function zonesOf(calendar: ICAL.Component): Zones {
  const named = calendar.getFirstPropertyValue("x-wr-timezone");
  const aliases = new Map<string, string>();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    const [name, location] = [
      zone.getFirstPropertyValue("tzid"),
      zone.getFirstPropertyValue("x-lic-location"),
    ];
    if (name && location) aliases.set(String(name), String(location));
  }
  return { calendar: named && isZone(String(named)) ? String(named) : null, aliases };
}

function zoneOf(property: Property, { calendar, aliases }: Zones): string {
  const [value = ""] = valuesOf(property);
  const asked = property.getParameter("tzid");
  if (asked === undefined) {
    if (calendar) return calendar;
    if (value.endsWith("Z")) return "UTC";
    throw new Unreadable("timeWithoutZone");
  }
  const name = String(asked);
  const known = [name, aliases.get(name) ?? ""].find(isZone);
  if (!known) throw new Unreadable("zoneUnknown", { zone: name.slice(0, 60) });
  return known;
}

/** A value on the wall clock of a zone: a day, or a day with its time. */
function localIn(zone: string, value: string): string {
  if (value.endsWith("Z")) {
    const at = Date.parse(value);
    if (Number.isNaN(at)) throw new Unreadable("timeMalformed");
    return wallTimeAt(zone, new Date(at));
  }
  return value.slice(0, 16);
}

function minutesLater(local: string, minutes: number): string {
  const at = Date.parse(`${local.length === 10 ? `${local}T00:00` : local}:00Z`);
  if (Number.isNaN(at)) throw new Unreadable("timeMalformed");
  return new Date(at + minutes * 60_000).toISOString().slice(0, local.length);
}

/** `P1W`, `P1DT2H30M` (RFC 5545 §3.3.6) in minutes. */
function minutesOf(duration: string): number {
  const [, weeks = 0, days = 0, hours = 0, minutes = 0] =
    /^P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,5}S)?)?$/.exec(duration) ?? [];
  return Number(weeks) * 10_080 + Number(days) * 1_440 + Number(hours) * 60 + Number(minutes);
}

function endOf(
  event: ICAL.Component,
  zones: Zones,
  startsLocal: string,
  allDay: boolean,
  zone: string,
): string {
  const end = event.getFirstProperty("dtend");
  if (end) {
    const [value = ""] = valuesOf(end);
    // The end of a day is the next one, which is not in it (§3.6.1).
    if (allDay)
      return minutesLater(value.slice(0, 10), -1_440) < startsLocal
        ? startsLocal
        : minutesLater(value.slice(0, 10), -1_440);
    const local = localIn(value.endsWith("Z") ? zone : zoneOf(end, zones), value);
    return local === startsLocal ? minutesLater(local, HOUR_MINUTES) : local;
  }
  const duration = event.getFirstProperty("duration");
  const minutes = duration ? minutesOf(valuesOf(duration)[0] ?? "") : 0;
  if (allDay) return minutesLater(startsLocal, Math.max(0, minutes - 1_440));
  return minutesLater(startsLocal, minutes || HOUR_MINUTES);
}

/** Days that are added to a series or left out of it: at the clock time of the series, or they are another thing. */
function daysOf(
  event: ICAL.Component,
  name: "rdate" | "exdate",
  zone: string,
  startsLocal: string,
): string[] {
  return event.getAllProperties(name).flatMap((property) =>
    valuesOf(property).flatMap((value) => {
      if (value.includes("/")) throw new Unreadable("recurrenceTooComplex");
      const local = localIn(zone, value);
      if (local.slice(10) === startsLocal.slice(10)) return [local.slice(0, 10)];
      // An exception at another time excepts nothing.
      if (name === "exdate") return [];
      throw new Unreadable("recurrenceTooComplex");
    }),
  );
}

function momentOf(event: ICAL.Component, zones: Zones): Moment {
  const start = event.getFirstProperty("dtstart");
  if (!start) throw new Unreadable("entryWithoutStart");
  const [value = ""] = valuesOf(start);
  const allDay = start.type === "date" || value.length === 10;
  const zone = allDay ? (zones.calendar ?? "UTC") : zoneOf(start, zones);
  const startsLocal = allDay ? value.slice(0, 10) : localIn(zone, value);
  const rules = event.getAllProperties("x-cumbe-rrule");
  if (rules.length > 1 || event.getFirstProperty("x-cumbe-exrule"))
    throw new Unreadable("recurrenceTooComplex");
  return {
    zone,
    allDay,
    startsLocal,
    endsLocal: endOf(event, zones, startsLocal, allDay, zone),
    rule: rules[0] ? (valuesOf(rules[0])[0] ?? null) : null,
    added: daysOf(event, "rdate", zone, startsLocal),
    without: daysOf(event, "exdate", zone, startsLocal),
    moved: [],
  };
}

function textOf(event: ICAL.Component, name: string): string | null {
  const value = event.getFirstPropertyValue(name);
  const text = value === null || value === undefined ? "" : String(value).normalize("NFC").trim();
  return text === "" ? null : text;
}

function placeOf(event: ICAL.Component): Pick<EntryWords, "latitude" | "longitude"> {
  const [latitude, longitude] = (textOf(event, "geo") ?? "").split(",").map(Number);
  const known = Number.isFinite(latitude) && Number.isFinite(longitude);
  return { latitude: known ? (latitude ?? null) : null, longitude: known ? (longitude ?? null) : null };
}

function wordsOf(event: ICAL.Component): EntryWords {
  const uid = textOf(event, "uid");
  if (!uid || uid.length > 255) throw new Unreadable("entryWithoutUid");
  const title = textOf(event, "summary");
  if (!title) throw new Unreadable("entryWithoutTitle");
  const language = event.getFirstProperty("summary")?.getParameter("language");
  const link = textOf(event, "url");
  return {
    uid,
    title,
    language: language === undefined ? null : String(language),
    description: textOf(event, "description"),
    address: textOf(event, "location"),
    ...placeOf(event),
    link: link && /^https?:\/\//.test(link) ? link : null,
    cancelled: textOf(event, "status")?.toUpperCase() === "CANCELLED",
    comment: textOf(event, "comment"),
  };
}

/** A value with its own zone on the wall clock of another. */
function inZone(zone: string, property: Property, zones: Zones): string {
  const [value = ""] = valuesOf(property);
  if (value.length === 10 || value.endsWith("Z")) return localIn(zone, value);
  const own = zoneOf(property, zones);
  return own === zone ? localIn(zone, value) : wallTimeAt(zone, instantOf(own, value.slice(0, 16)));
}

/**
 * A series with the events that say another time for one of its days (RECURRENCE-ID, §3.8.4.4). Of those the time is read,
 * and whether the day is off; one that speaks of all days after it as well is too much.
 */
function withOverrides(series: Moment, overrides: readonly ICAL.Component[], zones: Zones): Moment {
  const { zone, allDay } = series;
  const [without, moved] = [[...series.without], new Map<string, MovedDay>()];
  for (const event of overrides) {
    const named = event.getFirstProperty("recurrence-id");
    const start = event.getFirstProperty("dtstart");
    if (!named || !start) throw new Unreadable("entryWithoutStart");
    if (named.getParameter("range") !== undefined) throw new Unreadable("overrideNotRead");
    const local = inZone(zone, named, zones);
    const day = local.slice(0, 10);
    // At another time than the series it names none of its days.
    if (local.slice(10) !== series.startsLocal.slice(10)) throw new Unreadable("dayNotInSeries");
    if (textOf(event, "status")?.toUpperCase() === "CANCELLED") {
      without.push(day);
      continue;
    }
    const own = momentOf(event, zones);
    if (own.allDay !== allDay) throw new Unreadable("overrideNotRead");
    const shift = (wall: string) =>
      own.zone === zone || allDay ? wall : wallTimeAt(zone, instantOf(own.zone, wall));
    const [startsLocal, endsLocal] = [shift(own.startsLocal), shift(own.endsLocal)];
    moved.set(day, { day, startsLocal, endsLocal });
  }
  return { ...series, without, moved: [...moved.values()].sort((a, b) => (a.day < b.day ? -1 : 1)) };
}

/** Whether each says of itself what the series says: only times are kept for single days. */
function sayTheSame(words: EntryWords, overrides: readonly ICAL.Component[]): boolean {
  return overrides.every((event) => {
    if (textOf(event, "status")?.toUpperCase() === "CANCELLED") return true;
    const own = wordsOf(event);
    return (
      own.title === words.title && own.description === words.description && own.address === words.address
    );
  });
}

function entryOf(event: ICAL.Component, zones: Zones, overrides: readonly ICAL.Component[]): Entry {
  try {
    const words = wordsOf(event);
    // Without its series there is nothing that it could be a day of.
    if (event.getFirstProperty("recurrence-id")) throw new Unreadable("overrideWithoutSeries");
    if (!sayTheSame(words, overrides)) throw new Unreadable("overrideNotRead");
    const plan = planOf(withOverrides(momentOf(event, zones), overrides, zones));
    if ("reason" in plan) return { title: words.title, wrong: { reason: plan.reason, facts: plan.facts } };
    return { words, plan };
  } catch (error) {
    if (error instanceof Unreadable) return { title: textOf(event, "summary") ?? "", wrong: error.wrong };
    throw error;
  }
}

/** The second entry of one UID is refused: which of them holds cannot be known. */
function eachOnce(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.map((entry) => {
    if (!("words" in entry)) return entry;
    const { uid, title } = entry.words;
    if (seen.has(uid)) return { title, wrong: { reason: "entryRepeated", facts: {} } };
    seen.add(uid);
    return entry;
  });
}

type Found = { readonly event: ICAL.Component; readonly calendar: ICAL.Component };

/** Events that are read by themselves, and by UID those that speak of one day of such a one. */
function bySeries(events: readonly Found[]) {
  const isOverride = ({ event }: Found) => event.getFirstProperty("recurrence-id") !== null;
  const uidOf = ({ event }: Found) => textOf(event, "uid") ?? "";
  const known = new Set(events.filter((each) => !isOverride(each)).map(uidOf));
  const overrides = new Map<string, ICAL.Component[]>();
  for (const found of events)
    if (isOverride(found) && known.has(uidOf(found)))
      overrides.set(uidOf(found), [...(overrides.get(uidOf(found)) ?? []), found.event]);
  const series = events.filter((each) => !isOverride(each) || !known.has(uidOf(each)));
  return { series, overrides };
}

/** UTF-8 alone (RFC 5545 §3.1.4), within the bound. */
export function decodeCalendar(bytes: Uint8Array): string {
  if (bytes.byteLength > MOST_CALENDAR_BYTES)
    throw new Refusal("tooLarge", "calendarTooLarge", { limit: MOST_CALENDAR_BYTES });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("invalid", "calendarMalformed");
  }
}

/** Every event of the file. Refuses the file as a whole only where it is none, is empty, or holds too much. */
export async function readCalendar(text: string): Promise<Entry[]> {
  // Loaded with the first file: most nodes are seldom handed one.
  const { default: library } = await import("ical.js");
  let calendars: ICAL.Component[];
  try {
    const parsed = library.parse(withRulesAside(text)) as unknown[];
    const roots = (Array.isArray(parsed[0]) ? parsed : [parsed]) as unknown as unknown[][];
    calendars = roots.map((root) => new library.Component(root));
  } catch {
    throw new Refusal("invalid", "calendarMalformed");
  }
  if (calendars.some(({ name }) => name !== "vcalendar")) throw new Refusal("invalid", "calendarMalformed");
  const events = calendars.flatMap((calendar) =>
    calendar.getAllSubcomponents("vevent").map((event) => ({ event, calendar })),
  );
  if (events.length === 0) throw new Refusal("invalid", "calendarIsEmpty");
  if (events.length > MOST_ENTRIES)
    throw new Refusal("invalid", "calendarTooManyEntries", { limit: MOST_ENTRIES });
  const zones = new Map(calendars.map((calendar) => [calendar, zonesOf(calendar)]));
  const { series, overrides } = bySeries(events);
  const entries: Entry[] = [];
  let times = 0;
  for (const { event, calendar } of series) {
    const days = overrides.get(textOf(event, "uid") ?? "") ?? [];
    const entry = entryOf(event, zones.get(calendar) ?? zonesOf(calendar), days);
    times += "plan" in entry ? entry.plan.occurrences.length : 0;
    // Each time is looked up in its zone: a file with too many is given up before all of them are.
    if (times > MOST_TIMES) throw new Refusal("invalid", "calendarTooManyEntries", { limit: MOST_TIMES });
    entries.push(entry);
  }
  return eachOnce(entries);
}
