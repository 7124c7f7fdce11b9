// One day of a series moved, another called off: by use-case, in pages, the API and the feed, read back by two parsers that
// did not write it, and by another node's import.
import ICAL from "ical.js";
import { beforeAll, describe, expect, it } from "vitest";
import {
  announceAction,
  cancelActionDay,
  changeAction,
  findAction,
  importCalendar,
  listDayChanges,
  listOccurrences,
  moveActionDay,
  previewCalendar,
} from "#agenda";
import { actionInput, type Agenda, openAgenda, said } from "../../../test/support/agenda.ts";
import { createTestApp } from "../../../test/support/app.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { askPython, pythonWith } from "../../../test/support/python.ts";

const test = useDatabase();
let agenda: Agenda;
let number: number;
let year: number;
/** Saturdays around the end of summer time in Spain: `days(0)` is the first of five. */
let first: string;
const days = (weeks: number, more = 0) =>
  new Date(Date.parse(first) + (weeks * 7 + more) * 86_400_000).toISOString().slice(0, 10);

const input = () =>
  actionInput(agenda, {
    organizationId: agenda.other.organizationId,
    title: said("Orchard work"),
    description: said("Bring gloves."),
    city: "Huesca",
    country: "ES",
    zone: "Europe/Madrid",
    startsLocal: `${first}T18:00`,
    endsLocal: `${first}T20:00`,
    rule: "FREQ=WEEKLY;COUNT=5",
  });

beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
  year = agenda.node.shell.now.getUTCFullYear() + 1;
  first = new Date(Date.UTC(year, 9, 31 - 21)).toISOString().slice(0, 10);
  number = await announceAction(agenda.other.ctx, input());
  const { ctx } = agenda.other;
  await moveActionDay(ctx, {
    number,
    day: days(1),
    startsLocal: `${days(1, 1)}T10:30`,
    endsLocal: `${days(1, 1)}T12:00`,
    reason: said("The hall is taken."),
  });
  await cancelActionDay(ctx, { number, day: days(2), reason: said("A strike.") });
});

const feed = async () => (await createTestApp(agenda.node.shell).as().get("/agenda.ics")).text();
const startsOf = async (which: number) => {
  const action = await findAction(test.db, which);
  const times = await listOccurrences(test.db, action?.id ?? "", new Date(0), 20);
  return times.map(({ startsAt }) => startsAt.toISOString());
};
const madrid = (wall: string) => {
  const at = new Date(`${wall}:00Z`).getTime();
  for (const offset of [1, 2]) {
    const instant = new Date(at - offset * 3_600_000);
    const shown = instant.toLocaleString("sv-SE", { timeZone: "Europe/Madrid" });
    if (shown.slice(0, 16).replace(" ", "T") === wall) return instant.toISOString();
  }
  throw new Error(wall);
};
const expected = () =>
  [`${days(0)}T18:00`, `${days(1, 1)}T10:30`, `${days(3)}T18:00`, `${days(4)}T18:00`].map(madrid);

