// Input shapes of the acts on elections, candidates and ballots.
import { z } from "zod";
import type { OrganizationId, PersonId } from "#confederation";
import { civilDate, idOf, MOST_INTEGER, ordinal, plainTexts, requestKey } from "#platform/fields";
import { isPlainText } from "#platform/plain-text";
import { isRegion } from "#platform/geography/index";
import { LEAST_SECRET_BALLOTS } from "./elections.rules.ts";
import { electionKinds, methodNames } from "./methods.rules.ts";
import { type CandidateId, genders } from "./types.ts";

const MOST_SEATS = 500;
/** Of candidates on a ballot. */
export const MOST_CANDIDATES = 500;
/** What int8 holds, with room for a sum. */
const MOST_MONEY = 10n ** 15n;

const edition = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "slugMalformed")
  .max(80, "textTooLong");
const address = { edition, election: ordinal };

const money = z.bigint().positive("valueTooSmall").max(MOST_MONEY, "valueTooLarge");

const guarantee = z
  .object({
    by: z.enum(["region", "gender"]),
    of: z.string(),
    least: z.int().min(1, "valueTooSmall").max(MOST_SEATS, "valueTooLarge"),
  })
  .refine(({ by, of }) => (by === "region" ? isRegion(of) : genders.some((one) => one === of)), {
    message: "valueNotOffered",
    path: ["of"],
  });

const rulesInput = z.object({
  method: z.enum(methodNames),
  settings: z.record(z.string().max(40), z.string().max(80)).default({}),
  seats: z.int().min(1, "valueTooSmall").max(MOST_SEATS, "valueTooLarge").nullable(),
  ties: z.enum(["lot", "order"]),
  source: plainTexts(300).nullable(),
  weights: z.enum(["one_each", "seats"]).default("one_each"),
  guarantees: z.array(guarantee).max(20, "valueTooLarge").default([]),
  budget: z
    .object({
      total: money,
      currency: z.string().regex(/^[A-Z][A-Z0-9-]{1,11}$/, "currencyMalformed"),
      decimals: z.int().min(0).max(4, "valueTooLarge"),
    })
    .nullable(),
  mostPoints: z.int().min(1, "valueTooSmall").max(100, "valueTooLarge").nullable(),
  secret: z.boolean(),
  publishes: z.boolean().default(true),
  leastBallots: z.int().min(LEAST_SECRET_BALLOTS, "valueTooSmall").max(10_000).default(LEAST_SECRET_BALLOTS),
});

const gives = z.object({
  organizationId: idOf<OrganizationId>(),
  office: z.string().regex(/^[a-z][a-z_]{1,39}$/, "officeUnknown"),
  endsOn: civilDate.nullable(),
});

const words = { title: plainTexts(200), about: plainTexts(4_000).nullable() };

export const callElectionInput = z.object({
  edition,
  kind: z.enum(electionKinds),
  ...words,
  rules: rulesInput,
  gives: gives.nullable(),
  requestKey,
});
export type CallElectionInput = z.input<typeof callElectionInput>;

export const reviseElectionInput = z.object({
  ...address,
  ...words,
  rules: rulesInput,
  gives: gives.nullable(),
});
export type ReviseElectionInput = z.input<typeof reviseElectionInput>;

export const electionInput = z.object(address);
export type ElectionInput = z.input<typeof electionInput>;

export const annulElectionInput = z.object({ ...address, reason: plainTexts(1_000) });
export type AnnulElectionInput = z.input<typeof annulElectionInput>;

export const countElectionInput = z.object({
  ...address,
  /** What the announced source gave; null where ties go by the order on the ballot. */
  drawn: z.string().max(300, "textTooLong").nullable(),
});
export type CountElectionInput = z.input<typeof countElectionInput>;

const candidate = {
  ...address,
  about: plainTexts(1_000).nullable(),
  gender: z.enum(genders).nullable(),
  region: z.string().refine(isRegion, { message: "regionUnknown" }).nullable(),
  requestKey,
};

/** An option or a project, put on the ballot by whoever presides. */
export const addOptionInput = z.object({
  ...candidate,
  name: plainTexts(200),
  organizationId: idOf<OrganizationId>().nullable(),
  cost: money.nullable(),
});
export type AddOptionInput = z.input<typeof addOptionInput>;

/** A person whom a delegation puts forward: one of its own by id, or somebody new by name. */
export const nominateCandidateInput = z
  .object({
    ...candidate,
    organizationId: idOf<OrganizationId>(),
    person: idOf<PersonId>().nullable(),
    name: z.string().trim().max(160, "textTooLong").refine(isPlainText, "textHasControls").default(""),
    /** The delegation has the word of somebody new, and answers for it. */
    hasAccepted: z.boolean().default(false),
  })
  .refine(({ person, name }) => person !== null || name !== "", { message: "textIsEmpty", path: ["name"] })
  .refine(({ person, hasAccepted }) => person !== null || hasAccepted, {
    message: "consentMissing",
    path: ["hasAccepted"],
  });
export type NominateCandidateInput = z.input<typeof nominateCandidateInput>;

export const candidateInput = z.object({ ...address, candidateId: idOf<CandidateId>() });
export type CandidateInput = z.input<typeof candidateInput>;

export const castBallotInput = z.object({
  ...address,
  organizationId: idOf<OrganizationId>(),
  /** Beside each number on the ballot a place, points, or 1 for a cross; what was left empty is not there. */
  marks: z.array(z.tuple([z.int(), z.int().min(-1_000_000).max(MOST_INTEGER)])).max(MOST_CANDIDATES),
  requestKey,
});
export type CastBallotInput = z.input<typeof castBallotInput>;
