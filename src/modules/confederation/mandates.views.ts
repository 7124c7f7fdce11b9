// Whom the form for giving a mandate offers.
// Invariant: people are listed only for those who may give a mandate.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { authorise } from "./mandates.policy.ts";
import type { OrganizationId, PersonId } from "./types.ts";

const MOST_PEOPLE = 500;

/**
 * Who could be given a mandate, those who already hold one of the organisation first, then by name.
 * Refuses with `noMandateForThis` whoever may not give mandates there.
 */
export async function listPeopleToName(
  ctx: Ctx,
  organizationId: OrganizationId,
): Promise<{ id: PersonId; name: string }[]> {
  await authorise(ctx, "mandate.grant", organizationId);
  const { rows } = await sql<{ id: PersonId; name: string }>`
    select p.id, p.name from people p
    order by exists (select from mandates m where m.person_id = p.id and m.organization_id = ${organizationId}) desc,
      p.name, p.id limit ${MOST_PEOPLE}`.execute(ctx.db);
  return rows;
}
