// The only SQL that writes translations of texts.
import type { MandateId } from "#confederation";
import type { Ctx } from "#platform/context";
import { tables } from "./tables.ts";
import type { ParagraphId } from "./text-model.ts";
import type { TextId, TranslationStateOfParagraph } from "./types.ts";

export type NewTranslation = {
  readonly paragraphId: ParagraphId;
  readonly text: string;
  readonly state: TranslationStateOfParagraph;
  readonly sourceHash: Uint8Array;
};

export type Translating = {
  readonly textId: TextId;
  readonly language: string;
  readonly translatorMandateId: MandateId | null;
};

/** Puts translations in the place of those that were there. */
export async function upsertTranslations(
  tx: Ctx,
  { textId, language, translatorMandateId }: Translating,
  translations: readonly NewTranslation[],
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
          translator_mandate_id: translatorMandateId,
          source_hash: Buffer.from(translation.sourceHash),
          translated_at: tx.now,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(["text_id", "paragraph_id", "language"]).doUpdateSet((eb) => ({
          text: eb.ref("excluded.text"),
          state: eb.ref("excluded.state"),
          translator_mandate_id: eb.ref("excluded.translator_mandate_id"),
          source_hash: eb.ref("excluded.source_hash"),
          translated_at: eb.ref("excluded.translated_at"),
        })),
      )
      .execute();
  }
}
