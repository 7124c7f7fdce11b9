// From the fields of a form to an announcement, and from an announcement back to the fields.
import type { ActionView, AnnounceActionInput } from "#agenda";
import { readLanguages, writeLanguages } from "#platform/geography/index";
import { inOneLanguage, type Multilingual } from "#platform/multilingual";
import type { FormBody } from "../request.ts";

export const repetitions = ["none", "weekly", "biweekly", "monthlyDay", "monthlyWeekday", "kept"] as const;
export type Repetition = (typeof repetitions)[number];

const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/** The rule that a choice means for a first day; `kept` is the rule as it was, of those that no choice says. */
export function ruleOf(choice: string, startsOn: string, until: string, kept: string): string | null {
  const end = /^\d{4}-\d{2}-\d{2}$/.test(until) ? `;UNTIL=${until.replaceAll("-", "")}` : "";
  const day = new Date(`${startsOn}T00:00:00Z`);
  const weekday = DAYS[Number.isNaN(day.getTime()) ? 0 : day.getUTCDay()] ?? "SU";
  const nth = Math.ceil(Number(startsOn.slice(8, 10)) / 7);
  switch (choice) {
    case "weekly":
      return `FREQ=WEEKLY${end}`;
    case "biweekly":
      return `FREQ=WEEKLY;INTERVAL=2${end}`;
    case "monthlyDay":
      return `FREQ=MONTHLY${end}`;
    case "monthlyWeekday":
      return `FREQ=MONTHLY${end};BYDAY=${nth > 4 ? -1 : nth}${weekday}`;
    case "kept":
      return kept || null;
    default:
      return null;
  }
}

const orNull = (text: string) => (text.trim() === "" ? null : text.trim());
/** Days, each by itself. */
export const lines = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** A civil day with its time, or the day alone where it lasts all day. */
function localOf(day: string, time: string, allDay: boolean): string {
  return allDay ? day.trim() : `${day.trim()}T${time.trim()}`;
}

export type FactsInput = Omit<AnnounceActionInput, "requestKey" | "organizationId" | "campaign" | "insists">;

/** New words in a language beside translations of others; those of the same language take their place. */
function said(old: Multilingual | null | undefined, language: string, text: string): Multilingual {
  return old?.texts[language] === text ? old : inOneLanguage(language, text);
}

export function factsFrom(body: FormBody, old?: ActionView): FactsInput {
  const [language, allDay] = [body.get("language"), body.get("allDay") === "yes"];
  const startsOn = body.get("startsOn").trim();
  const description = orNull(body.get("description"));
  const [latitude, longitude] = [orNull(body.get("latitude")), orNull(body.get("longitude"))];
  return {
    title: said(old?.title, language, body.get("title").trim()),
    description: description === null ? null : said(old?.description, language, description),
    kind: body.get("kind") as FactsInput["kind"],
    city: body.get("city"),
    country: body.get("country"),
    address: orNull(body.get("address")),
    latitude: latitude === null ? null : Number(latitude.replace(",", ".")),
    longitude: longitude === null ? null : Number(longitude.replace(",", ".")),
    isExact: body.get("isExact") === "yes",
    zone: body.get("zone"),
    allDay,
    startsLocal: localOf(startsOn, body.get("startsTime"), allDay),
    endsLocal: localOf(body.get("endsOn") || startsOn, body.get("endsTime"), allDay),
    rule: ruleOf(body.get("repeats"), startsOn, body.get("until"), body.get("keptRule")),
    added: old ? [...old.added] : [],
    without: lines(body.get("without")),
    contact: orNull(body.get("contact")),
    accessibility: body.all("accessibility") as FactsInput["accessibility"],
    languages: readLanguages(body.get("languages")),
    link: orNull(body.get("link")),
  };
}

/** What the form shows of an action that is to be changed. */
export function typedOf(action: ActionView, language: string): Record<string, string> {
  const shown = language in action.title.texts ? language : action.title.source;
  return {
    language: shown,
    title: action.title.texts[shown] ?? "",
    description:
      action.description?.texts[shown] ?? action.description?.texts[action.description.source] ?? "",
    kind: action.kind,
    city: action.city,
    country: action.country,
    address: action.address ?? "",
    latitude: action.latitude === null ? "" : String(action.latitude),
    longitude: action.longitude === null ? "" : String(action.longitude),
    isExact: action.isExact ? "yes" : "",
    zone: action.zone,
    allDay: action.allDay ? "yes" : "",
    startsOn: action.startsLocal.slice(0, 10),
    startsTime: action.startsLocal.slice(11),
    endsOn: action.endsLocal.slice(0, 10),
    endsTime: action.endsLocal.slice(11),
    repeats: action.rule === null ? "none" : "kept",
    keptRule: action.rule ?? "",
    without: action.without.join("\n"),
    contact: action.contact ?? "",
    languages: writeLanguages(action.languages, language),
    link: action.link ?? "",
    sequence: String(action.sequence),
  };
}

const FIELDS: Readonly<Record<string, string>> = {
  startsLocal: "startsOn",
  endsLocal: "endsOn",
  rule: "repeats",
  added: "without",
};

/** Where a reason stands in the form: beside the field that people filled in. */
export function fieldOfAction(path: string): string {
  const [first = path] = path.split(".");
  return FIELDS[first] ?? first;
}
