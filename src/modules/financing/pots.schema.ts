// Input shapes of the acts on saving pots.
import { z } from "zod";
import { idOf, plainText, requestKey } from "#platform/fields";
import { accountId, accountNumber, accountNumbers, amount, civilDate } from "./inputs.schema.ts";
import type { PotId } from "./types.ts";

export const earlyRules = ["never", "notice", "approvals"] as const;
export type EarlyRule = (typeof earlyRules)[number];

export const openPotInput = z
  .object({
    requestKey,
    /** The opener's own account: its currency is the pot's. */
    accountId,
    name: plainText(120),
    goal: amount,
    lockedUntil: civilDate,
    early: z.enum(earlyRules),
    noticeDays: z.int().min(1).max(365).nullable().default(null),
    /** Account numbers of those who are invited to contribute. */
    invite: accountNumbers(50),
  })
  .refine(({ early, noticeDays }) => (early === "notice") === (noticeDays !== null), {
    message: "noticeDaysMissing",
    path: ["noticeDays"],
  });
export type OpenPotInput = z.input<typeof openPotInput>;

export const inviteToPotInput = z.object({ potId: idOf<PotId>(), invite: accountNumber });
export type InviteToPotInput = z.input<typeof inviteToPotInput>;

/** One's own part in a pot. */
export const potPartInput = z.object({ potId: idOf<PotId>(), accountId });
export type PotPartInput = z.input<typeof potPartInput>;

export const potAmountInput = z.object({ requestKey, potId: idOf<PotId>(), accountId, amount });
export type PotAmountInput = z.input<typeof potAmountInput>;

export const withdrawalInput = z.object({ potId: idOf<PotId>(), withdrawalId: idOf<string>() });
export type WithdrawalInput = z.input<typeof withdrawalInput>;
