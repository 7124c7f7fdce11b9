// Input shapes of rounds.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import type { AccountId, CurrencyId } from "#ledger";
import { idOf, ordinal, plainTexts, requestKey } from "#platform/fields";
import { MOST_AMOUNT } from "./obligations.schema.ts";
import { type ObligationId, publications } from "./types.ts";

export const callRoundInput = z.object({
  requestKey,
  commissionId: idOf<OrganizationId>(),
  currencyId: idOf<CurrencyId>().nullable(),
  officialCode: z
    .string()
    .regex(/^[A-Z]{3}$/, "currencyUnknown")
    .nullable()
    .default(null),
  title: plainTexts(200),
  deadlineAt: z.date({ message: "dateMalformed" }),
  lookHours: z.int("valueMalformed").min(1, "valueTooSmall").max(336, "valueTooLarge"),
  withCredit: z.boolean().default(false),
  publication: z.enum(publications).default("everybody"),
});
export type CallRoundInput = z.input<typeof callRoundInput>;

const limit = z
  .bigint({ message: "valueMalformed" })
  .min(0n, "limitBelowZero")
  .max(MOST_AMOUNT, "obligationTooLarge");

export const joinRoundInput = z.object({
  number: ordinal,
  organizationId: idOf<OrganizationId>(),
  obligationIds: z.array(idOf<ObligationId>()).max(10_000, "tooManyLines"),
  /** Through which account, and by how much it may fall and rise; null where what is set off leaves no account. */
  account: z
    .object({ accountId: idOf<AccountId>(), paysUpTo: limit.default(0n), takesUpTo: limit.default(0n) })
    .nullable()
    .default(null),
});
export type JoinRoundInput = z.input<typeof joinRoundInput>;

export const partyInput = z.object({ number: ordinal, organizationId: idOf<OrganizationId>() });
export type PartyInput = z.input<typeof partyInput>;

/** `attempt`: the preview that whoever confirms was shown. */
export const settleRoundInput = z.object({ number: ordinal, attempt: z.int().min(1) });
export type SettleRoundInput = z.input<typeof settleRoundInput>;

export const abandonRoundInput = z.object({ number: ordinal, reason: plainTexts(1000) });
export type AbandonRoundInput = z.input<typeof abandonRoundInput>;
