// What pages read of the follow-up. Standing is worked out for the day that is asked about, never stored.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { DecisionPointId } from "#congress";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { standingOf } from "./commitments.rules.ts";
import type { CommitmentId, CommitmentState, Standing } from "./types.ts";

export type BoardEntry = {
  readonly id: CommitmentId;
  readonly number: number;
  readonly decisionPointId: DecisionPointId;
  readonly title: Multilingual;
  readonly region: string;
  readonly dueOn: string;
  readonly state: CommitmentState;
  readonly standing: Standing;
  readonly responsible: { readonly slug: string; readonly name: Multilingual };
  readonly proposedAt: Date;
  readonly stateAt: Date;
  readonly reportedAt: Date | null;
};

export type BoardFilter = {
  readonly decisionPointIds?: readonly string[];
  readonly region?: string;
  readonly responsible?: string;
  readonly standing?: Standing;
  readonly number?: number;
};

type BoardRow = Omit<BoardEntry, "standing" | "responsible"> & {
  responsibleSlug: string;
  responsibleName: Multilingual;
};

/** Every commitment that the filter leaves, by number, as it stands on `today` (a civil date, UTC). */
export async function listCommitments(db: Db, filter: BoardFilter, today: string): Promise<BoardEntry[]> {
  const { rows } = await sql<BoardRow>`
    select c.id, c.number, c.decision_point_id as "decisionPointId", c.title, c.region, c.due_on as "dueOn", c.state,
      c.proposed_at as "proposedAt", c.state_at as "stateAt", c.reported_at as "reportedAt", g.slug as "responsibleSlug", g.name as "responsibleName"
    from commitments c join organizations g on g.id = c.responsible_id
    where (${filter.decisionPointIds ?? null}::uuid[] is null or c.decision_point_id = any(${filter.decisionPointIds ?? null}::uuid[]))
      and (${filter.number ?? null}::int is null or c.number = ${filter.number ?? null})
      and (${filter.region ?? null}::text is null or c.region = ${filter.region ?? null})
      and (${filter.responsible ?? null}::text is null or g.slug = ${filter.responsible ?? null})
    order by c.number`.execute(db);
  return rows
    .map(({ responsibleSlug, responsibleName, ...row }) => ({
      ...row,
      responsible: { slug: responsibleSlug, name: responsibleName },
      standing: standingOf(row, today),
    }))
    .filter((entry) => filter.standing === undefined || entry.standing === filter.standing);
}

/** How many stand how: for bars. */
export function countStandings(entries: readonly BoardEntry[]): Record<Standing, number> {
  const counts: Record<Standing, number> = {
    fulfilled: 0,
    under_way: 0,
    accepted: 0,
    proposed: 0,
    silent: 0,
    late: 0,
    dropped: 0,
  };
  for (const entry of entries) counts[entry.standing] += 1;
  return counts;
}

export type TimelineStep = {
  readonly from: CommitmentState | null;
  readonly to: CommitmentState;
  readonly reason: Multilingual | null;
  readonly at: Date;
} & By;

type By = {
  readonly office: Multilingual | null;
  readonly organization: Multilingual | null;
  readonly organizationSlug: string | null;
};

export type Evidence = {
  readonly position: number;
  readonly url: string | null;
  readonly fileHash: string | null;
  readonly fileName: string | null;
  readonly mediaType: string | null;
  readonly sizeBytes: number | null;
};

export type ReportView = By & {
  readonly id: string;
  readonly body: Multilingual;
  readonly claimsFulfilled: boolean;
  readonly at: Date;
  readonly evidence: readonly Evidence[];
};

export type CommitmentView = BoardEntry & {
  readonly commissionId: OrganizationId;
  readonly commission: { readonly slug: string; readonly name: Multilingual };
  readonly responsibleId: OrganizationId;
  /** Who made the last report: for what their page offers, never to be shown. */
  readonly lastReporterId: string | null;
  readonly milestones: readonly {
    position: number;
    title: Multilingual;
    dueOn: string | null;
    reachedAt: Date | null;
  }[];
  readonly indicators: readonly {
    position: number;
    name: Multilingual;
    unit: string;
    target: number;
    reached: number;
  }[];
  readonly steps: readonly TimelineStep[];
  readonly reports: readonly ReportView[];
};

type Sides = Pick<CommitmentView, "commissionId" | "commission" | "responsibleId" | "lastReporterId">;

/** Everything about one commitment, as it stands on `today`. */
export async function findCommitment(
  db: Db,
  number: number,
  today: string,
): Promise<CommitmentView | undefined> {
  const [entry] = await listCommitments(db, { number }, today);
  if (!entry) return undefined;
  const { rows: sides } = await sql<Sides>`
    select c.commission_id as "commissionId", c.responsible_id as "responsibleId",
      jsonb_build_object('slug', g.slug, 'name', g.name) as commission,
      (select m.person_id from commitment_reports r left join mandates m on m.id = r.mandate_id
        where r.commitment_id = c.id order by r.reported_at desc, r.id desc limit 1) as "lastReporterId"
    from commitments c join organizations g on g.id = c.commission_id where c.number = ${number}`.execute(db);
  const [side] = sides;
  if (!side) return undefined;
  return { ...entry, ...side, ...(await detailsOf(db, entry.id)) };
}

