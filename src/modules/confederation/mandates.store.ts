// The only SQL that writes mandates, offices and people.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { tables } from "./tables.ts";
import type { Mandate, MandateId, Office, OrganizationId, PersonId } from "./types.ts";

export async function insertOffices(tx: Ctx, offices: readonly Office[]): Promise<void> {
  await tables(tx.db)
    .insertInto("offices")
    .values(
      offices.map((office) => ({
        key: office.key,
        name: JSON.stringify(office.name),
        capabilities: [...office.capabilities],
        position: office.position,
        unlisted: office.unlisted === true,
      })),
    )
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
}

export async function insertPerson(tx: Ctx, name: string, accountId: string | null): Promise<PersonId> {
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("people")
    .values({ id, name, account_id: accountId, created_at: tx.now })
    .execute();
  return id as PersonId;
}

export type NewMandate = Pick<
  Mandate,
  "personId" | "organizationId" | "office" | "covers" | "startsAt" | "endsAt" | "decision"
>;

export async function insertMandate(
  tx: Ctx,
  mandate: NewMandate,
  grantedUnder: MandateId | null,
): Promise<MandateId> {
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("mandates")
    .values({
      id,
      person_id: mandate.personId,
      organization_id: mandate.organizationId,
      office: mandate.office,
      covers: mandate.covers,
      starts_at: mandate.startsAt,
      ends_at: mandate.endsAt,
      decision: JSON.stringify(mandate.decision),
      granted_under: grantedUnder,
      granted_at: tx.now,
      recalled_at: null,
      recall_decision: null,
      recalled_under: null,
    })
    .execute();
  return id as MandateId;
}

/** The mandate that an earlier sending of the same form gave, if it was not recalled since. */
export async function findGranted(tx: Ctx, mandate: NewMandate): Promise<MandateId | undefined> {
  const { rows } = await sql<{ id: MandateId }>`
    select id from mandates
    where person_id = ${mandate.personId} and organization_id = ${mandate.organizationId} and office = ${mandate.office}
      and covers = ${mandate.covers} and starts_at = ${mandate.startsAt}
      and ends_at is not distinct from ${mandate.endsAt}::timestamptz
      and decision = ${JSON.stringify(mandate.decision)}::jsonb and recalled_at is null
    limit 1`.execute(tx.db);
  return rows[0]?.id;
}

export async function markRecalled(
  tx: Ctx,
  id: MandateId,
  decision: Multilingual,
  under: MandateId | null,
): Promise<void> {
  await tables(tx.db)
    .updateTable("mandates")
    .set({ recalled_at: tx.now, recall_decision: JSON.stringify(decision), recalled_under: under })
    .where("id", "=", id)
    .execute();
}

/** The mandate as it stands, locked for the act that follows. */
export async function lockMandate(tx: Ctx, id: string): Promise<Mandate | undefined> {
  const row = await tables(tx.db)
    .selectFrom("mandates")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id as MandateId,
    personId: row.person_id as PersonId,
    organizationId: row.organization_id as OrganizationId,
    office: row.office,
    covers: row.covers,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    decision: row.decision,
    recalledAt: row.recalled_at,
  };
}

export async function findOffice(tx: Ctx, key: string): Promise<Office | undefined> {
  const row = await tables(tx.db).selectFrom("offices").selectAll().where("key", "=", key).executeTakeFirst();
  return row && { ...row, capabilities: row.capabilities as Office["capabilities"] };
}

/** Adds an office at the end of the list, or changes the one with this key. */
export async function writeOffice(tx: Ctx, office: Omit<Office, "position" | "unlisted">): Promise<void> {
  const row = { name: JSON.stringify(office.name), capabilities: [...office.capabilities] };
  await tables(tx.db)
    .insertInto("offices")
    .values(({ selectFrom }) => ({
      key: office.key,
      ...row,
      position: selectFrom("offices").select(({ fn, lit, eb }) =>
        eb(fn.coalesce(fn.max("position"), lit(0)), "+", 1).as("next"),
      ),
    }))
    .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
    .execute();
}
