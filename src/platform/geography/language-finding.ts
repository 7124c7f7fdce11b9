// From what people type to a language: its name in one of the catalogues' languages or in itself, or its tag.
// Invariant: what `languageWithin` writes in a catalogue's language is read back as the same language, or not at all.
import { catalogueLanguages } from "../i18n/i18n.ts";
import { folded } from "../folding.ts";
import { canonicalLanguageTag } from "./language-tags.ts";
import { autonyms, languageWithin } from "./names.ts";

/**
 * Languages whose names are looked up beside those of two letters (ISO 639-3), since a look at all three-letter codes takes
 * a second: those of the Americas that CLDR names, and some that congresses elsewhere speak.
 */
const furtherCodes =
  "arn guc nah miq yua cab quc kek arw car chr cho cic den hup kgp lkt mic moh nv oji osa pap zap zun kea swb tpi tok fil ceb hil ilo min war hmn bho mai mag kab rif shi zgh fon ewo fan bem luo mos sat sid tig tiv umb";

/** As many people call them, beside the names that CLDR has. */
const alsoCalled: Readonly<Record<string, string>> = {
  castellano: "es",
  castilian: "es",
  castelhano: "es",
  castillan: "es",
  quichua: "qu",
  kichwa: "qu",
  aymara: "ay",
  mapuzugun: "arn",
  "creole haitiano": "ht",
  kreyol: "ht",
  creol: "ht",
};

let known: ReadonlyMap<string, string> | undefined;

function namesOfAll(): ReadonlyMap<string, string> {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const codes = [
    ...letters.flatMap((first) => letters.map((second) => first + second)),
    ...furtherCodes.split(" "),
  ].filter((code) => canonicalLanguageTag(code) === code);
  const names = new Map<string, string>();
  for (const into of catalogueLanguages)
    for (const code of codes) {
      const name = folded(languageWithin(code, into));
      if (name !== code && !names.has(name)) names.set(name, code);
    }
  for (const [code, name] of Object.entries(autonyms)) names.set(folded(name), code);
  for (const [name, code] of Object.entries(alsoCalled)) names.set(name, code);
  return names;
}

/** The canonical tag of a language that is named or tagged: `quechua` → `qu`, `PT-br` → `pt-BR`. */
export function findLanguage(typed: string): string | undefined {
  const name = folded(typed.trim());
  known ??= namesOfAll();
  return known.get(name) ?? canonicalLanguageTag(typed.trim());
}

/**
 * Languages as people list them, by names or tags, apart by commas, semicolons or lines, or by spaces where that reads as
 * well. What is no language stays as it was typed, so that it can be refused by name.
 */
export function readLanguages(typed: string): string[] {
  const tags = typed
    .split(/[,;\n]+/u)
    .map((piece) => piece.trim())
    .filter(Boolean)
    .flatMap((piece) => {
      const whole = findLanguage(piece);
      if (whole !== undefined) return [whole];
      const words = piece.split(/\s+/u);
      const each = words.map((word) => findLanguage(word));
      return each.every((tag) => tag !== undefined) ? each : [piece];
    });
  return [...new Set(tags)];
}

/** The same list for a field of a form in a reader's language: names, or tags where a name would not lead back. */
export function writeLanguages(tags: readonly string[], language: string): string {
  return tags
    .map((tag) => {
      const name = languageWithin(tag, language);
      return findLanguage(name) === canonicalLanguageTag(tag) && !/[,;]/u.test(name) ? name : tag;
    })
    .join(", ");
}
