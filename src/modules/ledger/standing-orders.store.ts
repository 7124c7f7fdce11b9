// The only SQL that writes standing orders and what became of their dates.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { z } from "zod";
import type { orderInput } from "./payments.schema.ts";
import type { OrderUnit } from "./standing-orders.rules.ts";
import type { AccountId, By, EntryId } from "./types.ts";

export type OrderState = "active" | "unconfirmed" | "stopped" | "ended";

export type StandingOrder = {
  readonly id: string;
  readonly from: AccountId;
  readonly to: AccountId;
  readonly amount: bigint;
  readonly text: string;
  readonly unit: OrderUnit;
  readonly count: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly state: OrderState;
  /** The first date that was not executed yet. */
  readonly nextOn: string | null;
  readonly orderedBy: string | null;
  readonly orderedUnder: string | null;
};

export const orderColumns: RawBuilder<unknown> = sql`s.id, s.from_account as "from", s.to_account as "to", s.amount,
  s.text, s.unit, s.count, s.starts_on as "startsOn", s.ends_on as "endsOn", s.state, s.next_on as "nextOn",
  s.ordered_by as "orderedBy", s.ordered_under as "orderedUnder"`;

export async function findOrdered(tx: Ctx, requestKey: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from standing_orders where request_key = ${requestKey}`.execute(tx.db);
  return rows[0]?.id;
}

export async function insertOrder(
  tx: Ctx,
  wanted: z.output<typeof orderInput>,
  to: AccountId,
  by: By,
): Promise<string> {
  const id = tx.newId();
  await sql`
    insert into standing_orders (id, from_account, to_account, amount, text, unit, count, starts_on, ends_on, next_on,
      ordered_by, ordered_under, ordered_at, request_key)
    values (${id}, ${wanted.from}, ${to}, ${wanted.amount}, ${wanted.text}, ${wanted.unit}, ${wanted.count},
      ${wanted.startsOn}, ${wanted.endsOn}::date, ${wanted.startsOn}, ${by.personId ?? null}::uuid, ${by.mandateId}::uuid,
      ${tx.now}, ${wanted.requestKey})`.execute(tx.db);
  return id;
}

export async function lockOrder(tx: Ctx, id: string): Promise<StandingOrder | undefined> {
  const { rows } = await sql<StandingOrder>`
    select ${orderColumns} from standing_orders s where s.id = ${id}::uuid for update`.execute(tx.db);
  return rows[0];
}

/** Orders that are due on a day, those that wait longest first. */
export async function listDue(ctx: Ctx, today: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from standing_orders where state = 'active' and next_on <= ${today}::date order by next_on, id`.execute(
    ctx.db,
  );
  return rows.map(({ id }) => id);
}

export async function moveOrder(
  tx: Ctx,
  id: string,
  { state, nextOn }: { readonly state: OrderState; readonly nextOn: string | null },
): Promise<void> {
  await sql`
    update standing_orders set state = ${state}, next_on = ${nextOn}::date,
      stopped_at = case when ${state} in ('stopped', 'ended') then ${tx.now}::timestamptz end
    where id = ${id}`.execute(tx.db);
}

/** Somebody else takes an order on. */
export async function handOver(tx: Ctx, id: string, by: By): Promise<void> {
  await sql`
    update standing_orders set ordered_by = ${by.personId ?? null}::uuid, ordered_under = ${by.mandateId}::uuid
    where id = ${id}`.execute(tx.db);
}

export type Run = {
  readonly dueOn: string;
  readonly state: "paid" | "waiting" | "failed" | "skipped";
  readonly reason: string | null;
  readonly entryId: EntryId | null;
};

export async function insertRun(tx: Ctx, orderId: string, run: Run): Promise<void> {
  await sql`
    insert into standing_order_runs (order_id, due_on, state, reason, entry_id, run_at)
    values (${orderId}, ${run.dueOn}, ${run.state}, ${run.reason}, ${run.entryId}::uuid, ${tx.now})`.execute(
    tx.db,
  );
}
