// Who people are, for pages: names and mandates, never addresses.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { tables } from "./tables.ts";
import type { MandateId, MandateReach, OrganizationId, PersonId } from "./types.ts";

/** The person that an account signs in as. */
export async function personOfAccount(
  db: Db,
  accountId: string,
): Promise<{ id: PersonId; name: string } | undefined> {
  const row = await tables(db)
    .selectFrom("people")
    .select(["id", "name"])
    .where("account_id", "=", accountId)
    .executeTakeFirst();
  return row && { id: row.id as PersonId, name: row.name };
}

export type HeldMandate = {
  readonly id: MandateId;
  readonly personId: PersonId;
  readonly personName: string;
  readonly office: string;
  readonly officeName: Multilingual;
  readonly organizationId: OrganizationId;
  readonly organizationSlug: string;
  readonly organizationName: Multilingual;
  readonly covers: MandateReach;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly decision: Multilingual;
  readonly recalledAt: Date | null;
  /** Shown to nobody but its holder and those who give and recall mandates. */
  readonly unlisted: boolean;
};

type Of = { readonly personId: string } | { readonly organizationId: string } | { readonly id: string };

/** One mandate, in force or not. */
export async function findMandate(db: Db, id: string): Promise<HeldMandate | undefined> {
  const [found] = await listMandates(db, { id }, new Date(0));
  return found;
}

function columnOf(of: Of): readonly [column: string, value: string] {
  if ("personId" in of) return ["person_id", of.personId];
  return "id" in of ? ["id", of.id] : ["organization_id", of.organizationId];
}

/** Mandates of a person or of an organisation, those in force at `now` first, then the latest. */
export async function listMandates(db: Db, of: Of, now: Date): Promise<HeldMandate[]> {
  const [column, value] = columnOf(of);
  const { rows } = await sql<HeldMandate>`
    select m.id, m.person_id as "personId", p.name as "personName", m.office, o.name as "officeName",
      m.organization_id as "organizationId", g.slug as "organizationSlug", g.name as "organizationName", m.covers,
      m.starts_at as "startsAt", m.ends_at as "endsAt", m.decision, m.recalled_at as "recalledAt", o.unlisted
    from mandates m
    join people p on p.id = m.person_id
    join offices o on o.key = m.office
    join organizations g on g.id = m.organization_id
    where ${sql.ref(`m.${column}`)} = ${value}
    order by (m.recalled_at is null and m.starts_at <= ${now} and (m.ends_at is null or m.ends_at > ${now})) desc,
      o.position, m.starts_at desc, m.id`.execute(db);
  return rows;
}

/** The organisation at an address of this node. */
export async function findOrganizationId(db: Db, slug: string): Promise<OrganizationId | undefined> {
  const row = await tables(db)
    .selectFrom("organizations")
    .select("id")
    .where("slug", "=", slug)
    .executeTakeFirst();
  return row?.id as OrganizationId | undefined;
}

/** Every organisation that has an external id, by it. */
export async function organizationIdsByExternalId(db: Db): Promise<Map<string, OrganizationId>> {
  const rows = await tables(db)
    .selectFrom("organizations")
    .select(["id", "external_id"])
    .where("external_id", "is not", null)
    .execute();
  return new Map(rows.map((row) => [row.external_id ?? "", row.id as OrganizationId]));
}

/** Everybody who can sign in, in the order in which they came. */
export async function listPeopleWithAccounts(
  db: Db,
): Promise<{ id: PersonId; name: string; accountId: string }[]> {
  const rows = await tables(db)
    .selectFrom("people")
    .select(["id", "name", "account_id"])
    .where("account_id", "is not", null)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ id: row.id as PersonId, name: row.name, accountId: row.account_id ?? "" }));
}
