// Motions: submitted by a delegation, supported by others, admitted, and then a text like every other one.
// Invariants: a motion's words never change before it is admitted, and afterwards only as a text's do; one that has enough
// supporters in time is admitted in the same transaction as the support that made it enough.
import { canonicalHash } from "#algorithms/transparency";
import type { MandateId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { z } from "zod";
import { delegationsAreAccredited } from "./congress.rules.ts";
import { knownEdition, presiding, speaking } from "./editions.service.ts";
import {
  type MotionKind,
  motionsAreOpen,
  motionsComeInTime,
  supportersAreEnough,
  supportersAreOthers,
  supportersNeeded,
  takesAmendments,
} from "./motions.rules.ts";
import {
  type MotionInput,
  motionInput,
  type RefuseMotionInput,
  refuseMotionInput,
  type SetMotionRulesInput,
  setMotionRulesInput,
  type SubmitMotionInput,
  submitMotionInput,
  type SupportMotionInput,
  supportMotionInput,
} from "./motions.schema.ts";
import {
  countAccredited,
  endMotion,
  findMotionByRequest,
  insertMotion,
  insertMotionRule,
  insertSupport,
  lockMotion,
  type Motion,
  motionRulesAt,
  nextMotionNumber,
} from "./motions.store.ts";
import type { RuleProposalId } from "#rulebook";
import { editionPath, motionPath, textPath } from "./paths.ts";
import { readAsText } from "./texts.service.ts";
import { insertText, insertVersion, setTextState, textSlugsOf } from "./texts.store.ts";
import type { Edition } from "./types.ts";
import { hashOfVersion, hex } from "./versions.rules.ts";

/**
 * Submits a motion for a called delegation, by its mandate with `congress.propose`. Gives its number; the same request key
 * gives the same one. Refuses with `motionTooLate` {closesAt} and the reasons of `readAsText`.
 */
export async function submitMotion(ctx: Ctx, input: SubmitMotionInput): Promise<number> {
  return submitMotionOn(ctx, parse(submitMotionInput, input), null);
}

/** What is proposed beside the words, kept in the same transaction: the rules that a motion on rules is about. */
export type ProposedBeside = (
  tx: Ctx,
  at: { readonly edition: Edition; readonly mandateId: MandateId },
) => Promise<{ readonly id: RuleProposalId; readonly hash: string }>;

type WantedMotion = Omit<z.output<typeof submitMotionInput>, "kind"> & { readonly kind: MotionKind };

/** As `submitMotion`, of an input that was parsed. */
export async function submitMotionOn(
  ctx: Ctx,
  wanted: WantedMotion,
  beside: ProposedBeside | null,
): Promise<number> {
  const { paragraphs } = readAsText(Buffer.from(wanted.words), "markdown", ctx.newId);
  const submitting = () => submit(ctx, wanted, paragraphs, beside);
  return ctx.db.isTransaction ? submitting() : inTurn(`motions of ${wanted.edition}`, submitting);
}

async function submit(
  ctx: Ctx,
  wanted: WantedMotion,
  body: Motion["body"],
  beside: ProposedBeside | null,
): Promise<number> {
  return transact(ctx, async (tx) => {
    const edition = await knownEdition(tx, wanted.edition);
    const { mandateId } = await speaking(tx, edition, wanted.organizationId, "congress.propose");
    const earlier = await findMotionByRequest(tx, edition.id, wanted.requestKey);
    if (earlier !== undefined) return earlier;
    const rule = (await motionRulesAt(tx.db, edition.id))[wanted.kind];
    hold(motionsComeInTime(rule, tx.now));
    const proposal = (await beside?.(tx, { edition, mandateId })) ?? null;
    const number = await nextMotionNumber(tx, edition.id);
    const { kind, title, reason, language, organizationId } = wanted;
    const actId = await appendAct(tx, {
      type: "congress.motion.submitted",
      subject: motionPath(edition.slug, number),
      mandateId,
      // The words may name people; their hash binds them without making them public for ever.
      record: {
        number,
        kind,
        organization: organizationId,
        paragraphs: body.length,
        contentHash: hex(canonicalHash({ title, reason, language, paragraphs: body })),
        ...(proposal && { rules: proposal.hash }),
      },
    });
    const ruleProposalId = proposal?.id ?? null;
    await insertMotion(tx, {
      ...wanted,
      editionId: edition.id,
      number,
      body,
      ruleProposalId,
      mandateId,
      actId,
    });
    const motion = await lockMotion(tx, edition.id, number);
    if (motion) await admitWhenSupported(tx, edition, motion, mandateId);
    return number;
  });
}

/**
 * Supports a motion for an accredited delegation, by its mandate with `congress.propose`; the support that makes it enough
 * admits it. Refuses with `delegationNotAccredited`, `motionUnknown`, `motionNotOpen` {state}, `motionTooLate`, `supportOfOwnMotion` and
 * `motionAlreadySupported`.
 */
export async function supportMotion(ctx: Ctx, input: SupportMotionInput): Promise<void> {
  const wanted = parse(supportMotionInput, input);
  const { organizationId } = wanted;
  try {
    await transact(ctx, async (tx) => {
      const edition = await knownEdition(tx, wanted.edition);
      const motion = await knownMotion(tx, edition, wanted.motion);
      const { mandateId, facts } = await speaking(tx, edition, organizationId, "congress.propose");
      // The threshold may be a share of the accredited: nobody else adds to it.
      hold(delegationsAreAccredited(facts), "forbidden");
      const rule = (await motionRulesAt(tx.db, edition.id))[motion.kind];
      hold([
        motionsAreOpen(motion.state),
        motionsComeInTime(rule, tx.now),
        supportersAreOthers(motion.organizationId, organizationId),
      ]);
      const actId = await appendAct(tx, {
        type: "congress.motion.supported",
        subject: motionPath(edition.slug, motion.number),
        mandateId,
        record: { number: motion.number, organization: organizationId },
      });
      await insertSupport(tx, { motionId: motion.id, organizationId, mandateId, actId });
      await admitWhenSupported(tx, edition, { ...motion, supporters: motion.supporters + 1 }, mandateId);
    });
  } catch (error) {
    if (brokenConstraint(error) !== "motion_supports_once") throw error;
    throw new Refusal("conflict", "motionAlreadySupported");
  }
}

async function knownMotion(tx: Ctx, edition: Edition, number: number): Promise<Motion> {
  const motion = await lockMotion(tx, edition.id, number);
  if (!motion) throw new Refusal("missing", "motionUnknown", { number });
  return motion;
}

async function neededNow(tx: Ctx, edition: Edition, motion: Motion): Promise<number> {
  const rule = (await motionRulesAt(tx.db, edition.id))[motion.kind];
  return supportersNeeded(rule, await countAccredited(tx.db, edition.id));
}

async function admitWhenSupported(
  tx: Ctx,
  edition: Edition,
  motion: Motion,
  mandateId: MandateId,
): Promise<void> {
  const needed = await neededNow(tx, edition, motion);
  if (motion.supporters >= needed) await admit(tx, edition, motion, { mandateId, needed, by: "supporters" });
}

type Admitting = {
  readonly mandateId: MandateId | null;
  readonly needed: number;
  readonly by: "supporters" | "chair";
};

/** The motion's words become a text, open for amendments where its kind takes them. */
async function admit(tx: Ctx, edition: Edition, motion: Motion, admitting: Admitting): Promise<void> {
  const taken = await textSlugsOf(tx, edition.id);
  const name = `motion-${motion.number}`;
  const slug = taken.has(name) ? `${name}-${tx.newId().slice(-6)}` : name;
  const { title, language, body, kind, number } = motion;
  const contentHash = hashOfVersion({ title, language }, body);
  const textId = await insertText(tx, {
    editionId: edition.id,
    slug,
    title,
    language,
    amendable: takesAmendments(kind),
    requestKey: motion.id,
  });
  const actId = await appendAct(tx, {
    type: "congress.motion.admitted",
    subject: motionPath(edition.slug, number),
    mandateId: admitting.mandateId,
    record: {
      number,
      by: admitting.by,
      supporters: motion.supporters,
      needed: admitting.needed,
      text: textPath(edition.slug, slug),
      versionHash: hex(contentHash),
    },
  });
  const { mandateId } = admitting;
  await insertVersion(tx, { textId, number: 1, body, contentHash, mandateId, actId });
  await setTextState(tx, textId, "open");
  await endMotion(tx, motion.id, { state: "admitted", textId });
}

/**
 * The chair admits a motion that has its supporters but was not admitted by them, because fewer are needed now; needs
 * `congress.preside`. Refuses with `motionUnknown`, `motionNotOpen` and `supportersMissing` {supporters, needed}.
 */
export async function admitMotion(ctx: Ctx, input: MotionInput): Promise<void> {
  const wanted = parse(motionInput, input);
  await transact(ctx, async (tx) => {
    const { edition, authority } = await presiding(tx, wanted.edition);
    const motion = await knownMotion(tx, edition, wanted.motion);
    hold(motionsAreOpen(motion.state));
    const needed = await neededNow(tx, edition, motion);
    hold(supportersAreEnough(motion.supporters, needed));
    await admit(tx, edition, motion, { mandateId: authority.mandateId, needed, by: "chair" });
  });
}

/** The chair does not admit a motion, with a reason; needs `congress.preside`. Refuses as `admitMotion` does. */
export async function refuseMotion(ctx: Ctx, input: RefuseMotionInput): Promise<void> {
  const wanted = parse(refuseMotionInput, input);
  await transact(ctx, async (tx) => {
    const { edition, authority } = await presiding(tx, wanted.edition);
    const motion = await knownMotion(tx, edition, wanted.motion);
    hold(motionsAreOpen(motion.state));
    await endMotion(tx, motion.id, { state: "not_admitted", ruling: wanted.ruling });
    await appendAct(tx, {
      type: "congress.motion.not_admitted",
      subject: motionPath(edition.slug, motion.number),
      mandateId: authority.mandateId,
      record: { number: motion.number, ruling: wanted.ruling },
    });
  });
}

/** Its proposer takes a motion back before it is admitted. Refuses with `motionUnknown` and `motionNotOpen`. */
export async function withdrawMotion(ctx: Ctx, input: MotionInput): Promise<void> {
  const wanted = parse(motionInput, input);
  await transact(ctx, async (tx) => {
    const edition = await knownEdition(tx, wanted.edition);
    const motion = await knownMotion(tx, edition, wanted.motion);
    const { mandateId } = await speaking(tx, edition, motion.organizationId, "congress.propose");
    hold(motionsAreOpen(motion.state));
    await endMotion(tx, motion.id, { state: "withdrawn" });
    await appendAct(tx, {
      type: "congress.motion.withdrawn",
      subject: motionPath(edition.slug, motion.number),
      mandateId,
      record: { number: motion.number, organization: motion.organizationId },
    });
  });
}

/** Sets what a kind of motion needs at an edition from now on; needs `congress.preside`. */
export async function setMotionRules(ctx: Ctx, input: SetMotionRulesInput): Promise<void> {
  const wanted = parse(setMotionRulesInput, input);
  try {
    await transact(ctx, async (tx) => {
      const { edition, authority } = await presiding(tx, wanted.edition);
      const { kind, supporters, percent, closesAt, requestKey } = wanted;
      const { mandateId } = authority;
      const actId = await appendAct(tx, {
        type: "congress.motion.rules_set",
        subject: editionPath(edition.slug),
        mandateId,
        record: { kind, supporters, percent, closesAt: closesAt?.toISOString() ?? null },
      });
      const rule = { kind, supporters, percent, closesAt };
      await insertMotionRule(tx, { ...rule, editionId: edition.id, mandateId, requestKey, actId });
    });
  } catch (error) {
    // The form was sent twice: the first time it counted.
    if (brokenConstraint(error) !== "motion_rules_request") throw error;
  }
}
