// Local actions: announced by an organisation, changed, called off, joined by others, merged with their doubles.
import { authorise, type OrganizationId } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { z } from "zod";
import {
  actionsAreToCome,
  actionStands,
  coordinatesAreWhole,
  mergeableInto,
  nothingLooksTheSame,
  nothingReportedYet,
  readAsItIs,
  townOf,
} from "./actions.rules.ts";
import {
  announceActionInput,
  type AnnounceActionInput,
  cancelActionInput,
  type CancelActionInput,
  changeActionInput,
  type ChangeActionInput,
  mergeActionsInput,
  type MergeActionsInput,
} from "./actions.schema.ts";
import {
  type ActionFacts,
  countReports,
  endAction,
  findActionByRequest,
  insertAction,
  lockAction,
  lookalikes,
  touchAction,
  updateAction,
} from "./actions.store.ts";
import { mayAskToJoin } from "./joining.rules.ts";
import { askersOf, latestStep, organizersOf, takeStep } from "./joining.store.ts";
import { campaignIsCalled } from "./campaigns.rules.ts";
import { lockCampaign } from "./campaigns.store.ts";
import { type Plan, planOf, stillMoved } from "./moments.rules.ts";
import { actionPath } from "./paths.ts";
import type { Action, Moment } from "./types.ts";

type Announcing = z.output<typeof announceActionInput>;

/** The plan, or a refusal beside the field that is wrong. */
export function planned(moment: Moment): Plan {
  const plan = planOf(moment);
  if ("reason" in plan) throw new Refusal("invalid", "inputInvalid", {}, [plan]);
  return plan;
}

export function factsOf(wanted: ActionFacts): ActionFacts {
  hold(coordinatesAreWhole(wanted.latitude, wanted.longitude), "invalid");
  return {
    ...wanted,
    latitude: townOf(wanted.latitude, wanted.isExact),
    longitude: townOf(wanted.longitude, wanted.isExact),
  };
}

/** Announces an action; needs `agenda.announce` in the organisation. Returns its number. */
export async function announceAction(ctx: Ctx, input: AnnounceActionInput): Promise<number> {
  const wanted = parse(announceActionInput, input);
  const plan = planned({ ...wanted, moved: [] });
  return numbered(ctx, (tx) => announce(tx, wanted, plan));
}

/** A use-case that gives numbers to actions: one after another in this process, and again where another one was faster. */
export async function numbered<Result>(ctx: Ctx, work: (tx: Ctx) => Promise<Result>): Promise<Result> {
  if (ctx.db.isTransaction) return work(ctx);
  return inTurn("actions", async () => {
    try {
      return await transact(ctx, work);
    } catch (error) {
      // Another process took the number at this very moment: now it can be seen.
      if (brokenConstraint(error) !== "actions_number_key") throw error;
      return transact(ctx, work);
    }
  });
}

async function announce(tx: Ctx, wanted: Announcing, plan: Plan): Promise<number> {
  const { mandateId } = await authorise(tx, "agenda.announce", wanted.organizationId);
  const earlier = await findActionByRequest(tx, wanted.requestKey);
  if (earlier !== undefined) return earlier;
  return insertAnnounced(tx, { ...wanted, sourceUid: null }, plan, mandateId);
}

type Inserted = Omit<Announcing, keyof Moment> & { readonly sourceUid: string | null };

/** Keeps an announcement and logs it. The record is of what may be public for ever: no address, no contact. */
export async function insertAnnounced(
  tx: Ctx,
  wanted: Inserted,
  plan: Plan,
  mandateId: string | null,
): Promise<number> {
  const facts = factsOf(wanted);
  hold(actionsAreToCome(plan.lastAt, tx.now), "invalid");
  const campaignId = wanted.campaign === null ? null : await campaignToJoin(tx, wanted.campaign);
  const days = plan.occurrences.map(({ day }) => day);
  const alike = wanted.insists ? [] : await lookalikes(tx, { ...facts, campaignId, days });
  hold(nothingLooksTheSame(alike, wanted.insists));
  const { id, number } = await insertAction(tx, { ...wanted, campaignId, facts, plan });
  await appendAct(tx, {
    type: "agenda.action.announced",
    subject: actionPath(number),
    mandateId,
    record: {
      action: id,
      number,
      organization: wanted.organizationId,
      campaign: campaignId,
      ...recordOf(facts, plan),
    },
  });
  return number;
}

async function campaignToJoin(tx: Ctx, slug: string) {
  const campaign = await lockCampaign(tx, { slug });
  if (!campaign) throw new Refusal("missing", "campaignUnknown");
  hold(campaignIsCalled(campaign.state));
  return campaign.id;
}

function recordOf({ title, kind, city, country }: ActionFacts, { moment }: Plan) {
  const { zone, allDay, startsLocal, endsLocal, rule, added, without, moved } = moment;
  const when = { zone, allDay, startsLocal, endsLocal, rule, added, without };
  return { title, kind, city, country, ...when, ...(moved.length > 0 ? { moved } : {}) };
}

