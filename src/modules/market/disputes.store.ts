// The only SQL that writes disputes.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { AgreementId, DisputeId } from "./types.ts";

export type DisputeOutcome = "fulfilled" | "reduced" | "cancelled" | "taken_back";

export type Dispute = {
  readonly id: DisputeId;
  readonly openedBy: OrganizationId;
  readonly reason: string;
  readonly fromState: "agreed" | "fulfilled";
  readonly openedAt: Date;
  readonly namedByProvider: OrganizationId | null;
  readonly namedByReceiver: OrganizationId | null;
  readonly outcome: DisputeOutcome | null;
  readonly outcomeText: string | null;
  readonly priceAfter: bigint | null;
  readonly settledAt: Date | null;
};

/** All of an agreement, the latest first: at most one of them is open. */
export async function listDisputes(ctx: Pick<Ctx, "db">, id: AgreementId): Promise<Dispute[]> {
  const { rows } = await sql<Dispute>`
    select id, opened_by as "openedBy", reason, from_state as "fromState", opened_at as "openedAt",
      named_by_provider as "namedByProvider", named_by_receiver as "namedByReceiver", outcome, outcome_text as "outcomeText",
      price_after as "priceAfter", settled_at as "settledAt"
    from market_disputes where agreement_id = ${id} order by opened_at desc, id desc`.execute(ctx.db);
  return rows;
}

export async function insertDispute(
  tx: Ctx,
  agreementId: AgreementId,
  dispute: Pick<Dispute, "openedBy" | "reason" | "fromState"> & { readonly mandateId: MandateId | null },
): Promise<void> {
  await sql`
    insert into market_disputes (id, agreement_id, opened_by, reason, from_state, mandate_id, opened_at)
    values (${tx.newId()}, ${agreementId}, ${dispute.openedBy}, ${dispute.reason}, ${dispute.fromState},
      ${dispute.mandateId}::uuid, ${tx.now})`.execute(tx.db);
}

export async function nameInDispute(
  tx: Ctx,
  id: DisputeId,
  side: "provider" | "receiver",
  mediatorId: OrganizationId,
): Promise<void> {
  await sql`
    update market_disputes set ${sql.ref(`named_by_${side}`)} = ${mediatorId} where id = ${id}`.execute(
    tx.db,
  );
}

export async function closeDispute(
  tx: Ctx,
  id: DisputeId,
  closed: Pick<Dispute, "outcome" | "outcomeText" | "priceAfter"> & { readonly mandateId: MandateId | null },
): Promise<void> {
  await sql`
    update market_disputes set outcome = ${closed.outcome}, outcome_text = ${closed.outcomeText}::text,
      price_after = ${closed.priceAfter}::bigint, settled_under = ${closed.mandateId}::uuid, settled_at = ${tx.now}
    where id = ${id}`.execute(tx.db);
}
