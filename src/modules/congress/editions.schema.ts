// Input shapes of convening an edition and accrediting delegations, and the pieces that every act here names things by.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { isCountry } from "#platform/geography/index";
import { isId } from "#platform/ids";
import { multilingual } from "#platform/multilingual";
import { isPlainText } from "./congress.rules.ts";

export const idOf = <Branded extends string>() =>
  z
    .string()
    .refine(isId, { message: "idMalformed" })
    .transform((value) => value as Branded);

export const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "slugMalformed")
  .max(80, "textTooLong");

/** Made by the form: the same form sent twice has the same one. */
export const requestKey = z.string().refine(isId, { message: "idMalformed" });

/** A multilingual text without characters that cannot be stored or shown. */
export const plainTexts = (limit: number) =>
  multilingual(limit).refine((field) => Object.values(field.texts).every(isPlainText), {
    message: "textHasControls",
  });

export const civilDate = z
  .string()
  .refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value), { message: "dateMalformed" });

function isDay(value: string): boolean {
  const instant = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value);
}

export const conveneInput = z
  .object({
    slug,
    title: plainTexts(200),
    hostCity: z
      .string()
      .trim()
      .min(1, "textIsEmpty")
      .max(200, "textTooLong")
      .refine(isPlainText, { message: "textHasControls" }),
    country: z.string().refine(isCountry, { message: "countryUnknown" }),
    startsOn: civilDate,
    endsOn: civilDate,
    conveningOrganizationId: idOf<OrganizationId>(),
    /** Organisations by id, or whoever is affiliated. */
    called: z.union([z.literal("all_affiliated"), z.array(idOf<OrganizationId>()).min(1).max(10_000)]),
  })
  .refine((input) => input.endsOn >= input.startsOn, {
    message: "editionEndsBeforeItStarts",
    path: ["endsOn"],
  });
export type ConveneInput = z.input<typeof conveneInput>;

export const accreditDelegationInput = z.object({ edition: slug, organizationId: idOf<OrganizationId>() });
export type AccreditDelegationInput = z.input<typeof accreditDelegationInput>;

/** A text by the slugs of its address. */
export const textAddress = { edition: slug, text: slug };
