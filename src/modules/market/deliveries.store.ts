// The only SQL that writes deliveries and receipts.
import { sql } from "kysely";
import type { ObligationId } from "#clearing";
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { AgreementId, CommitmentLineId, DeliveryId } from "./types.ts";

export type Delivery = {
  readonly id: DeliveryId;
  readonly lineId: CommitmentLineId;
  readonly quantity: bigint;
  readonly givenOn: string;
  readonly note: string | null;
  readonly givenAt: Date;
  readonly receipt: Receipt | null;
};

export type Receipt = {
  readonly quantity: bigint;
  readonly quality: string | null;
  /** What became due by it. */
  readonly amount: bigint | null;
  readonly obligationId: ObligationId | null;
  readonly receivedOn: string;
  readonly receivedAt: Date;
};

type Row = Omit<Delivery, "receipt"> & {
  readonly received: bigint | null;
  readonly quality: string | null;
  readonly amount: bigint | null;
  readonly obligationId: ObligationId | null;
  readonly receivedOn: string | null;
  readonly receivedAt: Date | null;
};

/** All deliveries of an agreement's standing terms, in the order in which they were given. */
export async function listDeliveries(
  ctx: Pick<Ctx, "db">,
  agreementId: AgreementId,
  version: number,
): Promise<Delivery[]> {
  const { rows } = await sql<Row>`
    select d.id, d.line_id as "lineId", d.quantity, d.given_on as "givenOn", d.note, d.given_at as "givenAt",
      r.quantity as received, r.quality, r.amount, r.obligation_id as "obligationId", r.received_on as "receivedOn",
      r.received_at as "receivedAt"
    from market_deliveries d join market_lines l on l.id = d.line_id left join market_receipts r on r.delivery_id = d.id
    where l.agreement_id = ${agreementId} and l.version = ${version} order by d.given_at, d.id`.execute(
    ctx.db,
  );
  return rows.map(({ received, quality, amount, obligationId, receivedOn, receivedAt, ...delivery }) => ({
    ...delivery,
    receipt:
      received === null || receivedOn === null || receivedAt === null
        ? null
        : { quantity: received, quality, amount, obligationId, receivedOn, receivedAt },
  }));
}

export type ReceivedOfLine = {
  readonly lineId: CommitmentLineId;
  readonly quantity: bigint;
  readonly amount: bigint;
};

/** What has arrived of each line, and what became due by it. */
export async function receivedOf(
  ctx: Pick<Ctx, "db">,
  agreementId: AgreementId,
  version: number,
): Promise<ReceivedOfLine[]> {
  const { rows } = await sql<ReceivedOfLine>`
    select l.id as "lineId", coalesce(sum(r.quantity), 0)::bigint as quantity, coalesce(sum(r.amount), 0)::bigint as amount
    from market_lines l left join market_deliveries d on d.line_id = l.id left join market_receipts r on r.delivery_id = d.id
    where l.agreement_id = ${agreementId} and l.version = ${version} group by l.id`.execute(ctx.db);
  return rows;
}

export async function findDeliveryByRequest(tx: Ctx, requestKey: string): Promise<DeliveryId | undefined> {
  const { rows } = await sql<{ id: DeliveryId }>`
    select id from market_deliveries where request_key = ${requestKey}`.execute(tx.db);
  return rows[0]?.id;
}

export async function insertDelivery(
  tx: Ctx,
  wanted: Pick<Delivery, "lineId" | "quantity" | "givenOn" | "note"> & {
    readonly requestKey: string;
    readonly mandateId: MandateId | null;
  },
): Promise<DeliveryId> {
  const id = tx.newId() as DeliveryId;
  await sql`
    insert into market_deliveries (id, request_key, line_id, quantity, given_on, note, mandate_id, given_at)
    values (${id}, ${wanted.requestKey}, ${wanted.lineId}, ${wanted.quantity}, ${wanted.givenOn}::date, ${wanted.note}::text,
      ${wanted.mandateId}::uuid, ${tx.now})`.execute(tx.db);
  return id;
}

export async function insertReceipt(
  tx: Ctx,
  id: DeliveryId,
  receipt: Omit<Receipt, "receivedAt"> & { readonly mandateId: MandateId | null },
): Promise<void> {
  await sql`
    insert into market_receipts (delivery_id, quantity, quality, amount, obligation_id, mandate_id, received_on, received_at)
    values (${id}, ${receipt.quantity}, ${receipt.quality}::text, ${receipt.amount}::bigint, ${receipt.obligationId}::uuid,
      ${receipt.mandateId}::uuid, ${receipt.receivedOn}::date, ${tx.now})`.execute(tx.db);
}
