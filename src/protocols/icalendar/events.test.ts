import { describe, expect, it } from "vitest";
import type { CampaignView } from "#agenda";
import { newId } from "#platform/ids";
import { translator } from "#platform/i18n/i18n";
import { feedText } from "./calendar.ts";
import { campaignEvent } from "./events.ts";

const said = (text: string) => ({ source: "en", texts: { en: text, es: `${text} (es)` } });
const campaign = (over: Partial<CampaignView>): CampaignView => ({
  id: newId() as CampaignView["id"],
  slug: "water",
  organizationId: newId() as CampaignView["organizationId"],
  title: said("Water"),
  purpose: said("For all."),
  precision: "day",
  startsOn: "2027-02-27",
  endsOn: "2027-02-27",
  rule: null,
  added: [],
  without: [],
  decisionPointId: null,
  textId: null,
  decision: said("Resolved"),
  state: "called",
  reason: null,
  sequence: 0,
  updatedAt: new Date("2026-01-01T00:00:00Z"),
  organization: { id: newId(), slug: "one", name: said("One"), isExample: false },
  actions: 0,
  countries: 0,
  ...over,
});
const eventOf = (over: Partial<CampaignView>, language = "en") =>
  campaignEvent(
    campaign(over),
    feedText({ origin: "https://node.example", language, t: translator(language) }),
  );

describe("a campaign in a calendar", () => {
  it("is the day wherever one is, in the language that is read", () => {
    const event = eventOf({}, "es");
    expect(event).toContain("DTSTART;VALUE=DATE:20270227\r\nDTEND;VALUE=DATE:20270228\r\n");
    expect(event).toContain("SUMMARY;LANGUAGE=es:Water (es)\r\n");
    expect(event).toContain("CATEGORIES;LANGUAGE=es:Campaña\r\n");
  });

  it("of a month is all of it, and says that no day is set", () => {
    const event = eventOf({ precision: "month", startsOn: "2027-04-01", endsOn: "2027-04-30" });
    expect(event).toContain("DTSTART;VALUE=DATE:20270401\r\nDTEND;VALUE=DATE:20270501\r\n");
    expect(event).toContain("DESCRIPTION;LANGUAGE=en:In that month\\, with no day set\\n\\nFor all.\r\n");
  });

  it("that is due by a day stands on that day", () => {
    const event = eventOf({ precision: "by", startsOn: "2027-01-01", endsOn: "2027-06-28" });
    expect(event).toContain("DTSTART;VALUE=DATE:20270628\r\nDTEND;VALUE=DATE:20270629\r\n");
  });

  it("may recur for ever; days that are left out are days", () => {
    const event = eventOf({ rule: "FREQ=YEARLY", without: ["2028-02-27"] });
    expect(event).toContain("RRULE:FREQ=YEARLY\r\n");
    expect(event).toContain("EXDATE;VALUE=DATE:20280227\r\n");
    expect(eventOf({ rule: "FREQ=YEARLY;UNTIL=20300227" })).toContain("RRULE:FREQ=YEARLY;UNTIL=20300227\r\n");
  });

  it("that was called off says so, and why", () => {
    const event = eventOf({ state: "cancelled", reason: said("A storm; the second"), sequence: 1 });
    expect(event).toContain("SEQUENCE:1\r\nSTATUS:CANCELLED\r\n");
    expect(event).toContain("COMMENT;LANGUAGE=en:A storm\\; the second\r\n");
  });
});
