// Input shapes of the acts on recalls.
import { z } from "zod";
import type { MandateId, OrganizationId } from "#confederation";
import { choices } from "#congress";
import { idOf, plainTexts, requestKey } from "#platform/fields";
import type { RecallId } from "./recalls.store.ts";

export const openRecallInput = z.object({
  mandateId: idOf<MandateId>(),
  organizationId: idOf<OrganizationId>(),
  reason: plainTexts(4_000),
  requestKey,
});
export type OpenRecallInput = z.input<typeof openRecallInput>;

export const signRecallInput = z.object({
  recallId: idOf<RecallId>(),
  organizationId: idOf<OrganizationId>(),
});
export type SignRecallInput = z.input<typeof signRecallInput>;

export const voteOnRecallInput = signRecallInput.extend({ choice: z.enum(choices), requestKey });
export type VoteOnRecallInput = z.input<typeof voteOnRecallInput>;
