// The demonstration's agenda: the five days of the declaration as campaigns, and invented ones with actions in many places.
import { readFile } from "node:fs/promises";
import {
  acceptOrganizer,
  announceAction,
  callCampaign,
  cancelAction,
  confirmActionReport,
  declareHeld,
  joinAction,
  reportOnAction,
} from "#agenda";
import type { DemoPoints } from "./commitments.ts";
import {
  type Dates,
  type Demo,
  type DemoAction,
  type DemoActionReport,
  type DemoCampaign,
  demoPath,
} from "./data.ts";
import type { Cast } from "./people.ts";

const CALLER = "graciela-ibarra-montiel";
const CONFIRMER = "aissatou-ndour-camara";
const CALLING = "conf";
/** When the historic ones are entered, and how long before they take place actions are announced. */
const CALLED_ON = "2025-11-11";
const ANNOUNCED_DAYS_BEFORE = 18;

type Stage = { readonly demo: Demo; readonly dates: Dates; readonly cast: Cast };

export async function loadAgenda(demo: Demo, dates: Dates, cast: Cast, points: DemoPoints): Promise<void> {
  const stage = { demo, dates, cast };
  const slugs = new Map<string, string>();
  for (const campaign of demo.agenda.campaigns)
    slugs.set(campaign.key, await callOne(stage, campaign, points));
  for (const action of demo.agenda.actions)
    await announceOne(stage, action, action.campaign === null ? null : (slugs.get(action.campaign) ?? null));
  for (const { key, held_on: heldOn } of demo.agenda.campaigns)
    if (heldOn) await declareHeld(cast.acting(CALLER, dates.instant(heldOn)), slugs.get(key) ?? "");
}

async function callOne({ dates, cast }: Stage, campaign: DemoCampaign, points: DemoPoints): Promise<string> {
  const ctx = cast.acting(CALLER, dates.instant(CALLED_ON, 10));
  const day = (civil: string) => (campaign.historic ? civil : dates.civil(civil));
  const point = campaign.day ? points.days.get(campaign.day) : undefined;
  if (campaign.day && !point) throw new Error(`the demonstration's campaign '${campaign.key}' has no point`);
  return callCampaign(ctx, {
    requestKey: ctx.newId(),
    organizationId: cast.organization(CALLING),
    title: campaign.title,
    purpose: campaign.purpose,
    precision: campaign.precision,
    startsOn: day(campaign.starts_on),
    endsOn: day(campaign.ends_on),
    rule: campaign.rule ?? null,
    decisionPointId: point ?? null,
    decision: campaign.decision ?? null,
  });
}

async function announceOne(
  { dates, cast }: Stage,
  action: DemoAction,
  campaign: string | null,
): Promise<void> {
  const speaker = cast.spokesperson(action.organization);
  const before = new Date(dates.instant(action.on, 8).getTime() - ANNOUNCED_DAYS_BEFORE * 86_400_000);
  const ctx = cast.acting(speaker, before);
  const on = dates.civil(action.on);
  const number = await announceAction(ctx, {
    requestKey: ctx.newId(),
    organizationId: cast.organization(action.organization),
    campaign,
    title: action.title,
    description: action.description ?? null,
    kind: action.kind,
    city: action.city,
    country: action.country,
    address: action.address ?? null,
    latitude: action.latitude,
    longitude: action.longitude,
    zone: action.zone,
    startsLocal: `${on}T${action.starts}`,
    endsLocal: `${on}T${action.ends}`,
    rule: action.weeks ? `FREQ=WEEKLY;COUNT=${action.weeks}` : null,
    accessibility: action.accessibility ?? [],
    languages: action.languages,
    link: action.link ?? null,
  });
  const afterwards = new Date(before.getTime() + 86_400_000);
  for (const joining of [...(action.joined_by ?? []), ...(action.asked_by ?? [])]) {
    const both = { number, organizationId: cast.organization(joining) };
    await joinAction(cast.acting(cast.spokesperson(joining), afterwards), both);
    if (action.joined_by?.includes(joining)) await acceptOrganizer(cast.acting(speaker, afterwards), both);
  }
  if (action.cancelled)
    await cancelAction(cast.acting(speaker, afterwards), { number, reason: action.cancelled });
  if (action.report) await reportOne({ dates, cast }, action, action.report, number);
}

async function reportOne(
  { dates, cast }: Omit<Stage, "demo">,
  action: DemoAction,
  report: DemoActionReport,
  number: number,
): Promise<void> {
  const ctx = cast.acting(cast.spokesperson(action.organization), dates.instant(report.on));
  const { picture, alt } = report;
  const id = await reportOnAction(ctx, {
    requestKey: ctx.newId(),
    number,
    organizationId: cast.organization(action.organization),
    participants: report.participants,
    counted: report.counted,
    body: report.text,
    photographs:
      picture && alt
        ? [{ name: picture, bytes: new Uint8Array(await readFile(demoPath(picture))), alt }]
        : [],
  });
  if (report.confirmed_on)
    await confirmActionReport(cast.acting(CONFIRMER, dates.instant(report.confirmed_on)), id);
}
