// Input shapes of the import of a calendar file.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, plainText } from "#platform/fields";
import { isCountry } from "#platform/geography/index";
import { languageTag } from "#platform/multilingual";
import { slug } from "./campaigns.schema.ts";
import { actionKinds } from "./types.ts";

/** What a calendar file does not say of its entries, said once for all of them. */
export const importChoices = z.object({
  campaign: slug.nullable().default(null),
  kind: z.enum(actionKinds),
  city: plainText(120),
  country: z.string().refine(isCountry, { message: "countryUnknown" }),
  /** Of texts that name no language of their own. */
  language: languageTag,
});
export type ImportChoices = z.output<typeof importChoices>;

export const previewCalendarInput = z.object({
  organizationId: idOf<OrganizationId>(),
  bytes: z.instanceof(Uint8Array),
  choices: importChoices,
});
export type PreviewCalendarInput = z.input<typeof previewCalendarInput>;

export const importId = idOf<string>();
