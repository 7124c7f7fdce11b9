// What can be asked of the directory: one shape for the page, the API and its OpenAPI document.
import { z } from "zod";
import { canonicalLanguageTag, isCountry, regions } from "#platform/geography/index";
import { isId } from "#platform/ids";
import { languageTag } from "#platform/multilingual";
import { organizationKinds, organizationStatuses } from "./types.ts";

export const LONGEST_QUERY = 200;
const MOST_ENTRIES = 100;

/** Where a page of the list ended, and in which language's order it goes on. */
export type DirectoryCursor = { readonly language: string; readonly sortKey: string; readonly id: string };

export function writeCursor({ language, sortKey, id }: DirectoryCursor): string {
  return Buffer.from(JSON.stringify([language, sortKey, id])).toString("base64url");
}

const cursorContent = z.tuple([languageTag, z.string().max(LONGEST_QUERY), z.string().refine(isId)]);

/** Undefined for what `writeCursor` never wrote. */
export function readCursor(text: string): DirectoryCursor | undefined {
  try {
    const [language, sortKey, id] = cursorContent.parse(
      JSON.parse(Buffer.from(text, "base64url").toString("utf8")),
    );
    return sortKey.includes("\0") ? undefined : { language, sortKey, id };
  } catch {
    return undefined;
  }
}

export const directoryQuery = z.object({
  q: z.string().max(LONGEST_QUERY, "textTooLong").default("").meta({
    description:
      "Words of a name, a place or an external id. Accents and case do not matter; the last word may be unfinished.",
  }),
  region: z.enum(regions, "regionUnknown").optional().meta({
    description: "UN M49 code of the country's region",
  }),
  country: z
    .string()
    .length(2, "countryUnknown")
    .toUpperCase()
    .refine(isCountry, { message: "countryUnknown" })
    .optional()
    .meta({ description: "ISO 3166-1 alpha-2" }),
  kind: z.enum(organizationKinds).optional(),
  language: z
    .string()
    .max(35, "languageUnknown")
    .transform((tag) => canonicalLanguageTag(tag) ?? "")
    .refine(Boolean, { message: "languageUnknown" })
    .optional()
    .meta({ description: "A BCP 47 tag among the organisation's languages" }),
  status: z.enum(organizationStatuses).optional(),
  after: z
    .string()
    .max(2_000, "valueMalformed")
    .refine((text) => readCursor(text) !== undefined, { message: "valueMalformed" })
    .optional()
    .meta({ description: "`next` of the page before" }),
  limit: z.coerce.number().int("valueMalformed").min(1).max(MOST_ENTRIES).default(20),
});
export type DirectoryQuery = z.input<typeof directoryQuery>;
type Asked = z.output<typeof directoryQuery>;
export type DirectoryFilter = Pick<Asked, "region" | "country" | "kind" | "language" | "status">;

/** A form sends its empty fields too: an empty value asks for nothing. */
export function withoutEmpty(asked: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ""));
}
