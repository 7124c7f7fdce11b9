// Proposing amendments, to a text or to another amendment, and taking them back. Incorporation is in incorporation.service.ts.
// Invariant: what is proposed fits the words that its proposer had before them, and is never changed afterwards.
import { canonicalHash } from "#algorithms/transparency";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  applyInPlace,
  applyOperations,
  type Operation,
  type OperationsRefused,
} from "./amendment-operations.rules.ts";
import { type AmendmentView, viewAmendment } from "./amendment-view.rules.ts";
import {
  type AmendmentInput,
  amendmentInput,
  operationsInput,
  type PreviewAmendmentInput,
  previewAmendmentInput,
  type ProposeAmendmentInput,
  proposeAmendmentInput,
} from "./amendments.schema.ts";
import {
  findAmendmentByNumber,
  findAmendmentByRequest,
  insertAmendment,
  listSecondary,
  lockAmendment,
  setAmendmentState,
} from "./amendments.store.ts";
import {
  amendmentsAreOfTheCurrentVersion,
  amendmentsAreRevisedByTheirProposer,
  amendmentsReadAsExpected,
  parentsAreNotVotedOn,
  parentsAwaitAVote,
  textsAreOpen,
  withdrawnBeforeTheVote,
} from "./congress.rules.ts";
import { type OpenAmendment, readOpenAmendments } from "./contenders.store.ts";
import { speaking } from "./editions.service.ts";
import { textsTakeAmendments } from "./motions.rules.ts";
import { amendmentPath } from "./paths.ts";
import { wordsMayChangeNow } from "./readings.rules.ts";
import { listReadings } from "./readings.store.ts";
import {
  secondaryAmendmentsAreTheLast,
  secondaryAmendmentsStayWithin,
  takeUp,
} from "./secondary-amendments.rules.ts";
import { fallWithParent } from "./secondary-amendments.service.ts";
import type { ParagraphId, TextVersionBody } from "./text-model.ts";
import { knownText } from "./texts.service.ts";
import { raise, readVersion } from "./texts.store.ts";
import type { Amendment, AmendmentId, CongressText, TextId } from "./types.ts";
import { hex } from "./versions.rules.ts";
import type { z } from "zod";

/**
 * Proposes an amendment for a called delegation, by its mandate with `congress.propose`. Returns its number; the same
 * request key gives the number that it gave the first time. Refuses with `textNotOpenForAmendments`,
 * `motionTakesNoAmendments`, `noAmendmentsBetweenReadings`, `amendmentVersionOutdated` {yours, current}, and the reasons of `applyOperations`, in the field of the operation.
 * `amends` makes it an amendment to an amendment, written against the text as that one would leave it; refused then also
 * with `amendmentTooDeep`, `amendmentFrozen` while its parent is voted on, `amendmentChangedMeanwhile` {yours, current},
 * `outsideTheAmendment` and `nothingLeftOfAmendment`. `revises` names the amendment of the same delegation that it is
 * written anew from.
 */
export async function proposeAmendment(ctx: Ctx, input: ProposeAmendmentInput): Promise<number> {
  const wanted = parse(proposeAmendmentInput, input);
  const proposing = () => propose(ctx, wanted);
  // All raise one counter; an assembly that proposes at the same instant waits here rather than for each other there.
  return ctx.db.isTransaction
    ? proposing()
    : inTurn(`amendments of ${wanted.edition}/${wanted.text}`, proposing);
}

async function propose(ctx: Ctx, wanted: z.output<typeof proposeAmendmentInput>): Promise<number> {
  return transact(ctx, async (tx) => {
    const { edition, text } = await knownText(tx, wanted, "locked");
    const { mandateId } = await speaking(tx, edition, wanted.organizationId, "congress.propose");
    const earlier = await findAmendmentByRequest(tx, text.id, wanted.requestKey);
    if (earlier !== undefined) return earlier;
    hold([
      textsTakeAmendments(text.amendable),
      wordsMayChangeNow(text.reading, await listReadings(tx.db, text.id)),
    ]);
    hold([textsAreOpen(text.state), amendmentsAreOfTheCurrentVersion(wanted.baseVersion, text.lastVersion)]);
    const operations = withIds(wanted.operations, tx.newId);
    const parent = wanted.amends ? await parentOf(tx, text, wanted.amends) : undefined;
    const body = await bodyOf(tx, text.id, wanted.baseVersion);
    fitOrRefuse(body, parent, operations, text.language);
    const revisesId = await revisedBy(tx, text.id, wanted);
    const number = await raise(tx, text.id, "last_amendment");
    const actId = await appendAct(tx, {
      type: "congress.amendment.proposed",
      subject: amendmentPath(edition.slug, text.slug, number),
      mandateId,
      record: {
        number,
        baseVersion: wanted.baseVersion,
        organization: wanted.organizationId,
        operations: operations.length,
        ...(wanted.amends && { amends: wanted.amends }),
        ...(wanted.revises !== undefined && { revises: wanted.revises }),
        // The words may name people; their hash binds them without making them public for ever.
        contentHash: hex(canonicalHash({ title: wanted.title, reason: wanted.reason, operations })),
      },
    });
    await insertAmendment(tx, {
      ...wanted,
      operations,
      textId: text.id,
      number,
      mandateId,
      actId,
      parentId: parent?.amendment.id ?? null,
      parentRevision: parent?.revision ?? null,
      revisesId,
    });
    return number;
  });
}

