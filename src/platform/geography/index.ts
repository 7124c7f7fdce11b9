// Places and languages by their standard codes, with names in any language.
// Invariant: codes are stored, names never are.
import { countries, type Region } from "./countries.ts";

export { type Country, countries, isRegion, type Region, regions, world } from "./countries.ts";
export { findLanguage, readLanguages, writeLanguages } from "./language-finding.ts";
export { canonicalLanguageTag, isLanguageTag } from "./language-tags.ts";
export { countryName, languageName, languagesWithin, languageWithin, regionName } from "./names.ts";

/** ISO 3166-1 alpha-2, in capitals. */
export function isCountry(code: string): boolean {
  return countries.has(code);
}

/** The UN M49 region of a country; null for Antarctica and unknown codes. */
export function regionOf(country: string): Region | null {
  return countries.get(country)?.region ?? null;
}

/** The shape of an ISO 3166-2 code: `VE-X`. The list of subdivisions itself changes too often to keep. */
export function isSubdivision(code: string): boolean {
  return /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code) && isCountry(code.slice(0, 2));
}

/** Whether a subdivision's code says that it is in the country. */
export function isSubdivisionOf(code: string, country: string): boolean {
  return isSubdivision(code) && code.startsWith(`${country}-`);
}
