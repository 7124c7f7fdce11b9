// Actions and campaigns as VEVENTs (RFC 5545 §3.6.1, RFC 7986). Pure.
// Invariant: the UID is the thing's own id and never changes; what was called off or merged stays, as cancelled.
import type { CampaignView, FeedAction, Moment } from "#agenda";
import { actionPath, campaignPath } from "#agenda";
import { instantOf } from "#algorithms/time-zones";
import { countryName } from "#platform/geography/index";
import { type Multilingual, textIn } from "#platform/multilingual";
import { escapeText, fold, local, parameterValue, property, textProperty, utc } from "./lines.ts";

export type FeedText = {
  readonly origin: string;
  /** BCP 47: texts are in it where they can be. */
  readonly language: string;
  /** A message in that language. */
  readonly t: (key: string, values?: Readonly<Record<string, string>>) => string;
  /** What is the same for many events of one feed, by what it is made of: written once. */
  readonly once: (what: string, key: string, make: () => string) => string;
};

const DAY_MS = 86_400_000;

function said(name: string, field: Multilingual, { language }: FeedText): string {
  const found = textIn(field, language);
  return textProperty(name, found.text, found.language);
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

/** A rule ends at an instant where its start has a zone (§3.3.10), and on a day where it has none. */
function ruleLine({
  rule,
  allDay,
  zone,
  startsLocal,
}: Pick<Moment, "rule" | "allDay" | "zone" | "startsLocal">): string {
  if (rule === null) return "";
  const written = rule.replace(/UNTIL=(\d{4})(\d{2})(\d{2})/, (until, year, month, day) =>
    allDay ? until : `UNTIL=${utc(instantOf(zone, `${year}-${month}-${day}${startsLocal.slice(10)}`))}`,
  );
  return property("RRULE", written);
}

function dayList(name: string, days: readonly string[], { allDay, zone, startsLocal }: Moment): string {
  if (days.length === 0) return "";
  if (allDay) return property(name, days.map(local).join(","), { VALUE: "DATE" });
  return property(name, days.map((day) => local(day + startsLocal.slice(10))).join(","), { TZID: zone });
}

/** In UTC there is no TZID to name (§3.2.19). */
function timed(name: string, civil: string, zone: string): string {
  return zone === "UTC" ? `${name}:${local(civil)}Z\r\n` : fold(`${name};TZID=${zone}:${local(civil)}`);
}

function momentLines(moment: Moment): string {
  const { allDay, startsLocal, endsLocal, zone } = moment;
  const span = allDay
    ? `DTSTART;VALUE=DATE:${local(startsLocal)}\r\nDTEND;VALUE=DATE:${local(nextDay(endsLocal))}\r\n`
    : timed("DTSTART", startsLocal, zone) + timed("DTEND", endsLocal, zone);
  return (
    span +
    ruleLine(moment) +
    dayList("RDATE", moment.added, moment) +
    dayList("EXDATE", moment.without, moment)
  );
}

type Versioned = {
  readonly id: string;
  readonly sequence: number;
  readonly updatedAt: Date;
  readonly state: string;
};

/** None of these can be too long for a line. */
function versionLines({ id, sequence, updatedAt, state }: Versioned): string {
  const at = utc(updatedAt);
  const cancelled = state === "cancelled" || state === "merged";
  return (
    `UID:${id}\r\nDTSTAMP:${at}\r\nLAST-MODIFIED:${at}\r\nSEQUENCE:${sequence}\r\n` +
    `STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}\r\n`
  );
}

/** Where it is, as one would write it on an envelope. */
function placeOf({ address, city, country }: FeedAction, { language, once }: FeedText): string {
  const name = once("country", country, () => countryName(country, language));
  return address ? `${address}, ${city}, ${name}` : `${city}, ${name}`;
}

/**
 * Who holds it, and how to reach them. Not ORGANIZER (§3.8.4.3): calendars take that for an invitation to be answered by
 * mail.
 */
function contactLine({ organizers, contact }: FeedAction, { origin, language, once }: FeedText): string {
  const slugs = organizers.map(({ slug }) => slug).join(" ");
  return once("contact", contact === null ? slugs : `${slugs} ${contact}`, () => {
    const names = organizers.map(({ name }) => textIn(name, language).text);
    const words = [names.join(", "), contact].filter(Boolean).join(" · ");
    const page = `${origin}/organizations/${organizers[0]?.slug ?? ""}`;
    return fold(`CONTACT;ALTREP=${parameterValueOfUri(page)}:${escapeText(words)}`);
  });
}

/** A URI parameter stands in quotes always (§3.2.1). */
function parameterValueOfUri(uri: string): string {
  const value = parameterValue(uri);
  return value.startsWith('"') ? value : `"${value}"`;
}

function accessWords({ accessibility }: FeedAction, { t, once }: FeedText): string {
  if (accessibility.length === 0) return "";
  return once("access", accessibility.join(" "), () => {
    const access = accessibility.map((each) => t(`agenda.accessibility.${each}`)).join(", ");
    return t("agenda.feed.access", { access });
  });
}

function descriptionLine(action: FeedAction, text: FeedText): string {
  const found = action.description && textIn(action.description, text.language);
  const access = accessWords(action, text);
  let words = found?.text ?? "";
  for (const more of [access, action.link]) if (more) words += words ? `\n\n${more}` : more;
  return words ? textProperty("DESCRIPTION", words, found ? found.language : text.language) : "";
}

function aboutLines(action: FeedAction, text: FeedText): string {
  const { t, language, origin, once } = text;
  const { kind, link } = action;
  return (
    said("SUMMARY", action.title, text) +
    descriptionLine(action, text) +
    once("kind", kind, () => textProperty("CATEGORIES", t(`agenda.kind.${kind}`), language)) +
    textProperty("LOCATION", placeOf(action, text), language) +
    (action.latitude === null ? "" : `GEO:${action.latitude};${action.longitude}\r\n`) +
    contactLine(action, text) +
    fold(`URL:${origin}${actionPath(action.number)}`) +
    (kind === "online" && link ? property("CONFERENCE", link, { VALUE: "URI" }) : "") +
    (action.campaignId ? `RELATED-TO:${action.campaignId}\r\n` : "") +
    (action.reason ? said("COMMENT", action.reason, text) : "")
  );
}

/** The days of a series that were moved: events of the same UID, each by the time that the series gives it (§3.8.4.4). */
function movedEvents(action: FeedAction, text: FeedText): string {
  const { zone, allDay, startsLocal } = action;
  let events = "";
  for (const moved of action.moved) {
    const clock = startsLocal.slice(10);
    const name = allDay
      ? `RECURRENCE-ID;VALUE=DATE:${local(moved.day)}\r\n`
      : timed("RECURRENCE-ID", moved.day + clock, zone);
    const own = { ...action, ...moved, rule: null, added: [], without: [] };
    events += eventOf(own, name, text);
  }
  return events;
}

export function actionEvent(action: FeedAction, text: FeedText): string {
  return eventOf(action, "", text) + (action.moved.length > 0 ? movedEvents(action, text) : "");
}

function eventOf(action: FeedAction, name: string, text: FeedText): string {
  // It concerns whoever wants to come; nobody's time is taken by it (§3.8.2.7).
  return `BEGIN:VEVENT\r\n${versionLines(action)}${name}${momentLines(action)}${aboutLines(action, text)}TRANSP:TRANSPARENT\r\nCLASS:PUBLIC\r\nEND:VEVENT\r\n`;
}

/** A campaign's days are all-day: they begin with the day wherever one is. One with a latest day stands on that day. */
export function campaignEvent(campaign: CampaignView, text: FeedText): string {
  const { origin, t, language } = text;
  const startsLocal = campaign.precision === "by" ? campaign.endsOn : campaign.startsOn;
  const moment = {
    ...campaign,
    moved: [],
    startsLocal,
    endsLocal: campaign.endsOn,
    allDay: true,
    zone: "UTC",
  };
  const precise = campaign.precision === "day" || campaign.precision === "period";
  const purpose = textIn(campaign.purpose, language);
  const when = precise ? "" : `${t(`agenda.precision.${campaign.precision}`)}\n\n`;
  return [
    "BEGIN:VEVENT\r\n",
    versionLines(campaign),
    momentLines(moment),
    said("SUMMARY", campaign.title, text),
    textProperty("DESCRIPTION", when + purpose.text, purpose.language),
    textProperty("CATEGORIES", t("agenda.feed.campaign"), language),
    property("URL", origin + campaignPath(campaign.slug)),
    campaign.reason ? said("COMMENT", campaign.reason, text) : "",
    "TRANSP:TRANSPARENT\r\nCLASS:PUBLIC\r\nEND:VEVENT\r\n",
  ].join("");
}
