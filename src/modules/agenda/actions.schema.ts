// Input shapes of local actions, and of what is asked of them.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, plainText, plainTexts, requestKey } from "#platform/fields";
import { isCountry, isRegion } from "#platform/geography/index";
import { languageTag } from "#platform/multilingual";
import { isPlainText } from "#platform/plain-text";
import { placeNumber as number, recurrence, sequenceRead, slug } from "./campaigns.schema.ts";
import { accessibilities, actionKinds } from "./types.ts";

const country = z.string().refine(isCountry, { message: "countryUnknown" });
const degrees = (most: number) =>
  z.number("coordinatesMalformed").min(-most, "coordinatesMalformed").max(most, "coordinatesMalformed");

export const webLink = z
  .url({ protocol: /^https?$/, message: "linkMalformed" })
  .max(2000, "textTooLong")
  .refine(isPlainText, { message: "linkMalformed" })
  // What reads it out of a mail or a calendar ends it at white space.
  .refine((link) => !/\s/.test(link), { message: "linkMalformed" });

const facts = {
  title: plainTexts(200),
  description: plainTexts(5000).nullable().default(null),
  kind: z.enum(actionKinds),
  city: plainText(120),
  country,
  address: plainText(300).nullable().default(null),
  latitude: degrees(90).nullable().default(null),
  longitude: degrees(180).nullable().default(null),
  /** Whether the coordinates are those of the very place; else they are rounded to the town's. */
  isExact: z.boolean().default(false),
  zone: z.string().trim().min(1, "textIsEmpty").max(60, "textTooLong"),
  allDay: z.boolean().default(false),
  startsLocal: z.string().trim(),
  endsLocal: z.string().trim(),
  ...recurrence,
  contact: plainText(200).nullable().default(null),
  accessibility: z.array(z.enum(accessibilities)).max(10).default([]),
  languages: z.array(languageTag).max(12, "languagesTooMany").default([]),
  link: webLink.nullable().default(null),
};

export const announceActionInput = z.object({
  requestKey,
  organizationId: idOf<OrganizationId>(),
  campaign: slug.nullable().default(null),
  ...facts,
  /** Whoever announces has seen what looks the same, and says that it is another. */
  insists: z.boolean().default(false),
});
export type AnnounceActionInput = z.input<typeof announceActionInput>;

export const changeActionInput = z.object({ number, sequence: sequenceRead, ...facts });
export type ChangeActionInput = z.input<typeof changeActionInput>;

export const cancelActionInput = z.object({ number, reason: plainTexts(1000) });
export type CancelActionInput = z.input<typeof cancelActionInput>;

/** `number` becomes part of `into`. */
export const mergeActionsInput = z.object({ number, into: number });
export type MergeActionsInput = z.input<typeof mergeActionsInput>;

/** What a reader asks of the agenda, in pages, feeds and the API. */
export const agendaQuery = z.object({
  region: z
    .string()
    .refine(isRegion, { message: "regionUnknown" })
    .optional()
    .meta({ description: "UN M49 code of a region", examples: ["005"] }),
  country: country.optional().meta({ description: "ISO 3166-1 alpha-2", examples: ["VE"] }),
  language: languageTag.optional(),
  organization: z
    .string()
    .max(120)
    .optional()
    .meta({ description: "Slug of an organisation: what it announced or holds together with others" }),
  campaign: z.string().max(80).optional().meta({ description: "Slug of a campaign" }),
  kind: z.enum(actionKinds).optional(),
});
export type AgendaQuery = z.output<typeof agendaQuery>;
