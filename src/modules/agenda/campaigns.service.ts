// Campaigns and days of action: called by a decision, called off with a reason, held.
import { isDeepStrictEqual } from "node:util";
import { authorise, slugFor } from "#confederation";
import { findDecisionPoint, listAdoptedTexts } from "#congress";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { textIn } from "#platform/multilingual";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import {
  campaignHasBegun,
  campaignIsCalled,
  campaignReadAsItIs,
  campaignsEndAfterTheyStart,
  decisionsStandBehind,
  spanOf,
} from "./campaigns.rules.ts";
import {
  callCampaignInput,
  type CallCampaignInput,
  cancelCampaignInput,
  type CancelCampaignInput,
  changeCampaignInput,
  type ChangeCampaignInput,
  slug as slugShape,
} from "./campaigns.schema.ts";
import {
  type CampaignFacts,
  campaignSlugs,
  changeFacts,
  findCampaignByRequest,
  insertCampaign,
  lockCampaign,
  setCampaignState,
} from "./campaigns.store.ts";
import { campaignRuleOf } from "./moments.rules.ts";
import { campaignPath } from "./paths.ts";
import type { Campaign, CampaignState } from "./types.ts";

/** Calls a campaign; needs `agenda.call` in the organisation, and a decision. Returns its slug. */
export async function callCampaign(ctx: Ctx, input: CallCampaignInput): Promise<string> {
  const { requestKey, ...wanted } = parse(callCampaignInput, input);
  hold(decisionsStandBehind([wanted.decisionPointId, wanted.textId, wanted.decision]), "invalid");
  const days = daysOf(wanted);
  return transact(ctx, async (tx) => {
    const { mandateId } = await authorise(tx, "agenda.call", wanted.organizationId);
    const earlier = await findCampaignByRequest(tx, requestKey);
    if (earlier !== undefined) return earlier;
    await holdDecision(tx, wanted);
    const slug = slugFor(textIn(wanted.title, wanted.title.source).text, await campaignSlugs(tx), "campaign");
    const campaign = { ...wanted, ...days, requestKey, slug };
    const id = await insertCampaign(tx, campaign);
    await appendAct(tx, {
      type: "agenda.campaign.called",
      subject: campaignPath(slug),
      mandateId,
      record: { campaign: id, ...recordOf(campaign) },
    });
    return slug;
  });
}

/** Its first and last day and its rule in their canonical forms, or a refusal beside the field that is wrong. */
function daysOf(wanted: Pick<Campaign, "precision" | "startsOn" | "endsOn" | "rule" | "added" | "without">) {
  const span = spanOf(wanted.precision, wanted.startsOn, wanted.endsOn);
  const ends = campaignsEndAfterTheyStart(span.startsOn, span.endsOn);
  if (!ends.ok) throw ofField("endsOn", ends.reason);
  const read = campaignRuleOf({ ...wanted, ...span });
  if ("reason" in read) throw ofField(read.field, read.reason);
  return { ...span, rule: read.rule };
}

const ofField = (field: string, reason: string) =>
  new Refusal("invalid", "inputInvalid", {}, [{ field, reason, facts: {} }]);

function recordOf(campaign: Omit<Campaign, "id" | "state" | "reason" | "sequence" | "updatedAt">) {
  return {
    organization: campaign.organizationId,
    ...factsOf(campaign),
    decisionPoint: campaign.decisionPointId,
    text: campaign.textId,
    decision: campaign.decision,
  };
}

function factsOf(facts: CampaignFacts): CampaignFacts {
  const { title, purpose, precision, startsOn, endsOn, rule, added, without } = facts;
  return { title, purpose, precision, startsOn, endsOn, rule, added, without };
}

async function holdDecision(
  tx: Ctx,
  { decisionPointId, textId }: Pick<Campaign, "decisionPointId" | "textId">,
): Promise<void> {
  if (decisionPointId && !(await findDecisionPoint(tx.db, decisionPointId)))
    throw new Refusal("missing", "decisionPointUnknown");
  if (textId && !(await listAdoptedTexts(tx.db)).some(({ id }) => id === textId))
    throw new Refusal("missing", "textUnknown");
}

async function lockCalled(tx: Ctx, slug: string): Promise<{ campaign: Campaign; mandateId: string | null }> {
  const campaign = await lockCampaign(tx, { slug });
  if (!campaign) throw new Refusal("missing", "campaignUnknown");
  const { mandateId } = await authorise(tx, "agenda.call", campaign.organizationId);
  hold(campaignIsCalled(campaign.state));
  return { campaign, mandateId };
}

async function logState(
  tx: Ctx,
  campaign: Campaign,
  state: CampaignState,
  more: object,
  mandateId: string | null,
) {
  await appendAct(tx, {
    type: `agenda.campaign.${state}`,
    subject: campaignPath(campaign.slug),
    mandateId,
    record: { campaign: campaign.id, ...more },
  });
}

/**
 * Changes what a called campaign says of itself; needs `agenda.call` in the organisation that called it. What it said before
 * stays, with the act; calendars that follow it take the new. Where nothing is different nothing happens.
 */
export async function changeCampaign(ctx: Ctx, input: ChangeCampaignInput): Promise<void> {
  const { campaign: slug, sequence, ...wanted } = parse(changeCampaignInput, input);
  const facts = factsOf({ ...wanted, ...daysOf(wanted) });
  await transact(ctx, async (tx) => {
    const { campaign, mandateId } = await lockCalled(tx, slug);
    hold(campaignReadAsItIs(sequence, campaign.sequence));
    if (isDeepStrictEqual(factsOf(campaign), facts)) return;
    const actId = await appendAct(tx, {
      type: "agenda.campaign.changed",
      subject: campaignPath(slug),
      mandateId,
      record: { campaign: campaign.id, sequence: sequence + 1, ...facts },
    });
    await changeFacts(tx, campaign, facts, actId);
  });
}

/** Calls a campaign off. It stays, with the reason: who has it in a calendar must learn of it. */
export async function cancelCampaign(ctx: Ctx, input: CancelCampaignInput): Promise<void> {
  const wanted = parse(cancelCampaignInput, input);
  await transact(ctx, async (tx) => {
    const { campaign, mandateId } = await lockCalled(tx, wanted.campaign);
    await setCampaignState(tx, campaign.id, "cancelled", wanted.reason);
    await logState(tx, campaign, "cancelled", { reason: wanted.reason }, mandateId);
  });
}

/** Says that a campaign took place; not before it began. */
export async function declareHeld(ctx: Ctx, campaignSlug: string): Promise<void> {
  const slug = parse(slugShape, campaignSlug);
  await transact(ctx, async (tx) => {
    const { campaign, mandateId } = await lockCalled(tx, slug);
    hold(campaignHasBegun(campaign.startsOn, tx.now.toISOString().slice(0, 10)));
    await setCampaignState(tx, campaign.id, "held", null);
    await logState(tx, campaign, "held", {}, mandateId);
  });
}