/** The amendment that is amended, as it reads now; refuses where it may not be amended. */
async function parentOf(
  ctx: Ctx,
  text: CongressText,
  amends: { readonly number: number; readonly revision: number },
): Promise<OpenAmendment> {
  const known = await findAmendmentByNumber(ctx.db, text.id, amends.number);
  if (!known) throw new Refusal("missing", "amendmentUnknown", { number: amends.number });
  hold(secondaryAmendmentsAreTheLast(known.parentId === null ? 0 : 1), "invalid");
  hold([parentsAreNotVotedOn(known), parentsAwaitAVote(known)]);
  const { open } = await readOpenAmendments(ctx.db, text);
  const parent = open.find(({ number }) => number === amends.number);
  if (!parent) throw new Error(`amendment ${known.id} is open and was not read`);
  hold(amendmentsReadAsExpected(amends.revision, parent.revision));
  return parent;
}

/** The text against which operations are written: the version, or what the parent leaves of it. */
function baseOf(body: TextVersionBody, parent: OpenAmendment | undefined): TextVersionBody {
  if (!parent) return body;
  const left = applyInPlace(body, parent.operations);
  if (!left.ok) throw refusalOf(left);
  return left.body;
}

function fitOrRefuse(
  body: TextVersionBody,
  parent: OpenAmendment | undefined,
  operations: readonly Operation[],
  language: string,
): void {
  const within = parent
    ? secondaryAmendmentsStayWithin(parent.operations, operations)
    : ({ ok: true } as const);
  if (!within.ok) throw refusalOf(within);
  const applied = applyOperations(baseOf(body, parent), operations);
  if (!applied.ok) throw refusalOf(applied);
  const taken = parent ? takeUp(body, parent.operations, operations, language) : applied;
  if (!taken.ok) throw refusalOf(taken);
}

async function revisedBy(
  tx: Ctx,
  textId: TextId,
  { revises, organizationId }: z.output<typeof proposeAmendmentInput>,
): Promise<AmendmentId | null> {
  if (revises === undefined) return null;
  const known = await findAmendmentByNumber(tx.db, textId, revises);
  if (!known) throw new Refusal("missing", "amendmentUnknown", { number: revises });
  hold(amendmentsAreRevisedByTheirProposer(known, organizationId));
  return known.id;
}

/** What the operations of a form would do to the version that it shows, without keeping anything. */
export async function previewAmendment(ctx: Ctx, input: PreviewAmendmentInput): Promise<AmendmentView> {
  const wanted = parse(previewAmendmentInput, input);
  const { text } = await knownText(ctx, wanted, "read");
  const body = await bodyOf(ctx, text.id, wanted.baseVersion);
  const parent = wanted.amends ? await parentOf(ctx, text, wanted.amends) : undefined;
  const operations = withIds(wanted.operations, ctx.newId);
  fitOrRefuse(body, parent, operations, text.language);
  const view = viewAmendment(baseOf(body, parent), operations, text.language);
  if (!view.ok) throw refusalOf(view);
  return view;
}

/** New paragraphs get the ids that they keep for ever. */
function withIds(operations: z.output<typeof operationsInput>, newId: () => string): Operation[] {
  return operations.map((operation) => {
    if (operation.op !== "insertAfter") return operation;
    const paragraphs = operation.paragraphs.map((paragraph) => ({
      id: newId() as ParagraphId,
      ...paragraph,
    }));
    return { ...operation, paragraphs };
  });
}

/** The reason stands as the refusal's own and beside the operation that it is about. */
function refusalOf({ reason, facts, operationIndex }: OperationsRefused): Refusal {
  const fields = operationIndex === null ? [] : [{ field: `operations.${operationIndex}`, reason, facts }];
  return new Refusal("invalid", reason, facts, fields);
}

async function bodyOf(ctx: Ctx, textId: TextId, version: number): Promise<TextVersionBody> {
  const found = await readVersion(ctx.db, textId, version);
  if (!found) throw new Refusal("missing", "versionUnknown", { version });
  return found.body;
}

/**
 * Its proposer takes an amendment back before the vote on it; those that amend it fall with it. Refuses with
 * `amendmentNotOpen`, and with `amendmentFrozen` {number} while its parent or one that amends it is voted on.
 */
export async function withdrawAmendment(ctx: Ctx, input: AmendmentInput): Promise<void> {
  const wanted = parse(amendmentInput, input);
  await transact(ctx, async (tx) => {
    const { edition, text } = await knownText(tx, wanted, "locked");
    const amendment = await lockAmendment(tx, text.id, { number: wanted.amendment });
    if (!amendment) throw new Refusal("missing", "amendmentUnknown", { number: wanted.amendment });
    const { mandateId } = await speaking(tx, edition, amendment.organizationId, "congress.propose");
    hold(withdrawnBeforeTheVote(amendment.state));
    for (const other of await relatedTo(tx, text.id, amendment)) hold(parentsAreNotVotedOn(other));
    await setAmendmentState(tx, amendment.id, "withdrawn");
    await appendAct(tx, {
      type: "congress.amendment.withdrawn",
      subject: amendmentPath(edition.slug, text.slug, amendment.number),
      mandateId,
      record: { number: amendment.number, organization: amendment.organizationId },
    });
    await fallWithParent({ tx, edition, text, mandateId }, amendment);
  });
}

/** Its parent, or those that amend it. */
async function relatedTo(tx: Ctx, textId: TextId, amendment: Amendment): Promise<Amendment[]> {
  if (!amendment.parentId) return listSecondary(tx.db, textId, amendment.id);
  const parent = await lockAmendment(tx, textId, { id: amendment.parentId });
  return parent ? [parent] : [];
}
