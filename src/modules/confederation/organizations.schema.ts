// Input shapes of the acts on organisations. What a file must meet is in organization-import.rules.ts; both stand on
// the same rules and limits.
import { z } from "zod";
import { canonicalLanguageTag, isCountry, isSubdivision } from "#platform/geography/index";
import { isId } from "#platform/ids";
import { languageTag, multilingual } from "#platform/multilingual";
import {
  isCivilDate,
  isFreeExternalId,
  isPlainLine,
  isPlainText,
  isWebAddress,
  organizationLimits,
} from "./organizations.rules.ts";
import { type OrganizationId, organizationKinds } from "./types.ts";

const organizationId = z
  .string()
  .refine(isId, { message: "idMalformed" })
  .transform((value) => value as OrganizationId);

function textsOf(limit: number, holds: (text: string) => boolean) {
  return multilingual(limit).refine((field) => Object.values(field.texts).every(holds), {
    message: "textHasControls",
  });
}

/** One line of text; an empty one is none. */
function line(limit: number) {
  return z
    .string()
    .normalize("NFC")
    .trim()
    .max(limit, "textTooLong")
    .refine(isPlainLine, { message: "textHasControls" })
    .transform((text) => text || null)
    .nullable();
}

const coordinate = (limit: number) =>
  z.number().min(-limit, "coordinatesMalformed").max(limit, "coordinatesMalformed").nullable();

const fields = {
  kind: z.enum(organizationKinds),
  name: textsOf(organizationLimits.name, isPlainLine),
  description: textsOf(organizationLimits.description, isPlainText).nullable(),
  /** The organisation above; null for one that stands on its own. */
  parentId: organizationId.nullable(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().refine(isCountry, { message: "countryUnknown" }).nullable(),
  /** ISO 3166-2. */
  subdivision: z.string().refine(isSubdivision, { message: "subdivisionUnknown" }).nullable(),
  place: line(organizationLimits.place),
  /** WGS 84, degrees. */
  latitude: coordinate(90),
  longitude: coordinate(180),
  languages: z
    .array(languageTag)
    .max(organizationLimits.languages, "languagesTooMany")
    .transform((tags) => [...new Set(tags.map((tag) => canonicalLanguageTag(tag) ?? tag))]),
  foundedOn: z.string().refine(isCivilDate, { message: "dateMalformed" }).nullable(),
  website: line(organizationLimits.website).refine((text) => text === null || isWebAddress(text), {
    message: "websiteMalformed",
  }),
  /** What anyone may write to. */
  publicContact: line(organizationLimits.publicContact),
};

export const createOrganizationInput = z.object({
  kind: fields.kind,
  name: fields.name,
  description: fields.description.default(null),
  parentId: fields.parentId.default(null),
  externalId: line(organizationLimits.externalId)
    .refine((text) => text === null || isFreeExternalId(text), { message: "externalIdReserved" })
    .default(null),
  country: fields.country.default(null),
  subdivision: fields.subdivision.default(null),
  place: fields.place.default(null),
  latitude: fields.latitude.default(null),
  longitude: fields.longitude.default(null),
  languages: fields.languages.default([]),
  foundedOn: fields.foundedOn.default(null),
  website: fields.website.default(null),
  publicContact: fields.publicContact.default(null),
  isExample: z.boolean().default(false),
  /** Made with the form, and the organisation's id from then on: a form that is sent twice makes one. */
  requestKey: organizationId.optional(),
});
export type CreateOrganizationInput = z.input<typeof createOrganizationInput>;

/** What is left out stays as it is; null empties a field. */
export const editOrganizationInput = z
  .object({ ...fields })
  .partial()
  .extend({
    organizationId,
    /** `updated_at` as the form showed it: an edit of something older is refused. */
    basedOn: z.date().nullable().default(null),
  });
export type EditOrganizationInput = z.input<typeof editOrganizationInput>;
export type OrganizationEdit = Omit<z.output<typeof editOrganizationInput>, "organizationId" | "basedOn">;
