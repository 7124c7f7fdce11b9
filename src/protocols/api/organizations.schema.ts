// Organisations as the API answers them. The same shapes make the OpenAPI document and are held against every answer in
// the tests.
import { z } from "zod";
import { directoryQuery, mandateReaches, organizationKinds, organizationStatuses } from "#confederation";

export const multilingual = z
  .object({
    source: z.string().meta({ description: "BCP 47 tag of the language it was written in" }),
    texts: z.record(z.string(), z.string()),
    translations: z
      .record(
        z.string(),
        z.object({ state: z.enum(["machine", "draft", "reviewed"]), translator: z.string().nullable() }),
      )
      .optional(),
  })
  .meta({ id: "Multilingual", description: "A text in several languages; `texts[source]` is always there" });

const summary = {
  uri: z.url().meta({ description: "Canonical: it names the organisation everywhere" }),
  id: z.uuid(),
  slug: z.string(),
  externalId: z.string().nullable(),
  kind: z.enum(organizationKinds),
  name: multilingual,
  country: z.string().nullable().meta({ description: "ISO 3166-1 alpha-2" }),
  subdivision: z.string().nullable().meta({ description: "ISO 3166-2" }),
  place: z.string().nullable(),
  languages: z.array(z.string()).meta({ description: "BCP 47" }),
  status: z.enum(organizationStatuses),
  isExample: z.boolean().meta({ description: "Invented for a demonstration" }),
};

export const organizationSummary = z.object(summary).meta({ id: "OrganizationSummary" });

/** An organisation where something else is about it. */
export const organizationBrief = z.object({ uri: z.url(), name: multilingual, isExample: z.boolean() });

const counts = z.array(z.object({ value: z.string(), count: z.int().nonnegative() }));

export const organizationList = z
  .object({
    total: z.int().nonnegative(),
    approximate: z
      .boolean()
      .meta({ description: "Whether words that look alike were taken for what was asked" }),
    organizations: z.array(organizationSummary).meta({
      description:
        "By name, as a reader of the language meets it that Accept-Language asks for; when all of them fit on a page, what is named exactly as `q` comes first",
    }),
    facets: z
      .object({ region: counts, country: counts, kind: counts, language: counts, status: counts })
      .meta({ description: "How many each value would find, the other filters staying as they are" }),
    next: z
      .string()
      .nullable()
      .meta({ description: "What to give as `after` for the next page; null on the last" }),
  })
  .meta({ id: "OrganizationList" });

const mandate = z.object({
  id: z.uuid(),
  person: z.string(),
  office: z.string(),
  officeName: multilingual,
  covers: z.enum(mandateReaches),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
});

const step = z.object({
  step: z.string(),
  at: z.iso.datetime(),
  actingOrganization: z.string().nullable().meta({ description: "Its slug; null from the node's own shell" }),
  reason: multilingual.nullable(),
  act: z.string().meta({ description: "Path of its entry in the log" }),
});

export const organizationDetail = z
  .object({
    ...summary,
    description: multilingual.nullable(),
    latitude: z.number().nullable().meta({ description: "WGS 84, degrees" }),
    longitude: z.number().nullable().meta({ description: "WGS 84, degrees" }),
    foundedOn: z.iso.date().nullable(),
    website: z.string().nullable(),
    publicContact: z.string().nullable(),
    updatedAt: z.iso.datetime(),
    above: z.array(organizationSummary).meta({ description: "From the root of the tree down" }),
    below: z.object({
      total: z.int().nonnegative(),
      byKind: z.array(z.object({ kind: z.enum(organizationKinds), count: z.int().positive() })),
      organizations: z.array(organizationSummary),
      next: z.string().nullable(),
    }),
    mandates: z.array(mandate).meta({ description: "Those in force" }),
    affiliation: z.array(step),
  })
  .meta({ id: "Organization" });

export const organizationPath = z.object({
  slug: z.string().meta({ description: "As in the organisation's address" }),
});

export const belowQuery = z.object({
  belowAfter: directoryQuery.shape.after.meta({ description: "`below.next` of the page before" }),
});

export const refusalAnswer = z
  .object({
    reason: z.string().meta({ description: "A name that does not change" }),
    message: z.string().meta({ description: "A sentence in the language that was asked for" }),
    errors: z.array(z.looseObject({ field: z.string(), reason: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Refusal" });
