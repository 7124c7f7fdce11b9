// The only SQL that writes payments that wait for a second person, and what answers a request for payment.
import { type RawBuilder, sql } from "kysely";
import type { Capability, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import { tryAgain } from "#platform/database/database";
import { dayOf } from "./days.ts";
import type { Party } from "./parties.views.ts";
import type { Payment } from "./payments.schema.ts";
import type { AccountId, By, EntryId, HoldId } from "./types.ts";

export type ApprovalState = "waiting" | "approved" | "refused" | "withdrawn";

export type StoredApproval = {
  readonly id: string;
  readonly holdId: HoldId;
  readonly from: AccountId;
  readonly to: AccountId;
  readonly amount: bigint;
  readonly text: string;
  readonly requestId: string | null;
  readonly placedBy: string | null;
  readonly placedAt: Date;
  readonly lapsesAt: Date;
  readonly state: ApprovalState;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly entryId: EntryId | null;
  /** The act of a module that is done when it is approved, with what was asked for; null: the transfer alone. */
  readonly act: string | null;
  readonly facts: unknown;
  /** Whose people decide, where the paying account does not say it. */
  readonly organizationId: OrganizationId | null;
  readonly capability: Capability;
};

export const approvalColumns: RawBuilder<unknown> = sql`p.id, p.hold_id as "holdId", p.from_account as "from",
  p.to_account as "to", p.amount, p.text, p.request_id as "requestId", p.placed_by as "placedBy",
  p.placed_at as "placedAt", p.lapses_at as "lapsesAt", p.state, p.decided_at as "decidedAt", p.reason,
  p.entry_id as "entryId", p.act, p.facts, p.organization_id as "organizationId", p.capability`;

export type NewApproval = {
  readonly id: string;
  readonly holdId: HoldId;
  readonly from: Party;
  readonly to: Party;
  readonly wish: Pick<Payment, "amount" | "text" | "requestKey">;
  readonly requestId: string | null;
  readonly lapsesAt: Date;
  readonly act?: {
    readonly name: string;
    /** JSON. */
    readonly facts: string;
    readonly organizationId: OrganizationId | null;
    readonly capability: Capability;
  };
};

export async function insertApproval(tx: Ctx, approval: NewApproval, by: By): Promise<void> {
  const { id, holdId, from, to, wish, requestId, lapsesAt, act } = approval;
  await sql`
    insert into payment_approvals (id, hold_id, from_account, to_account, amount, text, request_id, placed_by, placed_under,
      placed_at, lapses_at, request_key, act, facts, organization_id, capability)
    values (${id}, ${holdId}, ${from.id}, ${to.id}, ${wish.amount}, ${wish.text}, ${requestId}, ${by.personId ?? null},
      ${by.mandateId}, ${tx.now}, ${lapsesAt}, ${wish.requestKey}, ${act?.name ?? null}, ${act?.facts ?? null}::jsonb,
      ${act?.organizationId ?? null}::uuid, ${act?.capability ?? "ledger.transfer"})`.execute(tx.db);
}

/** The same act, asked for in the same way, that still waits. */
export async function findSameAct(
  tx: Ctx,
  { act, facts }: { readonly act: string; readonly facts: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from payment_approvals where act = ${act} and facts = ${facts}::jsonb and state = 'waiting'
      and lapses_at > ${tx.now}`.execute(tx.db);
  return rows[0]?.id;
}

/** A payment that waits, locked for the decision that follows. */
export async function lockApproval(tx: Ctx, id: string): Promise<StoredApproval | undefined> {
  const { rows } = await sql<StoredApproval>`
    select ${approvalColumns} from payment_approvals p where p.id = ${id}::uuid for update`.execute(tx.db);
  return rows[0];
}

type Decision = {
  readonly state: Exclude<ApprovalState, "waiting">;
  readonly reason?: string;
  readonly entryId?: EntryId;
};

export async function markDecided(tx: Ctx, id: string, decision: Decision, by: By): Promise<void> {
  await sql`
    update payment_approvals set state = ${decision.state}, reason = ${decision.reason ?? null},
      entry_id = ${decision.entryId ?? null}::uuid, decided_by = ${by.personId ?? null}::uuid,
      decided_under = ${by.mandateId}::uuid, decided_at = ${tx.now}
    where id = ${id}`.execute(tx.db);
}

type PlainPayment = Pick<Payment, "requestKey" | "from" | "to" | "amount" | "text"> & {
  readonly entryId: EntryId;
  readonly personId: string;
};

/**
 * Pays what needs nobody else, all of it in one statement (migrations/0030-paying.sql): false where anything speaks against
 * it, and nothing was paid then. Outside of a transaction: the statement is its own.
 */
export function writePlainPayment(
  ctx: Ctx,
  { requestKey, from, to, amount, text, entryId, personId }: PlainPayment,
  { digest, answer }: { readonly digest: Buffer; readonly answer: unknown },
): Promise<boolean> {
  return tryAgain(async () => {
    const { rows } = await sql<{ paid: boolean }>`
      select ledger_pay(${requestKey}::text, ${digest}::bytea, ${JSON.stringify(answer)}::json, ${entryId}::uuid,
        ${from}::uuid, ${to}::text, ${amount}::bigint, ${text}::text, ${personId}::uuid, ${ctx.now}::timestamptz,
        ${dayOf(ctx.now)}::date) as paid`.execute(ctx.db);
    return rows[0]?.paid === true;
  });
}

/** What a payment's entry says that it is about: what it came from. */
export const aboutRequest = (id: string) => `payment_request:${id}`;
export const aboutApproval = (id: string) => `payment_approval:${id}`;
export const aboutOrder = (id: string) => `standing_order:${id}`;

type RequestPayment = {
  readonly requestId: string;
  readonly many: boolean;
  readonly entryId: EntryId;
  readonly amount: bigint;
};

export async function insertRequestPayment(tx: Ctx, paid: RequestPayment): Promise<void> {
  await sql`
    insert into payment_request_payments (request_id, entry_id, amount, paid_at, once)
    values (${paid.requestId}, ${paid.entryId}, ${paid.amount}, ${tx.now}, ${paid.many ? null : paid.requestId}::uuid)`.execute(
    tx.db,
  );
}

/** Above what an account's payments need two people; null: the currency's amount alone counts. */
export async function insertApprovalAmount(
  tx: Ctx,
  accountId: AccountId,
  { above, because }: { readonly above: bigint | null; readonly because: string },
  by: By,
): Promise<void> {
  await sql`
    insert into ledger_approval_amounts (account_id, number, above, because, mandate_id, changed_at)
    select ${accountId}::uuid, coalesce(max(number), 0) + 1, ${above}::bigint, ${because}, ${by.mandateId}::uuid,
      ${tx.now}::timestamptz
    from ledger_approval_amounts where account_id = ${accountId}::uuid`.execute(tx.db);
}
