// Feeds of the agenda, for calendars: all of it, of one campaign, of one organisation.
// Invariant: a feed shows what the pages show to a visitor, and the same agenda has the same tag.
import { createHash } from "node:crypto";
import { Hono } from "hono";
import {
  agendaQuery,
  type AgendaQuery,
  type CampaignView,
  campaignPath,
  findCampaign,
  listCampaigns,
  readFeed,
  readFeedActions,
  readFeedEntries,
  readFeedMark,
} from "#agenda";
import { findOrganizationFacts, withoutEmpty } from "#confederation";
import { Refusal } from "#platform/errors";
import { textIn } from "#platform/multilingual";
import { projectVersion } from "#platform/project";
import { parse } from "#platform/validation";
import type { Env, WebContext } from "../../web/request.ts";
import { openForReading } from "../open-for-reading.ts";
import { calendarOf, feedText } from "./calendar.ts";
import { eventsOf } from "./kept-events.ts";
import { packedFeed, plainFeed } from "./kept-feeds.ts";

type Feed = {
  readonly query: AgendaQuery;
  readonly campaigns: readonly CampaignView[];
  readonly name: string;
  readonly page: string;
};

/** Campaigns of the last year and to come, which concern everybody wherever they are; or those of one organisation. */
async function campaignsFor(c: WebContext, { campaign, organization }: AgendaQuery): Promise<CampaignView[]> {
  const { db, now } = c.var.ctx;
  const all = await listCampaigns(db, organization ? { organization } : {});
  const since = new Date(now.getTime() - 366 * 86_400_000).toISOString().slice(0, 10);
  return all
    .filter(({ slug }) => !campaign || slug === campaign)
    .filter(({ endsOn, rule }) => campaign !== undefined || rule !== null || endsOn >= since);
}

/** RFC 9110 §13.1: `If-None-Match` counts, and only where it is not sent `If-Modified-Since`. */
function isFresh(c: WebContext, tag: string, changedAt: Date | null): boolean {
  const tags = c.req.header("if-none-match");
  if (tags !== undefined)
    return tags.split(",").some((entry) => [tag, tag.slice(2), "*"].includes(entry.trim()));
  const since = Date.parse(c.req.header("if-modified-since") ?? "");
  return (
    changedAt !== null && !Number.isNaN(since) && Math.floor(changedAt.getTime() / 1_000) * 1_000 <= since
  );
}

async function answer(c: WebContext, { query, campaigns, name, page }: Feed) {
  const { ctx } = c.var;
  const { t, language, origin, address } = c.var.page;
  const mark = await readFeedMark(ctx.db, query, ctx.now);
  const instants = [mark.changedAt, ...campaigns.map(({ updatedAt }) => updatedAt)].filter(
    (at) => at !== null,
  );
  const changedAt = instants.length > 0 ? new Date(Math.max(...instants.map((at) => at.getTime()))) : null;
  const marks = campaigns.map(({ id, sequence, updatedAt }) => [id, sequence, updatedAt]);
  const day = ctx.now.toISOString().slice(0, 10);
  const of = [projectVersion(), origin, language, address.pathname, query, name, mark, marks, day];
  // Weak: the same feed has the same tag, compressed or not (RFC 9110 §8.8.1).
  const tag = `W/"${createHash("sha256").update(JSON.stringify(of)).digest("base64url").slice(0, 22)}"`;
  c.header("ETag", tag);
  if (changedAt) c.header("Last-Modified", changedAt.toUTCString());
  c.header("Cache-Control", "public, max-age=900");
  if (isFresh(c, tag, changedAt)) return c.body(null, 304);
  c.header("Content-Type", "text/calendar; charset=utf-8");
  c.header("Content-Disposition", 'inline; filename="agenda.ics"');
  const make = async () => {
    const text = feedText({ origin, language, t });
    const { entries, events } = await eventsOf(text, {
      entries: () => readFeedEntries(ctx.db, query, ctx.now),
      some: (ids) => readFeedActions(ctx.db, ids),
      all: () => readFeed(ctx.db, query, ctx.now),
    });
    const description = t("agenda.feed.description", { name });
    const input = {
      text,
      name,
      description,
      source: address.href,
      page: origin + page,
      changedAt,
      campaigns,
    };
    return calendarOf(input, entries, events);
  };
  c.header("Vary", "Accept-Encoding", { append: true });
  if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return c.body(await plainFeed(tag, make));
  c.header("Content-Encoding", "gzip");
  return c.body(await packedFeed(tag, make));
}

const ICS = /\.ics$/;

export const icalendarRoutes = new Hono<Env>()
  .get("/agenda.ics", openForReading, async (c) => {
    const { page } = c.var;
    const query = parse(agendaQuery, withoutEmpty(c.req.query()));
    const node = textIn(page.profile.name, page.language).text;
    const name = page.t("agenda.feed.name", { name: node });
    return answer(c, { query, campaigns: await campaignsFor(c, query), name, page: "/agenda" });
  })
  .get("/agenda/campaigns/:file{[a-z0-9-]+\\.ics}", openForReading, async (c) => {
    const slug = c.req.param("file").replace(ICS, "");
    const campaign = await findCampaign(c.var.ctx.db, slug);
    if (!campaign) throw new Refusal("missing", "campaignUnknown");
    const { text: name } = textIn(campaign.title, c.var.page.language);
    return answer(c, { query: { campaign: slug }, campaigns: [campaign], name, page: campaignPath(slug) });
  })
  .get("/organizations/:slug/agenda.ics", openForReading, async (c) => {
    const organization = c.req.param("slug");
    const found = await findOrganizationFacts(c.var.ctx, organization);
    if (!found) throw new Refusal("missing", "organizationUnknown");
    const name = c.var.page.t("agenda.feed.name", { name: textIn(found.name, c.var.page.language).text });
    const query = { organization };
    const campaigns = await campaignsFor(c, query);
    return answer(c, { query, campaigns, name, page: `/agenda?organization=${organization}` });
  });
