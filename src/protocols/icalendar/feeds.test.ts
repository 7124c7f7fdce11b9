// Feeds as calendars read them: by ical.js and by Python's icalendar, neither of which made them.
import { gunzipSync } from "node:zlib";
import ICAL from "ical.js";
import { beforeAll, describe, expect, it } from "vitest";
import { announceAction, cancelAction, findAction, listOccurrences } from "#agenda";
import {
  actionInput,
  type Agenda,
  calledCampaign,
  dayFrom,
  heldTogether,
  openAgenda,
  said,
} from "../../../test/support/agenda.ts";
import { createTestApp, type Reader } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode, testOrigin } from "../../../test/support/node.ts";
import { askPython, pythonWith } from "../../../test/support/python.ts";

const test = useDatabase();
let agenda: Agenda;
let visitor: Reader;
let campaign: string;
let numbers: { full: number; series: number; allDay: number; cancelled: number };
/** Sundays around the end of summer time in Spain, which the next one of them is. */
let series: string;

function lastSundayOfOctober(year: number): string {
  const last = new Date(Date.UTC(year, 9, 31));
  return new Date(last.getTime() - last.getUTCDay() * 86_400_000).toISOString().slice(0, 10);
}

const awkward = "Agua; tierra, y «pan»: \\ así\nSegunda línea 🌽 ".repeat(4).trim();

beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
  const { ctx } = agenda.announcer;
  const day = dayFrom(ctx.now, 30);
  campaign = await calledCampaign(agenda);
  const change = lastSundayOfOctober(ctx.now.getUTCFullYear() + 1);
  series = new Date(Date.parse(change) - 7 * 86_400_000).toISOString().slice(0, 10);
  const other = { organizationId: agenda.other.organizationId, country: "ES", city: "Zaragoza" };
  numbers = {
    full: await announceAction(ctx, actionInput(agenda, {
      campaign, description: said(awkward), address: "Plaza Mayor, 3; portal B", latitude: 10.48, longitude: -66.9, contact: "+58 212 555 0100",
      accessibility: ["wheelchair", "sign_language"], languages: ["es", "guc"], link: "https://example.org/agua?a=1&b=2",
    })), // prettier-ignore
    series: await announceAction(agenda.other.ctx, actionInput(agenda, {
      ...other, zone: "Europe/Madrid", startsLocal: `${series}T18:00`, endsLocal: `${series}T20:00`, rule: "FREQ=WEEKLY;COUNT=4",
      without: [new Date(Date.parse(series) + 14 * 86_400_000).toISOString().slice(0, 10)], added: [new Date(Date.parse(series) + 3 * 86_400_000).toISOString().slice(0, 10)],
    })), // prettier-ignore
    allDay: await announceAction(
      agenda.other.ctx,
      actionInput(agenda, {
        ...other,
        city: "Huesca",
        zone: "Europe/Madrid",
        allDay: true,
        startsLocal: day,
        endsLocal: dayFrom(ctx.now, 31),
        kind: "work_day",
      }),
    ),
    cancelled: await announceAction(ctx, actionInput(agenda, { city: "Coro" })),
  };
  await heldTogether(agenda, numbers.full);
  await cancelAction(ctx, { number: numbers.cancelled, reason: said("Heavy rain.") });
  visitor = createTestApp(agenda.node.shell).as();
});

const eventsOf = async (path: string) => {
  const calendar = new ICAL.Component(ICAL.parse(await (await visitor.get(path)).text()) as unknown[]);
  const events = calendar.getAllSubcomponents("vevent");
  return {
    calendar,
    events,
    of: (url: string) => events.find((event) => event.getFirstPropertyValue("url") === url),
  };
};
const urlOf = (number: number) => `${testOrigin}/agenda/actions/${number}`;

