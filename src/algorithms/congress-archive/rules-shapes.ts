// Rules of operation in an archive, as they must be written.
// Invariant: strict, as every shape here: rules are read by the reader that the node itself uses, which knows every form.
import { z } from "zod";
import { readRules } from "../rules/index.ts";
import { hex, id, instant, number } from "./values.ts";

const rules = z.unknown().transform((json, context) => {
  const read = readRules(json);
  if (read.rules) return read.rules;
  context.addIssue({ code: "custom", message: read.faults[0]?.path ?? "" });
  return z.NEVER;
});

export const ruleVersionShape = z.strictObject({
  number,
  rules,
  hash: hex(32),
  proposal: id.nullable(),
  decision: z.string().nullable(),
  inForceFrom: instant,
  mandate: id.nullable(),
  act: id,
});

export const ruleProposalShape = z.strictObject({
  id,
  rules,
  hash: hex(32),
  organization: id,
  mandate: id,
  proposedAt: instant,
  act: id,
});

/** A share of those accredited was in the room when the vote opened. */
const roomQuorum = z.strictObject({
  of: z.enum(["delegations", "delegates"]),
  share: z.strictObject({ numerator: number, denominator: number }),
  counted: z.literal("present_when_opened"),
});

/** What a roll call is counted by: the rules that every congress begins with, by name, or a version that was adopted. */
export const frozenRulesShape = z.union([
  z.strictObject({
    majority: z.literal("simple_of_votes_cast"),
    quorum: z.union([z.literal("half_of_accredited"), roomQuorum]),
  }),
  z.strictObject({
    version: number,
    hash: hex(32),
    matter: z.string().regex(/^[a-z][a-z0-9_]*$/),
    quorum: roomQuorum.nullable(),
  }),
  // Of a later version of the program: they are read, and then said not to be known.
  z.strictObject({
    majority: z.string(),
    quorum: z.union([z.string(), z.strictObject({ ...roomQuorum.shape, counted: z.string() })]),
  }),
]);

export type RuleVersion = z.infer<typeof ruleVersionShape>;
export type RuleProposal = z.infer<typeof ruleProposalShape>;
