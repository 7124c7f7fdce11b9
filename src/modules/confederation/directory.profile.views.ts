// One organisation as its page and the API show it: what it says of itself, what stands above and below it, who speaks
// for it, and its way into the confederation.
// Invariant: it shows what its acts in the log say: whoever was refused stays, with the reason, as it is logged for good.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import {
  affiliationTimeline,
  type OpenApplication,
  openApplications,
  type TimelineStep,
} from "./affiliations.views.ts";
import { readCursor, writeCursor } from "./directory.schema.ts";
import { type DirectoryEntry, entryColumns } from "./directory.views.ts";
import { may } from "./mandates.policy.ts";
import { type HeldMandate, listMandates } from "./people.views.ts";
import type { OrganizationId, OrganizationKind } from "./types.ts";

export type OrganizationFacts = DirectoryEntry & {
  readonly parentId: OrganizationId | null;
  readonly parentSlug: string | null;
  readonly description: Multilingual | null;
  /** WGS 84, degrees. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** `YYYY-MM-DD`. */
  readonly foundedOn: string | null;
  readonly website: string | null;
  readonly publicContact: string | null;
  readonly updatedAt: Date;
};

export type Below = {
  readonly total: number;
  readonly byKind: readonly { readonly kind: OrganizationKind; readonly count: number }[];
  readonly entries: readonly DirectoryEntry[];
  /** What to give as `belowAfter` for the next page. */
  readonly next: string | null;
};

export type OrganizationProfile = OrganizationFacts & {
  /** From the root of the tree down to the one directly above. */
  readonly above: readonly DirectoryEntry[];
  /** The organisations directly below, by name. */
  readonly below: Below;
  /** Those in force first, then the latest. */
  readonly mandates: readonly HeldMandate[];
  readonly timeline: readonly TimelineStep[];
  /** The application under way, with who stands behind it. */
  readonly application: OpenApplication | null;
};

/** What an organisation says of itself, or undefined when there is none. */
export async function findOrganizationFacts(
  ctx: Pick<Ctx, "db">,
  slug: string,
): Promise<OrganizationFacts | undefined> {
  const { rows } = await sql<OrganizationFacts>`
    select ${entryColumns}, o.parent_id as "parentId",
      (select p.slug from organizations p where p.id = o.parent_id) as "parentSlug", o.description, o.latitude, o.longitude, o.founded_on as "foundedOn",
      o.website, o.public_contact as "publicContact", o.updated_at as "updatedAt"
    from organizations o where o.slug = ${slug}`.execute(ctx.db);
  return rows[0];
}

/** The whole page of an organisation; `belowAfter` goes on with the organisations below it. */
export async function findOrganization(
  ctx: Ctx,
  slug: string,
  belowAfter?: string,
): Promise<OrganizationProfile | undefined> {
  const facts = await findOrganizationFacts(ctx, slug);
  if (!facts) return undefined;
  const [above, below, mandates, timeline, applications] = await Promise.all([
    readAbove(ctx.db, facts.parentId),
    readBelow(ctx, facts.id, belowAfter),
    listedMandates(ctx, facts.id),
    affiliationTimeline(ctx.db, facts.id),
    facts.status === "applicant" ? openApplications(ctx.db, facts.id) : [],
  ]);
  return { ...facts, above, below, mandates, timeline, application: applications[0] ?? null };
}

/** Those in offices that are not listed are for whoever may recall them. */
async function listedMandates(ctx: Ctx, organizationId: OrganizationId): Promise<HeldMandate[]> {
  const all = await listMandates(ctx.db, { organizationId }, ctx.now);
  if (!all.some(({ unlisted }) => unlisted) || (await may(ctx, "mandate.recall", organizationId))) return all;
  return all.filter(({ unlisted }) => !unlisted);
}

async function readAbove(db: Db, parentId: OrganizationId | null): Promise<DirectoryEntry[]> {
  if (parentId === null) return [];
  const { rows } = await sql<DirectoryEntry>`
    with recursive above as (
      select id, parent_id, 1 as step from organizations where id = ${parentId}::uuid
      union all
      select p.id, p.parent_id, above.step + 1 from organizations p join above on p.id = above.parent_id where above.step < 64
    )
    select ${entryColumns} from above join organizations o on o.id = above.id order by above.step desc`.execute(
    db,
  );
  return rows;
}

const BELOW_PAGE = 30;

async function readBelow(ctx: Ctx, id: OrganizationId, after: string | undefined): Promise<Below> {
  const counts = await sql<{ kind: OrganizationKind; count: number }>`
    select o.kind, count(*)::int as count from organizations o where o.parent_id = ${id}
    group by o.kind order by 2 desc, 1`.execute(ctx.db);
  const total = counts.rows.reduce((sum, row) => sum + row.count, 0);
  if (total === 0) return { total, byKind: [], entries: [], next: null };
  const cursor = after === undefined ? undefined : readCursor(after);
  const beyond = cursor
    ? sql`(n.sort_key, n.organization_id) > (${cursor.sortKey} collate "C", ${cursor.id}::uuid)`
    : sql`true`;
  const { rows } = await sql<DirectoryEntry & { sortKey: string; language: string }>`
    select ${entryColumns}, n.sort_key as "sortKey", n.language
    from organizations o join directory_names n on n.organization_id = o.id
    where o.parent_id = ${id} and n.language = directory_order(${cursor?.language ?? ctx.language}) and ${beyond}
    order by n.sort_key, n.organization_id limit ${BELOW_PAGE + 1}`.execute(ctx.db);
  const last = rows.length > BELOW_PAGE ? rows[BELOW_PAGE - 1] : undefined;
  return {
    total,
    byKind: counts.rows,
    entries: rows.slice(0, BELOW_PAGE).map(({ sortKey: _sortKey, language: _language, ...entry }) => entry),
    next: last ? writeCursor(last) : null,
  };
}
