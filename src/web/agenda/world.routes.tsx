// The view of a day of action around the world, and its map: both for an instant that the address names.
import { createHash } from "node:crypto";
import { Hono } from "hono";
import {
  type CampaignView,
  type Choice,
  countDated,
  type Dated,
  daysWithActions,
  findCampaign,
  listDated,
} from "#agenda";
import { Refusal } from "#platform/errors";
import { isDay as isCivilDay } from "#platform/fields";
import { textIn } from "#platform/multilingual";
import { drawDayMap } from "../maps/day-map.ts";
import type { Place } from "../maps/dots.ts";
import { mapContentPolicy } from "../maps/map-frame.ts";
import type { Env, WebContext } from "../request.ts";
import { type Phase, phaseOf, WorldPage } from "./world.page.tsx";

const MOST_IN_TABLE = 60;
const MOST_ON_MAP = 2_000;

const isDay = (text: string) => /^(19|20|21)/.test(text) && isCivilDay(text);

/** The day that is asked for, else the next on which something takes place, else the fullest of those that are over. */
function dayOf(c: WebContext, campaign: CampaignView, days: readonly Choice[]): string {
  const asked = c.req.query("day") ?? "";
  if (isDay(asked)) return asked;
  const today = c.var.ctx.now.toISOString().slice(0, 10);
  const next = days.find(({ value }) => value >= today);
  const fullest = days.toSorted((one, other) => other.count - one.count)[0];
  return next?.value ?? fullest?.value ?? (campaign.precision === "by" ? campaign.endsOn : campaign.startsOn);
}

/** The instant that is asked for (UTC), else now where the day is somewhere on Earth, else noon of it in UTC. */
function instantOf(c: WebContext, day: string): Date {
  const asked = c.req.query("at") ?? "";
  const at =
    isDay(asked.slice(0, 10)) && /^T\d{2}:\d{2}$/.test(asked.slice(10))
      ? Date.parse(`${asked}Z`)
      : Number.NaN;
  if (!Number.isNaN(at)) return new Date(at);
  const noon = Date.parse(`${day}T12:00:00Z`);
  const now = c.var.ctx.now.getTime();
  return new Date(Math.abs(now - noon) <= 26 * 3_600_000 ? Math.floor(now / 60_000) * 60_000 : noon);
}

async function readWorld(c: WebContext) {
  const campaign = await findCampaign(c.var.ctx.db, c.req.param("slug") ?? "");
  if (!campaign) throw new Refusal("missing", "campaignUnknown");
  const days = await daysWithActions(c.var.ctx.db, { campaign: campaign.slug });
  const day = dayOf(c, campaign, days);
  return { campaign, days, day, at: instantOf(c, day) };
}

function placesIn(found: readonly Dated[], phase: Phase, at: Date): Place[] {
  return found
    .filter((one) => phaseOf(one, at) === phase && one.action.state === "announced")
    .flatMap(({ action: { latitude, longitude, city } }) =>
      latitude === null || longitude === null ? [] : [{ latitude, longitude, count: 1, label: city }],
    );
}

export const worldRoutes = new Hono<Env>()
  .get("/agenda/campaigns/:slug/world", async (c) => {
    const { ctx, page } = c.var;
    const { campaign, days, day, at } = await readWorld(c);
    const [query, span] = [{ campaign: campaign.slug }, { firstDay: day, lastDay: day }];
    const found = await listDated(ctx.db, query, span, { offset: 0, limit: MOST_IN_TABLE });
    const total = await countDated(ctx.db, query, span);
    return c.html(
      <WorldPage
        page={page}
        campaign={campaign}
        day={day}
        at={at}
        found={found}
        more={total - found.length}
        days={days}
      />,
    );
  })
  .get("/agenda/campaigns/:slug/world.svg", async (c) => {
    const { ctx, page } = c.var;
    const { campaign, day, at } = await readWorld(c);
    const slice = { offset: 0, limit: MOST_ON_MAP };
    const found = await listDated(
      ctx.db,
      { campaign: campaign.slug },
      { firstDay: day, lastDay: day },
      slice,
    );
    const input = {
      day,
      at,
      now: placesIn(found, "now", at),
      next: placesIn(found, "next", at),
      over: placesIn(found, "over", at),
      title: `${page.t("agenda.world.title")}: ${textIn(campaign.title, page.language).text}`,
      description: page.t("agenda.world.alt"),
      language: page.language,
    };
    const tag = `"${createHash("sha256").update(JSON.stringify(input)).digest("base64url").slice(0, 20)}"`;
    c.header("Content-Type", "image/svg+xml; charset=utf-8");
    c.header("Content-Security-Policy", mapContentPolicy);
    c.header("ETag", tag);
    const known = (c.req.header("if-none-match") ?? "")
      .split(",")
      .map((entry) => entry.trim().replace(/^W\//, ""));
    if (known.includes(tag)) return c.body(null, 304);
    return c.body(drawDayMap(input));
  });
