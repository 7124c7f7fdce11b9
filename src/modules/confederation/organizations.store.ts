// The only SQL that writes single organisations; files are stored by organization-import.store.ts.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { OrganizationFields } from "./organizations.rules.ts";
import { slugBase, slugFor } from "./slugs.ts";
import { type OrganizationRow, tables } from "./tables.ts";
import type { OrganizationId, OrganizationStatus } from "./types.ts";

export type StoredOrganization = OrganizationFields & {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly status: OrganizationStatus;
  readonly updatedAt: Date;
};

function columnsOf(fields: OrganizationFields) {
  return {
    kind: fields.kind,
    name: JSON.stringify(fields.name),
    description: fields.description && JSON.stringify(fields.description),
    parent_id: fields.parentId,
    country: fields.country,
    subdivision: fields.subdivision,
    place: fields.place,
    latitude: fields.latitude,
    longitude: fields.longitude,
    languages: [...fields.languages],
    founded_on: fields.foundedOn,
    website: fields.website,
    public_contact: fields.publicContact,
  };
}

/** What an earlier sending of the same form made. */
export async function findCreated(
  tx: Ctx,
  id: OrganizationId,
): Promise<{ id: OrganizationId; slug: string } | undefined> {
  const row = await tables(tx.db)
    .selectFrom("organizations")
    .select("slug")
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { id, slug: row.slug };
}

export async function insertOrganization(
  tx: Ctx,
  fields: OrganizationFields,
  marks: { readonly id?: OrganizationId; readonly externalId: string | null; readonly isExample: boolean },
): Promise<{ id: OrganizationId; slug: string }> {
  const id = marks.id ?? (tx.newId() as OrganizationId);
  const slug = await freeSlug(tx, fields.name);
  await tables(tx.db)
    .insertInto("organizations")
    .values({
      ...columnsOf(fields),
      id,
      slug,
      external_id: marks.externalId,
      status: "listed",
      is_example: marks.isExample,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .execute();
  return { id, slug };
}

export async function updateOrganization(
  tx: Ctx,
  id: OrganizationId,
  fields: OrganizationFields,
): Promise<void> {
  await tables(tx.db)
    .updateTable("organizations")
    .set({ ...columnsOf(fields), updated_at: tx.now })
    .where("id", "=", id)
    .execute();
}

export async function setStatus(tx: Ctx, id: OrganizationId, status: OrganizationStatus): Promise<void> {
  await tables(tx.db)
    .updateTable("organizations")
    .set({ status, updated_at: tx.now })
    .where("id", "=", id)
    .execute();
}

/** The organisation as it stands, locked for the act that follows. */
export async function lockOrganization(tx: Ctx, id: string): Promise<StoredOrganization | undefined> {
  const row = await tables(tx.db)
    .selectFrom("organizations")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row && stored(row as unknown as ReadRow);
}

type ReadRow = Omit<OrganizationRow, "name" | "description"> & {
  name: Multilingual;
  description: Multilingual | null;
};

function stored(row: ReadRow): StoredOrganization {
  return {
    id: row.id as OrganizationId,
    slug: row.slug,
    status: row.status,
    updatedAt: row.updated_at,
    kind: row.kind,
    name: row.name,
    description: row.description,
    parentId: row.parent_id as OrganizationId | null,
    country: row.country,
    subdivision: row.subdivision,
    place: row.place,
    latitude: row.latitude,
    longitude: row.longitude,
    languages: row.languages,
    foundedOn: row.founded_on,
    website: row.website,
    publicContact: row.public_contact,
  };
}

/** The organisation and all above it, nearest first; empty if there is none such. */
export async function lineageOf(tx: Ctx, id: string): Promise<OrganizationId[]> {
  // The bound is beyond any tree that the rules let grow: it only keeps a damaged one from running for ever.
  const { rows } = await sql<{ id: OrganizationId }>`
    with recursive lineage as (
      select id, parent_id, 1 as step from organizations where id = ${id}::uuid
      union all
      select above.id, above.parent_id, lineage.step + 1
      from organizations above join lineage on above.id = lineage.parent_id where lineage.step < 64
    )
    select id from lineage order by step`.execute(tx.db);
  return rows.map((row) => row.id);
}

/** How many levels there are from the organisation down, itself included. */
export async function heightOf(tx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ height: number }>`
    with recursive below as (
      select id, 1 as step from organizations where id = ${id}::uuid
      union all
      select under.id, below.step + 1 from organizations under join below on under.parent_id = below.id where below.step < 64
    )
    select max(step) as height from below`.execute(tx.db);
  return rows[0]?.height ?? 0;
}

async function freeSlug(tx: Ctx, name: Multilingual): Promise<string> {
  const text = name.texts[name.source] ?? "";
  return slugFor(text, await takenSlugs(tx, [slugBase(text)]));
}

/** The slugs that are one of these bases, or one with a number behind it. */
export async function takenSlugs(tx: Ctx, bases: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ slug: string }>`
    select slug from organizations
    where slug = any(${bases}::text[]) or regexp_replace(slug, '-[0-9]+$', '') = any(${bases}::text[])`.execute(
    tx.db,
  );
  return new Set(rows.map((row) => row.slug));
}
