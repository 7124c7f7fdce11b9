// Input shapes of the acts on loans between organisations.
import { z } from "zod";
import { idOf, plainText, requestKey } from "#platform/fields";
import { rhythms } from "./days.rules.ts";
import { accountId, accountNumber, amount, amountOrNone, civilDate } from "./inputs.schema.ts";
import { MOST_INSTALMENTS } from "./loan-schedule.rules.ts";
import type { LoanId } from "./types.ts";

export const sides = ["lender", "borrower"] as const;
export type LoanSide = (typeof sides)[number];

const schedule = {
  count: z.int().min(1, "valueTooSmall").max(MOST_INSTALMENTS, "valueTooLarge"),
  firstDueOn: civilDate,
  rhythm: z.enum(rhythms),
};

export const proposeLoanInput = z.object({
  requestKey,
  /** Who proposes it: as a lender they offer it, as a borrower they ask for it. */
  side: z.enum(sides),
  accountId,
  /** The other side's account. */
  other: accountNumber,
  purpose: plainText(500),
  principal: amount,
  /** A sum, not a rate: what both see before they agree is what is owed. */
  interest: amountOrNone.default(0n),
  interestRule: plainText(300).nullable().default(null),
  ...schedule,
  guarantors: z
    .array(z.object({ number: accountNumber, amount }))
    .max(20, "tooManyParties")
    .default([]),
});
export type ProposeLoanInput = z.input<typeof proposeLoanInput>;

const loanId = idOf<LoanId>();
export const answerLoanInput = z.object({ loanId, agrees: z.boolean() });
export type AnswerLoanInput = z.input<typeof answerLoanInput>;

export const loanInput = z.object({ loanId });
export type LoanInput = z.input<typeof loanInput>;

export const answerGuaranteeInput = z.object({ loanId, guarantorId: idOf<string>(), accepts: z.boolean() });
export type AnswerGuaranteeInput = z.input<typeof answerGuaranteeInput>;

export const repayInput = z.object({ requestKey, loanId, amount });
export type RepayInput = z.input<typeof repayInput>;

export const payGuaranteeInput = repayInput.extend({ guarantorId: idOf<string>() });
export type PayGuaranteeInput = z.input<typeof payGuaranteeInput>;

export const proposeScheduleInput = z.object({
  loanId,
  side: z.enum(sides),
  because: plainText(500),
  ...schedule,
});
export type ProposeScheduleInput = z.input<typeof proposeScheduleInput>;

export const answerScheduleInput = z.object({ loanId, agrees: z.boolean() });
export type AnswerScheduleInput = z.input<typeof answerScheduleInput>;

export const writeOffInput = z.object({ loanId, reason: plainText(500) });
export type WriteOffInput = z.input<typeof writeOffInput>;
