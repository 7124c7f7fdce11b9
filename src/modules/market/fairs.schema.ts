// Input shapes of the acts on fairs and their stalls.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, ordinal, plainText, plainTexts, requestKey, revision } from "#platform/fields";
import { isZone } from "#platform/zones";
import { country } from "./offers.schema.ts";

export const LONGEST_FAIR_TITLE = 120;
export const LONGEST_FAIR_ABOUT = 2_000;
export const MOST_BROUGHT = 60;

const local = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "dateMalformed");

/** Of the web, or of this node. */
const link = z
  .string()
  .trim()
  .max(2_000, "textTooLong")
  .refine(
    (text) => /^\/(?!\/)/.test(text) || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
    {
      message: "linkMalformed",
    },
  );

const facts = {
  title: plainTexts(LONGEST_FAIR_TITLE),
  about: plainTexts(LONGEST_FAIR_ABOUT).nullable(),
  country,
  city: plainText(120),
  address: plainText(200).nullable(),
  zone: z.string().refine(isZone, { message: "zoneUnknown" }),
  startsLocal: local,
  endsLocal: local,
  link: link.nullable(),
};

export const callFairInput = z.object({ requestKey, organizationId: idOf<OrganizationId>(), ...facts });
export type CallFairInput = z.input<typeof callFairInput>;

export const changeFairInput = z.object({ number: ordinal, revision, ...facts });
export type ChangeFairInput = z.input<typeof changeFairInput>;

export const cancelFairInput = z.object({ number: ordinal, reason: plainTexts(1_000) });
export type CancelFairInput = z.input<typeof cancelFairInput>;

export const joinFairInput = z.object({
  number: ordinal,
  organizationId: idOf<OrganizationId>(),
  note: plainTexts(300).nullable(),
  /** Numbers of the offers that it brings. */
  offers: z
    .array(ordinal)
    .max(MOST_BROUGHT, "valueTooLarge")
    .transform((numbers) => [...new Set(numbers)]),
});
export type JoinFairInput = z.input<typeof joinFairInput>;

export const leaveFairInput = z.object({ number: ordinal, organizationId: idOf<OrganizationId>() });
export type LeaveFairInput = z.input<typeof leaveFairInput>;
