import { beforeAll, describe, expect, it } from "vitest";
import {
  announceAction,
  findAction,
  importCalendar,
  listDated,
  listOccurrences,
  previewCalendar,
} from "#agenda";
import type { Ctx } from "#platform/context";
import { actionInput, type Agenda, dayFrom, openAgenda, said } from "../../../test/support/agenda.ts";
import { useDatabase } from "../../../test/support/database.ts";
import { foundTestNode } from "../../../test/support/node.ts";
import { processorMs } from "../../../test/support/timing.ts";
import { decodeCalendar, readCalendar } from "./calendar-reading.ts";

const test = useDatabase();
let agenda: Agenda;
let compact: string;
beforeAll(async () => {
  agenda = await openAgenda(await foundTestNode(test.db));
  compact = dayFrom(agenda.node.shell.now, 30).replaceAll("-", "");
});

const event = (uid: string, ...lines: string[]) =>
  ["BEGIN:VEVENT", `UID:${uid}`, ...lines, "END:VEVENT"].join("\r\n");
const file = (...parts: string[]) =>
  Buffer.from(
    ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Else//EN", ...parts, "END:VCALENDAR", ""].join(
      "\r\n",
    ),
  );
const market = (...more: string[]) => [
  "SUMMARY:Harvest market",
  `DTSTART;TZID=Europe/Madrid:${compact}T090000`,
  `DTEND;TZID=Europe/Madrid:${compact}T130000`,
  "LOCATION:Plaza del Mercado\\, 1",
  ...more,
];

const preview = (bytes: Uint8Array<ArrayBuffer>, ctx: Ctx = agenda.other.ctx) =>
  previewCalendar(ctx, {
    organizationId: agenda.other.organizationId,
    bytes,
    choices: { kind: "culture", city: "Zaragoza", country: "ES", language: "es" },
  });
const verdicts = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await preview(bytes)).entries.map(({ verdict, reason }) => (reason ? `${verdict}: ${reason}` : verdict));
const reasonOf = async (...lines: string[]) => {
  const [entry] = (await preview(file(event("one@example.org", ...lines)))).entries;
  return entry?.reason ?? entry?.verdict;
};

