// Reading holds. Who may see them is the caller's to decide.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { AccountId, Hold, HoldId } from "./types.ts";

/** What lapsed by now is shown as lapsed, whether or not anybody marked it yet. */
const columns = (
  ctx: Ctx,
) => sql`h.id, h.from_account as "from", h.to_account as "to", h.amount, h.lapses_at as "lapsesAt",
  h.text, h.about, h.placed_at as "placedAt", h.entry_id as "entryId",
  case when h.state = 'placed' and h.lapses_at <= ${ctx.now} then 'lapsed' else h.state end as state,
  case when h.state = 'placed' and h.lapses_at <= ${ctx.now} then h.lapses_at else h.resolved_at end as "resolvedAt"`;

export async function findHold(ctx: Ctx, id: HoldId): Promise<Hold | undefined> {
  const { rows } = await sql<Hold>`
    select ${columns(ctx)} from ledger_holds h where h.id = ${id}::uuid`.execute(ctx.db);
  return rows[0];
}

/** What is kept aside on an account, out of it and into it, the next to lapse first. */
export async function holdsOn(ctx: Ctx, id: AccountId, { limit = 50, offset = 0 } = {}): Promise<Hold[]> {
  const { rows } = await sql<Hold>`
    select ${columns(ctx)} from ledger_holds h
    where h.state = 'placed' and (h.from_account = ${id}::uuid or h.to_account = ${id}::uuid)
      and (h.lapses_at is null or h.lapses_at > ${ctx.now})
    order by h.lapses_at nulls last, h.id limit ${limit} offset ${offset}`.execute(ctx.db);
  return rows;
}

/** The holds about something, by its path or id, the latest first. */
export async function holdsAbout(ctx: Ctx, about: string, { limit = 50, offset = 0 } = {}): Promise<Hold[]> {
  const { rows } = await sql<Hold>`
    select ${columns(ctx)} from ledger_holds h where h.about = ${about}
    order by h.placed_at desc, h.id desc limit ${limit} offset ${offset}`.execute(ctx.db);
  return rows;
}
