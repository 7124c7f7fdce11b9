// Campaigns in the JSON API: what the pages show to a visitor.
import { Hono } from "hono";
import type { z } from "zod";
import {
  campaignDays,
  campaignPath,
  campaignTotals,
  type CampaignView,
  findCampaign,
  pageOfCampaigns,
} from "#agenda";
import { withoutEmpty } from "#confederation";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { parse } from "#platform/validation";
import type { Env } from "../../web/request.ts";
import { briefOf, linkNext, said } from "./answers.ts";
import {
  type campaignDetail,
  type campaignList,
  campaignPathInput,
  campaignsQuery,
  type campaignSummary,
} from "./campaigns.schema.ts";

function summaryOf(origin: string, campaign: CampaignView): z.infer<typeof campaignSummary> {
  const { id, slug, state, sequence, precision, startsOn, endsOn, rule, actions, countries } = campaign;
  const uri = origin + campaignPath(slug);
  return {
    uri,
    uid: id,
    slug,
    state,
    reason: campaign.reason && said(campaign.reason),
    sequence,
    updatedAt: campaign.updatedAt.toISOString(),
    title: said(campaign.title),
    purpose: said(campaign.purpose),
    calledBy: briefOf(origin, campaign.organization),
    decisionPoint: campaign.decisionPointId,
    text: campaign.textId,
    decision: campaign.decision && said(campaign.decision),
    precision,
    startsOn,
    endsOn,
    rule,
    added: [...campaign.added],
    without: [...campaign.without],
    actions,
    countries,
    feed: `${uri}.ics`,
  };
}

/** How far ahead one that recurs for ever is told. */
const YEARS_AHEAD = 3;

async function detailOf(
  { db, node, now }: Ctx,
  campaign: CampaignView,
): Promise<z.infer<typeof campaignDetail>> {
  const { happened, reported, counted, confirmed, participants } = await campaignTotals(db, campaign.id, now);
  return {
    ...summaryOf(node.origin, campaign),
    days: campaignDays(campaign, `${now.getUTCFullYear() + YEARS_AHEAD}-12-31`),
    totals: { happened, reported, counted, confirmed, participants },
  };
}

export const campaignApiRoutes = new Hono<Env>()
  .get("/api/v1/campaigns", async (c) => {
    const { ctx } = c.var;
    const asked = parse(campaignsQuery, withoutEmpty(c.req.query()));
    const found = await pageOfCampaigns(ctx.db, { ...asked, limit: asked.limit + 1 });
    const shown = found.slice(0, asked.limit);
    const next = found.length > asked.limit ? (shown.at(-1)?.id ?? null) : null;
    linkNext(c, next);
    const campaigns = shown.map((campaign) => summaryOf(ctx.node.origin, campaign));
    return c.json({ campaigns, next } satisfies z.infer<typeof campaignList>);
  })
  .get("/api/v1/campaigns/:slug", async (c) => {
    const { ctx } = c.var;
    const { slug } = parse(campaignPathInput, c.req.param());
    const campaign = await findCampaign(ctx.db, slug);
    if (!campaign) throw new Refusal("missing", "campaignUnknown");
    return c.json(await detailOf(ctx, campaign));
  });
