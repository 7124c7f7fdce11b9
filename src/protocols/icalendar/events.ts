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
  return zone === "UTC" ? property(name, `${local(civil)}Z`) : property(name, local(civil), { TZID: zone });
}

function momentLines(moment: Moment): string {
  const { allDay, startsLocal, endsLocal, zone } = moment;
  return [
    allDay
      ? property("DTSTART", local(startsLocal), { VALUE: "DATE" }) +
        property("DTEND", local(nextDay(endsLocal)), { VALUE: "DATE" })
      : timed("DTSTART", startsLocal, zone) + timed("DTEND", endsLocal, zone),
    ruleLine(moment),
    dayList("RDATE", moment.added, moment),
    dayList("EXDATE", moment.without, moment),
  ].join("");
}

type Versioned = {
  readonly id: string;
  readonly sequence: number;
  readonly updatedAt: Date;
  readonly state: string;
};

function versionLines({ id, sequence, updatedAt, state }: Versioned): string {
  const at = utc(updatedAt);
  const cancelled = state === "cancelled" || state === "merged";
  return (
    property("UID", id) +
    property("DTSTAMP", at) +
    property("LAST-MODIFIED", at) +
    property("SEQUENCE", String(sequence)) +
    property("STATUS", cancelled ? "CANCELLED" : "CONFIRMED")
  );
}

const countryNames = new Map<string, string>();

/** There are as many as countries in the languages of the catalogues; asking for a name thousands of times takes long. */
function nameOfCountry(country: string, language: string): string {
  const key = `${language} ${country}`;
  const name = countryNames.get(key) ?? countryName(country, language);
  countryNames.set(key, name);
  return name;
}

/** Where it is, as one would write it on an envelope. */
function placeOf({ address, city, country }: FeedAction, language: string): string {
  return [address, city, nameOfCountry(country, language)].filter(Boolean).join(", ");
}

/**
 * Who holds it, and how to reach them. Not ORGANIZER (§3.8.4.3): calendars take that for an invitation to be answered by
 * mail.
 */
function contactLine(action: FeedAction, { origin, language }: FeedText): string {
  const names = action.organizers.map(({ name }) => textIn(name, language).text);
  const words = [names.join(", "), action.contact].filter(Boolean).join(" · ");
  const page = `${origin}/organizations/${action.organizers[0]?.slug ?? ""}`;
  return fold(`CONTACT;ALTREP=${parameterValueOfUri(page)}:${escapeText(words)}`);
}

/** A URI parameter stands in quotes always (§3.2.1). */
function parameterValueOfUri(uri: string): string {
  const value = parameterValue(uri);
  return value.startsWith('"') ? value : `"${value}"`;
}

function aboutLines(action: FeedAction, text: FeedText): string {
  const { t, language, origin } = text;
  const access = action.accessibility.map((each) => t(`agenda.accessibility.${each}`)).join(", ");
  const description = action.description && textIn(action.description, language);
  const lines = [description?.text, access && t("agenda.feed.access", { access }), action.link].filter(
    Boolean,
  );
  return [
    said("SUMMARY", action.title, text),
    lines.length > 0
      ? textProperty("DESCRIPTION", lines.join("\n\n"), description ? description.language : language)
      : "",
    textProperty("CATEGORIES", t(`agenda.kind.${action.kind}`), language),
    textProperty("LOCATION", placeOf(action, language), language),
    action.latitude === null ? "" : property("GEO", `${action.latitude};${action.longitude}`),
    contactLine(action, text),
    property("URL", origin + actionPath(action.number)),
    action.kind === "online" && action.link ? property("CONFERENCE", action.link, { VALUE: "URI" }) : "",
    action.campaignId ? property("RELATED-TO", action.campaignId) : "",
    action.reason ? said("COMMENT", action.reason, text) : "",
  ].join("");
}

export function actionEvent(action: FeedAction, text: FeedText): string {
  return [
    "BEGIN:VEVENT\r\n",
    versionLines(action),
    momentLines(action),
    aboutLines(action, text),
    // It concerns whoever wants to come; nobody's time is taken by it (§3.8.2.7).
    "TRANSP:TRANSPARENT\r\nCLASS:PUBLIC\r\nEND:VEVENT\r\n",
  ].join("");
}

/** A campaign's days are all-day: they begin with the day wherever one is. One with a latest day stands on that day. */
export function campaignEvent(campaign: CampaignView, text: FeedText): string {
  const { origin, t, language } = text;
  const startsLocal = campaign.precision === "by" ? campaign.endsOn : campaign.startsOn;
  const moment = { ...campaign, startsLocal, endsLocal: campaign.endsOn, allDay: true, zone: "UTC" };
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
