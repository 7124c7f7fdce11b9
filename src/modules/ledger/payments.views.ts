// Payments that wait, requests and standing orders, as pages and programs read them. Who may is the caller's to decide.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { requestColumns, type StoredRequest } from "./payment-requests.store.ts";
import { approvalColumns, type StoredApproval } from "./payments.store.ts";
import { orderColumns, type Run, type StandingOrder } from "./standing-orders.store.ts";
import type { OtherSide } from "./statements.views.ts";
import type { AccountId } from "./types.ts";

/** The account of a column, as the other side of a payment is said. */
export const sideOf = (column: RawBuilder<unknown>) => sql`(
  select jsonb_build_object('number', x.number, 'name', x.name, 'kind', x.holder_kind, 'organization',
    case when o.id is not null then jsonb_build_object('slug', o.slug, 'name', o.name) end)
  from ledger_accounts x left join organizations o on o.id = x.organization_id where x.id = ${column})`;

type Payee = { readonly payee: OtherSide };

export type ApprovalView = StoredApproval &
  Payee & {
    /** Whoever placed it, for those who decide. */
    readonly placedByName: string | null;
    readonly decidedByName: string | null;
  };

async function approvalsBy(ctx: Ctx, condition: RawBuilder<unknown>, limit: number): Promise<ApprovalView[]> {
  const { rows } = await sql<ApprovalView>`
    select ${approvalColumns}, ${sideOf(sql`p.to_account`)} as payee, q.name as "placedByName", d.name as "decidedByName"
    from payment_approvals p left join people q on q.id = p.placed_by left join people d on d.id = p.decided_by
    where ${condition} order by p.placed_at desc, p.id limit ${limit}`.execute(ctx.db);
  return rows;
}

/**
 * Payments from an account that wait for a second person at this moment; on an organisation's account also those that its
 * people decide for funds in the same currency.
 */
export const listWaiting = (ctx: Ctx, from: AccountId, limit = 50) =>
  approvalsBy(
    ctx,
    sql`p.state = 'waiting' and p.lapses_at > ${ctx.now} and (p.from_account = ${from}::uuid or exists (
      select 1 from ledger_accounts a join ledger_accounts f on f.currency_id = a.currency_id
      where a.id = ${from}::uuid and a.holder_kind = 'organization' and a.organization_id = p.organization_id
        and f.id = p.from_account and f.holder_kind = 'fund'))`,
    limit,
  );

export async function findApproval(ctx: Ctx, id: string): Promise<ApprovalView | undefined> {
  return (await approvalsBy(ctx, sql`p.id = ${id}::uuid`, 1))[0];
}

/** What anybody who has a request's token sees of whom they would pay. */
export type RequestView = StoredRequest & Payee & { readonly currencyName: Multilingual };

async function requestsBy(ctx: Ctx, condition: RawBuilder<unknown>, limit: number, offset = 0) {
  const { rows } = await sql<RequestView>`
    select ${requestColumns}, ${sideOf(sql`r.to_account`)} as payee, c.name as "currencyName"
    from payment_requests r join ledger_accounts a on a.id = r.to_account join currencies c on c.id = a.currency_id
    where ${condition} order by (r.withdrawn_at is not null), r.made_at desc, r.id limit ${limit} offset ${offset}`.execute(
    ctx.db,
  );
  return rows;
}

export async function findRequest(ctx: Ctx, token: string): Promise<RequestView | undefined> {
  return (await requestsBy(ctx, sql`r.token = ${token}`, 1))[0];
}

/** An account's requests, those that stand first. */
export const requestsInto = (ctx: Ctx, to: AccountId, { limit = 50, offset = 0 } = {}) =>
  requestsBy(ctx, sql`r.to_account = ${to}::uuid`, limit, offset);

export async function countRequestsInto(ctx: Ctx, to: AccountId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from payment_requests where to_account = ${to}::uuid`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export type OrderView = StandingOrder &
  Payee & {
    readonly payer: OtherSide;
    readonly lastRun: Pick<Run, "dueOn" | "state" | "reason"> | null;
  };

async function ordersBy(ctx: Ctx, condition: RawBuilder<unknown>, limit: number): Promise<OrderView[]> {
  const { rows } = await sql<OrderView>`
    select ${orderColumns}, ${sideOf(sql`s.to_account`)} as payee, ${sideOf(sql`s.from_account`)} as payer,
      (select jsonb_build_object('dueOn', n.due_on, 'state', n.state, 'reason', n.reason) from standing_order_runs n
        where n.order_id = s.id order by n.due_on desc limit 1) as "lastRun"
    from standing_orders s where ${condition}
    order by (s.state in ('stopped', 'ended')), s.next_on, s.id limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Orders from an account and into it, those that go on first. */
export const ordersOn = (ctx: Ctx, account: AccountId, limit = 50) =>
  ordersBy(ctx, sql`s.from_account = ${account}::uuid or s.to_account = ${account}::uuid`, limit);

export async function findOrder(ctx: Ctx, id: string): Promise<OrderView | undefined> {
  return (await ordersBy(ctx, sql`s.id = ${id}::uuid`, 1))[0];
}

export type RunView = Run & { readonly runAt: Date };

/** What became of an order's dates, the latest first. */
export async function runsOf(ctx: Ctx, orderId: string, limit = 24): Promise<RunView[]> {
  const { rows } = await sql<RunView>`
    select due_on as "dueOn", state, reason, entry_id as "entryId", run_at as "runAt" from standing_order_runs
    where order_id = ${orderId}::uuid order by due_on desc limit ${limit}`.execute(ctx.db);
  return rows;
}