describe("one day of a series", () => {
  it("is moved or called off with a reason; the others stand, and the log says so", async () => {
    expect(await startsOf(number)).toEqual(expected());
    const action = await findAction(test.db, number);
    expect(action).toMatchObject({ sequence: 2, without: [days(2)] });
    expect(await listDayChanges(test.db, action?.id ?? "", 9)).toMatchObject([
      { day: days(2), startsLocal: null, reason: said("A strike.") },
      { day: days(1), startsLocal: `${days(1, 1)}T10:30` },
    ]);
    const { rows } = await test.pool.query<{ type: string }>(
      "select type from log_acts where subject = $1 order by sequence",
      [`/agenda/actions/${number}`],
    );
    expect(rows.map(({ type }) => type).slice(1)).toEqual([
      "agenda.action.day_moved",
      "agenda.action.day_cancelled",
    ]);
    await expect(test.pool.query("update action_day_changes set day = day + 1")).rejects.toMatchObject({
      code: "23001",
    });
  });

  it("is refused by name where it cannot be", async () => {
    const { ctx } = agenda.other;
    const reason = said("So it is.");
    const off = (day: string, which = number) => cancelActionDay(ctx, { number: which, day, reason });
    const to = (startsLocal: string, endsLocal: string) =>
      moveActionDay(ctx, { number, day: days(3), startsLocal, endsLocal, reason });
    await expect(off(days(0, 1))).rejects.toMatchObject({ reason: "dayNotInSeries" });
    await expect(off(days(2))).rejects.toMatchObject({ reason: "dayNotInSeries" });
    await expect(to(`${days(4)}T18:00`, `${days(4)}T20:00`)).rejects.toMatchObject({
      fields: [{ field: "startsLocal", reason: "movedOntoAnother" }],
    });
    await expect(to("soon", "later")).rejects.toMatchObject({ fields: [{ reason: "timeMalformed" }] });
    await expect(to(`${days(3)}T20:00`, `${days(3)}T18:00`)).rejects.toMatchObject({
      fields: [{ field: "endsLocal", reason: "endsBeforeItStarts" }],
    });
    await expect(to("2020-01-04T18:00", "2020-01-04T20:00")).rejects.toMatchObject({
      reason: "actionIsOver",
    });
    await expect(
      cancelActionDay(agenda.announcer.ctx, { number, day: days(3), reason }),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    const once = await announceAction(ctx, {
      ...input(),
      requestKey: crypto.randomUUID(),
      rule: null,
      city: "Jaca",
      insists: true,
    });
    await expect(off(first, once)).rejects.toMatchObject({ reason: "dayNotInSeries" });
    const two = await announceAction(ctx, {
      ...input(),
      requestKey: crypto.randomUUID(),
      rule: "FREQ=WEEKLY;COUNT=2",
      city: "Teruel",
      insists: true,
    });
    await off(days(0), two);
    await expect(off(days(1), two)).rejects.toMatchObject({ reason: "lastDayOfSeries" });
    expect(await startsOf(number)).toEqual(expected());
  });

  it("is read back by ical.js: the same UID, the day that it was, the same sequence", async () => {
    const calendar = new ICAL.Component(ICAL.parse(await feed()) as unknown[]);
    const id = (await findAction(test.db, number))?.id;
    const events = calendar
      .getAllSubcomponents("vevent")
      .filter((event) => event.getFirstPropertyValue("uid") === id);
    expect(events).toHaveLength(2);
    const [series, moved] = events.map(
      (event) => (name: string) => String(event.getFirstPropertyValue(name)),
    );
    expect(moved?.("recurrence-id")).toBe(`${days(1)}T18:00:00`);
    expect(moved?.("dtstart")).toBe(`${days(1, 1)}T10:30:00`);
    expect(moved?.("dtend")).toBe(`${days(1, 1)}T12:00:00`);
    expect([moved?.("sequence"), moved?.("rrule"), series?.("sequence")]).toEqual(["2", "null", "2"]);
    expect(series?.("exdate")).toBe(`${days(2)}T18:00:00`);
  });

  const python = pythonWith(["icalendar", "zoneinfo"]);
  it.skipIf(!python)("is read back by Python's icalendar, at its instants", async () => {
    const script = `
import json, sys, datetime
from icalendar import Calendar
asked = json.load(sys.stdin)
out = []
for event in Calendar.from_ical(asked["feed"]).walk("VEVENT"):
    if str(event["UID"]) == asked["id"] and "RECURRENCE-ID" in event:
        out += [event[name].dt.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z") for name in ("RECURRENCE-ID", "DTSTART", "DTEND")]
print(json.dumps(out))`;
    const id = (await findAction(test.db, number))?.id;
    expect(askPython<string[]>(python ?? "", script, { feed: await feed(), id })).toEqual(
      [`${days(1)}T18:00`, `${days(1, 1)}T10:30`, `${days(1, 1)}T12:00`].map(madrid),
    );
  });

  it("comes through another organisation's import, and changes nothing when read again", async () => {
    const file = (await feed()).replaceAll("Orchard work", "Orchard days");
    const id = (await findAction(test.db, number))?.id;
    const only = file.replace(/BEGIN:VEVENT[\s\S]*?END:VEVENT\r\n/g, (event) =>
      event.includes(`UID:${id}`) ? event : "",
    );
    const { ctx, organizationId } = agenda.announcer;
    const choices = { kind: "work_day" as const, city: "Lleida", country: "ES", language: "en" };
    const read = async () => {
      const preview = await previewCalendar(ctx, { organizationId, bytes: Buffer.from(only), choices });
      return importCalendar(ctx, preview.id);
    };
    expect(await read()).toMatchObject({ new: 1, refused: 0 });
    expect(await read()).toMatchObject({ unchanged: 1, new: 0, changed: 0 });
    const { rows } = await test.pool.query<{ number: number }>(
      "select number from actions where source_uid = $1",
      [id],
    );
    expect(await startsOf(rows[0]?.number ?? 0)).toEqual(expected());
  });

  it("stays moved when the series is changed and still gives it, and stands on the page and in the API", async () => {
    const action = await findAction(test.db, number);
    const { organizationId: _organization, requestKey: _key, ...facts } = input();
    await changeAction(agenda.other.ctx, {
      ...facts,
      number,
      sequence: action?.sequence ?? 0,
      rule: "FREQ=WEEKLY;COUNT=3",
      without: [days(2)],
    });
    expect(await startsOf(number)).toEqual(expected().slice(0, 2));
    const visitor = createTestApp(agenda.node.shell).as();
    const page = await (await visitor.get(`/agenda/actions/${number}`)).text();
    expect(page).toContain("The hall is taken.");
    expect(page).toContain("A strike.");
    const answer = (await (await visitor.get(`/api/v1/actions/${number}`)).json()) as object;
    expect(answer).toMatchObject({ moved: [{ day: days(1), startsLocal: `${days(1, 1)}T10:30` }] });
  });
});
