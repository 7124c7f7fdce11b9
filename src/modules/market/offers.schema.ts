// Input shapes of the acts on offers and needs, and what can be asked of the market.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { type CurrencyId, isOfficialCurrency } from "#ledger";
import { civilDate, idOf, ordinal, plainText, plainTexts, requestKey, revision } from "#platform/fields";
import { isCountry, regions } from "#platform/geography/index";
import { isId } from "#platform/ids";
import { categoryKeys, leafCategories } from "./categories.ts";
import { labelKeys } from "./labels.ts";
import { MOST_QUANTITY } from "./quantities.ts";
import { type Denomination, offerKinds, offerStates, returnKinds } from "./types.ts";
import { isUnit } from "./units.ts";

export const MOST_PHOTOGRAPHS = 4;
export const LONGEST_TITLE = 120;
export const LONGEST_DESCRIPTION = 2_000;
/** 2^53 - 1: what a set-off computes in. */
export const MOST_MONEY = 9_007_199_254_740_991n;

export const quantity = z.bigint().min(1n, "valueTooSmall").max(MOST_QUANTITY, "valueTooLarge");
export const unit = z.string().refine(isUnit, { message: "unitUnknown" });
export const category = z.enum(leafCategories, "categoryUnknown");
export const amount = z.bigint().min(1n, "amountNotPositive").max(MOST_MONEY, "amountTooLarge");

/** A currency of the ledger by its id, or an official one by its code: exactly one of them. */
export const denomination = z
  .object({
    currencyId: idOf<CurrencyId>().nullable(),
    officialCode: z.string().refine(isOfficialCurrency, { message: "currencyUnknown" }).nullable(),
  })
  .refine(({ currencyId, officialCode }) => (currencyId === null) !== (officialCode === null), {
    message: "currencyUnknown",
  })
  .transform((value) => value as Denomination);

const price = z
  .object({ amount, currencyId: z.string().nullable(), officialCode: z.string().nullable() })
  .transform(({ amount, ...rest }, context) => {
    const parsed = denomination.safeParse(rest);
    if (parsed.success) return { ...parsed.data, amount };
    context.addIssue({ code: "custom", message: "currencyUnknown" });
    return z.NEVER;
  });

export const country = z
  .string()
  .length(2, "countryUnknown")
  .toUpperCase()
  .refine(isCountry, { message: "countryUnknown" });

const facts = {
  title: plainTexts(LONGEST_TITLE),
  description: plainTexts(LONGEST_DESCRIPTION).nullable(),
  category,
  unit,
  quantity: quantity.nullable(),
  months: z
    .array(z.int().min(1).max(12))
    .max(12)
    // All months are no season.
    .transform((months) => (new Set(months).size === 12 ? [] : [...new Set(months)].sort((a, b) => a - b))),
  startsOn: civilDate.nullable(),
  endsOn: civilDate.nullable(),
  country,
  place: plainText(120).nullable(),
  price: price.nullable(),
  wanted: z.object({ category: z.enum(categoryKeys, "categoryUnknown"), words: plainTexts(200) }).nullable(),
  isGift: z.boolean(),
  labels: z
    .array(z.enum(labelKeys))
    .max(labelKeys.length)
    .transform((labels) => [...new Set(labels)]),
  membersOnly: z.boolean(),
};

const photograph = z.object({
  name: z.string().max(300).default("photograph"),
  bytes: z.instanceof(Uint8Array),
  alt: plainTexts(300),
});

export const publishOfferInput = z.object({
  requestKey,
  kind: z.enum(offerKinds),
  organizationId: idOf<OrganizationId>(),
  ...facts,
  photographs: z.array(photograph).max(MOST_PHOTOGRAPHS, "photographsTooMany").default([]),
});
export type PublishOfferInput = z.input<typeof publishOfferInput>;

export const changeOfferInput = z.object({
  number: ordinal,
  /** As whoever changes it has read it. */
  revision,
  ...facts,
  photographs: z.array(photograph).max(MOST_PHOTOGRAPHS, "photographsTooMany").default([]),
  /** Takes away those that there are. */
  withoutPhotographs: z.boolean().default(false),
});
export type ChangeOfferInput = z.input<typeof changeOfferInput>;

export const moveOfferInput = z.object({ number: ordinal, to: z.enum(offerStates) });
export type MoveOfferInput = z.input<typeof moveOfferInput>;

export const LONGEST_QUERY = 200;
const MOST_ENTRIES = 100;

/** Where a page of the list ended. */
export type MarketCursor = { readonly changedAt: string; readonly id: string };

export function writeCursor({ changedAt, id }: MarketCursor): string {
  return Buffer.from(JSON.stringify([changedAt, id])).toString("base64url");
}

const cursorContent = z.tuple([
  z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/),
  z.string().refine(isId),
]);

/** Undefined for what `writeCursor` never wrote. */
export function readCursor(text: string): MarketCursor | undefined {
  try {
    const [changedAt, id] = cursorContent.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    return Number.isNaN(Date.parse(changedAt)) ? undefined : { changedAt, id };
  } catch {
    return undefined;
  }
}

export const marketQuery = z.object({
  q: z.string().max(LONGEST_QUERY, "textTooLong").default(""),
  kind: z.enum(offerKinds).optional(),
  category: z.enum(categoryKeys).optional(),
  /** What is given in return. */
  return: z.enum(returnKinds).optional(),
  region: z.enum(regions, "regionUnknown").optional(),
  country: country.optional(),
  month: z
    .string()
    .regex(/^(?:[1-9]|1[0-2])$/, "valueMalformed")
    .optional(),
  after: z
    .string()
    .max(300, "valueMalformed")
    .refine((text) => readCursor(text) !== undefined, { message: "valueMalformed" })
    .optional(),
  limit: z.coerce.number().int("valueMalformed").min(1).max(MOST_ENTRIES).default(20),
});
export type MarketQuery = z.input<typeof marketQuery>;
