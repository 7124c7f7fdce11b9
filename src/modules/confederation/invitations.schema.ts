// Input shapes of inviting and accepting.
import { z } from "zod";
import { isId } from "#platform/ids";
import { multilingual } from "#platform/multilingual";
import { mandateReaches, type OrganizationId } from "./types.ts";

export const invitePersonInput = z.object({
  email: z
    .string()
    .transform((text) => text.trim().normalize("NFKC").toLowerCase())
    .pipe(z.email("emailMalformed").max(254, "emailMalformed")),
  organizationId: z
    .string()
    .refine(isId, { message: "idMalformed" })
    .transform((value) => value as OrganizationId),
  office: z.string().regex(/^[a-z][a-z_]{1,39}$/, "officeUnknown"),
  covers: z.enum(mandateReaches).default("organization"),
  /** When the mandate ends; null for a mandate that stands until it is recalled. */
  endsAt: z.date().nullable(),
  decision: multilingual(500),
});
export type InvitePersonInput = z.input<typeof invitePersonInput>;

export const withdrawInvitationInput = z.object({
  invitationId: z.string().refine(isId, { message: "idMalformed" }),
});
export type WithdrawInvitationInput = z.input<typeof withdrawInvitationInput>;

export const acceptInvitationInput = z.object({
  token: z.string().min(1).max(100),
  /** Of a new person; left aside when the account already is somebody's. */
  name: z.string().trim().min(1, "textIsEmpty").max(160, "textTooLong"),
  accountId: z.string().min(1),
});
export type AcceptInvitationInput = z.input<typeof acceptInvitationInput>;
