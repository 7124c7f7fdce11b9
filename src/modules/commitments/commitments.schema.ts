// Input shapes of the follow-up.
import { z } from "zod";
import type { DecisionPointId } from "#congress";
import type { OrganizationId } from "#confederation";
import { civilDate, idOf, plainText, plainTexts, requestKey } from "#platform/fields";
import { isRegion } from "#platform/geography/index";
import { isPlainText } from "#platform/plain-text";

const MOST_MILESTONES = 30;
const MOST_INDICATORS = 10;

/** A place in a list of milestones or indicators, from 1. */
const position = z.int().positive().max(MOST_MILESTONES);

export const recordCommitmentInput = z.object({
  requestKey,
  decisionPointId: idOf<DecisionPointId>(),
  commissionId: idOf<OrganizationId>(),
  responsibleId: idOf<OrganizationId>(),
  title: plainTexts(300),
  region: z.string().refine(isRegion, { message: "regionUnknown" }),
  dueOn: civilDate,
  milestones: z
    .array(z.object({ title: plainTexts(300), dueOn: civilDate.nullable() }))
    .max(MOST_MILESTONES)
    .default([]),
  indicators: z
    .array(
      z.object({
        name: plainTexts(200),
        unit: plainText(40),
        target: z.int().positive("valueTooSmall"),
      }),
    )
    .max(MOST_INDICATORS)
    .default([]),
});
export type RecordCommitmentInput = z.input<typeof recordCommitmentInput>;

export const reasonInput = z.object({ number: z.int().positive(), reason: plainTexts(1000) });
export type ReasonInput = z.input<typeof reasonInput>;

const evidence = z.union([
  z.object({
    url: z
      .url({ protocol: /^https?$/, message: "linkMalformed" })
      .max(2000, "textTooLong")
      .refine(isPlainText, { message: "linkMalformed" }),
  }),
  z.object({ name: z.string().min(1).max(200), bytes: z.instanceof(Uint8Array) }),
]);

export const reportInput = z.object({
  requestKey,
  number: z.int().positive(),
  body: plainTexts(5000),
  claimsFulfilled: z.boolean().default(false),
  milestonesReached: z.array(position).max(MOST_MILESTONES).default([]),
  indicatorValues: z
    .array(z.object({ position, reached: z.int().min(0, "valueTooSmall") }))
    .max(MOST_INDICATORS)
    .default([]),
  evidence: z.array(evidence).max(10, "tooMuchEvidence").default([]),
});
export type ReportInput = z.input<typeof reportInput>;
