// An organisation's way into the confederation, for pages and protocols.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { type AffiliationStep, sponsorsNeeded } from "./affiliations.rules.ts";
import type { MandateId, OrganizationId } from "./types.ts";

export type TimelineStep = {
  readonly step: AffiliationStep;
  readonly at: Date;
  /** The organisation for which it was done; null when it came from the node's shell. */
  readonly actingOrganization: { readonly slug: string; readonly name: Multilingual } | null;
  /** The office under which it was done; null when it came from the node's shell. */
  readonly office: { readonly key: string; readonly name: Multilingual } | null;
  readonly mandateId: MandateId | null;
  readonly reason: Multilingual | null;
  /** The log's entry: `/log/acts/{actId}`. */
  readonly actId: string;
};

/** Every step so far, the first one first. */
export async function affiliationTimeline(db: Db, organizationId: string): Promise<TimelineStep[]> {
  const { rows } = await sql<TimelineStep>`
    select s.step, s.acted_at as at, s.mandate_id as "mandateId", s.reason, s.act_id as "actId",
      case when a.id is not null then jsonb_build_object('slug', a.slug, 'name', a.name) end as "actingOrganization",
      case when o.key is not null then jsonb_build_object('key', o.key, 'name', o.name) end as office
    from affiliation_steps s
    left join organizations a on a.id = s.acting_organization_id
    left join mandates m on m.id = s.mandate_id
    left join offices o on o.key = m.office
    where s.organization_id = ${organizationId}
    order by s.sequence`.execute(db);
  return rows;
}

export type OpenApplication = {
  readonly organizationId: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
  readonly appliedAt: Date;
  readonly sponsors: readonly {
    readonly id: OrganizationId;
    readonly slug: string;
    readonly name: Multilingual;
    readonly affiliated: boolean;
  }[];
  readonly sponsorsNeeded: number;
};

/** Applications that wait for sponsors or for review, the oldest first; of one organisation if it is named. */
export async function openApplications(
  db: Db,
  organizationId: string | null = null,
): Promise<OpenApplication[]> {
  const { rows } = await sql<Omit<OpenApplication, "sponsorsNeeded"> & { others: number }>`
    select o.id as "organizationId", o.slug, o.name, applied.acted_at as "appliedAt",
      (select count(*)::int from (select 1 from organizations where status = 'affiliated' and id <> o.id limit 2) as enough) as others,
      coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'slug', g.slug, 'name', g.name,
          'affiliated', g.status = 'affiliated') order by s.sequence)
        from affiliation_steps s join organizations g on g.id = s.acting_organization_id
        where s.organization_id = o.id and s.step = 'sponsored' and s.sequence > applied.sequence), '[]') as sponsors
    from organizations o
    join lateral (select acted_at, sequence from affiliation_steps
      where organization_id = o.id and step = 'applied' order by sequence desc limit 1) as applied on true
    where o.status = 'applicant' and (${organizationId}::uuid is null or o.id = ${organizationId}::uuid)
    order by applied.sequence`.execute(db);
  return rows.map(({ others, ...application }) => ({
    ...application,
    sponsorsNeeded: sponsorsNeeded(others),
  }));
}
