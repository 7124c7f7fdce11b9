// A whole calendar as one file (RFC 5545 §3.4, RFC 7986 §5). Pure: the same agenda gives the same bytes.
import type { CampaignView, FeedAction } from "#agenda";
import { projectVersion } from "#platform/project";
import { actionEvent, campaignEvent, type FeedText } from "./events.ts";
import { property, textProperty, utc } from "./lines.ts";
import { timeZone } from "./time-zone.ts";

export type CalendarInput = {
  readonly text: FeedText;
  readonly name: string;
  readonly description: string;
  /** Of the feed itself: where it is read again. */
  readonly source: string;
  /** The page that shows the same. */
  readonly page: string;
  readonly changedAt: Date | null;
  readonly campaigns: readonly CampaignView[];
  readonly actions: readonly FeedAction[];
};

/** How often a calendar is to ask again; most of its answers are 304. */
const REFRESH = "PT6H";

function head({ text, name, description, source, page, changedAt }: CalendarInput): string {
  const { language } = text;
  return [
    property("BEGIN", "VCALENDAR"),
    property("VERSION", "2.0"),
    property("PRODID", `-//Cumbe//Cumbe ${projectVersion()}//${language.toUpperCase()}`),
    property("CALSCALE", "GREGORIAN"),
    property("UID", source),
    textProperty("NAME", name, language),
    // Before RFC 7986 there was no NAME, and many calendars still read this one.
    textProperty("X-WR-CALNAME", name),
    textProperty("DESCRIPTION", description, language),
    changedAt ? property("LAST-MODIFIED", utc(changedAt)) : "",
    property("URL", page),
    property("SOURCE", source, { VALUE: "URI" }),
    property("REFRESH-INTERVAL", REFRESH, { VALUE: "DURATION" }),
    property("X-PUBLISHED-TTL", REFRESH),
    property("COLOR", "firebrick"),
  ].join("");
}

/** Every zone that a time in the calendar names, over the years of what names it. */
function zones(actions: readonly FeedAction[]): string {
  const spans = new Map<string, { from: string; to: number }>();
  for (const { zone, allDay, startsLocal, lastAt } of actions) {
    if (allDay || zone === "UTC") continue;
    const known = spans.get(zone);
    if (!known) spans.set(zone, { from: startsLocal, to: lastAt.getTime() });
    else {
      if (startsLocal < known.from) known.from = startsLocal;
      if (lastAt.getTime() > known.to) known.to = lastAt.getTime();
    }
  }
  return [...spans]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([zone, { from, to }]) => timeZone(zone, new Date(`${from}Z`), new Date(to)))
    .join("");
}

export function printCalendar(input: CalendarInput): string {
  const { text, campaigns, actions } = input;
  const parts = [head(input), zones(actions)];
  for (const campaign of campaigns) parts.push(campaignEvent(campaign, text));
  for (const action of actions) parts.push(actionEvent(action, text));
  parts.push("END:VCALENDAR\r\n");
  return parts.join("");
}
