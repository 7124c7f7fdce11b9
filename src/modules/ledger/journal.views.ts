// Reading entries with their lines. Who may see them is the caller's to decide.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Entry, EntryId, Line } from "./types.ts";

export type FoundEntry = Entry & { readonly reversedBy: EntryId | null };

/** An entry with all its lines. */
export async function findEntry(ctx: Ctx, id: EntryId): Promise<FoundEntry | undefined> {
  const { rows } = await sql<Omit<FoundEntry, "lines">>`
    select e.id, e.kind, e.text, e.about, e.reverses, e.mandate_id as "mandateId", e.person_id as "personId",
      e.posted_at as "postedAt", (select r.id from ledger_entries r where r.reverses = e.id) as "reversedBy"
    from ledger_entries e where e.id = ${id}::uuid`.execute(ctx.db);
  const [entry] = rows;
  if (!entry) return undefined;
  const lines = await sql<Line>`
    select account_id as "accountId", version, amount, balance_after as "balanceAfter"
    from ledger_lines where entry_id = ${id}::uuid order by account_id, version`.execute(ctx.db);
  return { ...entry, lines: lines.rows };
}

/** The entries about something, by its path or id, the latest first. */
export async function entriesAbout(
  ctx: Ctx,
  about: string,
  { limit = 50, offset = 0 } = {},
): Promise<readonly Omit<Entry, "lines">[]> {
  const { rows } = await sql<Omit<Entry, "lines">>`
    select id, kind, text, about, reverses, mandate_id as "mandateId", person_id as "personId", posted_at as "postedAt"
    from ledger_entries where about = ${about} order by posted_at desc, id desc limit ${limit} offset ${offset}`.execute(
    ctx.db,
  );
  return rows;
}
