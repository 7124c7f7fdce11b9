// Editions for pages and protocols, and what the reader may do at one.
import { sql } from "kysely";
import { type MandateId, may, type OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Region } from "#platform/geography/index";
import type { Multilingual } from "#platform/multilingual";
import {
  type MandateBehind,
  type OrganizationBrief,
  readMandates,
  readOrganizations,
} from "./bearers.views.ts";
import { findEditionBySlug } from "./editions.store.ts";
import { editionPath } from "./paths.ts";
import { listTexts, type TextSummary } from "./texts.views.ts";
import type { Edition, EditionId } from "./types.ts";

export type EditionSummary = {
  readonly id: EditionId;
  readonly slug: string;
  readonly href: string;
  readonly title: Multilingual;
  readonly hostCity: string;
  readonly country: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly delegations: number;
  readonly texts: number;
};

/** All editions, the latest first. */
export async function listEditions(db: Db): Promise<EditionSummary[]> {
  const { rows } = await sql<Omit<EditionSummary, "href">>`
    select e.id, e.slug, e.title, e.host_city as "hostCity", e.country, e.starts_on as "startsOn", e.ends_on as "endsOn",
      (select count(*)::int from delegations where edition_id = e.id) as delegations,
      (select count(*)::int from congress_texts where edition_id = e.id) as texts
    from congress_editions e order by e.starts_on desc, e.slug`.execute(db);
  return rows.map((row) => ({ ...row, href: editionPath(row.slug) }));
}

export type DelegationView = {
  readonly organization: OrganizationBrief;
  /** The mandate that the chair was shown. */
  readonly votingMandate: MandateBehind;
  readonly accreditedAt: Date;
  readonly actId: string;
};

export type EditionView = Edition & {
  readonly href: string;
  readonly convener: OrganizationBrief;
  /** Those accredited, in the order of their slugs. */
  readonly delegations: readonly DelegationView[];
  readonly regions: readonly { readonly region: Region; readonly delegations: number }[];
  /** Called by name; empty when all affiliated organisations are called. */
  readonly called: readonly OrganizationBrief[];
  readonly texts: readonly TextSummary[];
  /** Accreditations that the chair took back, the latest first. */
  readonly withdrawn: readonly WithdrawnAccreditation[];
  readonly actId: string;
};

export type WithdrawnAccreditation = {
  readonly organization: OrganizationBrief;
  readonly reason: Multilingual;
  readonly withdrawnAt: Date;
  readonly actId: string;
};

async function listWithdrawn(db: Db, editionId: EditionId): Promise<WithdrawnAccreditation[]> {
  const { rows } = await sql<
    Omit<WithdrawnAccreditation, "organization"> & { organizationId: OrganizationId }
  >`
    select organization_id as "organizationId", reason, withdrawn_at as "withdrawnAt", act_id as "actId"
    from withdrawn_accreditations where edition_id = ${editionId} order by withdrawn_at desc, id desc`.execute(
    db,
  );
  const organizations = await readOrganizations(
    db,
    rows.map((row) => row.organizationId),
  );
  return rows.map(({ organizationId, ...row }) => ({
    ...row,
    organization: organizations.of(organizationId),
  }));
}

export async function findEdition(db: Db, slug: string): Promise<EditionView | undefined> {
  const edition = await findEditionBySlug(db, slug);
  if (!edition) return undefined;
  const { rows } = await sql<{
    organizationId: OrganizationId;
    mandateId: MandateId;
    accreditedAt: Date;
    actId: string;
  }>`
    select d.organization_id as "organizationId", d.voting_mandate_id as "mandateId", d.accredited_at as "accreditedAt",
      d.act_id as "actId"
    from delegations d join organizations o on o.id = d.organization_id where d.edition_id = ${edition.id}
    order by o.slug`.execute(db);
  const called = await calledTo(db, edition.id);
  const organizations = await readOrganizations(db, [
    edition.convenedBy,
    ...called,
    ...rows.map((row) => row.organizationId),
  ]);
  const mandates = await readMandates(
    db,
    rows.map((row) => row.mandateId),
  );
  const delegations = rows.map(({ organizationId, mandateId, accreditedAt, actId }) => ({
    organization: organizations.of(organizationId),
    votingMandate: mandates.of(mandateId),
    accreditedAt,
    actId,
  }));
  const act = await sql<{ actId: string }>`
    select act_id as "actId" from congress_editions where id = ${edition.id}`.execute(db);
  return {
    ...edition,
    href: editionPath(slug),
    convener: organizations.of(edition.convenedBy),
    delegations,
    regions: regionsOf(delegations),
    called: called.map((id) => organizations.of(id)),
    texts: await listTexts(db, edition),
    withdrawn: await listWithdrawn(db, edition.id),
    actId: act.rows[0]?.actId ?? "",
  };
}

