// What was reported, for pages: totals say how many spoke, and nobody is counted whom nobody counted.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { Counting } from "./types.ts";

export type PhotographView = {
  readonly hash: string;
  readonly smallHash: string;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  readonly alt: Multilingual;
};

export type ActionReportView = {
  readonly id: string;
  readonly organization: { readonly slug: string; readonly name: Multilingual };
  readonly participants: number | null;
  readonly counted: Counting | null;
  readonly body: Multilingual;
  readonly at: Date;
  readonly confirmedAt: Date | null;
  /** Who made it: for what their page offers, never to be shown. */
  readonly reporterId: string | null;
  readonly photographs: readonly PhotographView[];
};

/** The latest first: it is the one that counts. */
export async function listActionReports(db: Db, actionId: string): Promise<ActionReportView[]> {
  const { rows } = await sql<ActionReportView>`
    select r.id, jsonb_build_object('slug', o.slug, 'name', o.name) as organization, r.participants, r.counted, r.body,
      r.reported_at as at, f.confirmed_at as "confirmedAt",
      (select m.person_id from mandates m where m.id = r.mandate_id) as "reporterId",
      coalesce((select jsonb_agg(jsonb_build_object('hash', p.file_hash, 'smallHash', p.small_hash, 'width', p.width,
        'height', p.height, 'placeholder', p.placeholder, 'alt', p.alt) order by p.position)
        from action_photographs p where p.report_id = r.id), '[]') as photographs
    from action_reports r join organizations o on o.id = r.organization_id
    left join action_report_confirmations f on f.report_id = r.id
    where r.action_id = ${actionId} order by r.reported_at desc, r.id desc`.execute(db);
  return rows;
}

export type CampaignTotals = {
  /** Actions that took place at least once. */
  readonly happened: number;
  /** Of those, how many were reported on. */
  readonly reported: number;
  /** Of those, how many with a number. */
  readonly counted: number;
  readonly confirmed: number;
  /** Sum of the last number of each action. */
  readonly participants: number;
};

export async function campaignTotals(db: Db, campaignId: string, now: Date): Promise<CampaignTotals> {
  const { rows } = await sql<CampaignTotals>`
    select count(*)::int as happened, count(last.id)::int as reported, count(last.participants)::int as counted,
      count(f.report_id)::int as confirmed, coalesce(sum(last.participants), 0)::int as participants
    from actions a
    left join lateral (select r.id, r.participants from action_reports r where r.action_id = a.id
      order by r.reported_at desc, r.id desc limit 1) as last on true
    left join action_report_confirmations f on f.report_id = last.id
    where a.campaign_id = ${campaignId} and a.state = 'announced'
      and exists (select 1 from action_occurrences t where t.action_id = a.id and t.ends_at <= ${now})`.execute(
    db,
  );
  return rows[0] ?? { happened: 0, reported: 0, counted: 0, confirmed: 0, participants: 0 };
}

/** Whether some public report shows this file; nothing else of the file store is ever served by this. */
export async function isPhotograph(db: Db, hash: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from action_photographs where file_hash = ${hash} or small_hash = ${hash} limit 1`.execute(db);
  return rows.length > 0;
}

/** The SHA-256 of every kept photograph, for whoever checks that they are all there. */
export async function listPhotographHashes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select file_hash as hash from action_photographs union select small_hash from action_photographs order by 1`.execute(
    db,
  );
  return rows.map(({ hash }) => hash);
}
