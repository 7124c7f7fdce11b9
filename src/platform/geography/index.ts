// Places and languages by their standard codes, with names in any language.
// Invariant: codes are stored, names never are; names come from the runtime's CLDR data.
import { countries, type Region, regions } from "./countries.ts";

export { type Country, countries, type Region, regions } from "./countries.ts";

/** ISO 3166-1 alpha-2, in capitals. */
export function isCountry(code: string): boolean {
  return countries.has(code);
}

/** The UN M49 region of a country; null for Antarctica and unknown codes. */
export function regionOf(country: string): Region | null {
  return countries.get(country)?.region ?? null;
}

/** The world as a whole, for what concerns every region. */
export const world = "001";

/** One of Cumbe's regions, or the world. */
export function isRegion(code: string): boolean {
  return code === world || (regions as readonly string[]).includes(code);
}

/** The shape of an ISO 3166-2 code: `VE-X`. The list of subdivisions itself changes too often to keep. */
export function isSubdivision(code: string): boolean {
  return /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code) && isCountry(code.slice(0, 2));
}

/** Whether a subdivision's code says that it is in the country. */
export function isSubdivisionOf(code: string, country: string): boolean {
  return isSubdivision(code) && code.startsWith(`${country}-`);
}

const names = new Map<string, Intl.DisplayNames>();

function displayNames(language: string, type: "region" | "language"): Intl.DisplayNames {
  const key = `${language} ${type}`;
  let found = names.get(key);
  if (!found) names.set(key, (found = new Intl.DisplayNames([language], { type, fallback: "code" })));
  return found;
}

/** What a language's CLDR data lacks is said in English rather than as a code. */
function nameOr(code: string, language: string, type: "region" | "language"): string {
  const own = displayNames(language, type).of(code);
  return own && own !== code ? own : (displayNames("en", type).of(code) ?? code);
}

export function countryName(code: string, language: string): string {
  return isCountry(code) ? nameOr(code, language, "region") : code;
}

/** CLDR names the Americas' north "Northern America", which few readers know from "North America"; it stays, as M49's. */
export function regionName(code: string, language: string): string {
  return isRegion(code) ? nameOr(code, language, "region") : code;
}

const LONGEST_TAG = 35;

/** BCP 47 (RFC 5646) by shape, as `Intl` reads it. */
export function isLanguageTag(tag: string): boolean {
  return canonicalLanguageTag(tag) !== undefined;
}

/** `PT-br` → `pt-BR`; undefined for what is not a tag. */
export function canonicalLanguageTag(tag: string): string | undefined {
  if (tag.length > LONGEST_TAG) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** A language's name in another, or in itself; capitalised as a title. */
export function languageName(tag: string, language: string): string {
  const name = nameOr(tag, isLanguageTag(language) ? language : "en", "language");
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
