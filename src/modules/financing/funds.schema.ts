// Input shapes of the acts on solidarity funds and their appeals.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { civilDate, idOf, ordinal, plainTexts, requestKey } from "#platform/fields";
import { accountId, accountNumber, amount } from "./inputs.schema.ts";
import type { FundId } from "./types.ts";

export const appealRules = ["all_or_nothing", "as_it_comes"] as const;
export type AppealRule = (typeof appealRules)[number];

export const foundFundInput = z.object({
  requestKey,
  organizationId: idOf<OrganizationId>(),
  currencyId: idOf<string>(),
  name: plainTexts(160),
  purpose: plainTexts(2_000),
  rules: plainTexts(4_000),
});
export type FoundFundInput = z.input<typeof foundFundInput>;

export const openAppealInput = z.object({
  requestKey,
  fundId: idOf<FundId>(),
  title: plainTexts(160),
  body: plainTexts(5_000),
  goal: amount,
  rule: z.enum(appealRules),
  closesOn: civilDate,
  /** A commitment of the fund's organisation, on which reports can be made too. */
  commitment: ordinal.nullable().default(null),
});
export type OpenAppealInput = z.input<typeof openAppealInput>;

export const pledgeInput = z.object({
  requestKey,
  number: ordinal,
  accountId,
  amount,
  /** Whether whoever pledges is named to the public. */
  named: z.boolean().default(false),
});
export type PledgeInput = z.input<typeof pledgeInput>;

export const pledgeIdInput = z.object({ number: ordinal, pledgeId: idOf<string>() });
export type PledgeIdInput = z.input<typeof pledgeIdInput>;

export const callOffInput = z.object({ number: ordinal, reason: plainTexts(500) });
export type CallOffInput = z.input<typeof callOffInput>;

export const spendInput = z.object({
  requestKey,
  number: ordinal,
  /** The account number of whoever is paid. */
  to: accountNumber,
  amount,
  purpose: plainTexts(500),
});
export type SpendInput = z.input<typeof spendInput>;

export const appealReportInput = z.object({
  requestKey,
  number: ordinal,
  body: plainTexts(5_000),
  /** The closing report: everything is spent or given back. */
  closes: z.boolean().default(false),
  /** Also as a report on the appeal's commitment. */
  onCommitment: z.boolean().default(false),
});
export type AppealReportInput = z.input<typeof appealReportInput>;