describe("a calendar file", () => {
  it("is shown before anything is announced, then announced, and does nothing when read again", async () => {
    const bytes = file(
      event("market-1@example.org", ...market("RRULE:FREQ=WEEKLY;COUNT=4", `EXDATE;TZID=Europe/Madrid:${dayFrom(agenda.node.shell.now, 37).replaceAll("-", "")}T090000`, "GEO:41.65612;-0.87734", "URL:https://example.org/market")),
      event("bad@example.org", "SUMMARY:For ever", `DTSTART;TZID=Europe/Madrid:${compact}T090000`, "RRULE:FREQ=DAILY"),
    ); // prettier-ignore
    const before = (await listDated(test.db, {}, { from: new Date(0), to: null }, { offset: 0, limit: 99 }))
      .length;
    const shown = await preview(bytes);
    expect(shown.entries).toMatchObject([
      { title: "Harvest market", verdict: "new", times: 3, number: null },
      { title: "For ever", verdict: "refused", reason: "recurrenceNeverEnds" },
    ]);
    expect(
      await listDated(test.db, {}, { from: new Date(0), to: null }, { offset: 0, limit: 99 }),
    ).toHaveLength(before);
    expect(await importCalendar(agenda.other.ctx, shown.id)).toEqual({
      new: 1,
      changed: 0,
      unchanged: 0,
      cancelled: 0,
      refused: 1,
    });
    await expect(importCalendar(agenda.other.ctx, shown.id)).rejects.toMatchObject({
      reason: "calendarPreviewGone",
    });
    expect(await verdicts(bytes)).toEqual(["unchanged", "refused: recurrenceNeverEnds"]);
    const again = await preview(bytes);
    expect(await importCalendar(agenda.other.ctx, again.id)).toMatchObject({ new: 0, unchanged: 1 });
    const number = again.entries[0]?.number ?? 0;
    const action = await findAction(test.db, number);
    expect(action).toMatchObject({
      title: { source: "es", texts: { es: "Harvest market" } }, address: "Plaza del Mercado, 1", city: "Zaragoza", kind: "culture", zone: "Europe/Madrid",
      latitude: 41.66, longitude: -0.88, link: "https://example.org/market", rule: "FREQ=WEEKLY;COUNT=4", sequence: 0, sourceUid: "market-1@example.org",
    }); // prettier-ignore
    expect(await listOccurrences(test.db, action?.id ?? "", new Date(0), 9)).toHaveLength(3);
  });

  it("changes and calls off what it brought before", async () => {
    const bring = async (bytes: Uint8Array<ArrayBuffer>) =>
      importCalendar(agenda.other.ctx, (await preview(bytes)).id);
    await bring(
      file(
        event(
          "choir@example.org",
          ...market().map((line) => line.replace("Harvest market", "Choir of the valley")),
        ),
      ),
    );
    const moved = market("COMMENT:The hall is flooded.").map((line) =>
      line.replace("Harvest market", "Choir of the valley").replace("T130000", "T140000"),
    );
    expect(await verdicts(file(event("choir@example.org", ...moved)))).toEqual(["changed"]);
    expect(await bring(file(event("choir@example.org", ...moved)))).toMatchObject({ changed: 1 });
    const off = file(event("choir@example.org", ...moved, "STATUS:CANCELLED"));
    const number = (await preview(off)).entries[0]?.number ?? 0;
    expect(await bring(off)).toMatchObject({ cancelled: 1 });
    expect(await findAction(test.db, number)).toMatchObject({
      state: "cancelled",
      sequence: 2,
      reason: { texts: { es: "The hall is flooded." } },
    });
    expect(await verdicts(off)).toEqual(["unchanged"]);
    expect(await verdicts(file(event("choir@example.org", ...moved)))).toEqual([
      "refused: actionNotAnnounced",
    ]);
  });

  it("is read in the zones that it names, by whichever name", async () => {
    const timesOf = async (lines: string[], ...head: string[]) => {
      const [entry] = await readCalendar(
        file(...head, event("z@example.org", "SUMMARY:Zone", ...lines)).toString(),
      );
      if (!entry || !("plan" in entry)) return entry && "wrong" in entry ? entry.wrong.reason : undefined;
      const { occurrences, moment } = entry.plan;
      return `${moment.zone} ${occurrences[0]?.startsAt.toISOString().slice(11, 16)}-${occurrences[0]?.endsAt.toISOString().slice(11, 16)}`;
    };
    expect(await timesOf(["DTSTART;TZID=America/Caracas:20300110T100000", "DURATION:PT1H30M"])).toBe(
      "America/Caracas 14:00-15:30",
    );
    expect(await timesOf(["DTSTART:20300110T100000Z", "DTEND:20300110T110000Z"])).toBe("UTC 10:00-11:00");
    expect(await timesOf(["DTSTART:20300110T100000Z"], "X-WR-TIMEZONE:Africa/Dakar")).toBe(
      "Africa/Dakar 10:00-11:00",
    );
    expect(await timesOf(["DTSTART:20300110T100000"], "X-WR-TIMEZONE:America/Lima")).toBe(
      "America/Lima 15:00-16:00",
    );
    expect(await timesOf(["DTSTART:20300110T100000"])).toBe("timeWithoutZone");
    expect(await timesOf(["DTSTART;TZID=Caracas Time:20300110T100000"])).toBe("zoneUnknown");
    const own = [
      "BEGIN:VTIMEZONE",
      "TZID:/example/Caracas",
      "X-LIC-LOCATION:America/Caracas",
      "BEGIN:STANDARD",
      "DTSTART:19700101T000000",
      "TZOFFSETFROM:-0400",
      "TZOFFSETTO:-0400",
      "END:STANDARD",
      "END:VTIMEZONE",
    ].join("\r\n");
    expect(await timesOf(["DTSTART;TZID=/example/Caracas:20300110T100000"], own)).toBe(
      "America/Caracas 14:00-15:00",
    );
    expect(
      await timesOf(
        ["DTSTART;VALUE=DATE:20300110", "DTEND;VALUE=DATE:20300112"],
        "X-WR-TIMEZONE:America/Caracas",
      ),
    ).toBe("America/Caracas 04:00-04:00");
  });

  it("is refused entry by entry, by name", async () => {
    const start = `DTSTART;TZID=Europe/Madrid:${compact}T090000`;
    const title = "SUMMARY:Something else entirely";
    const refused: [string[], string][] = [
      [[title], "entryWithoutStart"],
      [[start], "entryWithoutTitle"],
      [[title, "DTSTART;TZID=Mars/Olympus:20300101T090000"], "zoneUnknown"],
      [[title, "DTSTART;TZID=Europe/Madrid:tomorrow"], "timeMalformed"],
      [[title, "DTSTART;TZID=Europe/Madrid:20301301T090000"], "timeMalformed"],
      [[title, start, "RRULE:FREQ=SECONDLY"], "recurrenceTooFrequent"],
      [[title, start, "RRULE:FREQ=DAILY;COUNT=99999"], "recurrenceTooLong"],
      [[title, start, "RRULE:FREQ=NEVER"], "recurrenceMalformed"],
      [[title, start, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2"], "recurrenceStartsElsewhere"],
      [[title, start, "RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"], "recurrenceTooComplex"],
      [[title, start, `RDATE;TZID=Europe/Madrid:${compact}T100000`], "recurrenceTooComplex"],
      [[title, start, `RDATE;VALUE=PERIOD:${compact}T100000Z/PT1H`], "recurrenceTooComplex"],
      [[title, start, `RECURRENCE-ID;TZID=Europe/Madrid:${compact}T090000`], "overrideWithoutSeries"],
      [[title, "DTSTART;TZID=Europe/Madrid:20200101T090000"], "actionIsOver"],
      [[title, start, "STATUS:CANCELLED"], "nothingToCancel"],
      [[`SUMMARY:${"x".repeat(201)}`, start], "textTooLong"],
    ];
    for (const [lines, reason] of refused) expect(await reasonOf(...lines), lines.join(" ")).toBe(reason);
    expect(
      await verdicts(
        file(event("twice@example.org", title, start), event("twice@example.org", title, start)),
      ),
    ).toEqual(["new", "refused: entryRepeated"]);
    expect(await verdicts(file(["BEGIN:VEVENT", title, start, "END:VEVENT"].join("\r\n")))).toEqual([
      "refused: entryWithoutUid",
    ]);
  });

  it("says which changes of single days are not read", async () => {
    const series = event("days@example.org", ...market("RRULE:FREQ=WEEKLY;COUNT=3"));
    const override = (named: string, ...more: string[]) =>
      file(series, event("days@example.org", ...market(), named, ...more));
    const first = `RECURRENCE-ID;TZID=Europe/Madrid:${compact}T090000`;
    expect(await verdicts(override(first))).toEqual(["new"]);
    expect(await verdicts(override(first, "STATUS:CANCELLED"))).toEqual(["new"]);
    expect(await verdicts(override(`RECURRENCE-ID;TZID=Europe/Madrid:${compact}T100000`))).toEqual([
      "refused: dayNotInSeries",
    ]);
    expect(await verdicts(override(first.replace(";TZID", ";RANGE=THISANDFUTURE;TZID")))).toEqual([
      "refused: overrideNotRead",
    ]);
    const renamed = event(
      "days@example.org",
      ...market(first).map((line) => line.replace("Harvest", "Winter")),
    );
    expect(await verdicts(file(series, renamed))).toEqual(["refused: overrideNotRead"]);
  });

  it("does not announce again what somebody else announced", async () => {
    const day = dayFrom(agenda.node.shell.now, 30);
    const number = await announceAction(
      agenda.announcer.ctx,
      actionInput(agenda, {
        title: said("Bread fair of the quarter"),
        city: "Zaragoza",
        country: "ES",
        zone: "Europe/Madrid",
        startsLocal: `${day}T09:00`,
        endsLocal: `${day}T12:00`,
      }),
    );
    const [entry] = (
      await preview(
        file(
          event(
            "bread@example.org",
            ...market().map((line) => line.replace("Harvest market", "Bread fair of our quarter")),
          ),
        ),
      )
    ).entries;
    expect(entry).toMatchObject({ verdict: "refused", reason: "actionMayBeAnnounced", number });
  });

  it("is refused as a whole where it is none, and where it is too much, quickly", async () => {
    await expect(preview(Buffer.alloc(10 * 1024 * 1024, "A"))).rejects.toMatchObject({
      kind: "tooLarge",
      reason: "calendarTooLarge",
    });
    await expect(preview(Buffer.from("hello"))).rejects.toMatchObject({ reason: "calendarMalformed" });
    await expect(preview(Buffer.from([0xff, 0xfe, 0x00]))).rejects.toMatchObject({
      reason: "calendarMalformed",
    });
    await expect(preview(file())).rejects.toMatchObject({ reason: "calendarIsEmpty" });
    await expect(preview(file("BEGIN:VEVENT"))).rejects.toMatchObject({ reason: "calendarMalformed" });
    const many = Array.from({ length: 501 }, (_, index) =>
      event(`${index}@example.org`, "SUMMARY:x", "DTSTART:20300101T100000Z"),
    );
    await expect(preview(file(...many))).rejects.toMatchObject({ reason: "calendarTooManyEntries" });
    const series = many
      .slice(0, 60)
      .map((one) => one.replace("END:VEVENT", "RRULE:FREQ=DAILY;COUNT=400\r\nEND:VEVENT"));
    await expect(preview(file(...series))).rejects.toMatchObject({ reason: "calendarTooManyEntries" });
    // And before all of its times are looked up: two hundred thousand took a quarter of a minute.
    const before = process.threadCpuUsage();
    const daily = Array.from({ length: 500 }, (_, index) =>
      event(`daily-${index}@example.org`, ...market("RRULE:FREQ=DAILY;COUNT=400")),
    );
    await expect(preview(file(...daily))).rejects.toMatchObject({ reason: "calendarTooManyEntries" });
    expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(6_000);
    await expect(
      preview(file(event("a@example.org", ...market())), agenda.announcer.ctx),
    ).rejects.toMatchObject({ reason: "noMandateForThis" });
    const nested = Buffer.from("BEGIN:VCALENDAR\r\n".repeat(50_000));
    expect(processorMs(() => decodeCalendar(nested), 500)).toBeLessThan(500);
    await expect(readCalendar(nested.toString())).rejects.toMatchObject({ reason: "calendarMalformed" });
  });
});
