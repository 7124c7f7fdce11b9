// Input shapes of obligations.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import type { AccountId, CurrencyId } from "#ledger";
import { civilDate, idOf, plainText, requestKey } from "#platform/fields";
import { isPlainText } from "#platform/plain-text";
import type { ObligationId } from "./types.ts";

/** A set-off computes in integers that a double holds exactly: 2^53 - 1. */
export const MOST_AMOUNT = 9_007_199_254_740_991n;

export const obligationAmount = z
  .bigint({ message: "valueMalformed" })
  .positive("movementNotPositive")
  .max(MOST_AMOUNT, "obligationTooLarge");

/** A few words about what it is for; may be empty. */
const note = z.string().trim().max(500, "textTooLong").refine(isPlainText, { message: "textHasControls" });

const denomination = z.union(
  [
    z.object({ currencyId: idOf<CurrencyId>(), officialCode: z.null().default(null) }),
    z.object({ currencyId: z.null(), officialCode: z.string().regex(/^[A-Z]{3}$/, "currencyUnknown") }),
  ],
  { message: "currencyUnknown" },
);

const facts = {
  counterpartyId: idOf<OrganizationId>(),
  /** On which side the organisation that enters it stands. */
  side: z.enum(["debtor", "creditor"]),
  denomination,
  amount: obligationAmount,
  sinceOn: civilDate,
  dueOn: civilDate.nullable(),
  text: note,
};

export const enterObligationInput = z.object({
  requestKey,
  organizationId: idOf<OrganizationId>(),
  ...facts,
});
export type EnterObligationInput = z.input<typeof enterObligationInput>;

/** One form or file of many; refused as a whole where one of them cannot be. */
export const enterObligationsInput = z.object({
  requestKey,
  organizationId: idOf<OrganizationId>(),
  obligations: z.array(z.object(facts)).min(1, "fileIsEmpty").max(10_000, "tooManyLines"),
});
export type EnterObligationsInput = z.input<typeof enterObligationsInput>;

export const obligationReasonInput = z.object({
  obligationId: idOf<ObligationId>(),
  reason: plainText(1000),
});

export const lowerObligationInput = z.object({
  requestKey,
  obligationId: idOf<ObligationId>(),
  amount: obligationAmount,
  text: plainText(1000),
});
export type LowerObligationInput = z.input<typeof lowerObligationInput>;

export const payObligationInput = z.object({
  requestKey,
  obligationId: idOf<ObligationId>(),
  fromAccountId: idOf<AccountId>(),
  amount: obligationAmount,
});
export type PayObligationInput = z.input<typeof payObligationInput>;
