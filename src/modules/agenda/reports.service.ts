// What took part: reported by those who held an action, after it, and confirmed by whoever called the campaign.
import { authorise } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { takePicture } from "#platform/files/pictures";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { actionStands } from "./actions.rules.ts";
import { lockAction } from "./actions.store.ts";
import { organizersOf } from "./joining.store.ts";
import { lockCampaign } from "./campaigns.store.ts";
import { actionPath } from "./paths.ts";
import {
  numbersSayHowTheyWereCounted,
  organizersReport,
  othersConfirmIt,
  reportsAreConfirmedOnce,
  reportsComeAfterwards,
} from "./reports.rules.ts";
import { reportActionInput, type ReportActionInput, reportId } from "./reports.schema.ts";
import {
  findReportByRequest,
  firstEnd,
  insertConfirmation,
  insertReport,
  type KeptPhotograph,
  lockReport,
} from "./reports.store.ts";
import type { Action, ActionReportId } from "./types.ts";

type Handed = { readonly name: string; readonly bytes: Uint8Array; readonly alt: Multilingual };

/** Files are kept before the transaction: by their content, so that keeping one twice, or for nothing, harms nobody. */
async function keepPhotographs(ctx: Ctx, handed: readonly Handed[]): Promise<KeptPhotograph[]> {
  const kept: KeptPhotograph[] = [];
  for (const { bytes, name, alt } of handed) {
    const { large, small, width, height, placeholder } = await takePicture(bytes, name);
    const hash = await ctx.node.files.put(large);
    kept.push({ hash, smallHash: await ctx.node.files.put(small), width, height, placeholder, alt });
  }
  return kept;
}

async function holdReporter(
  tx: Ctx,
  { number, organizationId }: Pick<ReportActionInput, "number"> & Pick<Action, "organizationId">,
) {
  const action = await lockAction(tx, number);
  if (!action) throw new Refusal("missing", "actionUnknown", { number });
  const { mandateId } = await authorise(tx, "agenda.report", organizationId);
  hold([
    actionStands(action.state),
    organizersReport(await organizersOf(tx, action), organizationId),
    reportsComeAfterwards(await firstEnd(tx, action.id), tx.now),
  ]);
  return { action, mandateId };
}

/** Says what took part, with photographs; needs `agenda.report` in an organisation that held the action. */
export async function reportOnAction(ctx: Ctx, input: ReportActionInput): Promise<ActionReportId> {
  const wanted = parse(reportActionInput, input);
  const { participants, counted, body } = wanted;
  const said = numbersSayHowTheyWereCounted(participants, counted);
  if (!said.ok)
    throw new Refusal("invalid", "inputInvalid", {}, [{ field: "counted", reason: said.reason, facts: {} }]);
  // Asked before the photographs are drawn, and again where it counts.
  await transact(ctx, (tx) => holdReporter(tx, wanted));
  const photographs = await keepPhotographs(ctx, wanted.photographs);
  return transact(ctx, async (tx) => {
    const earlier = await findReportByRequest(tx, wanted.requestKey);
    if (earlier) return earlier;
    const { action, mandateId } = await holdReporter(tx, wanted);
    const id = await insertReport(tx, { ...wanted, actionId: action.id, mandateId, photographs });
    await appendAct(tx, {
      type: "agenda.report.made",
      subject: actionPath(action.number),
      mandateId,
      record: {
        report: id,
        number: action.number,
        organization: wanted.organizationId,
        participants,
        counted,
        body,
        photographs: photographs.map(({ hash, alt }) => ({ sha256: hash, alt })),
      },
    });
    return id;
  });
}

/** Confirms a report; needs `agenda.call` where the campaign was called, else where the action was announced. */
export async function confirmActionReport(ctx: Ctx, input: string): Promise<void> {
  const id = parse(reportId, input);
  await transact(ctx, async (tx) => {
    const report = await lockReport(tx, id);
    if (!report) throw new Refusal("missing", "actionReportUnknown");
    const campaign = report.campaignId ? await lockCampaign(tx, { id: report.campaignId }) : undefined;
    const { mandateId } = await authorise(
      tx,
      "agenda.call",
      campaign?.organizationId ?? report.organizationId,
    );
    hold(reportsAreConfirmedOnce(report.confirmed));
    hold(
      othersConfirmIt(report.personId, tx.actor.kind === "person" ? tx.actor.personId : null),
      "forbidden",
    );
    await insertConfirmation(tx, id, mandateId);
    await appendAct(tx, {
      type: "agenda.report.confirmed",
      subject: actionPath(report.number),
      mandateId,
      record: { report: id, number: report.number },
    });
  });
}
