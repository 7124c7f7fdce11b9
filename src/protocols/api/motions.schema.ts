// Motions as the API answers them: the same shapes make the OpenAPI document and are held against answers in tests.
import { z } from "zod";
import { motionKinds, motionStates, paragraphKinds, textStates, voteVerdicts } from "#congress";
import { editionPathInput, nextNumber, numberInPath, numberedPage } from "./lists.schema.ts";
import { multilingual, organizationBrief } from "./organizations.schema.ts";

export const motionsQuery = z.object({
  kind: z.enum(motionKinds).optional(),
  state: z.enum(motionStates).optional().meta({
    description: "Of the motion itself; what became of an admitted one is said by `text`",
  }),
  ...numberedPage,
});

export const motionsPath = editionPathInput;

export const motionPathInput = motionsPath.extend({
  number: numberInPath("the motion's"),
});

const motion = {
  uri: z.url().meta({ description: "Canonical: it names the motion everywhere" }),
  id: z.uuid(),
  number: z.int().positive(),
  kind: z.enum(motionKinds),
  title: multilingual,
  language: z.string().meta({ description: "BCP 47, of its words" }),
  state: z.enum(motionStates),
  submittedAt: z.iso.datetime(),
  proposer: organizationBrief,
  mandate: z.uuid().meta({ description: "Under which it was submitted" }),
  supporters: z.int().nonnegative().meta({ description: "Delegations beside the proposer" }),
  needed: z.int().nonnegative().meta({ description: "How many have to support it, of those accredited now" }),
  ruling: multilingual.nullable().meta({ description: "Why the chair did not admit it" }),
  text: z
    .object({
      uri: z.url(),
      state: z.enum(textStates),
      verdict: z
        .enum(voteVerdicts)
        .nullable()
        .meta({ description: "Of the last vote on the whole of it; null before" }),
    })
    .nullable()
    .meta({ description: "The text that its words became once it was admitted" }),
  act: z.string().meta({ description: "Path of its submission in the log" }),
};

export const motionSummary = z.object(motion).meta({ id: "Motion" });

export const motionList = z
  .object({
    motions: z.array(motionSummary).meta({ description: "By number" }),
    next: nextNumber,
  })
  .meta({ id: "MotionList" });

export const motionDetail = z
  .object({
    ...motion,
    reason: multilingual,
    words: z
      .array(
        z.object({
          id: z.uuid().meta({ description: "Stays with the paragraph in the text and its versions" }),
          kind: z.enum(paragraphKinds),
          level: z.int().nonnegative(),
          marker: z.string().nullable(),
          text: z.string(),
        }),
      )
      .meta({ description: "As they were submitted" }),
    takesAmendments: z.boolean(),
    supportedBy: z.array(organizationBrief).meta({ description: "The first first" }),
  })
  .meta({ id: "MotionWithWords" });
