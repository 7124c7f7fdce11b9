// The translations of texts as they are kept: the only SQL that writes them, and that reads them by paragraph.
import { sql } from "kysely";
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import { tables } from "./tables.ts";
import type { ParagraphId } from "./text-model.ts";
import type { TextId, TranslationStateOfParagraph } from "./types.ts";

export type KeptTranslation = {
  readonly paragraphId: ParagraphId;
  readonly text: string;
  readonly state: TranslationStateOfParagraph;
  readonly sourceHash: Uint8Array;
  readonly translatorMandateId: MandateId | null;
  /** The section that it was taken over from; null where it was translated for this text. */
  readonly sectionId: TextId | null;
};

/** Puts translations in the place of those that were there. */
export async function upsertTranslations(
  tx: Ctx,
  { textId, language }: { readonly textId: TextId; readonly language: string },
  translations: readonly KeptTranslation[],
): Promise<void> {
  // In slices: one statement holds at most 65,535 parameters.
  for (let start = 0; start < translations.length; start += 1_000) {
    await tables(tx.db)
      .insertInto("paragraph_translations")
      .values(
        translations.slice(start, start + 1_000).map((translation) => ({
          text_id: textId,
          paragraph_id: translation.paragraphId,
          language,
          text: translation.text,
          state: translation.state,
          translator_mandate_id: translation.translatorMandateId,
          source_hash: Buffer.from(translation.sourceHash),
          translated_at: tx.now,
          section_text_id: translation.sectionId,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(["text_id", "paragraph_id", "language"]).doUpdateSet((eb) => ({
          text: eb.ref("excluded.text"),
          state: eb.ref("excluded.state"),
          translator_mandate_id: eb.ref("excluded.translator_mandate_id"),
          source_hash: eb.ref("excluded.source_hash"),
          translated_at: eb.ref("excluded.translated_at"),
          section_text_id: eb.ref("excluded.section_text_id"),
        })),
      )
      .execute();
  }
}

/** What a text has been translated into, by language and paragraph; `only`: in one language. */
export async function readTranslations(
  db: Db,
  textId: TextId,
  only: string | null = null,
): Promise<Map<string, Map<ParagraphId, KeptTranslation>>> {
  const { rows } = await sql<KeptTranslation & { language: string }>`
    select language, paragraph_id as "paragraphId", text, state, source_hash as "sourceHash",
      translator_mandate_id as "translatorMandateId", section_text_id as "sectionId"
    from paragraph_translations where text_id = ${textId} and (${only}::text is null or language = ${only})
    order by language, paragraph_id`.execute(db);
  const byLanguage = Map.groupBy(rows, ({ language }) => language);
  return new Map(
    [...byLanguage].map(([language, own]) => [language, new Map(own.map((row) => [row.paragraphId, row]))]),
  );
}
