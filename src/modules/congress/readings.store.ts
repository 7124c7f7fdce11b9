// The only SQL that writes how often a text is read, and the readings that it has passed.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { PassedReading, ReadingRule } from "./readings.rules.ts";
import { tables } from "./tables.ts";
import type { RollCallId, TextId } from "./types.ts";

export async function setReadingRule(tx: Ctx, id: TextId, rule: ReadingRule): Promise<void> {
  await tables(tx.db)
    .updateTable("congress_texts")
    .set({ readings: rule.readings, days_between: rule.daysBetween, amended_between: rule.amendedBetween })
    .where("id", "=", id)
    .execute();
}

/** The readings that a text has passed without being adopted by them, the first first. */
export async function listReadings(db: Db, id: TextId): Promise<PassedReading[]> {
  const rows = await tables(db)
    .selectFrom("text_readings")
    .select(["version", "passed_at"])
    .where("text_id", "=", id)
    .orderBy("sequence")
    .execute();
  return rows.map((row) => ({ version: row.version, passedAt: row.passed_at }));
}

export async function insertReading(
  tx: Ctx,
  reading: {
    readonly textId: TextId;
    readonly version: number;
    readonly rollCallId: RollCallId;
    readonly actId: string;
  },
): Promise<void> {
  await sql`
    insert into text_readings (text_id, sequence, version, roll_call_id, passed_at, act_id)
    select ${reading.textId}::uuid, coalesce(max(sequence), 0) + 1, ${reading.version}::int, ${reading.rollCallId}::uuid,
      ${tx.now}::timestamptz, ${reading.actId}::uuid
    from text_readings where text_id = ${reading.textId}::uuid`.execute(tx.db);
}
