import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { askPython, pythonWith } from "../../../test/support/python.ts";
import { processorMs } from "../../../test/support/timing.ts";
import { beginsWith, expand, isEndless, printRule, readRule, type Rule, withUntil } from "./index.ts";

function ruleOf(text: string): Rule {
  const read = readRule(text);
  if (!("rule" in read)) throw new Error(read.refused);
  return read.rule;
}

const refusedOf = (text: string) => {
  const read = readRule(text);
  return "refused" in read ? read.refused : undefined;
};

const daysOf = (text: string, first: string, horizon = "2036-12-31", most = 500) =>
  expand({ first, rule: ruleOf(text), added: [], without: [] }, horizon, most).days;

describe("reading a rule", () => {
  it("reads it back as it is printed", () => {
    for (const text of [
      "FREQ=DAILY;COUNT=3",
      "FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231;BYDAY=MO,WE;WKST=SU",
      "FREQ=MONTHLY;BYDAY=-1FR,2MO",
      "FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=-1,27",
    ])
      expect(printRule(ruleOf(text))).toBe(text);
    expect(printRule(ruleOf("byday=mo;freq=weekly;interval=1"))).toBe("FREQ=WEEKLY;BYDAY=MO");
  });

  it("knows what goes on for ever", () => {
    expect(isEndless(ruleOf("FREQ=YEARLY"))).toBe(true);
    expect(isEndless(ruleOf("FREQ=YEARLY;COUNT=2"))).toBe(false);
    expect(printRule(withUntil(ruleOf("FREQ=YEARLY"), "2030-02-27"))).toBe("FREQ=YEARLY;UNTIL=20300227");
  });

  it("refuses by name", () => {
    const refused: Record<string, string> = {
      "FREQ=SECONDLY": "recurrenceTooFrequent",
      "FREQ=HOURLY;COUNT=3": "recurrenceTooFrequent",
      "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1": "recurrenceTooComplex",
      "FREQ=YEARLY;BYWEEKNO=20": "recurrenceTooComplex",
      "FREQ=DAILY;BYHOUR=9,10": "recurrenceTooComplex",
      "": "recurrenceMalformed",
      "FREQ=FORTNIGHTLY": "recurrenceMalformed",
      "FREQ=DAILY;COUNT=0": "recurrenceMalformed",
      "FREQ=DAILY;COUNT=-1": "recurrenceMalformed",
      "FREQ=DAILY;INTERVAL=0": "recurrenceMalformed",
      "FREQ=DAILY;COUNT=2;UNTIL=20260101": "recurrenceMalformed",
      "FREQ=DAILY;FREQ=WEEKLY": "recurrenceMalformed",
      "FREQ=WEEKLY;BYDAY=1MO": "recurrenceMalformed",
      "FREQ=WEEKLY;BYMONTHDAY=3": "recurrenceMalformed",
      "FREQ=MONTHLY;BYMONTHDAY=32": "recurrenceMalformed",
      "FREQ=DAILY;UNTIL=tomorrow": "recurrenceMalformed",
      "FREQ=DAILY;COLOUR=RED": "recurrenceMalformed",
      [`FREQ=DAILY;BYMONTHDAY=${"1,".repeat(400)}1`]: "recurrenceMalformed",
    };
    for (const [text, reason] of Object.entries(refused)) expect(refusedOf(text), text).toBe(reason);
  });
});

describe("the days of a rule", () => {
  it("are those of the standard's examples (RFC 5545 §3.8.5.3)", () => {
    expect(daysOf("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05")).toEqual([
      "1997-08-05",
      "1997-08-10",
      "1997-08-19",
      "1997-08-24",
    ]);
    expect(daysOf("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05")).toEqual([
      "1997-08-05",
      "1997-08-17",
      "1997-08-19",
      "1997-08-31",
    ]);
    expect(daysOf("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=-3", "1997-09-28")).toEqual([
      "1997-09-28",
      "1997-10-29",
      "1997-11-28",
    ]);
    expect(daysOf("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "1998-02-13")).toEqual([
      "1998-02-13",
      "1998-03-13",
      "1998-11-13",
    ]);
    expect(daysOf("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19")).toEqual([
      "1997-05-19",
      "1998-05-18",
      "1999-05-17",
    ]);
  });

  it("leave out days that are not in the calendar", () => {
    expect(daysOf("FREQ=MONTHLY;COUNT=3", "2026-01-31")).toEqual(["2026-01-31", "2026-03-31", "2026-05-31"]);
    expect(daysOf("FREQ=YEARLY;COUNT=2", "2024-02-29")).toEqual(["2024-02-29", "2028-02-29"]);
  });

  it("end at their horizon, and say so", () => {
    const rule = ruleOf("FREQ=YEARLY");
    const found = expand({ first: "2026-02-27", rule, added: [], without: [] }, "2028-12-31", 100);
    expect(found).toEqual({ days: ["2026-02-27", "2027-02-27", "2028-02-27"], whole: false });
    const few = expand(
      { first: "2026-01-01", rule: ruleOf("FREQ=DAILY;COUNT=50"), added: [], without: [] },
      "2036-01-01",
      10,
    );
    expect(few).toMatchObject({ whole: false });
    expect(few.days).toHaveLength(10);
  });

  it("take days added and leave days out", () => {
    const rule = ruleOf("FREQ=WEEKLY;UNTIL=20260131");
    const found = expand(
      { first: "2026-01-05", rule, added: ["2026-01-07"], without: ["2026-01-12"] },
      "2026-12-31",
      100,
    );
    expect(found).toEqual({ days: ["2026-01-05", "2026-01-07", "2026-01-19", "2026-01-26"], whole: true });
  });

  it("know a rule that does not give its own first day", () => {
    expect(beginsWith(ruleOf("FREQ=WEEKLY;BYDAY=TU"), "2026-01-06")).toBe(true);
    expect(beginsWith(ruleOf("FREQ=WEEKLY;BYDAY=WE"), "2026-01-06")).toBe(false);
  });

  it("of a rule that never comes true cost next to nothing", () => {
    const rule = ruleOf("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
    const work = () => expand({ first: "2026-01-01", rule, added: [], without: [] }, "2036-01-01", 400);
    expect(work().days).toEqual(["2026-01-01"]);
    expect(processorMs(work, 50)).toBeLessThan(50);
  });
});

const weekday = fc.constantFrom("MO", "TU", "WE", "TH", "FR", "SA", "SU");
const list = (of: fc.Arbitrary<string | number>) => fc.uniqueArray(of, { minLength: 1, maxLength: 3 });
const some = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });

