// The only SQL that writes campaigns.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { tables } from "./tables.ts";
import type { Campaign, CampaignId, CampaignState } from "./types.ts";

/** Columns of `campaigns c` as a Campaign. Civil dates of an array as text: arrays have parsers of their own. */
export const campaignColumns = sql`c.id, c.slug, c.organization_id as "organizationId", c.title, c.purpose, c.precision,
  c.starts_on as "startsOn", c.ends_on as "endsOn", c.rule, c.added::text[] as added, c.without::text[] as without,
  c.decision_point_id as "decisionPointId", c.text_id as "textId", c.decision, c.state, c.reason, c.sequence,
  c.updated_at as "updatedAt"`;

export async function findCampaignByRequest(tx: Ctx, requestKey: string): Promise<string | undefined> {
  const row = await tables(tx.db)
    .selectFrom("campaigns")
    .select("slug")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.slug;
}

export async function campaignSlugs(tx: Ctx): Promise<ReadonlySet<string>> {
  const rows = await tables(tx.db).selectFrom("campaigns").select("slug").execute();
  return new Set(rows.map(({ slug }) => slug));
}

export type NewCampaign = Omit<Campaign, "id" | "state" | "reason" | "sequence" | "updatedAt"> & {
  readonly requestKey: string;
};

export async function insertCampaign(tx: Ctx, wanted: NewCampaign): Promise<CampaignId> {
  const id = tx.newId() as CampaignId;
  await tables(tx.db)
    .insertInto("campaigns")
    .values({
      id,
      slug: wanted.slug,
      request_key: wanted.requestKey,
      organization_id: wanted.organizationId,
      ...rowOf(wanted),
      decision_point_id: wanted.decisionPointId,
      text_id: wanted.textId,
      decision: wanted.decision && JSON.stringify(wanted.decision),
      state: "called",
      reason: null,
      sequence: 0,
      called_at: tx.now,
      updated_at: tx.now,
    })
    .execute();
  return id;
}

/** What a campaign says of itself, and may say otherwise later: not who called it, nor by which decision. */
export type CampaignFacts = Pick<
  Campaign,
  "title" | "purpose" | "precision" | "startsOn" | "endsOn" | "rule" | "added" | "without"
>;

function rowOf(facts: CampaignFacts) {
  return {
    title: JSON.stringify(facts.title),
    purpose: JSON.stringify(facts.purpose),
    precision: facts.precision,
    starts_on: facts.startsOn,
    ends_on: facts.endsOn,
    rule: facts.rule,
    added: [...facts.added],
    without: [...facts.without],
  };
}

/** Keeps what a campaign said, and has it say something else from now on. */
export async function changeFacts(
  tx: Ctx,
  campaign: Campaign,
  facts: CampaignFacts,
  actId: string,
): Promise<void> {
  const db = tables(tx.db);
  await db
    .insertInto("campaign_versions")
    .values({
      campaign_id: campaign.id,
      sequence: campaign.sequence,
      ...rowOf(campaign),
      act_id: actId,
      replaced_at: tx.now,
    })
    .execute();
  await db
    .updateTable("campaigns")
    .set({ ...rowOf(facts), sequence: campaign.sequence + 1, updated_at: tx.now })
    .where("id", "=", campaign.id)
    .execute();
}

export async function lockCampaign(
  tx: Ctx,
  which: { readonly slug: string } | { readonly id: CampaignId },
): Promise<Campaign | undefined> {
  const condition = "slug" in which ? sql`c.slug = ${which.slug}` : sql`c.id = ${which.id}`;
  const { rows } = await sql<Campaign>`
    select ${campaignColumns} from campaigns c where ${condition} for update`.execute(tx.db);
  return rows[0];
}

export async function setCampaignState(
  tx: Ctx,
  id: CampaignId,
  state: CampaignState,
  reason: Multilingual | null,
): Promise<void> {
  await tables(tx.db)
    .updateTable("campaigns")
    .set((eb) => ({
      state,
      reason: reason && JSON.stringify(reason),
      sequence: eb("sequence", "+", 1),
      updated_at: tx.now,
    }))
    .where("id", "=", id)
    .execute();
}
