// Elections as the API answers them: the same shapes make the OpenAPI document and are held against answers in tests.
import { z } from "zod";
import { electionKinds, electionStates, genders, methodNames } from "#elections";
import { editionPathInput, nextNumber, numberInPath, numberedPage } from "./lists.schema.ts";
import { multilingual, organizationBrief } from "./organizations.schema.ts";

export const electionsQuery = z.object({
  ...numberedPage,
});

export const electionsPath = editionPathInput;

export const electionPathInput = electionsPath.extend({
  number: numberInPath("the election's"),
});

const rules = z.object({
  method: z.enum(methodNames).meta({ description: "As `cumbe tally --rule` calls it" }),
  settings: z.record(z.string(), z.string()),
  seats: z.int().nullable(),
  ties: z.enum(["lot", "order"]),
  source: multilingual.nullable().meta({ description: "Whence the lot comes; said before anybody votes" }),
  weights: z.enum(["one_each", "seats"]),
  guarantees: z.array(z.object({ by: z.enum(["region", "gender"]), of: z.string(), least: z.int() })),
  budget: z
    .object({
      total: z.string().meta({ description: "In units of the last decimal" }),
      currency: z.string(),
      decimals: z.int(),
    })
    .nullable(),
  mostPoints: z.int().nullable(),
  secret: z.boolean(),
  publishes: z.boolean(),
  leastBallots: z.int(),
});

const election = {
  uri: z.url().meta({ description: "Canonical: it names the election everywhere" }),
  id: z.uuid(),
  number: z.int().positive(),
  kind: z.enum(electionKinds),
  title: multilingual,
  state: z.enum(electionStates),
  rules,
  calledAt: z.iso.datetime(),
  openedAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  turnout: z.object({ roll: z.int(), voted: z.int() }).meta({ description: "Delegations" }),
  ballots: z.int().nullable().meta({ description: "That counted; null before the close" }),
  ballotsHash: z
    .string()
    .nullable()
    .meta({ description: "SHA-256 of `ballots.json`, fixed at the close; null where nothing is published" }),
  act: z.string().meta({ description: "Path of its calling in the log" }),
};

export const electionSummary = z.object(election).meta({ id: "Election" });

export const electionList = z
  .object({
    elections: z.array(electionSummary).meta({ description: "By number" }),
    next: nextNumber,
  })
  .meta({ id: "ElectionList" });

export const electionDetail = z
  .object({
    ...election,
    about: multilingual.nullable(),
    candidates: z
      .array(
        z.object({
          id: z.uuid(),
          number: z.int().nullable().meta({ description: "On the ballot" }),
          name: multilingual,
          about: multilingual.nullable(),
          organization: organizationBrief.nullable(),
          gender: z.enum(genders).nullable(),
          region: z.string().nullable().meta({ description: "UN M49" }),
          cost: z.string().nullable().meta({ description: "In units of the currency's last decimal" }),
          place: z.int().nullable().meta({ description: "In which order the count elected them, from 1" }),
          mandate: z.uuid().nullable().meta({ description: "By which they took the office" }),
        }),
      )
      .meta({ description: "Those who stand" }),
    seed: z.string().nullable().meta({ description: "Of the lot" }),
    count: z
      .object({
        hash: z.string().meta({ description: "SHA-256 of `count.json`" }),
        quota: z.string().nullable(),
        stages: z.int(),
        ties: z.int(),
        uri: z.url(),
        ballots: z.url(),
      })
      .nullable()
      .meta({ description: "Where there is one that is published" }),
    annulledFor: multilingual.nullable(),
  })
  .meta({ id: "ElectionWithCandidates" });
