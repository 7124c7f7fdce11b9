// Input shapes of convening an edition and accrediting delegations, and the pieces that every act here names things by.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { civilDate, idOf, plainText, plainTexts, requestKey } from "#platform/fields";
import { isCountry } from "#platform/geography/index";

export const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "slugMalformed")
  .max(80, "textTooLong");

export const conveneInput = z
  .object({
    slug,
    title: plainTexts(200),
    hostCity: plainText(200),
    /** IANA name; `convene` refuses one that is not. */
    zone: z.string(),
    country: z.string().refine(isCountry, { message: "countryUnknown" }),
    startsOn: civilDate,
    endsOn: civilDate,
    conveningOrganizationId: idOf<OrganizationId>(),
    /** Organisations by id, or whoever is affiliated. */
    called: z.union([z.literal("all_affiliated"), z.array(idOf<OrganizationId>()).min(1).max(10_000)]),
    requestKey,
  })
  .refine((input) => input.endsOn >= input.startsOn, {
    message: "editionEndsBeforeItStarts",
    path: ["endsOn"],
  });
export type ConveneInput = z.input<typeof conveneInput>;

export const accreditDelegationInput = z.object({ edition: slug, organizationId: idOf<OrganizationId>() });
export type AccreditDelegationInput = z.input<typeof accreditDelegationInput>;

export const withdrawAccreditationInput = z.object({
  edition: slug,
  organizationId: idOf<OrganizationId>(),
  reason: plainTexts(1_000),
});
export type WithdrawAccreditationInput = z.input<typeof withdrawAccreditationInput>;

/** A text by the slugs of its address. */
export const textAddress = { edition: slug, text: slug };
