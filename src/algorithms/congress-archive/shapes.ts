// The values in an archive's files, as they must be written.
// Invariant: strict: a member that nothing here knows is refused, so nothing unchecked travels along.
import { z } from "zod";
import type { FrozenRules } from "../roll-calls/index.ts";
import { frozenRulesShape } from "./rules-shapes.ts";
import { count, hex, id, instant, number, slug } from "./values.ts";

export { count, hex, id, instant, number, slug };

/** UN M49. */
const region = z.string().regex(/^\d{3}$/);
const choice = z.enum(["for", "against", "abstain"]);
const verdict = z.enum(["adopted", "rejected", "quorum_not_reached"]);
/** A field in several languages; its translations may carry their state. */
export const multilingual = z.object({ source: z.string(), texts: z.record(z.string(), z.string()) }).loose();

export const manifestShape = z.strictObject({
  format: z.string(),
  origin: z.string(),
  program: z.string(),
  edition: slug,
  log: z.strictObject({ origin: z.string(), first: count, size: count, root: z.string() }),
  files: z.array(z.strictObject({ path: z.string(), bytes: count, sha256: hex(32) })),
});

const delegation = { organization: id, votingMandate: id, accreditedAt: instant, act: id };

export const editionShape = z.strictObject({
  id,
  slug,
  subject: z.string(),
  title: multilingual,
  hostCity: z.string(),
  country: z.string(),
  /** Editions that were archived before they had one have none. */
  zone: z.string().optional(),
  startsOn: z.string(),
  endsOn: z.string(),
  convenedBy: id,
  callsAll: z.boolean(),
  convenedAt: instant,
  act: id,
  called: z.array(id),
  delegations: z.array(z.strictObject(delegation)),
  withdrawn: z.array(
    z.strictObject({ ...delegation, reason: multilingual, withdrawnAt: instant, withdrawalAct: id }),
  ),
});

export const organizationsShape = z.array(
  z.strictObject({
    id,
    slug,
    name: multilingual,
    kind: z.string(),
    country: z.string().nullable(),
    parent: id.nullable(),
    example: z.boolean(),
  }),
);

export const mandatesShape = z.strictObject({
  mandates: z.array(
    z.strictObject({
      id,
      organization: id,
      office: z.string(),
      covers: z.enum(["organization", "organization_and_below", "node"]),
      startsAt: instant,
      endsAt: instant.nullable(),
    }),
  ),
  offices: z.array(
    z.strictObject({ key: z.string(), name: multilingual, capabilities: z.array(z.string()) }),
  ),
});

const paragraph = z.strictObject({
  id,
  kind: z.enum(["heading", "paragraph", "item"]),
  level: count,
  marker: z.string().nullable(),
  text: z.string(),
});

const contentOfOneLanguage = { title: z.string(), language: z.string(), paragraphs: z.array(paragraph) };
export const versionShape = z.discriminatedUnion("format", [
  z.strictObject({ format: z.literal("cumbe/text/1"), ...contentOfOneLanguage }),
  z.strictObject({
    format: z.literal("cumbe/text/2"),
    ...contentOfOneLanguage,
    authentic: z.array(
      z.strictObject({
        language: z.string(),
        title: z.string(),
        paragraphs: z.array(z.strictObject({ id, text: z.string() })),
      }),
    ),
  }),
]);

export const textShape = z.strictObject({
  id,
  editionId: id,
  slug,
  title: multilingual,
  language: z.string(),
  state: z.enum(["draft", "open", "adopting", "adopted", "published"]),
  amendable: z.boolean(),
  authentic: z.array(z.string()),
  reading: z.strictObject({
    readings: count,
    daysBetween: count,
    amendedBetween: z.enum(["none", "restarts", "allowed"]),
  }),
  lastVersion: number,
  adoptedVersion: number.nullable(),
  adoptedAt: instant.nullable(),
  publishedAt: instant.nullable(),
  createdAt: instant,
  lastAmendment: count,
  lastAdoption: count,
  versions: z.array(
    z.strictObject({ number, contentHash: hex(32), madeAt: instant, mandate: id.nullable(), act: id }),
  ),
});

