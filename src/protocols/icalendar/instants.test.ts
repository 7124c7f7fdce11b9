// Any series in any zone: what a feed says of it means, to readers that had no part in it, the instants that we derived.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FeedAction, type Moment, planOf } from "#agenda";
import { translator } from "#platform/i18n/i18n";
import { newId } from "#platform/ids";
import { askPython, pythonWith } from "../../../test/support/python.ts";
import { readCalendar } from "../../modules/agenda/calendar-reading.ts";
import { feedText, printCalendar } from "./calendar.ts";

// None whose rules were changed of late: the runtime and the system may carry databases of different years.
const zones = ["America/Caracas", "America/Santiago", "America/Havana", "Europe/Madrid", "America/New_York", "Asia/Beirut", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]; // prettier-ignore
const dayOf = (days: number) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString().slice(0, 10);
const two = (value: number) => String(value).padStart(2, "0");

const moment: fc.Arbitrary<Moment> = fc
  .record({
    zone: fc.constantFrom(...zones),
    allDay: fc.boolean(),
    day: fc.integer({ min: 0, max: 700 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.constantFrom(0, 30),
    rule: fc.constantFrom(
      null,
      "FREQ=DAILY;COUNT=40",
      "FREQ=WEEKLY;INTERVAL=2;COUNT=20",
      "FREQ=MONTHLY;COUNT=9",
      "FREQ=WEEKLY;UNTIL=20281231",
    ),
    without: fc.boolean(),
    added: fc.boolean(),
  })
  .map(({ zone, allDay, day, hour, minute, rule, without, added }) => {
    const first = dayOf(day);
    const at = (hours: number) => (allDay ? first : `${first}T${two(hours)}:${two(minute)}`);
    const end = hour === 23 ? `${dayOf(day + 1)}T00:${two(minute)}` : at(hour + 1);
    return {
      zone,
      allDay,
      startsLocal: at(hour),
      endsLocal: allDay ? first : end,
      rule,
      // The second week of a daily or weekly series; elsewhere it leaves nothing out.
      without: without && rule ? [dayOf(day + 14)] : [],
      added: added ? [dayOf(day + 3)] : [],
      moved: [],
    };
  });

type Series = { readonly action: FeedAction; readonly starts: readonly string[] };

const series: Series[] = fc.sample(moment, { numRuns: 250, seed: 7986 }).flatMap((asked, index) => {
  const plan = planOf(asked);
  if ("reason" in plan) return [];
  const text = { source: "en", texts: { en: `Series ${index}` } };
  const action: FeedAction = {
    ...plan.moment,
    id: newId() as FeedAction["id"],
    number: index + 1,
    campaignId: null,
    title: text,
    description: null,
    kind: "assembly",
    city: "Somewhere",
    country: "VE",
    address: null,
    latitude: null,
    longitude: null,
    lastAt: plan.lastAt,
    accessibility: [],
    link: null,
    state: "announced",
    reason: null,
    sequence: 0,
    updatedAt: new Date("2026-01-01T00:00:00Z"),
    organizers: [{ slug: "one", name: text }],
    contact: null,
  };
  const starts = plan.occurrences.map(({ startsAt, day }) =>
    asked.allDay ? day : `${startsAt.toISOString().slice(0, 19)}+00:00`,
  );
  return [{ action, starts }];
});

const feed = printCalendar({
  text: feedText({ origin: "https://node.example", language: "en", t: translator("en") }),
  name: "Series",
  description: "Series",
  source: "https://node.example/agenda.ics",
  page: "https://node.example/agenda",
  changedAt: null,
  campaigns: [],
  actions: series.map(({ action }) => action),
});

describe("the instants of a feed", () => {
  const python = pythonWith(["icalendar", "dateutil", "zoneinfo"]);
  it.skipIf(!python)("are those that Python reads out of it", () => {
    expect(series.length).toBeGreaterThan(200);
    const script = `
import json, sys, datetime
from icalendar import Calendar
from dateutil.rrule import rruleset, rrulestr
from zoneinfo import ZoneInfo
utc = datetime.timezone.utc
def dates(value):
    if value is None: return []
    return [one.dt for part in (value if isinstance(value, list) else [value]) for one in part.dts]
out = {}
for event in Calendar.from_ical(json.load(sys.stdin)).walk("VEVENT"):
    start = event["DTSTART"].dt
    timed = isinstance(start, datetime.datetime)
    zone = ZoneInfo(event["DTSTART"].params.get("TZID", "UTC"))
    plain = (lambda at: at.replace(tzinfo=None)) if timed else (lambda day: datetime.datetime(day.year, day.month, day.day))
    whole = rruleset()
    whole.rdate(plain(start))
    if "RRULE" in event:
        text = event["RRULE"].to_ical().decode()
        until = event["RRULE"].get("UNTIL")
        if until and timed:
            # An end in UTC is compared with instants: on the wall clock of the zone it is this one.
            text = ";".join(part for part in text.split(";") if not part.startswith("UNTIL"))
            text += ";UNTIL=" + until[0].astimezone(zone).strftime("%Y%m%dT%H%M%S")
        whole.rrule(rrulestr(text, dtstart=plain(start)))
    for day in dates(event.get("RDATE")): whole.rdate(plain(day))
    for day in dates(event.get("EXDATE")): whole.exdate(plain(day))
    out[str(event["UID"])] = [at.replace(tzinfo=zone).astimezone(utc).isoformat() if timed else at.date().isoformat() for at in whole]
print(json.dumps(out))`;
    const read = askPython<Record<string, string[]>>(python ?? "", script, feed);
    for (const { action, starts } of series)
      expect(read[action.id], `${action.startsLocal} ${action.zone} ${action.rule}`).toEqual(starts);
  });

  it("are those of a node that reads the feed of another", async () => {
    const entries = await readCalendar(feed);
    expect(entries).toHaveLength(series.length);
    for (const [index, entry] of entries.entries()) {
      const { action } = series[index] as Series;
      if (!("plan" in entry)) throw new Error(`${action.startsLocal}: ${entry.wrong.reason}`);
      const { zone: _zone, ...read } = entry.plan.moment;
      const { allDay, startsLocal, endsLocal, rule, added, without } = action;
      expect(read).toEqual({ allDay, startsLocal, endsLocal, rule, added, without, moved: [] });
      if (!allDay) expect(entry.plan.lastAt).toEqual(action.lastAt);
    }
  });
});
