// Campaigns for pages, feeds and the API: each with whoever called it, its decision, and how many take part.
import { type RawBuilder, sql } from "kysely";
import { type DecisionPoint, findDecisionPoint, listAdoptedTexts } from "#congress";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { Organizer } from "./agenda.views.ts";
import { campaignColumns, type CampaignFacts } from "./campaigns.store.ts";
import { campaignDays, type Days } from "./moments.rules.ts";
import type { Campaign, CampaignState } from "./types.ts";

export type CampaignView = Campaign & {
  readonly organization: Organizer;
  /** Local actions that stand, or that took place. */
  readonly actions: number;
  readonly countries: number;
};

const viewOfCampaigns = sql`
  select ${campaignColumns},
    jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name, 'isExample', o.is_example) as organization,
    (select count(*)::int from actions a where a.campaign_id = c.id and a.state = 'announced') as actions,
    (select count(distinct a.country)::int from actions a where a.campaign_id = c.id and a.state = 'announced') as countries
  from campaigns c join organizations o on o.id = c.organization_id`;

async function readCampaigns(db: Db, rest: RawBuilder<unknown>): Promise<CampaignView[]> {
  const { rows } = await sql<CampaignView>`${viewOfCampaigns} ${rest}`.execute(db);
  return rows;
}

export async function findCampaign(db: Db, slug: string): Promise<CampaignView | undefined> {
  const [found] = await readCampaigns(db, sql`where c.slug = ${slug}`);
  return found;
}

/** All of them, or those that one organisation called: the latest day first. */
export async function listCampaigns(
  db: Db,
  { organization }: { readonly organization?: string } = {},
): Promise<CampaignView[]> {
  return readCampaigns(
    db,
    sql`where ${organization ?? null}::text is null or o.slug = ${organization ?? null}
      order by c.starts_on desc, c.id`,
  );
}

type CampaignsAsked = {
  readonly state?: CampaignState | undefined;
  /** Slug of the one that called them. */
  readonly organization?: string | undefined;
  /** The id of the last of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
};

/** All that match, in the order in which they were called: for the API, a page at a time. */
export async function pageOfCampaigns(db: Db, asked: CampaignsAsked): Promise<CampaignView[]> {
  const { state = null, organization = null, after = null, limit } = asked;
  return readCampaigns(
    db,
    sql`where (${after}::uuid is null or c.id > ${after}::uuid) and (${state}::text is null or c.state = ${state})
      and (${organization}::text is null or o.slug = ${organization}) order by c.id limit ${limit}`,
  );
}

/** Those that actions can still join. */
export async function listCalledCampaigns(db: Db, today: string): Promise<CampaignView[]> {
  return readCampaigns(
    db,
    sql`where c.state = 'called' and (c.ends_on >= ${today} or c.rule is not null) order by c.starts_on, c.id`,
  );
}

export type CampaignDay = Days & { readonly campaign: CampaignView };

const YEARS_AHEAD = 2;

/** How far ahead a campaign that recurs for ever is shown. */
export function horizonAfter(today: string): string {
  return `${Number(today.slice(0, 4)) + YEARS_AHEAD}-12-31`;
}

/** The next day of each campaign, the soonest first; what has begun and goes on is among them. */
export async function listCampaignDays(db: Db, today: string, most: number): Promise<CampaignDay[]> {
  const campaigns = await readCampaigns(
    db,
    sql`where c.state <> 'cancelled' and (c.ends_on >= ${today} or c.rule is not null or cardinality(c.added) > 0)`,
  );
  return campaigns
    .flatMap((campaign) =>
      campaignDays(campaign, horizonAfter(today))
        .filter(({ endsOn }) => endsOn >= today)
        .slice(0, 1)
        .map((days) => ({ ...days, campaign })),
    )
    .sort((one, other) => (one.startsOn < other.startsOn ? -1 : 1))
    .slice(0, most);
}

/** Where its decision can be read, and what it says. */
export type CampaignDecision =
  | { readonly kind: "point"; readonly point: DecisionPoint }
  | { readonly kind: "text"; readonly title: Multilingual; readonly href: string }
  | { readonly kind: "words"; readonly words: Multilingual };

export async function decisionsOf(db: Db, campaign: Campaign): Promise<CampaignDecision[]> {
  const found: CampaignDecision[] = [];
  const point = campaign.decisionPointId && (await findDecisionPoint(db, campaign.decisionPointId));
  if (point) found.push({ kind: "point", point });
  const text = campaign.textId && (await listAdoptedTexts(db)).find(({ id }) => id === campaign.textId);
  if (text) found.push({ kind: "text", title: text.title, href: text.href });
  if (campaign.decision) found.push({ kind: "words", words: campaign.decision });
  return found;
}

/** What a campaign said until it was changed, and the act by which it was. */
export type CampaignVersion = CampaignFacts & {
  readonly sequence: number;
  readonly replacedAt: Date;
  readonly actId: string;
};

/** The latest first. */
export async function listCampaignVersions(
  db: Db,
  campaignId: string,
  limit: number,
): Promise<CampaignVersion[]> {
  const { rows } = await sql<CampaignVersion>`
    select v.sequence, v.title, v.purpose, v.precision, v.starts_on as "startsOn", v.ends_on as "endsOn", v.rule,
      v.added::text[] as added, v.without::text[] as without, v.act_id as "actId", v.replaced_at as "replacedAt"
    from campaign_versions v where v.campaign_id = ${campaignId} order by v.sequence desc limit ${limit}`.execute(
    db,
  );
  return rows;
}
