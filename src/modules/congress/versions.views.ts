// One version of a text, as whoever quotes or amends it needs it.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { TextVersion } from "./types.ts";

/** The version of that number, or the last one; undefined when there is none. */
export async function findVersion(
  db: Db,
  edition: string,
  text: string,
  number?: number,
): Promise<TextVersion | undefined> {
  const { rows } = await sql<TextVersion>`
    select v.number, v.body, encode(v.content_hash, 'hex') as "contentHash"
    from text_versions v join congress_texts t on t.id = v.text_id join congress_editions e on e.id = t.edition_id
    where e.slug = ${edition} and t.slug = ${text} and v.number = coalesce(${number ?? null}::int, t.last_version)`.execute(
    db,
  );
  return rows[0];
}
