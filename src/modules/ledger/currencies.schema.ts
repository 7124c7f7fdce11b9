// What a form or a program says when it founds or changes a currency.
// Invariant: what passes is a currency that the database can keep: what belongs to one kind alone is there for that kind
// and for no other.
import { civilDate, idOf, plainText, plainTexts, requestKey } from "#platform/fields";
import type { OrganizationId } from "#confederation";
import { z } from "zod";
import { MOST_DEMURRAGE_PPM } from "./demurrage.rules.ts";
import { isOfficialCurrency, officialScale } from "./official-currencies.ts";
import type { CurrencyId } from "./types.ts";

export const currencyKinds = ["mutual_credit", "voucher", "time", "mirror"] as const;
export const expiries = ["redeem", "take_back"] as const;
export const MOST_SCALE = 6;
/** Below what sums of balances could reach the end of int8. */
const MOST_LIMIT = 10n ** 15n;

const limit = z.bigint().max(MOST_LIMIT, "limitTooLarge").min(-MOST_LIMIT, "limitTooLarge").nullable();

/** Texts of the rules that may change; the founding says them all, and a change says them again. */
const changeable = {
  name: plainTexts(80),
  rules: plainTexts(5_000),
  defaultMinimum: limit.refine((value) => value === null || value <= 0n, { message: "minimumAboveNought" }),
  defaultMaximum: limit.refine((value) => value === null || value >= 0n, { message: "maximumBelowNought" }),
  demurragePpm: z.int().min(0, "demurrageOutOfRange").max(MOST_DEMURRAGE_PPM, "demurrageOutOfRange"),
  /** Null: one person is enough, whatever the amount. */
  approvalAbove: limit.refine((value) => value === null || value >= 0n, { message: "amountNotPositive" }),
  expiresOn: civilDate.nullable(),
};

type Founding = {
  readonly kind: (typeof currencyKinds)[number];
  readonly scale: number;
  readonly backing: unknown;
  readonly expiresOn: string | null;
  readonly onExpiry: string | null;
  readonly mirrors: string | null;
  readonly reserveKeptBy: string | null;
};

/** Fields that belong to one kind: what is missing there, and what is too much elsewhere. */
function wrongFields({ kind, scale, backing, expiresOn, onExpiry, mirrors, reserveKeptBy }: Founding) {
  const wrong: { field: string; reason: string }[] = [];
  const belongs = (field: string, value: unknown, to: Founding["kind"], missing: string) => {
    if (kind === to && value === null) wrong.push({ field, reason: missing });
    if (kind !== to && value !== null) wrong.push({ field, reason: "notForThisKind" });
  };
  belongs("backing", backing, "voucher", "backingMissing");
  belongs("expiresOn", expiresOn, "voucher", "expiryMissing");
  belongs("onExpiry", onExpiry, "voucher", "expiryMissing");
  belongs("mirrors", mirrors, "mirror", "officialCurrencyUnknown");
  belongs("reserveKeptBy", reserveKeptBy, "mirror", "reserveMissing");
  if (kind === "time" && scale !== 0) wrong.push({ field: "scale", reason: "timeIsInMinutes" });
  if (
    kind === "mirror" &&
    mirrors !== null &&
    isOfficialCurrency(mirrors) &&
    scale !== officialScale(mirrors)
  )
    wrong.push({ field: "scale", reason: "scaleOfTheOfficial" });
  return wrong;
}

export const foundCurrencyInput = z
  .object({
    requestKey,
    organizationId: idOf<OrganizationId>(),
    kind: z.enum(currencyKinds),
    code: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z][A-Z0-9]{1,9}$/u, "codeMalformed"),
    scale: z.int().min(0, "scaleOutOfRange").max(MOST_SCALE, "scaleOutOfRange"),
    ...changeable,
    /** Whether anybody may see what organisations hold; fixed, since people open accounts on it. */
    openBooks: z.boolean(),
    backing: plainTexts(2_000).nullable(),
    onExpiry: z.enum(expiries).nullable(),
    mirrors: z.string().refine(isOfficialCurrency, { message: "officialCurrencyUnknown" }).nullable(),
    reserveKeptBy: plainText(200).nullable(),
  })
  .superRefine((founding, context) => {
    for (const { field, reason } of wrongFields(founding))
      context.addIssue({ code: "custom", path: [field], message: reason });
  });
export type FoundCurrencyInput = z.input<typeof foundCurrencyInput>;

export const changeCurrencyInput = z.object({
  currencyId: idOf<CurrencyId>(),
  ...changeable,
  because: plainText(500),
});
export type ChangeCurrencyInput = z.input<typeof changeCurrencyInput>;

export const closeCurrencyInput = z.object({
  currencyId: idOf<CurrencyId>(),
  /** What happens with what is left; not needed where nothing is. */
  plan: plainTexts(2_000).nullable(),
});
export type CloseCurrencyInput = z.input<typeof closeCurrencyInput>;

const amount = z.bigint().positive("amountNotPositive").max(MOST_LIMIT, "amountTooLarge");

export const stateReserveInput = z.object({
  requestKey,
  currencyId: idOf<CurrencyId>(),
  amount: z.bigint().nonnegative("amountNotPositive").max(MOST_LIMIT, "amountTooLarge"),
  asOf: civilDate,
  /** Where it can be checked: an address, or which bank's statement of which day. */
  evidence: plainText(500),
});
export type StateReserveInput = z.input<typeof stateReserveInput>;

export const issueInput = z.object({
  requestKey,
  currencyId: idOf<CurrencyId>(),
  toAccount: z.string().trim().min(1, "accountUnknown"),
  amount,
  text: plainText(200),
});
export type IssueInput = z.input<typeof issueInput>;