/** Rules that can be read here, as text, by the frequency's own allowed parts. */
const ruleText = fc
  .record({
    frequency: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
    interval: fc.integer({ min: 1, max: 4 }),
    month: some(list(fc.integer({ min: 1, max: 12 }))),
    monthDay: some(list(fc.integer({ min: 1, max: 31 }).chain((day) => fc.constantFrom(day, -day)))),
    day: some(list(weekday)),
    ordinal: fc.constantFrom("", "1", "2", "-1"),
    wkst: fc.constantFrom("MO", "SU"),
  })
  .map(({ frequency, interval, month, monthDay, day, ordinal, wkst }) => {
    const counted = (frequency === "MONTHLY" || frequency === "YEARLY") && !monthDay ? ordinal : "";
    return [
      `FREQ=${frequency}`,
      `INTERVAL=${interval}`,
      month && `BYMONTH=${month.join(",")}`,
      monthDay && frequency !== "WEEKLY" && `BYMONTHDAY=${monthDay.join(",")}`,
      day && `BYDAY=${day.map((name) => counted + name).join(",")}`,
      `WKST=${wkst}`,
    ]
      .filter(Boolean)
      .join(";");
  });
const firstDay = fc
  .integer({ min: 0, max: 2_000 })
  .map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10));

/** Rules with a first day that they give. */
const cases = fc
  .sample(fc.tuple(ruleText, firstDay), { numRuns: 1_500, seed: 5545 })
  .filter(([text, first]) => beginsWith(ruleOf(text), first))
  .map(([text, first]) => ({ text: `${text};UNTIL=20321231`, first }));

describe("independent readers agree", () => {
  it("ical.js, on rules as people make them", () => {
    // Not on any rule: its iterator runs for ever on some that the standard allows.
    for (const [text, first] of [
      ["FREQ=DAILY;INTERVAL=3;COUNT=12", "2026-03-01"],
      ["FREQ=WEEKLY;INTERVAL=2;COUNT=12;BYDAY=TU,SU;WKST=SU", "2026-08-04"],
      ["FREQ=MONTHLY;COUNT=12;BYDAY=-1FR", "2026-01-30"],
      ["FREQ=MONTHLY;COUNT=12;BYMONTHDAY=31", "2026-01-31"],
      ["FREQ=YEARLY;COUNT=6", "2026-02-27"],
      ["FREQ=YEARLY;COUNT=6;BYMONTH=10;BYDAY=2MO", "2026-10-12"],
    ] as const) {
      const iterator = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateString(first));
      const theirs: string[] = [];
      for (let next = iterator.next(); next; next = iterator.next()) theirs.push(next.toString());
      expect(daysOf(text, first, "2050-12-31"), text).toEqual(theirs);
    }
  });

  const python = pythonWith(["dateutil"]);
  it.skipIf(!python)("Python's dateutil, on any rule", () => {
    expect(cases.length).toBeGreaterThan(60);
    const script = `
import json, sys, datetime
from dateutil.rrule import rrulestr
out = []
for case in json.load(sys.stdin):
    rule = rrulestr(case["text"], dtstart=datetime.datetime.fromisoformat(case["first"]))
    out.append([day.date().isoformat() for day in rule])
print(json.dumps(out))`;
    const theirs = askPython<string[][]>(python ?? "", script, cases);
    for (const [index, { text, first }] of cases.entries())
      expect(daysOf(text, first, "2036-12-31", 5_000), `${text} from ${first}`).toEqual(theirs[index]);
  });
});
