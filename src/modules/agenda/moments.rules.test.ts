import { describe, expect, it } from "vitest";
import { campaignDays, campaignRuleOf, planOf } from "./moments.rules.ts";
import type { Moment } from "./types.ts";

const moment = (over: Partial<Moment> = {}): Moment => ({
  zone: "Europe/Madrid",
  allDay: false,
  startsLocal: "2026-03-22T18:00",
  endsLocal: "2026-03-22T20:00",
  rule: null,
  added: [],
  without: [],
  moved: [],
  ...over,
});

function instantsOf(asked: Moment): string[] {
  const plan = planOf(asked);
  if ("reason" in plan) throw new Error(plan.reason);
  return plan.occurrences.map(
    ({ startsAt, endsAt }) => `${startsAt.toISOString()}/${endsAt.toISOString().slice(11, 16)}`,
  );
}

const wrongOf = (over: Partial<Moment>) => {
  const plan = planOf(moment(over));
  return "reason" in plan ? `${plan.field}: ${plan.reason}` : undefined;
};

describe("when an action takes place", () => {
  it("keeps its wall clock across a change of summer time", () => {
    expect(instantsOf(moment({ rule: "FREQ=WEEKLY;COUNT=3" }))).toEqual([
      "2026-03-22T17:00:00.000Z/19:00",
      "2026-03-29T16:00:00.000Z/18:00",
      "2026-04-05T16:00:00.000Z/18:00",
    ]);
  });

  it("lasts as long each time, also over the night on which clocks change", () => {
    const vigil = {
      startsLocal: "2026-03-27T22:00",
      endsLocal: "2026-03-28T06:00",
      rule: "FREQ=DAILY;COUNT=2",
    };
    expect(instantsOf(moment(vigil))).toEqual([
      "2026-03-27T21:00:00.000Z/05:00",
      "2026-03-28T21:00:00.000Z/05:00",
    ]);
  });

  it("is the whole day of its place when it lasts all day", () => {
    const day = { zone: "America/Caracas", allDay: true, startsLocal: "2026-02-27", endsLocal: "2026-02-28" };
    expect(instantsOf(moment(day))).toEqual(["2026-02-27T04:00:00.000Z/04:00"]);
  });

  it("takes a rule's end at an instant for the day in its zone", () => {
    const evening = {
      zone: "America/Caracas",
      startsLocal: "2026-01-05T20:00",
      endsLocal: "2026-01-05T21:00",
    };
    const until = (text: string) =>
      instantsOf(moment({ ...evening, rule: `FREQ=WEEKLY;UNTIL=${text}` })).length;
    // 20:00 in Caracas is midnight in UTC.
    expect(until("20260120T000000Z")).toBe(3);
    expect(until("20260119T235900Z")).toBe(2);
    expect(until("20260119")).toBe(3);
  });

  it("leaves days out and takes days in", () => {
    const plan = planOf(
      moment({ rule: "FREQ=WEEKLY;COUNT=3", without: ["2026-03-29"], added: ["2026-04-01"] }),
    );
    expect("reason" in plan ? [] : plan.occurrences.map(({ day }) => day)).toEqual([
      "2026-03-22",
      "2026-04-01",
      "2026-04-05",
    ]);
  });

  it("is refused by name", () => {
    const refused: [Partial<Moment>, string][] = [
      [{ zone: "America/Barquisimeto" }, "zone: zoneUnknown"],
      [{ zone: "+02:00" }, "zone: zoneUnknown"],
      [{ startsLocal: "2026-02-30T18:00" }, "startsLocal: timeMalformed"],
      [{ startsLocal: "2026-03-22" }, "startsLocal: timeMalformed"],
      [{ startsLocal: "9999-12-31T18:00" }, "startsLocal: timeMalformed"],
      [{ startsLocal: "2026-03-22T25:00" }, "startsLocal: timeMalformed"],
      [{ allDay: true }, "startsLocal: dateMalformed"],
      [{ endsLocal: "2026-03-22T18:00" }, "endsLocal: endsBeforeItStarts"],
      [{ endsLocal: "2026-05-22T18:00" }, "endsLocal: lastsTooLong"],
      [{ rule: "FREQ=WEEKLY" }, "rule: recurrenceNeverEnds"],
      [{ rule: "FREQ=SECONDLY;COUNT=3" }, "rule: recurrenceTooFrequent"],
      [{ rule: "FREQ=MONTHLY;BYDAY=SU;BYSETPOS=-1;COUNT=3" }, "rule: recurrenceTooComplex"],
      [{ rule: "every Sunday" }, "rule: recurrenceMalformed"],
      [{ rule: "FREQ=DAILY;COUNT=401" }, "rule: recurrenceTooLong"],
      [{ rule: "FREQ=YEARLY;COUNT=9" }, "rule: recurrenceTooLong"],
      [{ rule: "FREQ=WEEKLY;COUNT=3;BYDAY=MO" }, "rule: recurrenceStartsElsewhere"],
      [{ without: ["2026-03-22"] }, "without: recurrenceIsEmpty"],
      [{ added: ["2026-03-01"] }, "added: endsBeforeItStarts"],
      // The hour that comes twice: from the second 02:00 to the first 02:30 nothing lasts.
      [{ startsLocal: "2026-10-25T03:00", endsLocal: "2026-10-25T02:30" }, "endsLocal: endsBeforeItStarts"],
    ];
    for (const [over, reason] of refused) expect(wrongOf(over), JSON.stringify(over)).toBe(reason);
  });
});

describe("the days of a campaign", () => {
  const yearly = {
    startsOn: "2026-02-27",
    endsOn: "2026-02-28",
    rule: "FREQ=YEARLY",
    added: [],
    without: [],
  };

  it("may recur for ever, and are shown to a horizon", () => {
    expect(campaignRuleOf(yearly)).toEqual({ rule: "FREQ=YEARLY" });
    expect(campaignDays(yearly, "2028-12-31")).toEqual([
      { startsOn: "2026-02-27", endsOn: "2026-02-28" },
      { startsOn: "2027-02-27", endsOn: "2027-02-28" },
      { startsOn: "2028-02-27", endsOn: "2028-02-28" },
    ]);
  });

  it("are refused by name", () => {
    expect(campaignRuleOf({ ...yearly, rule: "FREQ=HOURLY" })).toMatchObject({
      reason: "recurrenceTooFrequent",
    });
    expect(campaignRuleOf({ ...yearly, rule: "FREQ=YEARLY;BYMONTH=5" })).toMatchObject({
      reason: "recurrenceStartsElsewhere",
    });
  });
});
