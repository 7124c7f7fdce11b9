// Input shapes of the steps of an affiliation.
import { z } from "zod";
import { isId } from "#platform/ids";
import { multilingual } from "#platform/multilingual";
import type { OrganizationId } from "./types.ts";

const organizationId = z
  .string()
  .refine(isId, { message: "idMalformed" })
  .transform((value) => value as OrganizationId);
const reason = multilingual(1_000);

export const affiliationStepInput = z.object({ organizationId, reason: reason.nullable().default(null) });
export type AffiliationStepInput = z.input<typeof affiliationStepInput>;

/** A refusal and a suspension say why. */
export const reasonedStepInput = z.object({ organizationId, reason });
export type ReasonedStepInput = z.input<typeof reasonedStepInput>;

export const sponsorAffiliationInput = z.object({
  organizationId,
  sponsorId: organizationId,
  reason: reason.nullable().default(null),
});
export type SponsorAffiliationInput = z.input<typeof sponsorAffiliationInput>;
