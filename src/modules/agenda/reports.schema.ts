// Input shape of what is reported after an action.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, plainTexts, requestKey } from "#platform/fields";
import { placeNumber } from "./campaigns.schema.ts";
import { type ActionReportId, countings } from "./types.ts";

export const MOST_PHOTOGRAPHS = 6;

export const reportActionInput = z.object({
  requestKey,
  number: placeNumber,
  organizationId: idOf<OrganizationId>(),
  participants: z.int("valueMalformed").min(0, "valueTooSmall").max(10_000_000, "valueTooLarge").nullable(),
  counted: z.enum(countings).nullable(),
  body: plainTexts(5000),
  photographs: z
    .array(
      z.object({
        name: z.string().min(1).max(200),
        bytes: z.instanceof(Uint8Array),
        /** What is to be seen. */
        alt: plainTexts(300),
      }),
    )
    .max(MOST_PHOTOGRAPHS, "photographsTooMany")
    .default([]),
});
export type ReportActionInput = z.input<typeof reportActionInput>;

export const reportId = idOf<ActionReportId>();
