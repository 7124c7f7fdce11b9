// A roll call in its numbers, without who voted how: for pages that many people read at once.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { amendmentPath, rollCallPath, textPath } from "./paths.ts";
import type { Choice, RollCallId, RoomCounts, VoteRules, VoteVerdict } from "./types.ts";
import { type Explanation, explain, type Tally, tally } from "./votes.rules.ts";

export type RollCallBrief = {
  readonly id: RollCallId;
  /** `/congress/{edition}/texts/{text}/votes/{id}`. */
  readonly href: string;
  readonly text: { readonly slug: string; readonly title: Multilingual; readonly href: string };
  /** Null: the vote is on the whole text. */
  readonly amendment: { readonly number: number; readonly title: Multilingual; readonly href: string } | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly verdict: VoteVerdict | null;
  /** While the vote is open, what it would come to now. */
  readonly tally: Tally;
  readonly explanation: Explanation;
};

type Row = {
  id: RollCallId;
  editionSlug: string;
  textSlug: string;
  textTitle: Multilingual;
  amendmentNumber: number | null;
  amendmentTitle: Multilingual | null;
  rules: VoteRules;
  room: RoomCounts | null;
  accredited: number;
  openedAt: Date;
  closedAt: Date | null;
  verdict: VoteVerdict | null;
  counts: Partial<Record<Choice, number>> | null;
};

/** Roll calls by their ids, in no order. */
export async function listRollCallBriefs(db: Db, ids: readonly RollCallId[]): Promise<RollCallBrief[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    select r.id, e.slug as "editionSlug", t.slug as "textSlug", t.title as "textTitle", a.number as "amendmentNumber",
      a.title as "amendmentTitle", r.rules, r.room, r.accredited, r.opened_at as "openedAt", r.closed_at as "closedAt",
      r.verdict, (select jsonb_object_agg(choice, count) from (
        select choice, count(*)::int as count from votes_counted where roll_call_id = r.id group by choice) c) as counts
    from roll_calls r join congress_texts t on t.id = r.text_id join congress_editions e on e.id = t.edition_id
    left join amendments a on a.id = r.amendment_id
    where r.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows.map((row) => {
    const { for: inFavour = 0, against = 0, abstain = 0 } = row.counts ?? {};
    const counted = tally({ for: inFavour, against, abstain }, row.accredited, row);
    const {
      id,
      editionSlug,
      textSlug,
      amendmentNumber: number,
      amendmentTitle,
      openedAt,
      closedAt,
      verdict,
    } = row;
    return {
      id,
      href: rollCallPath(editionSlug, textSlug, id),
      text: { slug: textSlug, title: row.textTitle, href: textPath(editionSlug, textSlug) },
      amendment:
        number !== null && amendmentTitle
          ? { number, title: amendmentTitle, href: amendmentPath(editionSlug, textSlug, number) }
          : null,
      openedAt,
      closedAt,
      verdict,
      tally: counted,
      explanation: explain(counted, closedAt !== null),
    };
  });
}

export async function findRollCallBrief(db: Db, id: RollCallId): Promise<RollCallBrief | undefined> {
  return (await listRollCallBriefs(db, [id]))[0];
}
