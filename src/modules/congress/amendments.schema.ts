// Input shapes of the acts on amendments, votes and signatures.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, ordinal, plainTexts, requestKey, revision } from "#platform/fields";
import { isPlainText } from "#platform/plain-text";
import { textAddress } from "./editions.schema.ts";
import { DEEPEST_LEVEL, LONGEST_MARKER, LONGEST_PARAGRAPH, type ParagraphId } from "./text-model.ts";
import { choices, type RollCallId } from "./types.ts";
import { fatesOfAlternatives, ordersOfAlternatives } from "./voting-order.rules.ts";

const paragraphId = idOf<ParagraphId>();
const words = z
  .string()
  .max(LONGEST_PARAGRAPH, "textTooLong")
  .refine((text) => text.isWellFormed(), { message: "textHasControls" });

/** Operations as a form sends them: new paragraphs have no ids yet. What they must meet further is in their rules. */
const operation = z.discriminatedUnion("op", [
  z.object({ op: z.literal("replace"), paragraphId, text: words }),
  z.object({
    op: z.literal("insertAfter"),
    afterId: paragraphId.nullable(),
    paragraphs: z
      .array(
        z.object({
          kind: z.enum(["heading", "paragraph", "item"]),
          level: z.number().int().min(0).max(DEEPEST_LEVEL),
          marker: z
            .string()
            .max(LONGEST_MARKER, "textTooLong")
            .refine(isPlainText, { message: "textHasControls" })
            .nullable(),
          text: words,
        }),
      )
      .min(1)
      .max(50),
  }),
  z.object({ op: z.literal("delete"), paragraphId }),
  z.object({ op: z.literal("move"), paragraphId, afterId: paragraphId.nullable() }),
]);

export const operationsInput = z.array(operation).min(1, "amendmentHasNoOperations").max(100);
export type OperationsInput = z.input<typeof operationsInput>;

/** The amendment that is amended, as whoever writes had it before them: how often it had changed by then. */
const amends = z.object({ number: ordinal, revision }).optional();

export const proposeAmendmentInput = z.object({
  ...textAddress,
  /** The version that its proposer had before them. */
  baseVersion: ordinal,
  title: plainTexts(200),
  reason: plainTexts(4_000),
  operations: operationsInput,
  /** The delegation for which it is proposed. */
  organizationId: idOf<OrganizationId>(),
  amends,
  /** The amendment that this one is written anew from. */
  revises: ordinal.optional(),
  requestKey,
});
export type ProposeAmendmentInput = z.input<typeof proposeAmendmentInput>;

export const previewAmendmentInput = z.object({
  ...textAddress,
  baseVersion: ordinal,
  operations: operationsInput,
  amends,
});
export type PreviewAmendmentInput = z.input<typeof previewAmendmentInput>;

export const amendmentInput = z.object({ ...textAddress, amendment: ordinal });
export type AmendmentInput = z.input<typeof amendmentInput>;

export const incorporateAmendmentsInput = z.object({ ...textAddress, expectedVersion: ordinal });
export type IncorporateAmendmentsInput = z.input<typeof incorporateAmendmentsInput>;

export const openVoteInput = z.object({
  ...textAddress,
  subject: z.discriminatedUnion("on", [
    z.object({ on: z.literal("amendment"), number: ordinal }),
    /** The whole, as the version that the chair had before them. */
    z.object({ on: z.literal("whole"), expectedVersion: ordinal }),
  ]),
});
export type OpenVoteInput = z.input<typeof openVoteInput>;

/** `numbers` come first, in this order; none of them means the order of the rules. Without `rules` those of before stay. */
export const setVotingOrderInput = z.object({
  ...textAddress,
  numbers: z.array(ordinal).max(1_000),
  rules: z
    .object({
      alternatives: z.enum(ordersOfAlternatives, "valueMalformed"),
      afterAdoption: z.enum(fatesOfAlternatives, "valueMalformed"),
    })
    .optional(),
  reason: plainTexts(1_000),
  requestKey,
});
export type SetVotingOrderInput = z.input<typeof setVotingOrderInput>;

export const castVoteInput = z.object({
  rollCallId: idOf<RollCallId>(),
  organizationId: idOf<OrganizationId>(),
  choice: z.enum(choices),
  requestKey,
});
export type CastVoteInput = z.input<typeof castVoteInput>;

export const closeVoteInput = z.object({
  rollCallId: idOf<RollCallId>(),
  /** How whoever presides breaks a tie, where the rules leave it to them; counts only then. */
  castingVote: z.enum(["for", "against"]).nullish(),
});
export type CloseVoteInput = z.input<typeof closeVoteInput>;

/** `expectedKey` is the public key that the form showed, in hex. */
export const renewSigningKeyInput = z.object({
  organizationId: idOf<OrganizationId>(),
  expectedKey: z.string().regex(/^[0-9a-f]{64}$/, "valueMalformed"),
  reason: plainTexts(1_000),
});
export type RenewSigningKeyInput = z.input<typeof renewSigningKeyInput>;

export const signTextInput = z.object({ ...textAddress, organizationId: idOf<OrganizationId>() });
export type SignTextInput = z.input<typeof signTextInput>;
