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

type Zoned = Pick<FeedAction, "zone" | "allDay" | "startsLocal" | "lastAt">;

/** Every zone that a time in the calendar names, over the years of what names it. */
function zones(actions: readonly Zoned[]): string {
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

/** Events that are turned to bytes together: thousands of small strings kept at once cost more than making them. */
const EVENTS_A_PIECE = 100;

function* pieces(input: CalendarInput): Generator<string> {
  const { campaigns, actions } = input;
  const { text } = input;
  yield head(input) + zones(actions);
  yield campaigns.map((campaign) => campaignEvent(campaign, text)).join("");
  for (let from = 0; from < actions.length; from += EVENTS_A_PIECE) {
    let piece = "";
    for (const action of actions.slice(from, from + EVENTS_A_PIECE)) piece += actionEvent(action, text);
    yield piece;
  }
  yield "END:VCALENDAR\r\n";
}

type Words = Pick<FeedText, "origin" | "language" | "t">;

/** Whatever is said in a feed, said once: for as long as one feed is made. */
export function feedText(words: Words): FeedText {
  const known = new Map<string, Map<string, string>>();
  const once: FeedText["once"] = (what, key, make) => {
    const ofThat = known.get(what) ?? new Map<string, string>();
    const text = ofThat.get(key) ?? make();
    ofThat.set(key, text);
    known.set(what, ofThat);
    return text;
  };
  return { ...words, once };
}

/** The file around events that were written already. */
export function calendarOf(
  input: Omit<CalendarInput, "actions">,
  entries: readonly Zoned[],
  events: readonly Buffer[],
): Buffer<ArrayBuffer> {
  const campaigns = input.campaigns.map((campaign) => campaignEvent(campaign, input.text)).join("");
  const before = Buffer.from(head({ ...input, actions: [] }) + zones(entries) + campaigns);
  return Buffer.concat([before, ...events, Buffer.from("END:VCALENDAR\r\n")]);
}

/** The file, in UTF-8. */
export function calendarBytes(input: CalendarInput): Buffer<ArrayBuffer> {
  return Buffer.concat(Array.from(pieces(input), (piece) => Buffer.from(piece)));
}

export function printCalendar(input: CalendarInput): string {
  return [...pieces(input)].join("");
}
