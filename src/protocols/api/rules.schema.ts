// Rules of operation as the API answers them: the same shapes make the OpenAPI document and are held against answers in tests.
import { z } from "zod";

/** The rules themselves are in a format of their own, which says what it is. */
const rules = z.looseObject({ format: z.literal("cumbe/rules/1") }).meta({
  id: "Rules",
  description: "Rules of operation as data; src/algorithms/rules/README.md has the grammar",
});

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: "SHA-256 of the RFC 8785 form of the rules: the bytes at `data`" });
const data = z.url().meta({ description: "The rules byte by byte as hashed" });

export const rulesInForce = z
  .object({
    uri: z.url(),
    number: z.int().nonnegative().meta({ description: "0 for the rules that every congress begins with" }),
    hash,
    data,
    rules,
  })
  .meta({ id: "RulesInForce" });

export const ruleVersion = z
  .object({
    uri: z.url(),
    number: z.int().positive(),
    hash,
    data,
    inForceFrom: z.iso.datetime(),
    inForceUntil: z.iso.datetime().nullable().meta({ description: "Null for the version in force" }),
    decision: z.url().nullable().meta({
      description: "The vote that adopted them; null where whoever presided set them before the first vote",
    }),
    act: z.string().meta({ description: "Path of it in the log" }),
  })
  .meta({ id: "RuleVersion" });

export const editionRules = z
  .object({
    inForce: rulesInForce,
    versions: z.array(ruleVersion).meta({ description: "By number; empty where the congress adopted none" }),
  })
  .meta({ id: "EditionRules" });
