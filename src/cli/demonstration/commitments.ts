// The follow-up of the demonstration: recorded, accepted, reported on and confirmed by those who hold the mandates.
import {
  acceptCommitment,
  confirmFulfilment,
  dropCommitment,
  recordCommitment,
  reportOnCommitment,
  startCommitment,
} from "#commitments";
import type { DecisionPointId } from "#congress";
import type { Ctx } from "#platform/context";
import type { Dates, Demo, DemoCommitment, DemoReport } from "./data.ts";
import type { Cast } from "./people.ts";

/** The decision points of the adopted text: by number in the plan, and in the list of days. */
export type DemoPoints = {
  readonly plan: ReadonlyMap<number, DecisionPointId>;
  readonly days: ReadonlyMap<number, DecisionPointId>;
};

type Happening = {
  readonly at: Date;
  readonly order: number;
  readonly happen: (number: number) => Promise<unknown>;
};

const RECORDER = "tomas-huarachi-leiva";

export async function loadCommitments(
  demo: Demo,
  dates: Dates,
  cast: Cast,
  points: DemoPoints,
): Promise<void> {
  for (const commitment of demo.commitments.commitments) await loadOne(commitment, dates, cast, points);
}

async function loadOne(
  commitment: DemoCommitment,
  dates: Dates,
  cast: Cast,
  points: DemoPoints,
): Promise<void> {
  const point = commitment.day ? points.days.get(commitment.day) : points.plan.get(commitment.point ?? 0);
  if (!point)
    throw new Error(`the demonstration's commitment '${commitment.key}' comes from no point of the text`);
  const proposed = commitment.states.find(({ state }) => state === "proposed")?.on ?? commitment.due_on;
  const recorder = cast.acting(RECORDER, dates.instant(proposed));
  const number = await recordCommitment(recorder, {
    requestKey: recorder.newId(),
    decisionPointId: point,
    commissionId: cast.organization(commitment.commission),
    responsibleId: cast.organization(commitment.responsible),
    title: commitment.title,
    region: commitment.region,
    dueOn: commitment.historic ? commitment.due_on : dates.civil(commitment.due_on),
    milestones: commitment.milestones.map(({ title, due_on: due }) => ({
      title,
      dueOn: due === null ? null : commitment.historic ? due : dates.civil(due),
    })),
    indicators: commitment.indicators.map(({ name, unit, target }) => ({ name, unit, target })),
  });
  const happenings = [...stepsOf(commitment, dates, cast), ...reportsOf(commitment, dates, cast)];
  happenings.sort((one, other) => one.at.getTime() - other.at.getTime() || one.order - other.order);
  for (const { happen } of happenings) await happen(number);
}

/** Whoever answers for it: the author of its reports, else the organisation's spokesperson. */
function responsibleFor(commitment: DemoCommitment, cast: Cast): string {
  if (commitment.reports[0]) return commitment.reports[0].by;
  return commitment.responsible.startsWith("conf-promotora")
    ? RECORDER
    : cast.spokesperson(commitment.responsible);
}

function stepsOf(commitment: DemoCommitment, dates: Dates, cast: Cast): Happening[] {
  const responsible = responsibleFor(commitment, cast);
  const acts: Record<
    string,
    (ctx: Ctx, number: number, reason: DemoCommitment["states"][number]["reason"]) => Promise<unknown>
  > = {
    accepted: (ctx, number) => acceptCommitment(ctx, number),
    under_way: (ctx, number) => startCommitment(ctx, number),
    fulfilled: (ctx, number) => confirmFulfilment(ctx, number),
    dropped: (ctx, number, reason) => dropCommitment(ctx, { number, reason: reason ?? commitment.title }),
  };
  return commitment.states.flatMap(({ state, on, reason, confirmed_by: confirmedBy }) => {
    const act = acts[state];
    if (!act) return [];
    const commission = state === "fulfilled" || state === "dropped";
    const at = dates.instant(on, commission ? 18 : 9);
    const ctx = cast.acting(commission ? (confirmedBy ?? RECORDER) : responsible, at);
    return [{ at, order: commission ? 2 : 0, happen: (number: number) => act(ctx, number, reason) }];
  });
}

function reportsOf(commitment: DemoCommitment, dates: Dates, cast: Cast): Happening[] {
  return commitment.reports.map((report) => {
    const at = dates.instant(report.on, 12);
    return {
      at,
      order: 1,
      happen: (number: number) => reportFrom(commitment, report, cast.acting(report.by, at), number),
    };
  });
}

async function reportFrom(
  commitment: DemoCommitment,
  report: DemoReport,
  ctx: Ctx,
  number: number,
): Promise<void> {
  await reportOnCommitment(ctx, {
    requestKey: ctx.newId(),
    number,
    body: report.text,
    claimsFulfilled: report.claims_fulfilled,
    milestonesReached: report.milestones_reached,
    indicatorValues: commitment.indicators.flatMap(({ key }, index) => {
      const reached = report.values[key];
      return reached === undefined ? [] : [{ position: index + 1, reached }];
    }),
    evidence: report.evidence,
  });
}
