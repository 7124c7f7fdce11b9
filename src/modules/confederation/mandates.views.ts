// Whom the form for giving a mandate offers.
// Invariant: people are listed only for those who may give a mandate.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { authorise } from "./mandates.policy.ts";
import type { OrganizationId, PersonId } from "./types.ts";

const MOST_PEOPLE = 500;

/**
 * Who could be given a mandate, those who already hold one of the organisation first, then by name: its own people, and those
 * whom the directory names anyway; for whoever operates the node, everybody who can sign in as well. Whom another organisation
 * sends to a congress is named to nobody here. Refuses with `noMandateForThis` whoever may not give mandates there.
 */
export async function listPeopleToName(
  ctx: Ctx,
  organizationId: OrganizationId,
): Promise<{ id: PersonId; name: string }[]> {
  const { covers } = await authorise(ctx, "mandate.grant", organizationId, "node");
  const { rows } = await sql<{ id: PersonId; name: string }>`
    select p.id, p.name from people p
    where exists (select from mandates m join offices f on f.key = m.office
        where m.person_id = p.id and (m.organization_id = ${organizationId} or not f.unlisted))
      or (${covers === "node"} and p.account_id is not null)
    order by exists (select from mandates m where m.person_id = p.id and m.organization_id = ${organizationId}) desc,
      p.name, p.id limit ${MOST_PEOPLE}`.execute(ctx.db);
  return rows;
}
