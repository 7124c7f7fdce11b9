// Input shapes of the acts on texts, their translations and their decision points.
import { z } from "zod";
import { canonicalLanguageTag } from "#platform/geography/index";
import { languageTag } from "#platform/multilingual";
import { idOf, plainTexts, requestKey } from "#platform/fields";
import { slug, textAddress } from "./editions.schema.ts";
import { amendmentsBetween } from "./readings.rules.ts";
import { LONGEST_PARAGRAPH, type ParagraphId } from "./text-model.ts";

const language = languageTag.transform((tag) => canonicalLanguageTag(tag) ?? tag);
const format = z.enum(["plain", "markdown", "auto"]).default("auto");
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "valueMalformed");

export const importTextInput = z
  .object({
    edition: slug,
    /** The address of the text in its edition; made from the title when left out. */
    slug: slug.optional(),
    title: plainTexts(300),
    language,
    bytes,
    format,
    requestKey,
  })
  .refine((input) => Boolean(input.title.texts[input.language]), {
    message: "titleNotInItsLanguage",
    path: ["title"],
  });
export type ImportTextInput = z.input<typeof importTextInput>;

export const reviseTextInput = z.object({
  ...textAddress,
  /** The version that the editor had before them. */
  expectedVersion: z.number().int().min(1),
  bytes,
  format,
});
export type ReviseTextInput = z.input<typeof reviseTextInput>;

export const composeTextInput = z
  .object({
    edition: slug,
    title: plainTexts(300),
    language,
    /** Slugs of finished texts, in the order in which they follow each other. */
    sections: z.array(slug).min(1, "sectionsMissing").max(100),
    requestKey,
  })
  .refine((input) => Boolean(input.title.texts[input.language]), {
    message: "titleNotInItsLanguage",
    path: ["title"],
  });
export type ComposeTextInput = z.input<typeof composeTextInput>;

export const textInput = z.object(textAddress);
export type TextInput = z.input<typeof textInput>;

const count = (most: number, least: number) =>
  z.number("valueMalformed").int("valueMalformed").min(least, "valueMalformed").max(most, "valueMalformed");
export const setReadingsInput = z.object({
  ...textAddress,
  readings: count(5, 1),
  daysBetween: count(3_650, 0),
  amendedBetween: z.enum(amendmentsBetween),
});
export type SetReadingsInput = z.input<typeof setReadingsInput>;

export const declareAuthenticInput = z.object({ ...textAddress, languages: z.array(language).max(20) });
export type DeclareAuthenticInput = z.input<typeof declareAuthenticInput>;

export const translateParagraphsInput = z.object({
  ...textAddress,
  language,
  paragraphs: z
    .array(
      z.object({
        paragraphId: idOf<ParagraphId>(),
        text: z.string().min(1, "textIsEmpty").max(LONGEST_PARAGRAPH, "textTooLong"),
        state: z.enum(["draft", "reviewed"]),
        /** Hash of the source that the translator had before them, in hex; what stands now when left out. */
        sourceHash: z
          .string()
          .regex(/^[0-9a-f]{64}$/, "valueMalformed")
          .optional(),
      }),
    )
    .min(1)
    .max(5_000),
});
export type TranslateParagraphsInput = z.input<typeof translateParagraphsInput>;

export const importTranslationInput = z.object({
  ...textAddress,
  language,
  bytes,
  format,
  state: z.enum(["draft", "reviewed"]).default("draft"),
});
export type ImportTranslationInput = z.input<typeof importTranslationInput>;

export const markDecisionPointsInput = z.object({
  ...textAddress,
  paragraphIds: z.array(idOf<ParagraphId>()).min(1).max(500),
});
export type MarkDecisionPointsInput = z.input<typeof markDecisionPointsInput>;