async function calledTo(db: Db, editionId: EditionId): Promise<OrganizationId[]> {
  const { rows } = await sql<{ id: OrganizationId }>`
    select o.id from congress_called c join organizations o on o.id = c.organization_id
    where c.edition_id = ${editionId} order by o.slug`.execute(db);
  return rows.map((row) => row.id);
}

function regionsOf(delegations: readonly DelegationView[]): EditionView["regions"] {
  const byRegion = Map.groupBy(delegations, ({ organization }) => organization.region);
  return [...byRegion]
    .flatMap(([region, of]) => (region === null ? [] : [{ region, delegations: of.length }]))
    .sort((one, other) => other.delegations - one.delegations || one.region.localeCompare(other.region));
}

/** An affiliated or called organisation that is not accredited yet, for the chair's list. */
export async function listAccreditable(db: Db, edition: Edition, now: Date): Promise<OrganizationBrief[]> {
  const { rows } = await sql<{ id: OrganizationId }>`
    select o.id from organizations o
    where case when ${edition.callsAll}::boolean then o.status = 'affiliated'
        else o.status not in ('suspended', 'withdrawn', 'refused')
          and exists (select 1 from congress_called where edition_id = ${edition.id} and organization_id = o.id) end
      and not exists (select 1 from delegations where edition_id = ${edition.id} and organization_id = o.id)
      and exists (select 1 from mandates m join offices f on f.key = m.office
        where m.organization_id = o.id and 'congress.vote' = any(f.capabilities) and m.recalled_at is null
          and m.starts_at <= ${now} and (m.ends_at is null or m.ends_at > ${now}))
    order by o.slug limit 500`.execute(db);
  const ids = rows.map((row) => row.id);
  const organizations = await readOrganizations(db, ids);
  return ids.map((id) => organizations.of(id));
}

export type OwnDelegation = {
  readonly organization: OrganizationBrief;
  readonly accredited: boolean;
  readonly mayPropose: boolean;
  readonly mayVote: boolean;
  readonly maySign: boolean;
};

export type Standing = {
  readonly presides: boolean;
  readonly imports: boolean;
  /** The called organisations for which the reader can do something. */
  readonly delegations: readonly OwnDelegation[];
};

/** What a page should offer to whoever reads it. Only a hint: the acts themselves ask again. */
export async function standingAt(ctx: Ctx, edition: Edition): Promise<Standing> {
  const presides = await may(ctx, "congress.preside", edition.convenedBy);
  const imports = await may(ctx, "congress.import_text", edition.convenedBy);
  if (ctx.actor.kind !== "person") return { presides, imports, delegations: [] };
  const { rows } = await ownDelegations(ctx, edition, ctx.actor.personId);
  const organizations = await readOrganizations(
    ctx.db,
    rows.map((row) => row.id),
  );
  return {
    presides,
    imports,
    delegations: rows.map(({ id, accredited, capabilities }) => ({
      organization: organizations.of(id),
      accredited,
      mayPropose: capabilities.includes("congress.propose"),
      mayVote: accredited && capabilities.includes("congress.vote"),
      maySign: accredited && capabilities.includes("congress.sign"),
    })),
  };
}

/** As `authorise` reads mandates, for all delegations at once. */
function ownDelegations(ctx: Ctx, edition: Edition, personId: string) {
  return sql<{ id: OrganizationId; accredited: boolean; capabilities: string[] }>`
    with recursive held as (
      select m.organization_id, m.covers, o.capabilities from mandates m join offices o on o.key = m.office
      where m.person_id = ${personId} and m.recalled_at is null and m.starts_at <= ${ctx.now}
        and (m.ends_at is null or m.ends_at > ${ctx.now})
        and o.capabilities && array['congress.propose', 'congress.vote', 'congress.sign']
    ), called as (
      select g.id, d.organization_id is not null as accredited from organizations g
      left join delegations d on d.edition_id = ${edition.id} and d.organization_id = g.id
      where (d.organization_id is not null or g.id in (select organization_id from held))
        and case when ${edition.callsAll}::boolean then g.status = 'affiliated'
          else g.status not in ('suspended', 'withdrawn', 'refused')
            and exists (select 1 from congress_called c where c.edition_id = ${edition.id} and c.organization_id = g.id) end
    ), above as (
      select id as delegation, id, 0 as distance from called
      union all
      select above.delegation, child.parent_id, above.distance + 1
      from above join organizations child on child.id = above.id
      where child.parent_id is not null and above.distance < 64
    )
    select called.id, called.accredited, array_agg(distinct capability) as capabilities
    from called join above on above.delegation = called.id
    join held on held.covers = 'node' or (held.organization_id = above.id
      and (above.distance = 0 or held.covers = 'organization_and_below'))
    join organizations named on named.id = called.id
    cross join lateral unnest(held.capabilities) as capability
    group by called.id, called.accredited, named.slug order by named.slug`.execute(ctx.db);
}