describe("a feed", () => {
  it("is a calendar with its name, where it is read again, and how often", async () => {
    const answer = await visitor.get("/agenda.ics");
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const text = await answer.text();
    expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const { calendar, events } = await eventsOf("/agenda.ics");
    expect(calendar.getFirstPropertyValue("name")).toBe("Agenda of Test confederation");
    expect(String(calendar.getFirstPropertyValue("refresh-interval"))).toBe("PT6H");
    expect(calendar.getFirstPropertyValue("source")).toBe(`${testOrigin}/agenda.ics`);
    expect(events).toHaveLength(5);
  });

  it("says everything of an action, and ical.js reads it back", async () => {
    const event = (await eventsOf("/agenda.ics")).of(urlOf(numbers.full));
    const action = await findAction(test.db, numbers.full);
    const value = (name: string) => String(event?.getFirstPropertyValue(name) ?? "");
    const day = dayFrom(agenda.node.shell.now, 30);
    expect({
      uid: value("uid"), status: value("status"), sequence: value("sequence"), summary: value("summary"), location: value("location"),
      geo: event?.getFirstPropertyValue("geo"), categories: value("categories"), contact: value("contact"), related: value("related-to"),
      start: value("dtstart"), end: value("dtend"), zone: event?.getFirstProperty("dtstart")?.getParameter("tzid"),
      language: event?.getFirstProperty("summary")?.getParameter("language"), class: value("class"), transp: value("transp"),
      alternative: event?.getFirstProperty("contact")?.getParameter("altrep"),
    }).toEqual({
      uid: action?.id, status: "CONFIRMED", sequence: "1", summary: "Walk along the river", location: "Plaza Mayor, 3; portal B, Caracas, Venezuela",
      geo: [10.48, -66.9], categories: "March", contact: "Neighbourhood network, Market gardens · +58 212 555 0100", related: action?.campaign?.id,
      start: `${day}T10:00:00`, end: `${day}T12:00:00`, zone: "America/Caracas", language: "en", class: "PUBLIC", transp: "TRANSPARENT",
      alternative: `${testOrigin}/organizations/${agenda.announcer.slug}`,
    }); // prettier-ignore
    expect(value("description")).toBe(
      `${awkward}\n\nAccessibility: wheelchair access, sign language\n\nhttps://example.org/agua?a=1&b=2`,
    );
    const stamp = (event?.getFirstPropertyValue("dtstamp") as ICAL.Time | undefined)
      ?.toJSDate()
      .toISOString();
    expect(stamp).toBe(`${action?.updatedAt.toISOString().slice(0, 19)}.000Z`);
  });

  it("says that what was called off is, and why", async () => {
    const event = (await eventsOf("/agenda.ics")).of(urlOf(numbers.cancelled));
    expect(event?.getFirstPropertyValue("status")).toBe("CANCELLED");
    expect(event?.getFirstPropertyValue("comment")).toBe("Heavy rain.");
    expect(String(event?.getFirstPropertyValue("sequence"))).toBe("1");
  });

  it("gives a series that crosses the end of summer time the right instants, by ical.js", async () => {
    const { calendar, of } = await eventsOf("/agenda.ics");
    const component = of(urlOf(numbers.series));
    const zone = calendar
      .getAllSubcomponents("vtimezone")
      .find((one) => one.getFirstPropertyValue("tzid") === "Europe/Madrid");
    const madrid = new ICAL.Timezone(zone as ICAL.Component);
    const event = new ICAL.Event(component as ICAL.Component);
    event.startDate.zone = madrid;
    const found: string[] = [];
    const iterator = event.iterator();
    for (let next = iterator.next(); next; next = iterator.next()) {
      next.zone = madrid;
      found.push(next.toJSDate().toISOString());
    }
    const action = await findAction(test.db, numbers.series);
    const ours = await listOccurrences(test.db, action?.id ?? "", new Date(0), 20);
    expect(ours.map(({ startsAt }) => startsAt.toISOString())).toEqual(found);
    expect(found.map((at) => at.slice(11, 16))).toEqual(["16:00", "16:00", "17:00", "17:00"]);
  });

  const python = pythonWith(["icalendar", "dateutil", "zoneinfo"]);
  it.skipIf(!python)("is read the same by Python's icalendar, dateutil and zoneinfo", async () => {
    const script = `
import json, sys, datetime
from icalendar import Calendar
from dateutil.rrule import rruleset, rrulestr
from zoneinfo import ZoneInfo
calendar = Calendar.from_ical(json.load(sys.stdin))
def dates(value):
    if value is None: return []
    return [one.dt for part in (value if isinstance(value, list) else [value]) for one in part.dts]
out = {"name": str(calendar["NAME"]), "zones": sorted(str(z["TZID"]) for z in calendar.walk("VTIMEZONE")), "events": {}}
for event in calendar.walk("VEVENT"):
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    if isinstance(start, datetime.datetime):
        zone = ZoneInfo(event["DTSTART"].params["TZID"])
        plain = start.replace(tzinfo=None)
        whole = rruleset()
        whole.rdate(plain)
        if "RRULE" in event: whole.rrule(rrulestr(event["RRULE"].to_ical().decode(), dtstart=plain))
        for day in dates(event.get("RDATE")): whole.rdate(day.replace(tzinfo=None))
        for day in dates(event.get("EXDATE")): whole.exdate(day.replace(tzinfo=None))
        times = [day.replace(tzinfo=zone).astimezone(datetime.timezone.utc).isoformat() for day in whole]
        last = end.replace(tzinfo=None).isoformat()
    else:
        times, last = [start.isoformat()], end.isoformat()
    out["events"][str(event["URL"])] = {
        "uid": str(event["UID"]), "status": str(event["STATUS"]), "sequence": int(event["SEQUENCE"]), "summary": str(event["SUMMARY"]),
        "language": event["SUMMARY"].params.get("LANGUAGE"), "description": str(event.get("DESCRIPTION", "")),
        "location": str(event.get("LOCATION", "")), "geo": [event["GEO"].latitude, event["GEO"].longitude] if "GEO" in event else None,
        "categories": [str(one) for one in event["CATEGORIES"].cats], "contact": str(event.get("CONTACT", "")),
        "related": str(event.get("RELATED-TO", "")), "stamp": event["DTSTAMP"].dt.isoformat(), "times": times, "end": last}
print(json.dumps(out))`;
    const text = await (await visitor.get("/agenda.ics")).text();
    type Read = { name: string; zones: string[]; events: Record<string, Record<string, unknown>> };
    const read = askPython<Read>(python ?? "", script, text);
    expect(read.zones).toEqual(["America/Caracas", "Europe/Madrid"]);
    expect(read.name).toBe("Agenda of Test confederation");
    const full = await findAction(test.db, numbers.full);
    expect(read.events[urlOf(numbers.full)]).toMatchObject({
      uid: full?.id, status: "CONFIRMED", sequence: 1, summary: "Walk along the river", language: "en",
      description: `${awkward}\n\nAccessibility: wheelchair access, sign language\n\nhttps://example.org/agua?a=1&b=2`,
      location: "Plaza Mayor, 3; portal B, Caracas, Venezuela", geo: [10.48, -66.9], categories: ["March"], related: full?.campaign?.id,
      contact: "Neighbourhood network, Market gardens · +58 212 555 0100", stamp: `${full?.updatedAt.toISOString().slice(0, 19)}+00:00`,
    }); // prettier-ignore
    const action = await findAction(test.db, numbers.series);
    const ours = await listOccurrences(test.db, action?.id ?? "", new Date(0), 20);
    expect(read.events[urlOf(numbers.series)]?.["times"]).toEqual(
      ours.map(({ startsAt }) => `${startsAt.toISOString().slice(0, 19)}+00:00`),
    );
    expect(read.events[urlOf(numbers.allDay)]).toMatchObject({
      times: [dayFrom(agenda.node.shell.now, 30)],
      end: dayFrom(agenda.node.shell.now, 32),
    });
    expect(read.events[`${testOrigin}/agenda/campaigns/${campaign}`]).toMatchObject({
      categories: ["Campaign"],
      summary: "Day of water",
    });
    expect(read.events[urlOf(numbers.cancelled)]).toMatchObject({ status: "CANCELLED" });
  });

  it("is narrowed as the pages are, and there is one of each campaign and of each organisation", async () => {
    const actionsOf = async (path: string) =>
      (await eventsOf(path)).events
        .map((event) => String(event.getFirstPropertyValue("url")))
        .filter((url) => url.includes("/actions/"));
    expect(await actionsOf("/agenda.ics?region=150")).toEqual([urlOf(numbers.allDay), urlOf(numbers.series)]);
    expect(await actionsOf("/agenda.ics?country=VE&language=guc")).toEqual([urlOf(numbers.full)]);
    expect(await actionsOf(`/agenda.ics?organization=${agenda.other.slug}`)).toHaveLength(3);
    expect(await actionsOf(`/organizations/${agenda.other.slug}/agenda.ics`)).toHaveLength(3);
    expect(await actionsOf(`/agenda/campaigns/${campaign}.ics`)).toEqual([urlOf(numbers.full)]);
    expect((await eventsOf(`/agenda/campaigns/${campaign}.ics`)).events).toHaveLength(2);
  });

  it("says what it does not know", async () => {
    expect((await visitor.get("/agenda/campaigns/nowhere.ics")).status).toBe(404);
    expect((await visitor.get("/organizations/nobody/agenda.ics")).status).toBe(404);
    const answer = await visitor.get("/agenda.ics?region=419");
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ field: "region", reason: "regionUnknown" }] });
  });

  it("is sent once: whoever has it is told that nothing changed, until something does", async () => {
    const first = await visitor.get("/agenda.ics");
    const tag = first.headers.get("etag") ?? "";
    const modified = first.headers.get("last-modified") ?? "";
    const asked = (headers: Record<string, string>) =>
      visitor.get("/agenda.ics", headers).then(({ status }) => status);
    expect(await asked({ "if-none-match": tag })).toBe(304);
    expect(await asked({ "if-none-match": `"other", W/${tag.replace(/^W\//, "")}` })).toBe(304);
    expect(await asked({ "if-modified-since": modified })).toBe(304);
    expect(await asked({ "if-none-match": '"other"', "if-modified-since": modified })).toBe(200);
    expect(await asked({ "if-modified-since": "Mon, 01 Jan 2018 00:00:00 GMT" })).toBe(200);
    const compressed = await visitor.get("/agenda.ics", { "accept-encoding": "gzip" });
    expect(compressed.headers.get("content-encoding")).toBe("gzip");
    expect(gunzipSync(await compressed.arrayBuffer()).toString("utf8")).toBe(await first.text());
    // Kept compressed by now: it comes out as it went in.
    expect(await (await visitor.get("/agenda.ics")).text()).toContain("END:VCALENDAR");
    expect(await asked({ "if-none-match": compressed.headers.get("etag") ?? "" })).toBe(304);
    const spanish = await visitor.get("/agenda.ics", { "accept-language": "es" });
    expect(spanish.headers.get("etag")).not.toBe(tag);
    await announceAction(agenda.announcer.ctx, actionInput(agenda, { city: "San Felipe" }));
    expect(await asked({ "if-none-match": tag })).toBe(200);
  });

  it("follows what it was written from: the action, and each organisation that holds it", async () => {
    const linesOf = async () => (await (await visitor.get("/agenda.ics")).text()).replaceAll("\r\n ", "");
    expect(await linesOf()).not.toContain("new-office@example.org");
    await test.pool.query(
      "update organizations set public_contact = 'new-office@example.org', updated_at = now() + interval '1 second' where id = $1",
      [agenda.announcer.organizationId],
    );
    expect(await linesOf()).toContain("new-office@example.org");
    await test.pool.query(
      `update organizations set name = '{"source": "en", "texts": {"en": "Gardens renamed"}}', updated_at = now() + interval '2 seconds'
       where id = $1`,
      [agenda.other.organizationId],
    );
    expect(await linesOf()).toContain("Neighbourhood network\\, Gardens renamed");
  });

  it("answers HEAD as it answers GET, without the body", async () => {
    const { app } = createTestApp(agenda.node.shell);
    const head = await app.request(`${testOrigin}/agenda.ics`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([
      200,
      "text/calendar; charset=utf-8",
      "",
    ]);
    expect(head.headers.get("etag")).toBeTruthy();
  });
});
