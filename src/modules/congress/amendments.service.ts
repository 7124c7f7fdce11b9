// Proposing amendments, taking them back, and putting the adopted ones into the text.
// Invariant: an adopted amendment becomes a version or is marked as no longer applicable with its reason; none is lost.
import { canonicalHash } from "#algorithms/transparency";
import type { Authority } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { type Facts, Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { applyOperations, type Operation, type OperationsRefused } from "./amendment-operations.rules.ts";
import { incorporate } from "./carrying.rules.ts";
import { type AmendmentView, viewAmendment } from "./amendment-view.rules.ts";
import {
  type AmendmentInput,
  amendmentInput,
  type IncorporateAmendmentsInput,
  incorporateAmendmentsInput,
  operationsInput,
  type PreviewAmendmentInput,
  previewAmendmentInput,
  type ProposeAmendmentInput,
  proposeAmendmentInput,
} from "./amendments.schema.ts";
import {
  findAmendmentByRequest,
  insertAmendment,
  lockAdopted,
  lockAmendment,
  markIncorporated,
  markNoLongerApplies,
  setAmendmentState,
} from "./amendments.store.ts";
import {
  amendmentsAreOfTheCurrentVersion,
  somethingIsToIncorporate,
  textsAreOpen,
  versionsAreAsExpected,
  withdrawnBeforeTheVote,
} from "./congress.rules.ts";
import { presiding, speaking } from "./editions.service.ts";
import { amendmentPath } from "./paths.ts";
import type { ParagraphId, TextVersionBody } from "./text-model.ts";
import { knownText } from "./texts.service.ts";
import { insertVersion, raise, readVersion } from "./texts.store.ts";
import type { Amendment, CongressText, Edition, TextId } from "./types.ts";
import { hashOfVersion, hex } from "./versions.rules.ts";
import type { z } from "zod";

/**
 * Proposes an amendment for a called delegation, by its mandate with `congress.propose`. Returns its number; the same
 * request key gives the number that it gave the first time. Refuses with `textNotOpenForAmendments`,
 * `amendmentVersionOutdated` {yours, current}, and the reasons of `applyOperations`, in the field of the operation.
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
    hold([textsAreOpen(text.state), amendmentsAreOfTheCurrentVersion(wanted.baseVersion, text.lastVersion)]);
    const base = await bodyOf(tx, text.id, wanted.baseVersion);
    const operations = withIds(wanted.operations, tx.newId);
    const applied = applyOperations(base, operations);
    if (!applied.ok) throw refusalOf(applied);
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
        // The words may name people; their hash binds them without making them public for ever.
        contentHash: hex(canonicalHash({ title: wanted.title, reason: wanted.reason, operations })),
      },
    });
    await insertAmendment(tx, { ...wanted, operations, textId: text.id, number, mandateId, actId });
    return number;
  });
}

/** What the operations of a form would do to the version that it shows, without keeping anything. */
export async function previewAmendment(ctx: Ctx, input: PreviewAmendmentInput): Promise<AmendmentView> {
  const wanted = parse(previewAmendmentInput, input);
  const { text } = await knownText(ctx, wanted, "read");
  const base = await bodyOf(ctx, text.id, wanted.baseVersion);
  const view = viewAmendment(base, withIds(wanted.operations, ctx.newId), text.language);
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

/** Its proposer takes an amendment back before the vote on it. Refuses with `amendmentNotOpen`. */
export async function withdrawAmendment(ctx: Ctx, input: AmendmentInput): Promise<void> {
  const wanted = parse(amendmentInput, input);
  await transact(ctx, async (tx) => {
    const { edition, text } = await knownText(tx, wanted, "read");
    const amendment = await lockAmendment(tx, text.id, { number: wanted.amendment });
    if (!amendment) throw new Refusal("missing", "amendmentUnknown", { number: wanted.amendment });
    const { mandateId } = await speaking(tx, edition, amendment.organizationId, "congress.propose");
    hold(withdrawnBeforeTheVote(amendment.state));
    await setAmendmentState(tx, amendment.id, "withdrawn");
    await appendAct(tx, {
      type: "congress.amendment.withdrawn",
      subject: amendmentPath(edition.slug, text.slug, amendment.number),
      mandateId,
      record: { number: amendment.number, organization: amendment.organizationId },
    });
  });
}

export type Incorporated = {
  /** The last version of the text, afterwards. */
  readonly version: number;
  readonly incorporated: readonly {
    readonly number: number;
    readonly version: number;
    readonly contentHash: string;
  }[];
  readonly noLongerApply: readonly {
    readonly number: number;
    readonly reason: string;
    readonly facts: Facts;
  }[];
};

/**
 * Puts the adopted amendments into the text in the order of their adoption, a version each; needs `congress.preside`.
 * Refuses with `versionChangedMeanwhile` {expected, current}, `textNotOpenForAmendments` and `nothingToIncorporate`.
 */
export async function incorporateAmendments(
  ctx: Ctx,
  input: IncorporateAmendmentsInput,
): Promise<Incorporated> {
  const wanted = parse(incorporateAmendmentsInput, input);
  return transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, wanted.edition);
    const { edition, text } = await knownText(tx, wanted, "locked");
    hold([versionsAreAsExpected(wanted.expectedVersion, text.lastVersion), textsAreOpen(text.state)]);
    const adopted = await lockAdopted(tx, text.id);
    hold(somethingIsToIncorporate(adopted.length));
    const work: Work = { tx, edition, text, authority };
    const incorporated: Incorporated["incorporated"][number][] = [];
    const noLongerApply: Incorporated["noLongerApply"][number][] = [];
    let version = text.lastVersion;
    let body = await bodyOf(tx, text.id, version);
    for (const amendment of adopted) {
      const result = incorporate(
        body,
        await bodyOf(tx, text.id, amendment.baseVersion),
        amendment.operations,
      );
      if (!result.ok) {
        const { reason, facts } = result;
        await setAside(work, amendment, reason, facts);
        noLongerApply.push({ number: amendment.number, reason, facts });
        continue;
      }
      const made = await makeVersion(work, amendment, result.body);
      ({ version } = made);
      ({ body } = result);
      incorporated.push({ number: amendment.number, ...made });
    }
    return { version, incorporated, noLongerApply };
  });
}

type Work = {
  readonly tx: Ctx;
  readonly edition: Edition;
  readonly text: CongressText;
  readonly authority: Authority;
};

async function makeVersion(
  { tx, edition, text, authority: { mandateId } }: Work,
  amendment: Amendment,
  body: TextVersionBody,
): Promise<{ version: number; contentHash: string }> {
  const hash = hashOfVersion(text, body);
  const contentHash = hex(hash);
  const version = await raise(tx, text.id, "last_version");
  const actId = await appendAct(tx, {
    type: "congress.amendment.incorporated",
    subject: amendmentPath(edition.slug, text.slug, amendment.number),
    mandateId,
    record: { number: amendment.number, version, parentVersion: version - 1, versionHash: contentHash },
  });
  await insertVersion(tx, { textId: text.id, number: version, body, contentHash: hash, mandateId, actId });
  await markIncorporated(tx, amendment.id, version);
  return { version, contentHash };
}

async function setAside(
  { tx, edition, text, authority }: Work,
  amendment: Amendment,
  reason: string,
  facts: Facts,
): Promise<void> {
  await markNoLongerApplies(tx, amendment.id, reason, facts);
  await appendAct(tx, {
    type: "congress.amendment.no_longer_applies",
    subject: amendmentPath(edition.slug, text.slug, amendment.number),
    mandateId: authority.mandateId,
    record: { number: amendment.number, reason, facts },
  });
}
