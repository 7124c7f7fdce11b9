// What a form or a program says when it pays, asks to be paid, or orders payments.
import { civilDate, idOf, plainText, requestKey } from "#platform/fields";
import { z } from "zod";
import { MOST_AMOUNT } from "./amounts.ts";
import { orderUnits } from "./standing-orders.rules.ts";
import type { AccountId, EntryId } from "./types.ts";

const amount = z.bigint().positive("amountNotPositive").max(MOST_AMOUNT, "amountTooLarge");
const accountId = idOf<AccountId>();
const accountNumber = z.string().trim().min(1, "accountNumberMissing").max(40, "accountUnknown");
const text = plainText(200);
const reason = plainText(500);
const token = z.string().regex(/^[a-z2-7]{24}$/u, "paymentRequestUnknown");

export const payInput = z.object({
  requestKey,
  from: accountId,
  /** The number of the account that is paid. */
  to: accountNumber,
  amount,
  text,
  /** Of the request for payment that this answers. */
  token: token.nullable().default(null),
});
export type PayInput = z.input<typeof payInput>;
export type Payment = z.output<typeof payInput>;

export const decideInput = z.object({ approvalId: idOf<string>() });
export const refuseInput = z.object({ approvalId: idOf<string>(), reason });
export type DecideInput = z.input<typeof decideInput>;
export type RefuseInput = z.input<typeof refuseInput>;

export const refundInput = z.object({ requestKey, entryId: idOf<EntryId>(), reason: plainText(200) });
export type RefundInput = z.input<typeof refundInput>;

export const askPaymentInput = z
  .object({
    requestKey,
    to: accountId,
    /** Null: whoever pays says how much. */
    amount: amount.nullable(),
    text,
    many: z.boolean(),
    lapsesOn: civilDate.nullable(),
  })
  .refine((asked) => asked.many || asked.amount !== null, {
    path: ["amount"],
    message: "onceNeedsAnAmount",
  });
export type AskPaymentInput = z.input<typeof askPaymentInput>;

export const orderInput = z.object({
  requestKey,
  from: accountId,
  to: accountNumber,
  amount,
  text,
  unit: z.enum(orderUnits),
  count: z.int().min(1, "everyOutOfRange").max(12, "everyOutOfRange"),
  startsOn: civilDate,
  endsOn: civilDate.nullable(),
});
export type OrderInput = z.input<typeof orderInput>;

export const approvalAmountInput = z.object({
  accountId,
  above: z.bigint().nonnegative("amountNotPositive").max(MOST_AMOUNT, "amountTooLarge").nullable(),
  because: reason,
});
export type ApprovalAmountInput = z.input<typeof approvalAmountInput>;
