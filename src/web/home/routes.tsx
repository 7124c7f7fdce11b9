// The home page.
import { Hono } from "hono";
import { listCampaignDays } from "#agenda";
import { listMeetingEditions, listSittings } from "#assembly";
import { type BoardEntry, listCommitments, listRecentReports } from "#commitments";
import { countsByRegion, listRecentAffiliations } from "#confederation";
import { listAdoptedTexts, listDecisionPoints } from "#congress";
import type { Ctx } from "#platform/context";
import { textIn } from "#platform/multilingual";
import { today } from "../commitments/words.ts";
import type { Env, Page } from "../request.ts";
import { type AdoptedText, HomePage } from "./home.page.tsx";

const DUE_NEXT = 4;
const NEXT_DAYS = 3;
const OPEN_SITTINGS = 3;
/** More points than this are for the board. */
const AT_A_GLANCE = 24;

/**
 * The text that was adopted last of those whose decisions are followed up: minutes, for one, have none. What a congress
 * decided stands before what a meeting of one region did, which binds nobody else.
 */
async function latestAdopted(ctx: Ctx, page: Page): Promise<AdoptedText | undefined> {
  const followed = new Set((await listDecisionPoints(ctx.db)).map(({ textId }) => textId));
  const meetings = await listMeetingEditions(ctx.db);
  const texts = (await listAdoptedTexts(ctx.db)).filter(({ id }) => followed.has(id));
  const latest = texts.find(({ editionId }) => !meetings.has(editionId)) ?? texts[0];
  if (!latest) return undefined;
  const points = await listDecisionPoints(ctx.db, latest.id);
  return {
    href: latest.href,
    edition: textIn(latest.editionTitle, page.language).text,
    adoptedOn: latest.adoptedAt,
    decisions: points.length,
    lists: [...Map.groupBy(points.slice(0, AT_A_GLANCE), ({ list }) => list.number).values()].flatMap((own) =>
      own[0] ? [{ title: own[0].list.title ?? own[0].textTitle, points: own }] : [],
    ),
  };
}

/** What is being done and due soonest, without what is late already. */
function dueSoonest(entries: readonly BoardEntry[], day: string): BoardEntry[] {
  return entries
    .filter(
      ({ standing, dueOn }) =>
        ["accepted", "under_way", "silent", "proposed"].includes(standing) && dueOn >= day,
    )
    .sort((one, other) => one.dueOn.localeCompare(other.dueOn))
    .slice(0, DUE_NEXT);
}

export const homeRoutes = new Hono<Env>().get("/", async (c) => {
  const { ctx, page } = c.var;
  const day = today(ctx.now);
  const commitments = await listCommitments(ctx.db, {}, day);
  const regions = await countsByRegion(ctx.db);
  return c.html(
    <HomePage
      page={page}
      adopted={await latestAdopted(ctx, page)}
      commitments={commitments}
      dueNext={dueSoonest(commitments, day)}
      nextDays={await listCampaignDays(ctx.db, day, NEXT_DAYS)}
      sittings={(await listSittings(ctx.db, { openNow: true })).slice(0, OPEN_SITTINGS)}
      regions={regions}
      organizations={regions.reduce((sum, region) => sum + region.count, 0)}
      joined={await listRecentAffiliations(ctx.db, 3)}
      reports={await listRecentReports(ctx.db, 3)}
    />,
  );
});
