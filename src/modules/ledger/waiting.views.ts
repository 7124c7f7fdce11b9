// Payments that wait for the reader as a second person, wherever they may approve.
// Invariant: nobody is asked about a payment that they placed themselves.
import { sql } from "kysely";
import { actsFor } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Unit } from "./amounts.ts";
import { sideOf } from "./payments.views.ts";
import type { OtherSide } from "./statements.views.ts";

export type WaitingForReader = {
  readonly id: string;
  readonly amount: bigint;
  readonly text: string;
  readonly unit: Unit;
  readonly payer: OtherSide;
  readonly payee: OtherSide;
  readonly lapsesAt: Date;
};

/** What lapses first stands first. `waiting` is the first of them, `count` all. */
export async function waitingForReader(
  ctx: Ctx,
  limit = 20,
): Promise<{ readonly waiting: readonly WaitingForReader[]; readonly count: number }> {
  const organizations = await actsFor(ctx, "ledger.approve");
  if (organizations.length === 0 || ctx.actor.kind !== "person") return { waiting: [], count: 0 };
  const { rows } = await sql<WaitingForReader & { readonly count: number }>`
    select p.id, p.amount, p.text, jsonb_build_object('code', c.code, 'scale', c.scale, 'kind', c.kind) as unit,
      ${sideOf(sql`p.from_account`)} as payer, ${sideOf(sql`p.to_account`)} as payee, p.lapses_at as "lapsesAt",
      (count(*) over ())::int as count
    from payment_approvals p join ledger_accounts a on a.id = p.from_account join currencies c on c.id = a.currency_id
    where coalesce(p.organization_id, a.organization_id) = any(${organizations.map(({ id }) => id)}::uuid[]) and p.state = 'waiting'
      and p.lapses_at > ${ctx.now} and p.placed_by is distinct from ${ctx.actor.personId}::uuid
    order by p.lapses_at, p.id limit ${limit}`.execute(ctx.db);
  return { waiting: rows, count: rows[0]?.count ?? 0 };
}
