// Input shapes of organs: founding one, changing its rules, convening its meetings, asking something of the congress.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import type { DecisionPointId } from "#congress";
import { civilDate, idOf, plainText, plainTexts, requestKey } from "#platform/fields";
import { isCountry, isRegion } from "#platform/geography/index";
import { languageTag } from "#platform/multilingual";
import { organKinds } from "./types.ts";

export const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "slugMalformed")
  .max(80, "textTooLong");

/** An organ by its address: under an edition, or, for null, by itself. */
export const organAddress = { edition: slug.nullable(), organ: slug };

const share = z
  .object({ numerator: z.int().min(0).max(1_000), denominator: z.int().min(1).max(1_000) })
  .refine(({ numerator, denominator }) => numerator <= denominator, { message: "shareAboveOne" });

export const organRules = z.object({
  quorum: z.object({ of: z.enum(["delegations", "delegates"]), share }),
  speaking: z.object({
    firstTimeFirst: z.boolean(),
    alternation: z.enum(["none", "region", "gender"]),
    seconds: z.int().min(10).max(7_200).nullable(),
    timesPerItem: z.int().min(1).max(100).nullable(),
    namesPublic: z.boolean().default(false),
  }),
});

const languages = z
  .array(languageTag)
  .min(1, "languageMissing")
  .max(20)
  .refine((tags) => new Set(tags).size === tags.length, { message: "languageTwice" });

export const foundOrganInput = z
  .object({
    edition: slug.nullable(),
    slug,
    kind: z.enum(organKinds),
    name: plainTexts(200),
    organizationId: idOf<OrganizationId>(),
    region: z.string().refine(isRegion, { message: "regionUnknown" }).nullable().default(null),
    languages,
    rules: organRules,
    cycleMonths: z.int().min(1).max(120).nullable().default(null),
    cycleFrom: civilDate.nullable().default(null),
    requestKey,
  })
  .refine(({ kind, edition }) => kind !== "plenary" || edition !== null, {
    message: "plenaryNeedsCongress",
    path: ["kind"],
  })
  .refine(({ kind, edition }) => kind !== "regional_meeting" || edition === null, {
    message: "regionalMeetingStandsAlone",
    path: ["kind"],
  })
  .refine(({ kind, region }) => kind !== "regional_meeting" || region !== null, {
    message: "regionMissing",
    path: ["region"],
  })
  .refine(({ cycleMonths, edition }) => cycleMonths === null || edition === null, {
    message: "onlyStandingOrgansHaveACycle",
    path: ["cycleMonths"],
  })
  .refine(({ cycleMonths, cycleFrom }) => (cycleMonths === null) === (cycleFrom === null), {
    message: "cycleNeedsBoth",
    path: ["cycleFrom"],
  });
export type FoundOrganInput = z.input<typeof foundOrganInput>;

export const changeRulesInput = z.object({
  ...organAddress,
  rules: organRules,
  languages,
  decision: plainTexts(1_000),
  requestKey,
});
export type ChangeRulesInput = z.input<typeof changeRulesInput>;

export const conveneMeetingInput = z.object({
  organ: slug,
  slug,
  title: plainTexts(200),
  hostCity: plainText(200),
  /** IANA name; `convene` refuses one that is not. */
  zone: z.string(),
  country: z.string().refine(isCountry, { message: "countryUnknown" }),
  startsOn: civilDate,
  endsOn: civilDate,
  called: z.union([z.literal("all_affiliated"), z.array(idOf<OrganizationId>()).min(1).max(10_000)]),
  requestKey,
});
export type ConveneMeetingInput = z.input<typeof conveneMeetingInput>;

export const askCongressInput = z.object({
  decisionPointId: idOf<DecisionPointId>(),
  wish: plainTexts(1_000),
  requestKey,
});
export type AskCongressInput = z.input<typeof askCongressInput>;

export const takeUpRequestInput = z.object({ requestId: idOf(), edition: slug });
export type TakeUpRequestInput = z.input<typeof takeUpRequestInput>;
