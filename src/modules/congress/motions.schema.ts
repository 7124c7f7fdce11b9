// Input shapes of the acts on motions.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, ordinal, plainTexts, requestKey } from "#platform/fields";
import { canonicalLanguageTag } from "#platform/geography/index";
import { languageTag } from "#platform/multilingual";
import { slug } from "./editions.schema.ts";
import { motionKinds, writtenMotionKinds } from "./motions.rules.ts";

const motionAddress = { edition: slug, motion: ordinal };

export const submitMotionInput = z
  .object({
    edition: slug,
    kind: z.enum(writtenMotionKinds),
    title: plainTexts(200),
    reason: plainTexts(4_000),
    /** Of its words. */
    language: languageTag.transform((tag) => canonicalLanguageTag(tag) ?? tag),
    /** What the assembly would resolve, as Markdown or plain paragraphs. */
    words: z.string().min(1, "textIsEmpty").max(100_000, "textTooLong"),
    organizationId: idOf<OrganizationId>(),
    requestKey,
  })
  .refine((input) => Boolean(input.title.texts[input.language]), {
    message: "titleNotInItsLanguage",
    path: ["title"],
  });
export type SubmitMotionInput = z.input<typeof submitMotionInput>;

export const motionInput = z.object(motionAddress);
export type MotionInput = z.input<typeof motionInput>;

export const supportMotionInput = z.object({ ...motionAddress, organizationId: idOf<OrganizationId>() });
export type SupportMotionInput = z.input<typeof supportMotionInput>;

export const refuseMotionInput = z.object({ ...motionAddress, ruling: plainTexts(1_000) });
export type RefuseMotionInput = z.input<typeof refuseMotionInput>;

export const setMotionRulesInput = z.object({
  edition: slug,
  kind: z.enum(motionKinds),
  supporters: z
    .number("valueMalformed")
    .int("valueMalformed")
    .min(0, "valueMalformed")
    .max(10_000, "valueMalformed"),
  percent: z
    .number("valueMalformed")
    .int("valueMalformed")
    .min(0, "valueMalformed")
    .max(100, "valueMalformed"),
  closesAt: z.date().nullable(),
  requestKey,
});
export type SetMotionRulesInput = z.input<typeof setMotionRulesInput>;