export async function lockKnown(tx: Ctx, number: number): Promise<Action> {
  const action = await lockAction(tx, number);
  if (!action) throw new Refusal("missing", "actionUnknown", { number });
  return action;
}

/** Changes what an action says of itself; needs `agenda.announce` in the organisation that announced it. */
export async function changeAction(ctx: Ctx, input: ChangeActionInput): Promise<void> {
  const wanted = parse(changeActionInput, input);
  planned({ ...wanted, moved: [] });
  await transact(ctx, async (tx) => {
    const action = await lockKnown(tx, wanted.number);
    const plan = replanned(wanted, action);
    const { mandateId } = await authorise(tx, "agenda.announce", action.organizationId);
    hold([actionStands(action.state), readAsItIs(wanted.sequence, action.sequence)]);
    hold(actionsAreToCome(plan.lastAt, tx.now), "invalid");
    await applyChange(tx, action, factsOf(wanted), plan, mandateId);
  });
}

/** A series keeps the days that were moved as far as it still gives them. */
function replanned(moment: Omit<Moment, "moved">, { moved }: Action): Plan {
  return planned({ ...moment, moved: stillMoved({ ...moment, moved }) });
}

export async function applyChange(
  tx: Ctx,
  action: Action,
  facts: ActionFacts,
  plan: Plan,
  mandateId: string | null,
): Promise<void> {
  await updateAction(tx, action.id, facts, plan);
  await appendAct(tx, {
    type: "agenda.action.changed",
    subject: actionPath(action.number),
    mandateId,
    record: {
      action: action.id,
      number: action.number,
      sequence: action.sequence + 1,
      ...recordOf(facts, plan),
    },
  });
}

/** Calls an action off. It stays, with the reason. */
export async function cancelAction(ctx: Ctx, input: CancelActionInput): Promise<void> {
  const { number, reason } = parse(cancelActionInput, input);
  await transact(ctx, async (tx) => {
    const action = await lockKnown(tx, number);
    const { mandateId } = await authorise(tx, "agenda.announce", action.organizationId);
    await applyCancellation(tx, action, reason, mandateId);
  });
}

export async function applyCancellation(
  tx: Ctx,
  action: Action,
  reason: NonNullable<Action["reason"]>,
  mandateId: string | null,
): Promise<void> {
  hold(actionStands(action.state));
  hold(actionsAreToCome(action.lastAt, tx.now));
  await endAction(tx, action.id, { state: "cancelled", reason, mergedInto: null });
  await appendAct(tx, {
    type: "agenda.action.cancelled",
    subject: actionPath(action.number),
    mandateId,
    record: { action: action.id, number: action.number, reason },
  });
}

/**
 * Makes two announcements of one action into one; needs `agenda.call` where the campaign was called, or over the organisation
 * that announced it where there is none. Its organisers hold the other one from then on, and its address leads there.
 */
export async function mergeActions(ctx: Ctx, input: MergeActionsInput): Promise<void> {
  const { number, into } = parse(mergeActionsInput, input);
  await transact(ctx, async (tx) => {
    const action = await lockKnown(tx, number);
    const other = await lockKnown(tx, into);
    const campaign = action.campaignId ? await lockCampaign(tx, { id: action.campaignId }) : undefined;
    const { mandateId } = await authorise(
      tx,
      "agenda.call",
      campaign?.organizationId ?? action.organizationId,
    );
    hold([mergeableInto(action, other), nothingReportedYet(await countReports(tx, action.id))]);
    await joinTogether(tx, action, other, mandateId);
    await endAction(tx, action.id, { state: "merged", reason: null, mergedInto: other.id });
    await touchAction(tx, other.id);
    await appendAct(tx, {
      type: "agenda.action.merged",
      subject: actionPath(number),
      mandateId,
      record: { action: action.id, number, into: other.id, intoNumber: into },
    });
  });
}

/** Whoever holds one action holds the other; who asks to hold the one asks to hold the other, unless it stands there already. */
async function joinTogether(tx: Ctx, action: Action, other: Action, mandateId: string | null): Promise<void> {
  const there = await organizersOf(tx, other);
  const add = async (step: "accepted" | "asked", organizations: readonly OrganizationId[]) => {
    for (const organizationId of organizations)
      await takeStep(tx, { actionId: other.id, organizationId, mandateId, step });
  };
  const joining = (await organizersOf(tx, action)).filter((id) => !there.includes(id));
  const asking: OrganizationId[] = [];
  for (const id of await askersOf(tx, action.id))
    if (!there.includes(id) && mayAskToJoin(await latestStep(tx, other.id, id)).ok) asking.push(id);
  await add("accepted", joining);
  await add(
    "asked",
    asking.filter((id) => !joining.includes(id)),
  );
}
