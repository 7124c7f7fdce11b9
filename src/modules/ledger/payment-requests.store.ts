// The only SQL that writes requests for payment.
// Invariant: a request's token is the only way to it for a stranger, and says nothing of its own (120 bits that the node's
// secret makes of the request's id).
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { z } from "zod";
import type { askPaymentInput } from "./payments.schema.ts";
import { createHmac } from "node:crypto";
import type { AccountId, By } from "./types.ts";

const TOKEN_SIGNS = 24;
/** RFC 4648 §6, in small letters. */
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** The token of a request with this id: as long as the node keeps its secret, nobody else can make one. */
export function tokenOf(ctx: Ctx, requestId: string): string {
  const bits = createHmac("sha256", ctx.node.keys.derive("requests for payment")).update(requestId).digest();
  let value = BigInt(`0x${bits.toString("hex")}`);
  let token = "";
  for (let i = 0; i < TOKEN_SIGNS; i += 1) {
    token += BASE32[Number(value & 31n)];
    value >>= 5n;
  }
  return token;
}

export type StoredRequest = {
  readonly id: string;
  readonly token: string;
  readonly to: AccountId;
  readonly toNumber: string;
  readonly amount: bigint | null;
  readonly text: string;
  readonly many: boolean;
  readonly madeAt: Date;
  readonly lapsesOn: string | null;
  readonly withdrawnAt: Date | null;
  /** How often it was paid, and how much came in. */
  readonly paid: number;
  readonly received: bigint;
  readonly lastPaidAt: Date | null;
};

export const requestColumns = sql`r.id, r.token, r.to_account as "to", a.number as "toNumber", r.amount, r.text, r.many,
  r.made_at as "madeAt", r.lapses_on as "lapsesOn", r.withdrawn_at as "withdrawnAt",
  (select count(*)::int from payment_request_payments p where p.request_id = r.id) as paid,
  (select coalesce(sum(p.amount), 0)::bigint from payment_request_payments p where p.request_id = r.id) as received,
  (select max(p.paid_at) from payment_request_payments p where p.request_id = r.id) as "lastPaidAt"`;

type ByWhat = { readonly token: string } | { readonly id: string };

/** A request, locked where it is paid once, so that of two payers one waits for the other. */
export async function lockRequest(tx: Ctx, by: ByWhat): Promise<StoredRequest | undefined> {
  const found = "token" in by ? sql`r.token = ${by.token}` : sql`r.id = ${by.id}::uuid`;
  await sql`select 1 from payment_requests r where ${found} and not many for update`.execute(tx.db);
  const { rows } = await sql<StoredRequest>`
    select ${requestColumns} from payment_requests r join ledger_accounts a on a.id = r.to_account
    where ${found}`.execute(tx.db);
  return rows[0];
}

/** The token that an earlier sending of the same form got. */
export async function findAsked(tx: Ctx, requestKey: string): Promise<string | undefined> {
  const { rows } = await sql<{ token: string }>`
    select token from payment_requests where request_key = ${requestKey}`.execute(tx.db);
  return rows[0]?.token;
}

export async function insertRequest(
  tx: Ctx,
  asked: z.output<typeof askPaymentInput>,
  by: By,
): Promise<string> {
  const id = tx.newId();
  const token = tokenOf(tx, id);
  await sql`
    insert into payment_requests (id, token, to_account, amount, text, many, made_by, mandate_id, made_at, lapses_on,
      request_key)
    values (${id}, ${token}, ${asked.to}, ${asked.amount}::bigint, ${asked.text}, ${asked.many}, ${by.personId ?? null}::uuid,
      ${by.mandateId}::uuid, ${tx.now}, ${asked.lapsesOn}::date, ${asked.requestKey})`.execute(tx.db);
  return token;
}

export async function markWithdrawn(tx: Ctx, id: string): Promise<void> {
  await sql`
    update payment_requests set withdrawn_at = coalesce(withdrawn_at, ${tx.now}) where id = ${id}`.execute(
    tx.db,
  );
}
