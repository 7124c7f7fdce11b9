// The one type of every text that people read in several languages.
// Invariant: `texts[source]` is always there; a translation never replaces the source.
import { z } from "zod";
import { isLanguageTag } from "#platform/geography/index";

export type TranslationState = "machine" | "draft" | "reviewed";

/** `translations` says, beside each text that is not the source, in what state it is and who made it. */
export type Multilingual = {
  readonly source: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly translations?: Readonly<Record<string, { state: TranslationState; translator: string | null }>>;
};

/** The text for a reader: their language, else its base language (`pt` for `pt-BR`), else the source. */
export function textIn(field: Multilingual, language: string): { text: string; language: string } {
  const base = language.split("-")[0] ?? language;
  for (const tag of [language, base, field.source]) {
    const text = field.texts[tag];
    if (text) return { text, language: tag };
  }
  const [tag, text] = Object.entries(field.texts)[0] ?? [field.source, ""];
  return { text, language: tag };
}

/** A field that has only its source yet. */
export function inOneLanguage(source: string, text: string): Multilingual {
  return { source, texts: { [source]: text } };
}

export const languageTag = z
  .string()
  .max(35)
  .refine(isLanguageTag, { message: "languageUnknown" })
  .meta({ description: "A BCP 47 language tag", examples: ["es", "pt-BR", "qu"] });

/** The input shape of a multilingual field, each text at most `limit` characters. */
export function multilingual(limit: number) {
  return z
    .object({
      source: languageTag,
      texts: z.record(languageTag, z.string().trim().min(1, "textIsEmpty").max(limit, "textTooLong")),
    })
    .refine((field) => Boolean(field.texts[field.source]), { message: "sourceTextMissing" });
}