/** Who did a step: the office and organisation of the mandate; nobody's name. */
const by = sql`o.name as office, g.name as organization, g.slug as "organizationSlug"`;
const ofMandate = (column: string) => sql`
  left join mandates m on m.id = ${sql.ref(column)} left join offices o on o.key = m.office
  left join organizations g on g.id = m.organization_id`;

async function detailsOf(
  db: Db,
  id: CommitmentId,
): Promise<Pick<CommitmentView, "milestones" | "indicators" | "steps" | "reports">> {
  const [milestones, indicators, steps, reports] = [
    await sql<CommitmentView["milestones"][number]>`
      select position, title, due_on as "dueOn", reached_at as "reachedAt" from commitment_milestones
      where commitment_id = ${id} order by position`.execute(db),
    await sql<{ position: number; name: Multilingual; unit: string; target: bigint; reached: bigint }>`
      select position, name, unit, target, reached from commitment_indicators
      where commitment_id = ${id} order by position`.execute(db),
    await sql<TimelineStep>`
      select s.from_state as "from", s.to_state as "to", s.reason, s.made_at as "at", ${by}
      from commitment_steps s ${ofMandate("s.mandate_id")} where s.commitment_id = ${id}
      order by s.made_at, s.id`.execute(db),
    await sql<ReportView>`
      select r.id, r.body, r.claims_fulfilled as "claimsFulfilled", r.reported_at as "at", ${by},
        coalesce((select jsonb_agg(jsonb_build_object('position', e.position, 'url', e.url, 'fileHash', e.file_hash,
          'fileName', e.file_name, 'mediaType', e.media_type, 'sizeBytes', e.size_bytes) order by e.position)
          from report_evidence e where e.report_id = r.id), '[]') as evidence
      from commitment_reports r ${ofMandate("r.mandate_id")} where r.commitment_id = ${id}
      order by r.reported_at desc, r.id desc`.execute(db),
  ];
  return {
    milestones: milestones.rows,
    indicators: indicators.rows.map((row) => ({
      ...row,
      target: Number(row.target),
      reached: Number(row.reached),
    })),
    steps: steps.rows,
    reports: reports.rows,
  };
}

/** A kept file that some public report shows; nothing else of the file store is ever served by this. */
export async function findEvidenceFile(
  db: Db,
  hash: string,
): Promise<{ name: string; mediaType: string; sizeBytes: number } | undefined> {
  const { rows } = await sql<{ name: string; mediaType: string; sizeBytes: bigint }>`
    select file_name as name, media_type as "mediaType", size_bytes as "sizeBytes" from report_evidence
    where file_hash = ${hash} limit 1`.execute(db);
  const [row] = rows;
  return row && { ...row, sizeBytes: Number(row.sizeBytes) };
}

/** The SHA-256 of every kept file that a report refers to, for whoever checks that they are all there. */
export async function listEvidenceHashes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select distinct file_hash as hash from report_evidence where file_hash is not null order by 1`.execute(
    db,
  );
  return rows.map(({ hash }) => hash);
}

export type RecentReport = {
  readonly number: number;
  readonly title: Multilingual;
  readonly body: Multilingual;
  readonly organization: Multilingual | null;
  readonly at: Date;
};

/** What was reported last, on any commitment. */
export async function listRecentReports(db: Db, limit: number): Promise<RecentReport[]> {
  const { rows } = await sql<RecentReport>`
    select c.number, c.title, r.body, g.name as organization, r.reported_at as at
    from commitment_reports r join commitments c on c.id = r.commitment_id
    left join mandates m on m.id = r.mandate_id left join organizations g on g.id = m.organization_id
    order by r.reported_at desc, r.id desc limit ${limit}`.execute(db);
  return rows;
}

/** Something that happened to a commitment of a point: a step, or a report. */
export type PointEvent = {
  readonly number: number;
  readonly title: Multilingual;
  readonly at: Date;
  /** The state that a step led to; null for a report. */
  readonly to: CommitmentState | null;
  readonly from: CommitmentState | null;
  readonly claimsFulfilled: boolean;
};

export async function countPointEvents(db: Db, decisionPointId: DecisionPointId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from commitment_steps s join commitments c on c.id = s.commitment_id
        where c.decision_point_id = ${decisionPointId})::int
      + (select count(*) from commitment_reports r join commitments c on c.id = r.commitment_id
        where c.decision_point_id = ${decisionPointId})::int as count`.execute(db);
  return rows[0]?.count ?? 0;
}

/** What happened to the commitments of a point, the latest first: as much of it as the range says. */
export async function listPointEvents(
  db: Db,
  decisionPointId: DecisionPointId,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<PointEvent[]> {
  const { rows } = await sql<PointEvent>`
    select c.number, c.title, s.made_at as at, s.from_state as "from", s.to_state as "to", false as "claimsFulfilled", s.id
    from commitment_steps s join commitments c on c.id = s.commitment_id where c.decision_point_id = ${decisionPointId}
    union all
    select c.number, c.title, r.reported_at, null, null, r.claims_fulfilled, r.id
    from commitment_reports r join commitments c on c.id = r.commitment_id where c.decision_point_id = ${decisionPointId}
    order by 3 desc, 7 desc offset ${offset} limit ${limit}`.execute(db);
  return rows;
}
