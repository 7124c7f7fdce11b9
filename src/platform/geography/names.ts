// Names of countries, regions and languages in any language, from the runtime's CLDR data.
// Invariant: always a name and never an exception: what CLDR lacks is said by the tables below, else in English, else by
// its code.
import { countries, isRegion, type Region, world } from "./countries.ts";
import { canonicalLanguageTag } from "./language-tags.ts";

type Kind = "region" | "language";

type RegionNames = Readonly<Partial<Record<Region | typeof world, string>>>;

/** Regions in languages that CLDR knows no regions in, and where the project says them otherwise (docs/words.md). */
const regionNames: Readonly<Record<string, RegionNames>> = {
  es: { "005": "América del Sur", "013": "América Central", "021": "América del Norte" },
  ht: {
    "005": "Amerik di Sid",
    "013": "Amerik Santral",
    "029": "Karayib",
    "021": "Amerik di Nò",
    "150": "Ewòp",
    "142": "Azi",
    "002": "Afrik",
    "009": "Oseyani",
    "001": "Lemonn",
  },
};

/** Languages of the Americas in themselves, where CLDR would say the name in English or the bare code. */
export const autonyms: Readonly<Record<string, string>> = {
  ht: "Kreyòl ayisyen",
  gn: "Avañeʼẽ",
  ay: "Aymar aru",
  arn: "Mapudungun",
  guc: "Wayuunaiki",
  nah: "Nāhuatl",
  miq: "Mískitu",
  yua: "Maayatʼaan",
  cab: "Garífuna",
};

const MOST_KEPT = 64;
const kept = new Map<string, Intl.DisplayNames>();

/** Languages can come from what people type, so the cache is emptied before it grows. */
function displayNames(language: string, kind: Kind): Intl.DisplayNames {
  const key = `${language} ${kind}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const made = new Intl.DisplayNames([language], { type: kind, fallback: "none" });
  kept.set(key, made);
  return made;
}

/** Of a code that has the shape `Intl` wants; anything else makes it throw. */
function nameOf(code: string, language: string, kind: Kind): string {
  return displayNames(language, kind).of(code) ?? displayNames("en", kind).of(code) ?? code;
}

/** As a title: CLDR writes names as they stand in the middle of a sentence. */
function asTitle(name: string, language: string): string {
  const [first = ""] = name;
  return first.toLocaleUpperCase(language) + name.slice(first.length);
}

/** The name of a country (ISO 3166-1 alpha-2); the code itself when it is none. */
export function countryName(code: string, language: string): string {
  const into = canonicalLanguageTag(language) ?? "en";
  return countries.has(code) ? nameOf(code, into, "region") : code;
}

/** The name of a region or the world (UN M49), as a title; the code itself when it is none. */
export function regionName(code: string, language: string): string {
  if (!isRegion(code)) return code;
  const into = canonicalLanguageTag(language) ?? "en";
  return regionNames[into]?.[code] ?? asTitle(nameOf(code, into, "region"), into);
}

/** A language's name in another, or in itself, as it stands within a sentence; the tag itself when it is none. */
export function languageWithin(tag: string, language: string): string {
  const into = canonicalLanguageTag(language) ?? "en";
  const code = canonicalLanguageTag(tag);
  if (code === undefined) return tag;
  const own = code === into ? autonyms[code] : undefined;
  if (own) return own;
  try {
    return nameOf(code, into, "language");
  } catch {
    // A tag with extensions is a locale to `Intl`, and no language that it could name.
    return code;
  }
}

/** The same as a title: an entry of a list, a label. */
export function languageName(tag: string, language: string): string {
  const name = languageWithin(tag, language);
  const isCode = name === tag || name === canonicalLanguageTag(tag);
  return isCode ? name : asTitle(name, canonicalLanguageTag(language) ?? "en");
}

/** Several languages within a sentence: `español, portugués y quechua`. */
export function languagesWithin(tags: readonly string[], language: string): string {
  const names = tags.map((tag) => languageWithin(tag, language));
  return new Intl.ListFormat(language, { type: "conjunction" }).format(names);
}
