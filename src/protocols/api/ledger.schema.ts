// Currencies, accounts and payments as the API takes and answers them. Amounts are decimal text with a point, so that no
// program rounds them: `12.50`; of time, whole minutes.
import { z } from "zod";
import { currencyKinds } from "#ledger";
import { multilingual, organizationBrief } from "./organizations.schema.ts";

const MOST_CURRENCIES = 100;

export const amount = z
  .string()
  .regex(/^-?\d{1,19}(\.\d{1,6})?$/u, "amountNotANumber")
  .meta({ description: "Decimal, in the currency's unit; of time, in whole minutes", examples: ["12.50"] });
const accountNumber = z.string().meta({ description: "As people read it aloud, with its check digit" });

export const currenciesQuery = z.object({
  page: z.coerce.number().int("valueMalformed").min(1).max(100_000).default(1),
  limit: z.coerce.number().int("valueMalformed").min(1).max(MOST_CURRENCIES).default(20),
});
export const currencyPathInput = z.object({
  slug: z.string().meta({ description: "As in the currency's address" }),
});

const currency = {
  uri: z.url().meta({ description: "Canonical: it names the currency everywhere" }),
  slug: z.string(),
  code: z.string(),
  name: multilingual,
  kind: z.enum(currencyKinds),
  state: z.enum(["open", "closed"]),
  accounts: z.int().nonnegative(),
  foundedBy: organizationBrief.omit({ isExample: true }),
};
export const currencySummary = z.object(currency);
export const currencyList = z.object({
  total: z.int().nonnegative(),
  currencies: z.array(currencySummary),
});
export const currencyDetail = z.object({
  uri: currency.uri,
  slug: currency.slug,
  code: currency.code,
  name: multilingual,
  kind: currency.kind,
  state: currency.state,
  foundedBy: currency.foundedBy,
  foundedAt: z.iso.datetime(),
  scale: z.int().meta({ description: "Decimals; time has none and is in minutes" }),
  rules: multilingual.nullable(),
  defaultMinimum: amount.nullable().meta({ description: "Of a new account; null: no limit" }),
  defaultMaximum: amount.nullable(),
  approvalAbove: amount.nullable().meta({ description: "Above it two people of an organisation pay" }),
  demurragePpm: z
    .int()
    .meta({ description: "What an untouched balance loses in a year, in parts per million" }),
  backing: multilingual.nullable(),
  expiresOn: z.iso.date().nullable(),
  mirrors: z.string().nullable().meta({ description: "ISO 4217" }),
  openBooks: z.boolean(),
  organizations: z.int().nonnegative().meta({ description: "That have an account" }),
  people: z.int().nonnegative(),
  inCirculation: amount.nullable().meta({ description: "Of issued currencies" }),
  months: z.array(
    z.object({
      month: z.string().meta({ description: "YYYY-MM" }),
      movements: z.int().nonnegative(),
      amount: amount.nullable().meta({ description: "Null where fewer than three accounts moved something" }),
    }),
  ),
});

export const ownAccounts = z.object({
  accounts: z.array(
    z.object({
      number: accountNumber,
      holder: z.string(),
      currency: z.string().meta({ description: "Slug of the currency" }),
      code: z.string(),
      posted: amount,
      held: amount,
      coming: amount,
      minimum: amount.nullable(),
      maximum: amount.nullable(),
      mayPay: z.boolean(),
    }),
  ),
});

export const idempotencyHeader = z.object({
  "Idempotency-Key": z.uuid("idempotencyKeyMissing").meta({
    description: "A UUID of this request: the same again gets the same answer; another body with it, 409",
  }),
});

export const transferBody = z.object({
  from: accountNumber,
  to: accountNumber,
  amount,
  text: z.string().max(200, "textTooLong"),
  request: z.string().nullable().default(null).meta({ description: "Token of the request that it answers" }),
});
export const transferAnswer = z.object({
  state: z.enum(["posted", "waiting"]).meta({ description: "`waiting`: a second person has to approve it" }),
  entry: z.uuid().nullable(),
  approval: z.uuid().nullable(),
});

export const requestBody = z.object({
  to: accountNumber,
  amount: amount.nullable().meta({ description: "Null: whoever pays says how much" }),
  text: z.string().max(200, "textTooLong"),
  many: z.boolean().meta({ description: "Whether it is paid many times" }),
  lapsesOn: z.iso.date().nullable().default(null),
});
export const requestPathInput = z.object({ token: z.string() });
export const requestAnswer = z.object({
  token: z.string(),
  url: z.url().meta({ description: "What a QR code of it holds" }),
  to: accountNumber,
  payee: z.string(),
  amount: amount.nullable(),
  text: z.string(),
  many: z.boolean(),
  state: z.enum(["open", "paid", "withdrawn", "lapsed"]),
});
