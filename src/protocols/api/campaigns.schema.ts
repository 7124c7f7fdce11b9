// Campaigns as the API answers them: the same shapes make the OpenAPI document and are held against answers in tests.
import { z } from "zod";
import { campaignStates, precisions } from "#agenda";
import { multilingual, organizationBrief } from "./organizations.schema.ts";

const MOST_CAMPAIGNS = 100;

export const campaignsQuery = z.object({
  state: z.enum(campaignStates).optional(),
  organization: z
    .string()
    .max(120)
    .optional()
    .meta({ description: "Slug of the organisation that called it" }),
  after: z.uuid("idMalformed").optional().meta({ description: "`next` of the page before" }),
  limit: z.coerce.number().int("valueMalformed").min(1).max(MOST_CAMPAIGNS).default(20),
});

const campaign = {
  uri: z.url().meta({ description: "Canonical: it names the campaign everywhere" }),
  uid: z.uuid().meta({ description: "UID in the iCalendar feeds" }),
  slug: z.string(),
  state: z.enum(campaignStates),
  reason: multilingual.nullable().meta({ description: "Why it was cancelled" }),
  sequence: z.int().nonnegative().meta({ description: "Goes up with every change (RFC 5545)" }),
  updatedAt: z.iso.datetime(),
  title: multilingual,
  purpose: multilingual,
  calledBy: organizationBrief,
  decisionPoint: z.uuid().nullable().meta({ description: "The point of an adopted text that calls it" }),
  text: z.uuid().nullable().meta({ description: "The adopted text that calls it" }),
  decision: multilingual.nullable().meta({ description: "Who decided it and when, in words" }),
  precision: z
    .enum(precisions)
    .meta({ description: "How exactly the decision says when; `by`: at the latest on the last day" }),
  startsOn: z.iso.date().meta({ description: "A civil day, wherever one is" }),
  endsOn: z.iso.date().meta({ description: "The last day, included" }),
  rule: z.string().nullable().meta({ description: "RRULE (RFC 5545); ends on a civil day, or never" }),
  added: z.array(z.iso.date()),
  without: z.array(z.iso.date()),
  actions: z.int().nonnegative().meta({ description: "Local actions that are announced in it" }),
  countries: z.int().nonnegative().meta({ description: "In how many countries" }),
  feed: z.url().meta({ description: "Its iCalendar feed" }),
};

export const campaignSummary = z.object(campaign).meta({ id: "Campaign" });

export const campaignList = z
  .object({
    campaigns: z.array(campaignSummary).meta({ description: "In the order in which they were called" }),
    next: z
      .uuid()
      .nullable()
      .meta({ description: "What to give as `after` for the next page; null on the last" }),
  })
  .meta({ id: "CampaignList" });

export const campaignDetail = z
  .object({
    ...campaign,
    days: z
      .array(z.object({ startsOn: z.iso.date(), endsOn: z.iso.date() }))
      .meta({ description: "Each time that it is held, some years ahead where it goes on for ever" }),
    totals: z
      .object({
        happened: z.int().nonnegative().meta({ description: "Actions that are over" }),
        reported: z.int().nonnegative().meta({ description: "Of these, those that were reported on" }),
        counted: z.int().nonnegative().meta({ description: "Of these, those where somebody counted" }),
        confirmed: z.int().nonnegative(),
        participants: z
          .int()
          .nonnegative()
          .meta({ description: "The sum over `counted`; nothing is guessed" }),
      })
      .meta({ description: "What was reported" }),
  })
  .meta({ id: "CampaignWithTotals" });

export const campaignPathInput = z.object({
  slug: z.string().max(80).meta({ description: "As in the campaign's address" }),
});
