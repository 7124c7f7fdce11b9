// From a decision to somebody who does it by a day, and back: what became of it.
import { authorise } from "#confederation";
import { findDecisionPoint } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { takeIn } from "#platform/files/intake";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { z } from "zod";
import {
  fulfilmentWasClaimed,
  othersConfirm,
  partsAreItsOwn,
  reasonsAreGiven,
  type Side,
  reportShowsSomething,
  reportsAreOnLivingCommitments,
  theStepExists,
  transitions,
} from "./commitments.rules.ts";
import {
  reasonInput,
  type ReasonInput,
  recordCommitmentInput,
  type RecordCommitmentInput,
  reportInput,
  type ReportInput,
} from "./commitments.schema.ts";
import {
  findByRequest,
  findReportByRequest,
  insertCommitment,
  insertReport,
  type KeptEvidence,
  lockCommitment,
  organizationExists,
  reachMilestones,
  readLastReport,
  recordStep,
  setIndicators,
} from "./commitments.store.ts";
import type { Commitment, CommitmentState, ReportId } from "./types.ts";

const pathOf = (number: number) => `/commitments/${number}`;

/** Records a commitment out of a decision point, as proposed; needs `commitment.record` in the commission. */
export async function recordCommitment(ctx: Ctx, input: RecordCommitmentInput): Promise<number> {
  const wanted = parse(recordCommitmentInput, input);
  const recording = () => record(ctx, wanted);
  if (ctx.db.isTransaction) return recording();
  return inTurn("commitments", async () => {
    try {
      return await recording();
    } catch (error) {
      // Another process took the number at this very moment: now it can be seen.
      if (brokenConstraint(error) !== "commitments_number_key") throw error;
      return recording();
    }
  });
}

async function record(ctx: Ctx, wanted: z.output<typeof recordCommitmentInput>): Promise<number> {
  return transact(ctx, async (tx) => {
    const authority = await authorise(tx, "commitment.record", wanted.commissionId);
    const earlier = await findByRequest(tx, wanted.requestKey);
    if (earlier !== undefined) return earlier;
    if (!(await findDecisionPoint(tx.db, wanted.decisionPointId)))
      throw new Refusal("missing", "decisionPointUnknown");
    if (!(await organizationExists(tx, wanted.responsibleId)))
      throw new Refusal("missing", "organizationUnknown");
    const { id, number } = await insertCommitment(tx, wanted);
    await recordStep(tx, { id, from: null, to: "proposed", reason: null, mandateId: authority.mandateId });
    await appendAct(tx, {
      type: "commitments.commitment.proposed",
      subject: pathOf(number),
      mandateId: authority.mandateId,
      record: {
        commitment: id,
        number,
        decisionPoint: wanted.decisionPointId,
        commission: wanted.commissionId,
        responsible: wanted.responsibleId,
        title: wanted.title,
        region: wanted.region,
        dueOn: wanted.dueOn,
        milestones: wanted.milestones,
        indicators: wanted.indicators,
      },
    });
    return number;
  });
}

type Change = {
  readonly number: number;
  readonly to: CommitmentState;
  readonly by: Side;
  readonly reason: Multilingual | null;
};

/** One transition of the table, by the side that it belongs to, logged. */
async function change(tx: Ctx, { number, to, by, reason }: Change): Promise<Commitment> {
  const commitment = await lockCommitment(tx, number);
  if (!commitment) throw new Refusal("missing", "commitmentUnknown", { number });
  const authority =
    by === "responsible"
      ? await authorise(tx, "commitment.report", commitment.responsibleId)
      : await authorise(tx, "commitment.confirm", commitment.commissionId);
  hold(theStepExists(commitment.state, to, by));
  const step = transitions.find((one) => one.from === commitment.state && one.to === to);
  hold(reasonsAreGiven(step?.needsReason === true, reason !== null), "invalid");
  await moveOn(tx, commitment, { to, reason, mandateId: authority.mandateId });
  return commitment;
}

type Move = Pick<Change, "to" | "reason"> & { readonly mandateId: string | null };

/** Keeps a change of state as a step, and logs it. */
async function moveOn(tx: Ctx, { id, number, state: from }: Commitment, { to, reason, mandateId }: Move) {
  await recordStep(tx, { id, from, to, reason, mandateId });
  await appendAct(tx, {
    type: `commitments.commitment.${to}`,
    subject: pathOf(number),
    mandateId,
    record: { commitment: id, number, from, to, reason },
  });
}

/** The responsible organisation takes it on. */
export async function acceptCommitment(ctx: Ctx, number: number): Promise<void> {
  await transact(ctx, (tx) => change(tx, { number, to: "accepted", by: "responsible", reason: null }));
}

