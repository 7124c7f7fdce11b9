// Input shapes of campaigns.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import type { DecisionPointId, TextId } from "#congress";
import { civilDate, idOf, plainTexts, requestKey } from "#platform/fields";
import { precisions } from "./types.ts";

export const slug = z
  .string()
  .max(80, "textTooLong")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "slugMalformed");

const MOST_DAYS_LISTED = 400;

/** A day that people living now could mean; calendars and their zones are made for no others. */
export const nearDay = z
  .string()
  .refine((day) => civilDate.safeParse(day).success && day >= "1900" && day < "2200", {
    message: "dateMalformed",
  });

const MOST_NUMBER = 2_147_483_647;

/** A whole number that the database has room for. */
export const placeNumber = z
  .int("valueMalformed")
  .positive("valueTooSmall")
  .max(MOST_NUMBER, "valueTooLarge");

/** The sequence that whoever changes something has read. */
export const sequenceRead = z.int("valueMalformed").min(0, "valueTooSmall").max(MOST_NUMBER, "valueTooLarge");

export const recurrence = {
  /** The value of an RRULE. */
  rule: z.string().trim().max(500, "textTooLong").nullable().default(null),
  added: z.array(nearDay).max(MOST_DAYS_LISTED).default([]),
  without: z.array(nearDay).max(MOST_DAYS_LISTED).default([]),
};

const facts = {
  title: plainTexts(200),
  purpose: plainTexts(3000),
  precision: z.enum(precisions),
  startsOn: nearDay,
  /** The last day; for a day it is the same. Of a month any day of it will do for either. */
  endsOn: nearDay,
  ...recurrence,
};

export const callCampaignInput = z.object({
  requestKey,
  organizationId: idOf<OrganizationId>(),
  ...facts,
  decisionPointId: idOf<DecisionPointId>().nullable().default(null),
  textId: idOf<TextId>().nullable().default(null),
  /** In words, where the decision stands in no text of this node. */
  decision: plainTexts(1000).nullable().default(null),
});
export type CallCampaignInput = z.input<typeof callCampaignInput>;

export const changeCampaignInput = z.object({
  campaign: slug,
  sequence: sequenceRead,
  ...facts,
});
export type ChangeCampaignInput = z.input<typeof changeCampaignInput>;

export const cancelCampaignInput = z.object({ campaign: slug, reason: plainTexts(1000) });
export type CancelCampaignInput = z.input<typeof cancelCampaignInput>;
