// Local actions as the API answers them: the same shapes make the OpenAPI document and are held against answers in tests.
import { z } from "zod";
import { accessibilities, actionKinds, agendaQuery, nearDay } from "#agenda";
import { nextNumber, numberInPath, numberedPage } from "./lists.schema.ts";
import { multilingual, organizationBrief } from "./organizations.schema.ts";

export const actionsQuery = agendaQuery.extend({
  from: nearDay.optional().meta({ description: "Only what ends after the beginning of this day, UTC" }),
  to: nearDay.optional().meta({ description: "Only what starts before the end of this day, UTC" }),
  ...numberedPage,
});

const action = {
  uri: z.url().meta({ description: "Canonical: it names the action everywhere" }),
  uid: z.uuid().meta({ description: "UID in the iCalendar feeds" }),
  number: z.int().positive(),
  state: z.enum(["announced", "cancelled", "merged"]),
  reason: multilingual.nullable().meta({ description: "Why it was cancelled" }),
  mergedInto: z.url().nullable(),
  sequence: z.int().nonnegative().meta({ description: "Goes up with every change (RFC 5545)" }),
  updatedAt: z.iso.datetime(),
  title: multilingual,
  description: multilingual.nullable(),
  kind: z.enum(actionKinds),
  campaign: z.url().nullable(),
  organizers: z.array(organizationBrief).meta({
    description: "Who announced it first, then who holds it together with them",
  }),
  city: z.string(),
  country: z.string().meta({ description: "ISO 3166-1 alpha-2" }),
  address: z.string().nullable(),
  latitude: z.number().nullable().meta({ description: "WGS 84, degrees; of the town unless `isExact`" }),
  longitude: z.number().nullable().meta({ description: "WGS 84, degrees; of the town unless `isExact`" }),
  isExact: z.boolean(),
  zone: z.string().meta({ description: "IANA time zone" }),
  allDay: z.boolean(),
  startsLocal: z.string().meta({
    description: "What a clock there shows: `YYYY-MM-DDTHH:MM`, or `YYYY-MM-DD` when it lasts all day",
  }),
  endsLocal: z.string().meta({ description: "As `startsLocal`; of a whole day, the last one, included" }),
  rule: z.string().nullable().meta({ description: "RRULE (RFC 5545); ends on a civil day" }),
  added: z.array(z.iso.date()),
  without: z.array(z.iso.date()),
  moved: z
    .array(z.object({ day: z.iso.date(), startsLocal: z.string(), endsLocal: z.string() }))
    .meta({ description: "Days of the series that take place at another time instead" }),
  contact: z.string().nullable().meta({ description: "Public contact of an organisation" }),
  accessibility: z.array(z.enum(accessibilities)),
  languages: z.array(z.string()).meta({ description: "BCP 47" }),
  link: z.string().nullable(),
};

export const actionSummary = z.object(action).meta({ id: "Action" });

export const actionList = z
  .object({
    actions: z.array(actionSummary).meta({ description: "By number" }),
    next: nextNumber,
  })
  .meta({ id: "ActionList" });

export const actionDetail = z
  .object({
    ...action,
    occurrences: z
      .array(z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }))
      .meta({ description: "Each time that it takes place, as instants" }),
    reports: z
      .array(
        z.object({
          organization: z.url(),
          participants: z.int().nonnegative().nullable(),
          counted: z.enum(["head_count", "signatures", "estimate", "press"]).nullable(),
          body: multilingual,
          reportedAt: z.iso.datetime(),
          confirmedAt: z.iso.datetime().nullable(),
          photographs: z.array(z.object({ url: z.url(), alt: multilingual })),
        }),
      )
      .meta({ description: "The latest first: it is the one that counts" }),
  })
  .meta({ id: "ActionWithReports" });

export const actionPathInput = z.object({
  number: numberInPath("the action's"),
});
