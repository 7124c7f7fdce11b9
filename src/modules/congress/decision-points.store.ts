// The only SQL that writes decision points.
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import { tables } from "./tables.ts";
import type { PossibleDecisionPoint } from "./decision-points.rules.ts";
import type { DecisionPointId, TextId } from "./types.ts";

/** The paragraphs that are decision points already. */
export async function markedParagraphs(tx: Ctx, textId: TextId): Promise<string[]> {
  const rows = await tables(tx.db)
    .selectFrom("decision_points")
    .select("paragraph_id")
    .where("text_id", "=", textId)
    .execute();
  return rows.map((row) => row.paragraph_id);
}

export async function insertDecisionPoints(
  tx: Ctx,
  textId: TextId,
  points: readonly PossibleDecisionPoint[],
  mandateId: MandateId | null,
): Promise<DecisionPointId[]> {
  const rows = points.map(({ list, title, number, paragraph }) => ({
    id: tx.newId(),
    text_id: textId,
    list,
    list_paragraph_id: title?.id ?? null,
    list_title: title?.text ?? null,
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
