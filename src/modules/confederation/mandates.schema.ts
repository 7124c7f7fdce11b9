// Input shapes of the acts on mandates.
import { z } from "zod";
import { isId } from "#platform/ids";
import { multilingual } from "#platform/multilingual";
import { type MandateId, mandateReaches, type OrganizationId, type PersonId } from "./types.ts";

const idOf = <Branded extends string>() =>
  z
    .string()
    .refine(isId, { message: "idMalformed" })
    .transform((value) => value as Branded);

export const grantMandateInput = z
  .object({
    personId: idOf<PersonId>(),
    organizationId: idOf<OrganizationId>(),
    office: z.string().regex(/^[a-z][a-z_]{1,39}$/, "officeUnknown"),
    covers: z.enum(mandateReaches).default("organization"),
    startsAt: z.date(),
    endsAt: z.date().nullable(),
    decision: multilingual(500),
  })
  .refine((input) => input.endsAt === null || input.endsAt > input.startsAt, {
    message: "termEndsBeforeItStarts",
    path: ["endsAt"],
  });
export type GrantMandateInput = z.input<typeof grantMandateInput>;

export const recallMandateInput = z.object({ mandateId: idOf<MandateId>(), decision: multilingual(500) });
export type RecallMandateInput = z.input<typeof recallMandateInput>;

export const registerPersonInput = z.object({
  name: z.string().trim().min(1, "textIsEmpty").max(160, "textTooLong"),
  organizationId: idOf<OrganizationId>(),
  /** The account that signs in as this person, made by the caller. */
  accountId: z.string().min(1).nullable().default(null),
});
export type RegisterPersonInput = z.input<typeof registerPersonInput>;
