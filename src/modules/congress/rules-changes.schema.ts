// Input shapes of the acts on an edition's rules. What the rules themselves may say is read by `#algorithms/rules`.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, plainTexts, requestKey } from "#platform/fields";
import { canonicalLanguageTag } from "#platform/geography/index";
import { languageTag } from "#platform/multilingual";
import { slug } from "./editions.schema.ts";

export const setFirstRulesInput = z.object({ edition: slug, rules: z.unknown(), requestKey });
export type SetFirstRulesInput = z.input<typeof setFirstRulesInput>;

export const proposeEditionRulesInput = z
  .object({
    edition: slug,
    title: plainTexts(200),
    reason: plainTexts(4_000),
    /** Of the motion's words. */
    language: languageTag.transform((tag) => canonicalLanguageTag(tag) ?? tag),
    rules: z.unknown(),
    organizationId: idOf<OrganizationId>(),
    requestKey,
  })
  .refine((input) => Boolean(input.title.texts[input.language]), {
    message: "titleNotInItsLanguage",
    path: ["title"],
  });
export type ProposeEditionRulesInput = z.input<typeof proposeEditionRulesInput>;
