// People whom an organisation sends to a congress: what the assembly does with them in its own acts.
// Invariant: only inside the transaction of an act that has authorised it; the mandate is of the office `delegate` alone, so
// that no other power can be given this way.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import type { Multilingual } from "#platform/multilingual";
import { findOffice, insertMandate, insertPerson, lockMandate, markRecalled } from "./mandates.store.ts";
import type { Authority } from "./mandates.policy.ts";
import type { MandateId, OrganizationId, PersonId } from "./types.ts";

const OFFICE = "delegate";

function inAct(tx: Ctx): void {
  if (!tx.db.isTransaction) throw new Error("people are sent in the transaction of the act that sends them");
}

/** Somebody who is not known to the node yet. */
export async function nameSentPerson(tx: Ctx, name: string): Promise<PersonId> {
  inAct(tx);
  return insertPerson(tx, name, null);
}

/** Whether a person holds or held a mandate of the organisation. */
export async function belongsTo(
  tx: Ctx,
  personId: PersonId,
  organizationId: OrganizationId,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from mandates where person_id = ${personId} and organization_id = ${organizationId} limit 1`.execute(
    tx.db,
  );
  return rows.length > 0;
}

/** Of these organisations, those of which a person holds a mandate in force. */
export async function holdsMandateOf(
  tx: Ctx,
  personId: string,
  organizationIds: readonly OrganizationId[],
): Promise<Set<OrganizationId>> {
  const { rows } = await sql<{ id: OrganizationId }>`
    select distinct organization_id as id from mandates
    where person_id = ${personId} and organization_id = any(${[...organizationIds]}::uuid[]) and recalled_at is null
      and starts_at <= ${tx.now} and (ends_at is null or ends_at > ${tx.now})`.execute(tx.db);
  return new Set(rows.map(({ id }) => id));
}

export type SentMandate = {
  readonly personId: PersonId;
  readonly organizationId: OrganizationId;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly decision: Multilingual;
};

/** The mandate of whoever was accepted, for the days of the congress. Refuses with `officeUnknown`. */
export async function grantSentMandate(tx: Ctx, sent: SentMandate, authority: Authority): Promise<MandateId> {
  inAct(tx);
  if (!(await findOffice(tx, OFFICE))) throw new Refusal("invalid", "officeUnknown", { office: OFFICE });
  const mandate = { ...sent, office: OFFICE, covers: "organization" as const };
  const id = await insertMandate(tx, mandate, authority.mandateId);
  await appendAct(tx, {
    type: "confederation.mandate.granted",
    subject: `/organizations/${await slugOf(tx, sent.organizationId)}`,
    mandateId: authority.mandateId,
    record: {
      mandate: id,
      office: OFFICE,
      covers: mandate.covers,
      startsAt: sent.startsAt.toISOString(),
      endsAt: sent.endsAt.toISOString(),
      decision: sent.decision,
    },
  });
  return id;
}

/** Ends it at once; one that was recalled already stays as it is. */
export async function endSentMandate(
  tx: Ctx,
  { mandateId, decision }: { readonly mandateId: MandateId; readonly decision: Multilingual },
  authority: Authority,
): Promise<void> {
  inAct(tx);
  const mandate = await lockMandate(tx, mandateId);
  if (!mandate || mandate.office !== OFFICE) throw new Error(`${mandateId} is no mandate of a delegate`);
  if (mandate.recalledAt !== null) return;
  await markRecalled(tx, mandateId, decision, authority.mandateId);
  await appendAct(tx, {
    type: "confederation.mandate.recalled",
    subject: `/organizations/${await slugOf(tx, mandate.organizationId)}`,
    mandateId: authority.mandateId,
    record: { mandate: mandateId, office: OFFICE, decision },
  });
}

async function slugOf(tx: Ctx, organizationId: OrganizationId): Promise<string> {
  const { rows } = await sql<{ slug: string }>`
    select slug from organizations where id = ${organizationId}`.execute(tx.db);
  return rows[0]?.slug ?? "";
}
