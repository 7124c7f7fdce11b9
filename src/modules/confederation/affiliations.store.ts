// The only SQL that writes the steps of affiliations, and what their rules are told.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { AffiliationStep } from "./affiliations.rules.ts";
import { tables } from "./tables.ts";
import type { MandateId, OrganizationId, PersonId } from "./types.ts";

export type NewAffiliationStep = {
  readonly organizationId: OrganizationId;
  readonly step: AffiliationStep;
  readonly actingOrganizationId: OrganizationId | null;
  readonly mandateId: MandateId | null;
  readonly reason: Multilingual | null;
  readonly actId: string;
};

export async function insertAffiliationStep(tx: Ctx, step: NewAffiliationStep): Promise<void> {
  await tables(tx.db)
    .insertInto("affiliation_steps")
    .values({
      id: tx.newId(),
      organization_id: step.organizationId,
      step: step.step,
      acting_organization_id: step.actingOrganizationId,
      mandate_id: step.mandateId,
      reason: step.reason && JSON.stringify(step.reason),
      acted_at: tx.now,
      act_id: step.actId,
    })
    .execute();
}

export type Sponsor = {
  readonly id: OrganizationId;
  readonly affiliated: boolean;
  /** Under which it spoke; null from the node's shell. */
  readonly mandateId: MandateId | null;
};

/** Who stands behind the application under way, and which of them are affiliated today. */
export async function sponsorsOf(tx: Ctx, organizationId: string): Promise<Sponsor[]> {
  const { rows } = await sql<Sponsor>`
    select o.id, o.status = 'affiliated' as affiliated, s.mandate_id as "mandateId"
    from affiliation_steps s join organizations o on o.id = s.acting_organization_id
    where s.organization_id = ${organizationId} and s.step = 'sponsored'
      and s.sequence > coalesce((select max(sequence) from affiliation_steps
        where organization_id = ${organizationId} and step = 'applied'), 0)
    order by s.sequence`.execute(tx.db);
  return rows;
}

/** Affiliated organisations other than this one. */
export async function countAffiliated(tx: Ctx, besides: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select 1 from organizations where status = 'affiliated' and id <> ${besides} limit 2
    ) as enough`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

/** The organisations for which somebody holds a mandate in force. */
export async function organizationsOf(tx: Ctx, personId: PersonId | null): Promise<OrganizationId[]> {
  const { rows } = await sql<{ id: OrganizationId }>`
    select distinct organization_id as id from mandates
    where person_id = ${personId} and recalled_at is null
      and starts_at <= ${tx.now} and (ends_at is null or ends_at > ${tx.now})`.execute(tx.db);
  return rows.map((row) => row.id);
}
