// A roll call in its numbers, without who voted how: for pages that many people read at once.
import type { Counted } from "#algorithms/roll-calls";
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { countThem, type Deciding, decidingColumns, decidingJoins } from "./counting.store.ts";
import { amendmentPath, rollCallPath, textPath } from "./paths.ts";
import type { RollCallId, VoteVerdict } from "./types.ts";

/** Counted: while the vote is open, what it would come to now. */
export type RollCallBrief = Counted & {
  readonly id: RollCallId;
  /** `/congress/{edition}/texts/{text}/votes/{id}`. */
  readonly href: string;
  readonly text: { readonly slug: string; readonly title: Multilingual; readonly href: string };
  /** Null: the vote is on the whole text. */
  readonly amendment: { readonly number: number; readonly title: Multilingual; readonly href: string } | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly verdict: VoteVerdict | null;
};

type Row = Deciding & {
  editionSlug: string;
  textSlug: string;
  textTitle: Multilingual;
  amendmentNumber: number | null;
  amendmentTitle: Multilingual | null;
  verdict: VoteVerdict | null;
};

/** Roll calls by their ids, in no order. */
export async function listRollCallBriefs(db: Db, ids: readonly RollCallId[]): Promise<RollCallBrief[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    select r.id, e.slug as "editionSlug", t.slug as "textSlug", t.title as "textTitle", a.number as "amendmentNumber",
      a.title as "amendmentTitle", ${decidingColumns}, r.opened_at as "openedAt", r.closed_at as "closedAt", r.verdict
    from roll_calls r join congress_texts t on t.id = r.text_id join congress_editions e on e.id = t.edition_id
    left join amendments a on a.id = r.amendment_id ${decidingJoins}
    where r.id = any(${[...ids]}::uuid[])`.execute(db);
  return (await countThem(db, rows)).map((row) => {
    const {
      id,
      editionSlug,
      textSlug,
      amendmentNumber: number,
      amendmentTitle,
      openedAt,
      closedAt,
      verdict,
      tally,
      evaluation,
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
      tally,
      evaluation,
    };
  });
}

export async function findRollCallBrief(db: Db, id: RollCallId): Promise<RollCallBrief | undefined> {
  return (await listRollCallBriefs(db, [id]))[0];
}
