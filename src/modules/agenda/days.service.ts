// One day of a series: called off, or moved to another time, with a reason. The series goes on.
// Invariant: a day that was moved keeps the name that the series gives it (RECURRENCE-ID, RFC 5545 §3.8.4.4).
import { authorise } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { actionStands } from "./actions.rules.ts";
import { lockKnown, planned } from "./actions.service.ts";
import { cancelDayInput, type CancelDayInput, moveDayInput, type MoveDayInput } from "./days.schema.ts";
import { dayIsOfSeries, dayIsToCome, seriesHasOtherDays } from "./days.rules.ts";
import { insertDayChange, updateDays } from "./days.store.ts";
import { actionPath } from "./paths.ts";
import type { Action, Moment, MovedDay } from "./types.ts";

type Change = {
  readonly number: number;
  readonly day: string;
  readonly reason: Multilingual;
  /** Null: it does not take place. */
  readonly to: Omit<MovedDay, "day"> | null;
};

function changed(action: Action, { day, to }: Change): Moment {
  const moved = action.moved.filter((each) => each.day !== day);
  if (to) return { ...action, moved: [...moved, { day, ...to }].sort((a, b) => (a.day < b.day ? -1 : 1)) };
  return { ...action, moved, without: [...action.without, day].sort() };
}

async function changeDay(ctx: Ctx, change: Change): Promise<void> {
  await transact(ctx, async (tx) => {
    const action = await lockKnown(tx, change.number);
    const { mandateId } = await authorise(tx, "agenda.announce", action.organizationId);
    const { occurrences } = planned(action);
    const { day, reason, to } = change;
    hold(actionStands(action.state));
    hold([dayIsOfSeries(action, occurrences, day), dayIsToCome(occurrences, day, tx.now)]);
    if (!to) hold(seriesHasOtherDays(occurrences));
    const plan = planned(changed(action, change));
    hold(dayIsToCome(plan.occurrences, to ? day : null, tx.now), "invalid");
    await updateDays(tx, action.id, plan);
    await insertDayChange(tx, { actionId: action.id, day, to, reason, mandateId });
    await appendAct(tx, {
      type: to ? "agenda.action.day_moved" : "agenda.action.day_cancelled",
      subject: actionPath(action.number),
      mandateId,
      record: { action: action.id, number: action.number, sequence: action.sequence + 1, day, ...to, reason },
    });
  });
}

/** Calls one day of a series off; needs `agenda.announce` in the organisation that announced it. */
export async function cancelActionDay(ctx: Ctx, input: CancelDayInput): Promise<void> {
  await changeDay(ctx, { ...parse(cancelDayInput, input), to: null });
}

/** Moves one day of a series to another time in the same zone. */
export async function moveActionDay(ctx: Ctx, input: MoveDayInput): Promise<void> {
  const { startsLocal, endsLocal, ...rest } = parse(moveDayInput, input);
  await changeDay(ctx, { ...rest, to: { startsLocal, endsLocal } });
}
