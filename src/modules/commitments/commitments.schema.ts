// Input shapes of the follow-up.
import { z } from "zod";
import type { DecisionPointId } from "#congress";
import type { OrganizationId } from "#confederation";
import { isId } from "#platform/ids";
import { isRegion } from "#platform/geography/index";
import { multilingual } from "#platform/multilingual";

const idOf = <Branded extends string>() =>
  z
    .string()
    .refine(isId, { message: "idMalformed" })
    .transform((value) => value as Branded);

const requestKey = z.string().refine(isId, { message: "idMalformed" });

const civilDate = z.iso.date({ message: "dateMalformed" });

export const recordCommitmentInput = z.object({
  requestKey,
  decisionPointId: idOf<DecisionPointId>(),
  commissionId: idOf<OrganizationId>(),
  responsibleId: idOf<OrganizationId>(),
  title: multilingual(300),
  region: z.string().refine(isRegion, { message: "regionUnknown" }),
  dueOn: civilDate,
  milestones: z
    .array(z.object({ title: multilingual(300), dueOn: civilDate.nullable() }))
    .max(30)
    .default([]),
  indicators: z
    .array(
      z.object({
        name: multilingual(200),
        unit: z.string().trim().min(1, "textIsEmpty").max(40, "textTooLong"),
        target: z.int().positive("valueTooSmall"),
      }),
    )
    .max(10)
    .default([]),
});
export type RecordCommitmentInput = z.input<typeof recordCommitmentInput>;

export const reasonInput = z.object({ number: z.int().positive(), reason: multilingual(1000) });
export type ReasonInput = z.input<typeof reasonInput>;

const evidence = z.union([
  z.object({ url: z.url({ protocol: /^https?$/, message: "linkMalformed" }).max(2000, "textTooLong") }),
  z.object({ name: z.string().min(1).max(200), bytes: z.instanceof(Uint8Array) }),
]);

export const reportInput = z.object({
  requestKey,
  number: z.int().positive(),
  body: multilingual(5000),
  claimsFulfilled: z.boolean().default(false),
  milestonesReached: z.array(z.int().positive()).max(30).default([]),
  indicatorValues: z
    .array(z.object({ position: z.int().positive(), reached: z.int().min(0, "valueTooSmall") }))
    .max(10)
    .default([]),
  evidence: z.array(evidence).max(10, "tooMuchEvidence").default([]),
});
export type ReportInput = z.input<typeof reportInput>;
