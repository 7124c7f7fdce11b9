// The only SQL that writes minutes and what people wrote to them.
import { sql } from "kysely";
import type { MandateId } from "#confederation";
import type { EditionId } from "#congress";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { MinutesFacts } from "./minutes.rules.ts";
import type { SittingId } from "./sitting-model.ts";
import type { OrganId } from "./types.ts";
import { tables } from "./tables.ts";

export type KeptMinutes = {
  readonly facts: MinutesFacts;
  /** SHA-256 of the RFC 8785 form of the facts, in hex. */
  readonly hash: string;
  readonly drawnUpAt: Date;
  readonly actId: string;
  readonly textId: string | null;
};

export type Remark = {
  readonly entry: number;
  readonly mode: "added" | "instead";
  readonly words: Multilingual | null;
  readonly writtenAt: Date;
  readonly actId: string;
};

export async function insertMinutes(
  tx: Ctx,
  sittingId: SittingId,
  minutes: { readonly facts: MinutesFacts; readonly hash: Uint8Array; readonly actId: string },
): Promise<void> {
  await tables(tx.db)
    .insertInto("sitting_minutes")
    .values({
      sitting_id: sittingId,
      facts: JSON.stringify(minutes.facts),
      facts_hash: Buffer.from(minutes.hash),
      drawn_up_at: tx.now,
      act_id: minutes.actId,
      text_id: null,
      submitted_under: null,
      submitted_at: null,
    })
    .execute();
}

export async function readMinutes(db: Db, sittingId: SittingId): Promise<KeptMinutes | undefined> {
  const { rows } = await sql<KeptMinutes>`
    select facts, encode(facts_hash, 'hex') as hash, drawn_up_at as "drawnUpAt", act_id as "actId",
      text_id as "textId"
    from sitting_minutes where sitting_id = ${sittingId}`.execute(db);
  return rows[0];
}

/** Everything that was written, the first first. */
export async function readRemarks(db: Db, sittingId: SittingId): Promise<Remark[]> {
  const { rows } = await sql<Remark>`
    select entry, mode, words, written_at as "writtenAt", act_id as "actId"
    from minutes_remarks where sitting_id = ${sittingId} order by sequence`.execute(db);
  return rows;
}

/** To which sitting's minutes an earlier sending of the same form wrote. */
export async function sittingOfRemark(tx: Ctx, requestKey: string): Promise<SittingId | undefined> {
  const row = await tables(tx.db)
    .selectFrom("minutes_remarks")
    .select("sitting_id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.sitting_id as SittingId | undefined;
}

type NewRemark = Pick<Remark, "entry" | "mode" | "words" | "actId"> & {
  readonly writtenUnder: MandateId | null;
  readonly requestKey: string;
};

export async function insertRemark(tx: Ctx, sittingId: SittingId, remark: NewRemark): Promise<void> {
  await tables(tx.db)
    .insertInto("minutes_remarks")
    .values({
      id: tx.newId(),
      sitting_id: sittingId,
      entry: remark.entry,
      mode: remark.mode,
      words: remark.words && JSON.stringify(remark.words),
      written_under: remark.writtenUnder,
      written_at: tx.now,
      request_key: remark.requestKey,
      act_id: remark.actId,
    })
    .execute();
}

/** The sitting whose minutes were laid before the assembly as this text, if it is one of those. */
export async function findSittingOfMinutes(
  db: Db,
  textId: string,
): Promise<{ readonly number: number; readonly title: Multilingual } | undefined> {
  return tables(db)
    .selectFrom("sitting_minutes as m")
    .innerJoin("sittings as s", "s.id", "m.sitting_id")
    .select(["s.number", "s.title"])
    .where("m.text_id", "=", textId)
    .executeTakeFirst();
}

/** The addresses, within their edition, of the texts that are minutes. */
export async function listMinutesTexts(db: Db, editionId: EditionId): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    select t.slug from sitting_minutes m join congress_texts t on t.id = m.text_id where t.edition_id = ${editionId}`.execute(
    db,
  );
  return rows.map(({ slug }) => slug);
}

/** Whether a text of the edition is the minutes of a sitting of this organ. */
export async function isMinutesOf(
  tx: Ctx,
  organ: { readonly editionId: EditionId; readonly organId: OrganId },
  text: string,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from sitting_minutes m join sittings s on s.id = m.sitting_id
      join congress_texts t on t.id = m.text_id
      where s.organ_id = ${organ.organId} and t.edition_id = ${organ.editionId} and t.slug = ${text}) as found`.execute(
    tx.db,
  );
  return rows[0]?.found === true;
}

export async function markSubmitted(
  tx: Ctx,
  sittingId: SittingId,
  textId: string,
  under: MandateId | null,
): Promise<void> {
  await tables(tx.db)
    .updateTable("sitting_minutes")
    .set({ text_id: textId, submitted_under: under, submitted_at: tx.now })
    .where("sitting_id", "=", sittingId)
    .execute();
}
