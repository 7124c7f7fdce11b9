// Input shapes of the acts on agreements, deliveries and disputes.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import type { AccountId } from "#ledger";
import { civilDate, idOf, MOST_INTEGER, ordinal, plainText, plainTexts, requestKey } from "#platform/fields";
import { amount, category, denomination, quantity, unit } from "./offers.schema.ts";
import { type AgreementId, type CommitmentLineId, type DeliveryId, transports } from "./types.ts";

export const MOST_LINES = 12;
export const LONGEST_MESSAGE = 1_000;
export const LONGEST_NOTE = 500;

const agreementId = idOf<AgreementId>();
/** For which of the two sides somebody acts. */
const organizationId = idOf<OrganizationId>();

export const askInput = z.object({
  requestKey,
  number: ordinal,
  organizationId,
  quantity: quantity.nullable(),
  message: plainText(LONGEST_MESSAGE),
});
export type AskInput = z.input<typeof askInput>;

const version = z.int().min(0).max(MOST_INTEGER);

export const proposeTermsInput = z.object({
  agreementId,
  organizationId,
  /** The terms that whoever proposes has read; 0 where there were none. */
  version,
  /** Parts of what the offer is about. */
  parts: z
    .array(z.object({ quantity, dueOn: civilDate.nullable() }))
    .min(1, "partsMissing")
    .max(MOST_LINES, "valueTooLarge"),
  /** What the receiver gives back, in barter. */
  back: z
    .array(z.object({ title: plainTexts(200), category, unit, quantity, dueOn: civilDate.nullable() }))
    .max(MOST_LINES, "valueTooLarge")
    .default([]),
  /** For all of it. */
  price: z.object({ amount, denomination }).nullable(),
  payDays: z.int().min(0).max(366, "valueTooLarge").default(0),
  transport: z.enum(transports),
  note: plainText(LONGEST_MESSAGE).nullable(),
});
export type ProposeTermsInput = z.input<typeof proposeTermsInput>;

export const confirmTermsInput = z.object({ agreementId, organizationId, version });
export type ConfirmTermsInput = z.input<typeof confirmTermsInput>;

export const agreementInput = z.object({
  agreementId,
  organizationId,
  reason: plainText(LONGEST_MESSAGE).nullable().default(null),
});
export type AgreementInput = z.input<typeof agreementInput>;

export const giveInput = z.object({
  requestKey,
  agreementId,
  lineId: idOf<CommitmentLineId>(),
  quantity,
  givenOn: civilDate,
  note: plainText(LONGEST_NOTE).nullable(),
});
export type GiveInput = z.input<typeof giveInput>;

export const receiveInput = z.object({
  agreementId,
  deliveryId: idOf<DeliveryId>(),
  /** Nought: all of it was refused. */
  quantity: z
    .bigint()
    .min(0n, "valueTooSmall")
    .max(10n ** 15n, "valueTooLarge"),
  receivedOn: civilDate,
  quality: plainText(LONGEST_NOTE).nullable(),
  /** The account of whoever receives that pays at once what becomes due; null: it stays owed. */
  payFrom: idOf<AccountId>().nullable().default(null),
});
export type ReceiveInput = z.input<typeof receiveInput>;

export const openDisputeInput = z.object({ agreementId, organizationId, reason: plainText(LONGEST_MESSAGE) });
export type OpenDisputeInput = z.input<typeof openDisputeInput>;

export const nameMediatorInput = z.object({
  agreementId,
  organizationId,
  mediatorId: idOf<OrganizationId>(),
});
export type NameMediatorInput = z.input<typeof nameMediatorInput>;

export const settleDisputeInput = z.object({
  agreementId,
  outcome: z.enum(["fulfilled", "reduced", "cancelled"]),
  /** What is owed in all after a reduction, in minor units. */
  priceAfter: z.bigint().min(0n, "valueTooSmall").max(9_007_199_254_740_991n, "amountTooLarge").nullable(),
  text: plainText(2_000),
});
export type SettleDisputeInput = z.input<typeof settleDisputeInput>;
