// What the reader's mandates allow in the agenda; the acts ask again.
import {
  type ActionReportView,
  type ActionView,
  type CampaignView,
  findCampaign,
  type JoiningStep,
  listJoinings,
  listWaiting,
  listOccurrences,
  type Occurrence,
  planOf,
} from "#agenda";
import { type Capability, listMandates, may, type OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import { textIn } from "#platform/multilingual";
import type { ActionOffers } from "./action.page.tsx";
import type { AgendaOffers } from "./agenda.page.tsx";
import type { CampaignOffers } from "./campaign.page.tsx";
import type { JoiningOffers } from "./joining.tsx";

export type Acting = { readonly id: OrganizationId; readonly name: string; readonly slug: string };

/** The organisations of the reader's own mandates for which they may do this. */
export async function organizationsFor(ctx: Ctx, capability: Capability): Promise<Acting[]> {
  if (ctx.actor.kind !== "person") return [];
  const found = new Map<string, Acting>();
  for (const mandate of await listMandates(ctx.db, { personId: ctx.actor.personId }, ctx.now)) {
    const { organizationId: id, organizationName, organizationSlug: slug } = mandate;
    if (found.has(id) || !(await may(ctx, capability, id))) continue;
    found.set(id, { id, slug, name: textIn(organizationName, ctx.language).text });
  }
  return [...found.values()];
}

const WAITING_SHOWN = 5;

export async function agendaOffers(ctx: Ctx): Promise<AgendaOffers> {
  const announcing = await organizationsFor(ctx, "agenda.announce");
  return {
    announce: announcing.length > 0,
    call: (await organizationsFor(ctx, "agenda.call")).length > 0,
    waiting:
      announcing.length > 0
        ? await listWaiting(
            ctx.db,
            announcing.map(({ id }) => id),
            ctx.now,
            WAITING_SHOWN,
          )
        : [],
  };
}

export async function campaignOffers(ctx: Ctx, campaign: CampaignView): Promise<CampaignOffers> {
  if (ctx.actor.kind !== "person" || campaign.state !== "called")
    return { announce: false, change: false, hold: false };
  const calls = await may(ctx, "agenda.call", campaign.organizationId);
  const begun = campaign.startsOn <= ctx.now.toISOString().slice(0, 10);
  const announce = (await organizationsFor(ctx, "agenda.announce")).length > 0;
  return { announce, change: calls, hold: calls && begun };
}

const none: ActionOffers = {
  edit: false,
  merge: false,
  report: false,
  confirm: false,
  joining: { ask: [], own: [], others: [] },
  days: [],
};

export async function actionOffers(
  ctx: Ctx,
  action: ActionView,
  reports: readonly ActionReportView[],
): Promise<ActionOffers> {
  if (ctx.actor.kind !== "person" || action.state === "merged") return none;
  const campaign = action.campaign ? await findCampaign(ctx.db, action.campaign.slug) : undefined;
  const calls = await may(ctx, "agenda.call", campaign?.organizationId ?? action.organizationId);
  const [first] = await listOccurrences(ctx.db, action.id, new Date(0), 1);
  const stands = action.state === "announced";
  const toCome = stands && action.lastAt > ctx.now;
  const reporters = await reportersOf(ctx, action);
  const announces = stands && (await may(ctx, "agenda.announce", action.organizationId));
  const edit = toCome && announces;
  return {
    edit,
    days: edit ? daysToCome(action, ctx.now) : [],
    merge: stands && calls && reports.length === 0,
    report: stands && first !== undefined && first.endsAt <= ctx.now && reporters.length > 0,
    confirm: calls,
    joining: stands ? await joiningOffers(ctx, action, { toCome, announces }) : none.joining,
  };
}

type Situation = { readonly toCome: boolean; readonly announces: boolean };

/** Whoever announces for the one that announced it answers; others see how their own organisations stand. */
async function joiningOffers(
  ctx: Ctx,
  action: ActionView,
  { toCome, announces }: Situation,
): Promise<JoiningOffers> {
  const joinings = await listJoinings(ctx.db, action.id);
  const mine = await organizationsFor(ctx, "agenda.announce");
  const stepOf = new Map<string, JoiningStep>(
    joinings.map(({ organization, step }) => [organization.id, step]),
  );
  const free = (step: JoiningStep | undefined) => step === undefined || step === "left";
  return {
    ask: toCome ? mine.filter(({ id }) => id !== action.organizationId && free(stepOf.get(id))) : [],
    own: joinings.filter(({ organization }) => !announces && mine.some(({ id }) => id === organization.id)),
    others: announces ? joinings : [],
  };
}

const DAYS_OFFERED = 100;

/** What takes place once has no single days. */
function daysToCome(action: ActionView, now: Date): readonly Occurrence[] {
  const plan = action.rule === null && action.added.length === 0 ? undefined : planOf(action);
  if (!plan || "reason" in plan) return [];
  return plan.occurrences.filter(({ endsAt }) => endsAt > now).slice(0, DAYS_OFFERED);
}

/** Organisers for which the reader may report. */
export async function reportersOf(ctx: Ctx, action: ActionView): Promise<{ id: string; name: string }[]> {
  const found: { id: string; name: string }[] = [];
  for (const { id, name } of action.organizers)
    if (await may(ctx, "agenda.report", id as OrganizationId))
      found.push({ id, name: textIn(name, ctx.language).text });
  return found;
}
