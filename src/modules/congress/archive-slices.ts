// Reading what an archive holds in slices, so that a congress of any size passes through a small memory.
import { type RawBuilder, sql } from "kysely";
import type { Db } from "#platform/database/database";

const SLICE = 200;

/** The rows of a query, a slice at a time. */
export async function* inSlices<Row>(
  db: Db,
  query: (range: RawBuilder<unknown>) => RawBuilder<Row>,
): AsyncGenerator<Row> {
  for (let offset = 0; ; offset += SLICE) {
    const { rows } = await query(sql`offset ${offset} limit ${SLICE}`).execute(db);
    yield* rows;
    if (rows.length < SLICE) return;
  }
}
