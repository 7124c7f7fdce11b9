// Obligations and rounds of clearing as the API takes and answers them. Amounts are decimal text with a point: `12.50`.
import { z } from "zod";
import { obligationStates, publications, roundStates } from "#clearing";
import { plainText } from "#platform/fields";
import { amount } from "./ledger.schema.ts";
import { numberInPath } from "./lists.schema.ts";
import { multilingual, organizationBrief } from "./organizations.schema.ts";

const page = {
  page: z.coerce.number().int("valueMalformed").min(1).max(100_000).default(1),
  limit: z.coerce.number().int("valueMalformed").min(1).max(100).default(20),
};
const organizationSlug = z.string().meta({ description: "Slug of an organisation" });
/** Exactly one of both is given. */
const denomination = {
  currency: z.string().nullable().meta({ description: "Slug of a currency of this node" }),
  officialCode: z.string().nullable().meta({ description: "Or ISO 4217" }),
};
const side = z.enum(["debtor", "creditor"]);
const brief = organizationBrief.omit({ isExample: true });

export const roundsQuery = z.object(page);
export const roundPathInput = z.object({ number: numberInPath("the round's") });
export const ownQuery = z.object({ organization: organizationSlug });

const round = z.object({
  uri: z.url(),
  number: z.int().positive(),
  title: multilingual,
  calledBy: brief,
  ...denomination,
  state: z.enum(roundStates),
  deadlineAt: z.iso.datetime(),
  lookHours: z.int().meta({ description: "For how long each preview stands" }),
  withCredit: z.boolean(),
  publication: z.enum(publications),
  calledAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  outcome: z
    .object({
      parties: z.int().nonnegative(),
      obligations: z.int().nonnegative(),
      total: amount,
      cleared: amount,
      clearedOnCredit: amount,
      netInternalDebt: amount,
      certificateSha256: z.string(),
      files: z
        .object({ obligations: z.url(), certificate: z.url() })
        .nullable()
        .meta({ description: "Null where they are for the parties alone" }),
    })
    .nullable()
    .meta({ description: "Of a settled round" }),
});
export const roundDetail = round;
export const roundList = z.object({ total: z.int().nonnegative(), rounds: z.array(round) });

export const obligationsQuery = z.object({
  ...page,
  organization: organizationSlug,
  side: side.optional().meta({ description: "On which the organisation stands" }),
  state: z.enum(obligationStates).optional(),
});
export const obligationPathInput = z.object({ id: z.uuid() });
export const obligationBody = z.object({
  organization: organizationSlug,
  side: side.meta({ description: "On which it stands; the other one has to acknowledge it" }),
  counterparty: organizationSlug,
  currency: denomination.currency.default(null),
  officialCode: denomination.officialCode.default(null),
  amount,
  sinceOn: z.iso.date("dateMalformed"),
  dueOn: z.iso.date("dateMalformed").nullable().default(null),
  text: z.string().max(500, "textTooLong").default(""),
});
export const obligationAnswerBody = z.discriminatedUnion("answer", [
  z.object({ answer: z.literal("acknowledged") }),
  z.object({ answer: z.literal("contested"), reason: plainText(1000) }),
]);
export const obligationDetail = z.object({
  uri: z.url(),
  id: z.uuid(),
  debtor: brief,
  creditor: brief,
  ...denomination,
  amount,
  open: amount.meta({ description: "What is left of it" }),
  state: z.enum(obligationStates),
  enteredBy: z.enum(["debtor", "creditor", "both"]),
  sinceOn: z.iso.date(),
  dueOn: z.iso.date().nullable(),
  text: z.string(),
  inRound: z.boolean().meta({ description: "A round counts on it just now" }),
});
export const obligationList = z.object({
  total: z.int().nonnegative(),
  obligations: z.array(obligationDetail),
});

export const roundPreview = z.object({
  round: z.url(),
  state: z.enum(roundStates),
  attempt: z.int().meta({ description: "Which solution it is: somebody may leave, and there is another" }),
  settleFromAt: z.iso.datetime().nullable().meta({ description: "Until then one can leave the round" }),
  number: z.int().nullable().meta({ description: "The organisation's number in what is published" }),
  owing: amount,
  owingCleared: amount,
  owed: amount,
  owedCleared: amount,
  movement: amount.meta({ description: "Of its account" }),
  obligations: z.array(
    z.object({
      id: z.uuid(),
      side,
      counterparty: brief,
      amount,
      cleared: amount,
      dueOn: z.iso.date().nullable(),
    }),
  ),
});
