// Input shapes of planning a sitting, its agenda, presiding over it, and asking for the floor.
import { z } from "zod";
import type { OrganizationId } from "#confederation";
import { idOf, ordinal, plainText, plainTexts, requestKey, revision } from "#platform/fields";
import { canonicalLanguageTag } from "#platform/geography/index";
import { languageTag } from "#platform/multilingual";
import {
  type AgendaItemId,
  genders,
  itemKinds,
  type SpeakingRequestId,
  speakingKinds,
} from "./sitting-model.ts";

const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "slugMalformed")
  .max(80, "textTooLong");
/** What the clocks at the place of the sitting show. */
const civilTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "timeMalformed");
const reason = plainTexts(1_000);

export const sittingAddress = { edition: slug, number: ordinal.max(9_999) };

const plan = {
  title: plainTexts(200),
  startsAt: civilTime,
  endsAt: civilTime,
  /** IANA name; whether it exists is asked where its clocks are. */
  zone: z.string().max(64, "textTooLong"),
  place: plainText(200).nullable(),
  languages: z
    .array(languageTag.transform((tag) => canonicalLanguageTag(tag) ?? tag))
    .min(1, "sittingNeedsALanguage")
    .max(20),
};

export const planSittingInput = z.object({
  edition: slug,
  /** The organ that meets, by its slug among those of the edition; the plenary unless told. */
  organ: slug.default("plenary"),
  ...plan,
  requestKey,
});
export type PlanSittingInput = z.input<typeof planSittingInput>;

export const changePlanInput = z.object({ ...sittingAddress, expectedVersion: revision, ...plan });
export type ChangePlanInput = z.input<typeof changePlanInput>;

const document = z.union([
  z.object({ text: slug, amendment: ordinal.optional() }),
  z.object({
    name: z.string().max(300),
    bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, "valueMalformed"),
  }),
]);

/** What one item can lay on the table. */
export const MOST_DOCUMENTS = 10;

const item = {
  title: plainTexts(300),
  kind: z.enum(itemKinds),
  plannedMinutes: z.number().int().min(1).max(1_440).nullable(),
  documents: z.array(document).max(MOST_DOCUMENTS, "itemHasManyDocuments").default([]),
};

export const addItemInput = z.object({ ...sittingAddress, ...item, requestKey });
export type AddItemInput = z.input<typeof addItemInput>;

export const changeItemInput = z.object({
  ...sittingAddress,
  itemId: idOf<AgendaItemId>(),
  /** What whoever presides had before them. */
  expectedVersion: revision,
  ...item,
  /** What no longer lies on the table, as `documentKey` names it; `documents` are those that come. */
  takenAway: z.array(z.string().max(200)).max(MOST_DOCUMENTS).default([]),
});
export type ChangeItemInput = z.input<typeof changeItemInput>;

export const orderItemsInput = z.object({
  ...sittingAddress,
  /** Those that wait, in the order in which they shall come. */
  itemIds: z.array(idOf<AgendaItemId>()).max(200),
});
export type OrderItemsInput = z.input<typeof orderItemsInput>;

const itemId = idOf<AgendaItemId>();
const requestId = idOf<SpeakingRequestId>();

/** Everything that whoever presides does while the sitting lasts. */
export const conduct = z.discriminatedUnion("what", [
  z.object({ what: z.literal("opened") }),
  z.object({ what: z.literal("adjourned"), until: civilTime.nullable() }),
  z.object({ what: z.literal("resumed") }),
  z.object({ what: z.literal("closed") }),
  z.object({ what: z.literal("item_opened"), itemId }),
  z.object({ what: z.literal("item_closed"), itemId }),
  z.object({ what: z.literal("item_postponed"), itemId, reason }),
  z.object({ what: z.literal("list_closed"), itemId }),
  z.object({ what: z.literal("list_reopened"), itemId }),
  z.object({ what: z.literal("floor_given"), requestId }),
  z.object({ what: z.literal("floor_ended"), requestId }),
  z.object({ what: z.literal("speaker_skipped"), requestId, reason }),
  z.object({
    what: z.literal("vote_opened"),
    text: slug,
    subject: z.discriminatedUnion("on", [
      z.object({ on: z.literal("amendment"), number: ordinal }),
      z.object({ on: z.literal("whole"), expectedVersion: ordinal }),
    ]),
  }),
  z.object({ what: z.literal("vote_closed"), castingVote: z.enum(["for", "against"]).nullish() }),
]);

export const conductInput = z.object({
  ...sittingAddress,
  /** What whoever presides had before them. */
  expectedVersion: revision,
  act: conduct,
  requestKey,
});
export type ConductInput = z.input<typeof conductInput>;
export type Conduct = z.output<typeof conduct>;

export const askForFloorInput = z.object({
  ...sittingAddress,
  itemId,
  kind: z.enum(speakingKinds),
  organizationId: idOf<OrganizationId>(),
  gender: z.enum(genders).nullable().default(null),
  requestKey,
});
export type AskForFloorInput = z.input<typeof askForFloorInput>;

export const enterSpeakerInput = z.object({
  ...sittingAddress,
  itemId,
  kind: z.enum(speakingKinds),
  /** A badge's code, or a name. */
  who: plainText(200),
  gender: z.enum(genders).nullable().default(null),
  requestKey,
});
export type EnterSpeakerInput = z.input<typeof enterSpeakerInput>;

export const withdrawFromListInput = z.object({ ...sittingAddress, requestId, requestKey });
export type WithdrawFromListInput = z.input<typeof withdrawFromListInput>;
