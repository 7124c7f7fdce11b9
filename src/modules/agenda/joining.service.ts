// Organisations that hold an action together: one asks, whoever announced it answers; it can be taken off, and can leave.
// Invariant: nobody's name, contact or reports stand beside another's action without a yes of those who announced it.
import { authorise, may } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { actionStands } from "./actions.rules.ts";
import { lockKnown } from "./actions.service.ts";
import { touchAction } from "./actions.store.ts";
import {
  joinedBefore,
  mayAskToJoin,
  mayBeLetIn,
  organizersJoinOnce,
  waitsForAnswer,
} from "./joining.rules.ts";
import { joiningInput, type JoiningInput, turnAwayInput, type TurnAwayInput } from "./joining.schema.ts";
import { tellLater } from "./joining-mails.service.ts";
import { joinedOf, latestStep, organizersOf, type Step, takeStep } from "./joining.store.ts";
import { actionPath } from "./paths.ts";
import type { Action } from "./types.ts";

const acts = {
  asked: "agenda.action.joining_asked",
  accepted: "agenda.action.joined",
  refused: "agenda.action.joining_refused",
  removed: "agenda.action.organizer_removed",
  left: "agenda.action.left",
} as const;

/** Keeps, tells and logs a step; readers of feeds learn of those that change who holds the action. */
async function take(tx: Ctx, action: Action, step: Step, changesAction: boolean): Promise<void> {
  await tellLater(tx, await takeStep(tx, step));
  if (changesAction) await touchAction(tx, action.id);
  await appendAct(tx, {
    type: acts[step.step],
    subject: actionPath(action.number),
    mandateId: step.mandateId,
    record: {
      action: action.id,
      number: action.number,
      organization: step.organizationId,
      ...("reason" in step ? { reason: step.reason } : {}),
    },
  });
}

/**
 * An organisation asks to hold an action with whoever announced it; needs `agenda.announce` in that organisation. Whoever
 * may answer as well, asks nobody: it is in at once.
 */
export async function joinAction(ctx: Ctx, input: JoiningInput): Promise<void> {
  const { number, organizationId } = parse(joiningInput, input);
  await transact(ctx, async (tx) => {
    const action = await lockKnown(tx, number);
    const { mandateId } = await authorise(tx, "agenda.announce", organizationId);
    hold([actionStands(action.state), organizersJoinOnce(await organizersOf(tx, action), organizationId)]);
    const step = { actionId: action.id, organizationId, mandateId };
    if (await may(tx, "agenda.announce", action.organizationId))
      return take(tx, action, { ...step, step: "accepted" }, true);
    hold(mayAskToJoin(await latestStep(tx, action.id, organizationId)));
    return take(tx, action, { ...step, step: "asked" }, false);
  });
}

/** What those who announced an action do with another organisation; needs `agenda.announce` in theirs. */
async function answer(
  ctx: Ctx,
  number: number,
  work: (tx: Ctx, action: Action, mandateId: string | null) => Promise<void>,
): Promise<void> {
  await transact(ctx, async (tx) => {
    const action = await lockKnown(tx, number);
    const { mandateId } = await authorise(tx, "agenda.announce", action.organizationId);
    hold([actionStands(action.state)]);
    await work(tx, action, mandateId);
  });
}

/** Lets in an organisation that asked, also one that was refused or taken off before. */
export async function acceptOrganizer(ctx: Ctx, input: JoiningInput): Promise<void> {
  const { number, organizationId } = parse(joiningInput, input);
  await answer(ctx, number, async (tx, action, mandateId) => {
    hold([
      organizersJoinOnce(await organizersOf(tx, action), organizationId),
      mayBeLetIn(await latestStep(tx, action.id, organizationId)),
    ]);
    await take(tx, action, { actionId: action.id, organizationId, mandateId, step: "accepted" }, true);
  });
}

/** Says no to an organisation that asked, and why. */
export async function refuseOrganizer(ctx: Ctx, input: TurnAwayInput): Promise<void> {
  const { number, organizationId, reason } = parse(turnAwayInput, input);
  await answer(ctx, number, async (tx, action, mandateId) => {
    hold(waitsForAnswer(await latestStep(tx, action.id, organizationId)));
    await take(
      tx,
      action,
      { actionId: action.id, organizationId, mandateId, step: "refused", reason },
      false,
    );
  });
}

/** Takes an organisation off that joined, and says why. What it reported stands. */
export async function removeOrganizer(ctx: Ctx, input: TurnAwayInput): Promise<void> {
  const { number, organizationId, reason } = parse(turnAwayInput, input);
  await answer(ctx, number, async (tx, action, mandateId) => {
    hold(joinedBefore(await joinedOf(tx, action.id), organizationId));
    await take(tx, action, { actionId: action.id, organizationId, mandateId, step: "removed", reason }, true);
  });
}

/** An organisation goes, or takes back what it asked; needs `agenda.announce` in it. It may ask again. */
export async function leaveAction(ctx: Ctx, input: JoiningInput): Promise<void> {
  const { number, organizationId } = parse(joiningInput, input);
  await transact(ctx, async (tx) => {
    const action = await lockKnown(tx, number);
    const { mandateId } = await authorise(tx, "agenda.announce", organizationId);
    hold(actionStands(action.state));
    const joined = await joinedOf(tx, action.id);
    const asked = (await latestStep(tx, action.id, organizationId)) === "asked";
    if (!asked) hold(joinedBefore(joined, organizationId));
    await take(tx, action, { actionId: action.id, organizationId, mandateId, step: "left" }, !asked);
  });
}