/** The responsible organisation starts on it; a first report does the same. */
export async function startCommitment(ctx: Ctx, number: number): Promise<void> {
  await transact(ctx, (tx) => change(tx, { number, to: "under_way", by: "responsible", reason: null }));
}

/** The commission confirms what the last report claims; whoever made that report leaves it to another member. */
export async function confirmFulfilment(ctx: Ctx, number: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const commitment = await change(tx, { number, to: "fulfilled", by: "commission", reason: null });
    const last = await readLastReport(tx, commitment.id);
    const confirmer = tx.actor.kind === "person" ? tx.actor.personId : null;
    hold(fulfilmentWasClaimed(last?.claimsFulfilled === true));
    hold(othersConfirm(last?.personId ?? null, confirmer), "forbidden");
  });
}

/** The commission takes a confirmation back, with a reason. */
export async function reopenCommitment(ctx: Ctx, input: ReasonInput): Promise<void> {
  const { number, reason } = parse(reasonInput, input);
  await transact(ctx, (tx) =>
    change(tx, { number, to: "under_way", by: "commission", reason: reason as Multilingual }),
  );
}

/** The commission gives it up, with a reason. */
export async function dropCommitment(ctx: Ctx, input: ReasonInput): Promise<void> {
  const { number, reason } = parse(reasonInput, input);
  await transact(ctx, (tx) =>
    change(tx, { number, to: "dropped", by: "commission", reason: reason as Multilingual }),
  );
}

/** Files are kept before the transaction: by their content, so that keeping one twice, or for nothing, harms nobody. */
async function keepEvidence(
  ctx: Ctx,
  items: ReturnType<typeof parsedReport>["evidence"],
): Promise<KeptEvidence[]> {
  const kept: KeptEvidence[] = [];
  for (const item of items) {
    if ("url" in item) {
      kept.push(item);
      continue;
    }
    const taken = await takeIn(item.bytes, item.name);
    const hash = await ctx.node.files.put(taken.bytes);
    kept.push({ hash, name: taken.name, mediaType: taken.mediaType, sizeBytes: taken.bytes.byteLength });
  }
  return kept;
}

function parsedReport(input: ReportInput) {
  return parse(reportInput, input);
}

/** Says what was done, with evidence; needs `commitment.report` in the responsible organisation. */
export async function reportOnCommitment(ctx: Ctx, input: ReportInput): Promise<ReportId> {
  const wanted = parsedReport(input);
  hold(reportShowsSomething(wanted.body.texts[wanted.body.source] ?? "", wanted.evidence.length), "invalid");
  // Asked before the files are read, and again where it counts.
  await authoriseReport(ctx, wanted.number);
  const evidence = await keepEvidence(ctx, wanted.evidence);
  return transact(ctx, async (tx) => {
    const { commitment, mandateId } = await authoriseReport(tx, wanted.number);
    const earlier = await findReportByRequest(tx, wanted.requestKey);
    if (earlier) return earlier;
    hold(reportsAreOnLivingCommitments(commitment.state));
    const id = await insertReport(tx, { commitment, wanted, evidence, mandateId });
    await keepProgress(tx, commitment, wanted);
    if (commitment.state === "accepted")
      await moveOn(tx, commitment, { to: "under_way", reason: null, mandateId });
    await appendAct(tx, {
      type: "commitments.report.made",
      subject: pathOf(commitment.number),
      mandateId,
      record: {
        report: id,
        number: commitment.number,
        body: wanted.body,
        claimsFulfilled: wanted.claimsFulfilled,
        milestonesReached: wanted.milestonesReached,
        indicatorValues: wanted.indicatorValues,
        evidence: evidence.map((item) =>
          "url" in item ? { url: item.url } : { sha256: item.hash, mediaType: item.mediaType },
        ),
      },
    });
    return id;
  });
}

/** What a report moves must be the commitment's own. */
async function keepProgress(
  tx: Ctx,
  { id }: Commitment,
  { milestonesReached, indicatorValues }: ReturnType<typeof parsedReport>,
): Promise<void> {
  const milestones = new Set(milestonesReached);
  const reached = await reachMilestones(tx, id, [...milestones]);
  const set = await setIndicators(tx, id, indicatorValues);
  hold([partsAreItsOwn(milestones.size, reached), partsAreItsOwn(indicatorValues.length, set)], "invalid");
}

async function authoriseReport(ctx: Ctx, number: number) {
  const commitment = ctx.db.isTransaction
    ? await lockCommitment(ctx, number)
    : await transact(ctx, (tx) => lockCommitment(tx, number));
  if (!commitment) throw new Refusal("missing", "commitmentUnknown", { number });
  const { mandateId } = await authorise(ctx, "commitment.report", commitment.responsibleId);
  return { commitment, mandateId };
}
