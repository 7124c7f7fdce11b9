// The only SQL that writes circles, their members, rounds, debts and movements.
import { sql } from "kysely";
import type { z } from "zod";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import { type Debt, type Movement, RESERVE } from "./circle-rounds.rules.ts";
import type { foundCircleInput } from "./circles.schema.ts";
import type { CircleState, MemberState } from "./machines.rules.ts";
import { tables } from "./tables.ts";
import type { CircleId } from "./types.ts";

/** The circle, locked against every other act on it. */
export async function lockCircle(tx: Ctx, id: string) {
  const db = tables(tx.db);
  const found = await db
    .selectFrom("circles")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!found) throw new Refusal("missing", "circleUnknown");
  return found;
}
export type CircleRow = Awaited<ReturnType<typeof lockCircle>>;

export async function findCircleByRequest(tx: Ctx, requestKey: string): Promise<CircleId | undefined> {
  const row = await tables(tx.db)
    .selectFrom("circles")
    .select("id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.id as CircleId | undefined;
}

type NewCircle = {
  id: CircleId;
  currencyId: string;
  accountId: string;
  reserveAccountId: string;
  wanted: z.output<typeof foundCircleInput>;
};

export async function insertCircle(
  tx: Ctx,
  { id, currencyId, accountId, reserveAccountId, wanted }: NewCircle,
) {
  await tables(tx.db)
    .insertInto("circles")
    .values({
      id,
      request_key: wanted.requestKey,
      currency_id: currencyId,
      account_id: accountId,
      reserve_account_id: reserveAccountId,
      name: wanted.name,
      contribution: wanted.contribution,
      rhythm: wanted.rhythm,
      starts_on: wanted.startsOn,
      ordered_by: wanted.orderedBy,
      lot_source: wanted.lotSource,
      lot_drawn: null,
      ahead_days: wanted.aheadDays,
      grace_days: wanted.graceDays,
      cover: wanted.cover,
      turn_rule: wanted.turnRule,
      put_out_after: wanted.putOutAfter,
      reserve: wanted.reserve,
      state: "forming",
      founded_at: tx.now,
    })
    .execute();
}

export async function setCircle(
  tx: Ctx,
  id: string,
  change: { state?: CircleState; lot_drawn?: string | null; order_version?: number },
): Promise<void> {
  await tables(tx.db).updateTable("circles").set(change).where("id", "=", id).execute();
}

export async function insertMember(
  tx: Ctx,
  {
    circleId,
    accountId,
    founds,
    position,
  }: { circleId: string; accountId: string; founds: boolean; position: number },
): Promise<string> {
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("circle_members")
    .values({
      id,
      circle_id: circleId,
      account_id: accountId,
      founds,
      state: founds ? "joined" : "invited",
      position,
      place: null,
      need: null,
      guarantor_id: null,
    })
    .execute();
  return id;
}

export async function listMembers(ctx: Ctx, circleId: string) {
  return tables(ctx.db)
    .selectFrom("circle_members")
    .selectAll()
    .where("circle_id", "=", circleId)
    .orderBy("position")
    .execute();
}
export type MemberRow = Awaited<ReturnType<typeof listMembers>>[number];

type MemberChange = Partial<{
  state: MemberState;
  place: number | null;
  agreed_version: number;
  need: string | null;
  guarantor_id: string | null;
  guarantor_agreed: boolean;
  defaults: number;
}>;

export async function setMember(tx: Ctx, id: string, change: MemberChange): Promise<void> {
  await tables(tx.db).updateTable("circle_members").set(change).where("id", "=", id).execute();
}

export async function insertRounds(
  tx: Ctx,
  circleId: string,
  rounds: readonly { dueOn: string; memberId: string }[],
) {
  await tables(tx.db)
    .insertInto("circle_rounds")
    .values(
      rounds.map(({ dueOn, memberId }, at) => ({
        circle_id: circleId,
        number: at + 1,
        due_on: dueOn,
        member_id: memberId,
        state: "planned" as const,
        opened_on: null,
        paid_out_at: null,
        waits_for: null,
      })),
    )
    .execute();
}

export async function listRounds(ctx: Ctx, circleId: string) {
  return tables(ctx.db)
    .selectFrom("circle_rounds")
    .selectAll()
    .where("circle_id", "=", circleId)
    .orderBy("number")
    .execute();
}
export type RoundRow = Awaited<ReturnType<typeof listRounds>>[number];

type RoundChange = Partial<Pick<RoundRow, "state" | "opened_on" | "paid_out_at" | "waits_for" | "member_id">>;

export async function setRound(
  tx: Ctx,
  circleId: string,
  number: number,
  change: RoundChange,
): Promise<void> {
  await tables(tx.db)
    .updateTable("circle_rounds")
    .set(change)
    .where("circle_id", "=", circleId)
    .where("number", "=", number)
    .execute();
}

/** Holds of a round by member. */
export async function readHolds(ctx: Ctx, circleId: string, number: number): Promise<Map<string, string>> {
  const rows = await tables(ctx.db)
    .selectFrom("circle_holds")
    .select(["member_id", "hold_id"])
    .where("circle_id", "=", circleId)
    .where("number", "=", number)
    .execute();
  return new Map(rows.map((row) => [row.member_id, row.hold_id]));
}

export async function insertHold(
  tx: Ctx,
  hold: { circleId: string; number: number; memberId: string; holdId: string },
): Promise<void> {
  await tables(tx.db)
    .insertInto("circle_holds")
    .values({
      circle_id: hold.circleId,
      number: hold.number,
      member_id: hold.memberId,
      hold_id: hold.holdId,
    })
    .execute();
}

/** The oldest first: what is repaid, is repaid in this order. */
export async function readDebts(ctx: Ctx, circleId: string): Promise<Debt[]> {
  const rows = await tables(ctx.db)
    .selectFrom("circle_debts")
    .selectAll()
    .where("circle_id", "=", circleId)
    .orderBy("since")
    .orderBy("debtor_id")
    .orderBy("creditor_id")
    .execute();
  return rows.map((row) => ({
    debtor: row.debtor_id,
    creditor: row.creditor_id ?? RESERVE,
    amount: row.amount,
  }));
}

/** Debts as they stand from now on: a pair that owed before keeps the instant since when. */
export async function writeDebts(tx: Ctx, circleId: string, debts: readonly Debt[]): Promise<void> {
  const creditors = debts.map(({ creditor }) => (creditor === RESERVE ? null : creditor));
  const debtors = debts.map(({ debtor }) => debtor);
  const amounts = debts.map(({ amount }) => amount);
  const now = sql`unnest(${debtors}::uuid[], ${creditors}::uuid[], ${amounts}::bigint[]) as n (debtor_id, creditor_id, amount)`;
  await sql`delete from circle_debts d where circle_id = ${circleId} and not exists (
    select 1 from ${now} where n.debtor_id = d.debtor_id and n.creditor_id is not distinct from d.creditor_id)`.execute(
    tx.db,
  );
  await sql`insert into circle_debts (circle_id, debtor_id, creditor_id, amount, since)
    select ${circleId}, n.debtor_id, n.creditor_id, n.amount, ${tx.now} from ${now}
    on conflict (circle_id, debtor_id, creditor_id) do update set amount = excluded.amount`.execute(tx.db);
}

export type KeptMovement = Movement & { readonly entryId: string };

/** Members by their ids; the pot and the reserve are left empty. */
export async function insertMovements(
  tx: Ctx,
  circleId: string,
  round: number | null,
  movements: readonly KeptMovement[],
  requestKey: string | null = null,
): Promise<void> {
  if (movements.length === 0) return;
  const member = (purse: string) => (purse === "pot" || purse === RESERVE ? null : purse);
  await tables(tx.db)
    .insertInto("circle_movements")
    .values(
      movements.map(({ why, from, to, amount, entryId }) => ({
        id: tx.newId(),
        circle_id: circleId,
        round,
        why,
        from_member: member(from),
        to_member: member(to),
        amount,
        entry_id: entryId,
        request_key: requestKey,
        made_at: tx.now,
      })),
    )
    .execute();
}

export async function debtWasPaid(tx: Ctx, requestKey: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from circle_movements where request_key = ${requestKey} limit 1`.execute(tx.db);
  return rows.length > 0;
}

/** Circles in which a day may do something. */
export async function listRunning(ctx: Ctx): Promise<string[]> {
  const rows = await tables(ctx.db)
    .selectFrom("circles")
    .select("id")
    .where("state", "=", "running")
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
