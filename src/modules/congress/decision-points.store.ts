// The only SQL that writes decision points.
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import { tables } from "./tables.ts";
import type { Paragraph } from "./text-model.ts";
import type { DecisionPointId, TextId } from "./types.ts";

/** The paragraphs that are decision points already, in the order of their numbers. */
export async function markedParagraphs(tx: Ctx, textId: TextId): Promise<string[]> {
  const rows = await tables(tx.db)
    .selectFrom("decision_points")
    .select("paragraph_id")
    .where("text_id", "=", textId)
    .orderBy("number")
    .execute();
  return rows.map((row) => row.paragraph_id);
}

export type NewDecisionPoint = { readonly number: number; readonly paragraph: Paragraph };

export async function insertDecisionPoints(
  tx: Ctx,
  textId: TextId,
  points: readonly NewDecisionPoint[],
  mandateId: MandateId | null,
): Promise<DecisionPointId[]> {
  const rows = points.map(({ number, paragraph }) => ({
    id: tx.newId(),
    text_id: textId,
    number,
    paragraph_id: paragraph.id,
    text: paragraph.text,
    marker: paragraph.marker,
    mandate_id: mandateId,
    marked_at: tx.now,
  }));
  await tables(tx.db).insertInto("decision_points").values(rows).execute();
  return rows.map((row) => row.id as DecisionPointId);
}
