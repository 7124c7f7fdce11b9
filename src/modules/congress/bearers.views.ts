// Who stands behind an act: organisations and mandates as pages name them.
// Invariant: people by name and mandate alone.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import { type Region, regionOf } from "#platform/geography/index";
import type { Multilingual } from "#platform/multilingual";

export type OrganizationBrief = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** UN M49. */
  readonly region: Region | null;
  readonly isExample: boolean;
};

export type MandateBehind = {
  readonly id: MandateId;
  readonly personName: string;
  readonly office: string;
  readonly officeName: Multilingual;
  /** The organisation that gave the mandate. */
  readonly organizationId: OrganizationId;
  readonly organizationSlug: string;
  readonly organizationName: Multilingual;
};

/** Looks up what was asked for and must be there, since foreign keys hold it. */
export type Known<Id extends string, Found> = { of(id: Id): Found };

function known<Id extends string, Found extends { readonly id: Id }>(
  found: readonly Found[],
): Known<Id, Found> {
  const byId = new Map<Id, Found>(found.map((one) => [one.id, one]));
  return {
    of(id) {
      const one = byId.get(id);
      if (!one) throw new Error(`nothing is known of ${id}`);
      return one;
    },
  };
}

export async function readOrganizations(
  db: Db,
  ids: readonly OrganizationId[],
): Promise<Known<OrganizationId, OrganizationBrief>> {
  const { rows } = await sql<Omit<OrganizationBrief, "region">>`
    select id, slug, name, country, is_example as "isExample" from organizations
    where id = any(${[...new Set(ids)]}::uuid[])`.execute(db);
  return known(
    rows.map((row) => ({ ...row, region: row.country && regionOf(row.country) })) as OrganizationBrief[],
  );
}

export async function readMandates(
  db: Db,
  ids: readonly (MandateId | null)[],
): Promise<Known<MandateId, MandateBehind>> {
  const asked = [...new Set(ids.filter((id) => id !== null))];
  const { rows } = await sql<MandateBehind>`
    select m.id, p.name as "personName", m.office, o.name as "officeName", m.organization_id as "organizationId",
      g.slug as "organizationSlug", g.name as "organizationName"
    from mandates m join people p on p.id = m.person_id join offices o on o.key = m.office
    join organizations g on g.id = m.organization_id where m.id = any(${asked}::uuid[])`.execute(db);
  return known(rows);
}
