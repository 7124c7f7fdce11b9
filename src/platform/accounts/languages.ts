// The language that the holder of an account reads, so that mail can be written to them in it.
import { sql } from "kysely";
import type { Ctx } from "../context.ts";

/** Keeps the language of whoever acts; nothing is written while it stays the same. */
export async function noteLanguage({ db, now }: Ctx, accountId: string, language: string): Promise<void> {
  await sql`
    insert into account_languages as kept (account_id, language, noted_at) values (${accountId}, ${language}, ${now})
    on conflict (account_id) do update set language = excluded.language, noted_at = excluded.noted_at
      where kept.language <> excluded.language`.execute(db);
}
