// The only SQL that writes what happens to single days of a series.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { replaceOccurrences } from "./actions.store.ts";
import type { Plan } from "./moments.rules.ts";
import { tables } from "./tables.ts";
import type { ActionId, MovedDay } from "./types.ts";

export async function updateDays(tx: Ctx, id: ActionId, plan: Plan): Promise<void> {
  await tables(tx.db)
    .updateTable("actions")
    .set({ without: [...plan.moment.without], moved: JSON.stringify(plan.moment.moved) })
    .where("id", "=", id)
    .execute();
  await replaceOccurrences(tx, id, plan);
}

export type NewDayChange = {
  readonly actionId: ActionId;
  readonly day: string;
  readonly to: Omit<MovedDay, "day"> | null;
  readonly reason: Multilingual;
  readonly mandateId: string | null;
};

export async function insertDayChange(tx: Ctx, change: NewDayChange): Promise<void> {
  await tables(tx.db)
    .insertInto("action_day_changes")
    .values({
      id: tx.newId(),
      action_id: change.actionId,
      day: change.day,
      starts_local: change.to?.startsLocal ?? null,
      ends_local: change.to?.endsLocal ?? null,
      reason: JSON.stringify(change.reason),
      mandate_id: change.mandateId,
      changed_at: tx.now,
    })
    .execute();
}

/** What was said of a day: when it is instead, or null where it is called off. */
export type DayChange = {
  readonly day: string;
  readonly startsLocal: string | null;
  readonly endsLocal: string | null;
  readonly reason: Multilingual;
};

/** The latest of each day, by day. */
export async function listDayChanges(db: Db, actionId: string, limit: number): Promise<DayChange[]> {
  const { rows } = await sql<DayChange>`
    select * from (
      select distinct on (d.day) d.day::text as day, d.starts_local as "startsLocal", d.ends_local as "endsLocal", d.reason
      from action_day_changes d where d.action_id = ${actionId} order by d.day, d.changed_at desc, d.id desc) as latest
    order by day desc limit ${limit}`.execute(db);
  return rows;
}