const motionKind = z.enum(["resolution", "statement", "procedure", "election", "urgency", "rules"]);

export const motionShape = z.strictObject({
  number,
  id,
  kind: motionKind,
  title: multilingual,
  reason: multilingual,
  language: z.string(),
  paragraphs: z.array(paragraph),
  organization: id,
  mandate: id,
  state: z.enum(["submitted", "admitted", "not_admitted", "withdrawn"]),
  submittedAt: instant,
  stateAt: instant,
  text: slug.nullable(),
  /** Archives of before rules could be moved have none. */
  ruleProposal: id.nullable().default(null),
  ruling: multilingual.nullable(),
  supports: z.array(z.strictObject({ organization: id, mandate: id, supportedAt: instant, act: id })),
  act: id,
});

export const regionalReportShape = z.strictObject({
  region,
  body: multilingual,
  /** By the numbers of commitments. */
  notes: z.array(z.strictObject({ number, body: multilingual })),
  mandate: id.nullable(),
  reportedAt: instant,
  act: id,
});

export const motionRuleShape = z.strictObject({
  kind: motionKind,
  sequence: number,
  supporters: count,
  percent: count,
  closesAt: instant.nullable(),
  mandate: id.nullable(),
  setAt: instant,
  act: id,
});

const insertAfterOperation = z.strictObject({
  op: z.literal("insertAfter"),
  afterId: id.nullable(),
  paragraphs: z.array(paragraph),
});
const deleteOperation = z.strictObject({ op: z.literal("delete"), paragraphId: id });
const moveOperation = z.strictObject({
  op: z.literal("move"),
  paragraphId: id,
  afterId: id.nullable(),
});
const operation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("replace"), paragraphId: id, text: z.string() }),
  insertAfterOperation,
  deleteOperation,
  moveOperation,
]);

export const amendmentShape = z.strictObject({
  number,
  id,
  baseVersion: number,
  title: multilingual,
  reason: multilingual,
  operations: z.array(operation),
  organization: id,
  mandate: id,
  state: z.enum([
    "proposed",
    "voting",
    "adopted",
    "rejected",
    "quorum_not_reached",
    "withdrawn",
    "incorporated",
    "no_longer_applies",
    "taken_up",
    "superseded",
    "falls_with_parent",
  ]),
  proposedAt: instant,
  stateAt: instant,
  adoptionOrder: number.nullable(),
  incorporatedVersion: number.nullable(),
  obstacle: z.string().nullable(),
  obstacleFacts: z.record(z.string(), z.unknown()).nullable(),
  parent: number.nullable(),
  parentRevision: count.nullable(),
  revises: number.nullable(),
  act: id,
});

const edit = z.strictObject({ from: count, to: count, text: z.string() });
/** As it reads in the text that it is for, with the places of the words that it touches there. */
const locatedOperation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("replace"), paragraphId: id, text: z.string(), edits: z.array(edit) }),
  insertAfterOperation,
  deleteOperation,
  moveOperation,
]);

export const standingShape = z.strictObject({
  amendment: number,
  revision: number,
  version: number,
  cause: z.enum(["version", "secondary"]),
  outcome: z.enum(["unchanged", "moved", "rewritten", "fallen"]),
  operations: z.array(locatedOperation).nullable(),
  takenUp: number.nullable(),
  stoodAt: instant,
  act: id,
});

export const votingOrderShape = z.strictObject({
  sequence: number,
  numbers: z.array(number),
  /** Archives that were made before they could be chosen have none. */
  rules: z
    .strictObject({
      alternatives: z.enum(["furthest_first", "in_order_of_text", "in_order_of_submission"]),
      afterAdoption: z.enum(["rest_falls", "each_is_put"]),
    })
    .nullable()
    .default(null),
  reason: multilingual,
  mandate: id.nullable(),
  setAt: instant,
  act: id,
});

const vote = z.strictObject({ id, organization: id, choice, mandate: id, castAt: instant, act: id });

