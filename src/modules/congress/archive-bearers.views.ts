// Who acted at an edition, for its archive: organisations, mandates, and what their offices may do.
// Invariant: no person: neither a name nor an id by which one could be followed from mandate to mandate.
import { sql } from "kysely";
import type { MandateId, MandateReach, OrganizationId } from "#confederation";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";

export type ArchivedOrganization = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
  readonly kind: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly parent: OrganizationId | null;
  /** Whether it is an invented record of a demonstration. */
  readonly example: boolean;
};

export type ArchivedMandate = {
  readonly id: MandateId;
  readonly organization: OrganizationId;
  readonly office: string;
  readonly covers: MandateReach;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
};

export type ArchivedOffice = {
  readonly key: string;
  readonly name: Multilingual;
  readonly capabilities: readonly string[];
};

/** These mandates, in the order of their ids. */
export async function listArchivedMandates(db: Db, ids: readonly string[]): Promise<ArchivedMandate[]> {
  const { rows } = await sql<ArchivedMandate>`
    select id, organization_id as organization, office, covers, starts_at as "startsAt", ends_at as "endsAt"
    from mandates where id = any(${[...ids]}::uuid[]) order by id`.execute(db);
  return rows;
}

/** Every office of the node, as it is today. */
export async function listArchivedOffices(db: Db): Promise<ArchivedOffice[]> {
  const { rows } = await sql<ArchivedOffice>`
    select key, name, capabilities from offices order by position, key`.execute(db);
  return rows;
}

/** These organisations and those above them in the tree, in the order of their ids. */
export async function listArchivedOrganizations(
  db: Db,
  ids: readonly string[],
): Promise<ArchivedOrganization[]> {
  const { rows } = await sql<ArchivedOrganization>`
    with recursive above as (
      select id, parent_id, 0 as distance from organizations where id = any(${[...ids]}::uuid[])
      union
      select o.id, o.parent_id, above.distance + 1 from organizations o join above on o.id = above.parent_id
      where above.distance < 64
    )
    select o.id, o.slug, o.name, o.kind, o.country, o.parent_id as parent, o.is_example as example
    from organizations o where o.id in (select id from above) order by o.id`.execute(db);
  return rows;
}
