// What a calendar feed is made of, and the mark by which a reader knows that nothing changed since.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { AgendaQuery } from "./actions.schema.ts";
import { type ActionView, asked, ofActions, viewOfActions } from "./agenda.views.ts";

/** How long what is over stays in a feed, so that a calendar that was away learns what became of it. */
const KEPT_DAYS = 366;
export const MOST_IN_FEED = 10_000;

export type FeedMark = {
  readonly actions: number;
  /** When anything in it was changed last; null for an empty feed. */
  readonly changedAt: Date | null;
  /** Grows with every change, also of those that share an instant. */
  readonly changes: string;
};

/** Whole days: a feed asked for twice on a day is the same. */
const since = (now: Date) => new Date(Date.parse(now.toISOString().slice(0, 10)) - KEPT_DAYS * 86_400_000);

/** What the feed would be made of, without making it: for `If-None-Match` and `If-Modified-Since`. */
export async function readFeedMark(db: Db, query: AgendaQuery, now: Date): Promise<FeedMark> {
  const { rows } = await sql<FeedMark>`
    select count(*)::int as actions, greatest(max(a.updated_at), max(c.updated_at), max(o.updated_at)) as "changedAt",
      (coalesce(sum(a.sequence), 0) + coalesce(sum(c.sequence), 0))::text as changes
    from ${ofActions} where a.last_at > ${since(now)} and ${asked(query)}`.execute(db);
  return rows[0] ?? { actions: 0, changedAt: null, changes: "0" };
}

/** Everything in the feed, cancelled and merged actions too: the soonest to end first, the most distant left out. */
export async function readFeed(db: Db, query: AgendaQuery, now: Date): Promise<ActionView[]> {
  const { rows } = await sql<ActionView>`
    ${viewOfActions} from ${ofActions} where a.last_at > ${since(now)} and ${asked(query)}
    order by a.last_at, a.number limit ${MOST_IN_FEED}`.execute(db);
  return rows;
}
