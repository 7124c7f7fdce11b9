// Messages in the node's languages: ICU MessageFormat, one JSON file a language and area (`locales/es/congress.json`).
// Invariant: every key exists in every catalogue language with the same arguments (a test holds it); a reader whose
// language has no catalogue reads the node's fallback, never a key.
import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { projectFile } from "../project.ts";

/** Languages with complete catalogues. */
export const catalogueLanguages = ["es", "en", "pt", "fr"] as const;
export type CatalogueLanguage = (typeof catalogueLanguages)[number];

export type MessageValues = Readonly<
  Record<string, string | number | boolean | Date | bigint | null | undefined>
>;
/** A message of the catalogues in one language: `t("congress.title", {count: 3})`. */
export type Translate = (key: string, values?: MessageValues) => string;

type Catalogue = ReadonlyMap<string, string>;

/**
 * Puts the spaces that may not break where catalogues are written with plain ones, as any editor writes them: before a
 * percent sign, and in French before high marks and within quotation marks, so that no line begins with a colon. French
 * sets a narrow one before ; ! ? (Lexique des règles typographiques en usage à l'Imprimerie nationale).
 */
function withFirmSpaces(text: string, language: string): string {
  const counted = text.replaceAll(" %", "\u00a0%");
  if (language !== "fr") return counted;
  return counted
    .replaceAll(/ (?=[:»])/g, "\u00a0")
    .replaceAll(/ (?=[;!?])/g, "\u202f")
    .replaceAll("« ", "«\u00a0");
}

/** All messages of a language, keys prefixed by their file's name. */
export function readCatalogue(language: string): Catalogue {
  const entries = new Map<string, string>();
  for (const file of readdirSync(projectFile("locales", language)).sort()) {
    const area = file.replace(/\.json$/, "");
    const messages = JSON.parse(readFileSync(projectFile("locales", language, file), "utf8")) as Record<
      string,
      string
    >;
    for (const [key, text] of Object.entries(messages)) {
      entries.set(`${area}.${key}`, withFirmSpaces(text, language));
    }
  }
  return entries;
}

/**
 * Makes each formatter once: one holds tens of kilobytes outside of V8's heap, which V8 does not see, so that a page with
 * twenty dates would leave a megabyte behind for a collection that does not come.
 */
function kept<Arguments extends unknown[], Made>(make: (...by: Arguments) => Made) {
  const made = new Map<string, Made>();
  return (...by: Arguments): Made => {
    const key = JSON.stringify(by);
    const known = made.get(key) ?? make(...by);
    made.set(key, known);
    return known;
  };
}

type Locales = string | string[] | undefined;
const formatters = {
  getNumberFormat: kept((at: Locales, how?: object) => new Intl.NumberFormat(at, how)),
  getDateTimeFormat: kept((at: Locales, how?: object) => new Intl.DateTimeFormat(at, how)),
  getPluralRules: kept((at: Locales, how?: object) => new Intl.PluralRules(at, how)),
};

const catalogues = new Map<string, Catalogue>();
const formats = new Map<string, IntlMessageFormat>();

function catalogueOf(language: string): Catalogue {
  let catalogue = catalogues.get(language);
  if (!catalogue) catalogues.set(language, (catalogue = readCatalogue(language)));
  return catalogue;
}

/** The catalogue language closest to what a reader asked for. */
export function closestCatalogue(language: string, fallback: CatalogueLanguage = "es"): CatalogueLanguage {
  const base = language.toLowerCase().split("-")[0];
  return catalogueLanguages.find((candidate) => candidate === base) ?? fallback;
}

function format(language: CatalogueLanguage, key: string, values: MessageValues): string {
  const cached = `${language}\n${key}`;
  let message = formats.get(cached);
  if (!message) {
    const text = catalogueOf(language).get(key);
    if (text === undefined) throw new Error(`no message '${key}' in '${language}'`);
    // Without arguments and without escapes there is nothing to parse.
    if (!/[{'<#]/.test(text)) return text;
    message = new IntlMessageFormat(text, language, undefined, { ignoreTag: true, formatters });
    formats.set(cached, message);
  }
  return String(message.format(values as Record<string, string>));
}

export function translator(language: string): Translate {
  const closest = closestCatalogue(language);
  return (key, values = {}) => format(closest, key, values);
}

/** Whether a message exists: for reasons that come from a library rather than from our own rules. */
export function hasMessage(key: string): boolean {
  return catalogueOf("es").has(key);
}

/** English is written here as most of the world writes it: the day before the month. */
function localeOf(language: string): string {
  return language === "en" ? "en-GB" : language;
}

/** Numbers as the reader's language writes them. */
export function formatNumber(value: number | bigint, language: string): string {
  return formatters.getNumberFormat(localeOf(language)).format(value);
}

/**
 * A decimal number (`1234.50`) with `scale` digits behind its decimal sign. It is given as text, because Intl reads text
 * exactly (ECMA-402, ToIntlMathematicalValue) where a number would be rounded to what a double holds.
 */
export function formatDecimal(value: string, scale: number, language: string): string {
  const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale };
  return formatters.getNumberFormat(localeOf(language), digits).format(value as `${number}`);
}

/** An instant, as the reader's language writes it, by the clocks of a zone; in UTC unless told. */
export function formatInstant(
  value: Date,
  language: string,
  style: Readonly<Intl.DateTimeFormatOptions>,
  timeZone = "UTC",
): string {
  return formatters.getDateTimeFormat(localeOf(language), { ...style, timeZone }).format(value);
}

/** A civil date (YYYY-MM-DD) or an instant's date in UTC, as the reader's language writes it. */
export function formatDate(
  value: string | Date,
  language: string,
  style: "long" | "medium" = "long",
): string {
  const date = typeof value === "string" ? new Date(`${value}T00:00:00Z`) : value;
  return formatInstant(date, language, { dateStyle: style });
}

/** Two civil dates (YYYY-MM-DD) as one period, saying once what they share: `18–20 October 2019`. */
export function formatDates(from: string, to: string, language: string): string {
  const midnight = (date: string) => new Date(`${date}T00:00:00Z`);
  const format = formatters.getDateTimeFormat(localeOf(language), { dateStyle: "long", timeZone: "UTC" });
  return format.formatRange(midnight(from), midnight(to));
}