export const rollCallShape = z.strictObject({
  id,
  amendment: number.nullable(),
  version: number,
  rules: frozenRulesShape as z.ZodType<FrozenRules>,
  roll: z.array(id),
  /** Archives of before the regions of a roll were kept have none, nor how many were called. */
  regions: z.array(region.nullable()).nullable().default(null),
  called: number.nullable().default(null),
  castingVote: z.enum(["for", "against"]).nullable().default(null),
  room: z
    .strictObject({ at: instant, delegations: count, delegates: count, accreditedDelegates: count })
    .nullable(),
  present: z.array(id),
  openedUnder: id.nullable(),
  openedAt: instant,
  openAct: id,
  closedUnder: id.nullable(),
  closedAt: instant.nullable(),
  closeAct: id.nullable(),
  verdict: verdict.nullable(),
  votesFor: count.nullable(),
  votesAgainst: count.nullable(),
  abstentions: count.nullable(),
  votes: z.array(vote),
});

export const signatureShape = z.strictObject({
  organization: id,
  version: number,
  mandate: id,
  statement: z.string(),
  signature: hex(64),
  publicKey: hex(32),
  signedAt: instant,
  act: id,
});

export const statementShape = z.strictObject({
  format: z.enum(["cumbe/signature/1", "cumbe/signature/2"]),
  languages: z.array(z.string()).optional(),
  edition: z.string(),
  text: z.string(),
  version: number,
  versionHash: hex(32),
  organization: id,
  signatories: z.array(z.strictObject({ mandate: id, office: z.string(), name: z.string() })).min(1),
  signedAt: instant,
});

export const translationShape = z.strictObject({
  paragraph: id,
  language: z.string(),
  text: z.string(),
  state: z.enum(["draft", "reviewed"]),
  translator: id.nullable(),
  sourceHash: hex(32),
  /** Archives written before sections gave their translations do not have it. */
  section: z.string().nullable().default(null),
  translatedAt: instant,
});

export const pointsShape = z.array(
  z.strictObject({
    id,
    list: number,
    listParagraph: id.nullable(),
    listTitle: z.string().nullable(),
    number,
    marker: z.string().nullable(),
    paragraph: id,
    text: z.string(),
    mandate: id.nullable(),
    markedAt: instant,
  }),
);

export const actShape = z.strictObject({
  index: count,
  leaf: z.string(),
  record: z.record(z.string(), z.unknown()),
  proof: z.array(z.string()),
});
export const otherShape = z.strictObject({ index: count, leaf: z.string() });
export const leafShape = z.strictObject({
  act: z.string(),
  at: instant,
  id,
  mandate: id.nullable(),
  record: hex(32),
  subject: z.string(),
});
export const beforeShape = z.strictObject({
  size: count,
  tiles: z.array(z.strictObject({ level: count, index: count, hashes: z.array(z.string()) })),
});

export type Manifest = z.infer<typeof manifestShape>;
export type Edition = z.infer<typeof editionShape>;
export type Organization = z.infer<typeof organizationsShape>[number];
export type Mandate = z.infer<typeof mandatesShape>["mandates"][number];
export type Office = z.infer<typeof mandatesShape>["offices"][number];
export type Paragraph = z.infer<typeof paragraph>;
export type VersionContent = z.infer<typeof versionShape>;
export type Text = z.infer<typeof textShape>;
export type Operation = z.infer<typeof operation>;
export type Motion = z.infer<typeof motionShape>;
export type MotionKind = z.infer<typeof motionKind>;
export type RegionalReport = z.infer<typeof regionalReportShape>;
export type MotionRule = z.infer<typeof motionRuleShape>;
export type Standing = z.infer<typeof standingShape>;
export type LocatedOperation = z.infer<typeof locatedOperation>;
export type VotingOrder = z.infer<typeof votingOrderShape>;
export type Amendment = z.infer<typeof amendmentShape>;
export type RollCall = z.infer<typeof rollCallShape>;
export type Vote = z.infer<typeof vote>;
export type Signature = z.infer<typeof signatureShape>;
export type Translation = z.infer<typeof translationShape>;
export type Point = z.infer<typeof pointsShape>[number];
export type Leaf = z.infer<typeof leafShape>;
export type Choice = z.infer<typeof choice>;
export type Verdict = z.infer<typeof verdict>;
