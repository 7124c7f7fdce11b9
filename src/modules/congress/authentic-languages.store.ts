// The only SQL that writes which languages of a text are authentic, and how far it was translated when it was adopted.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { StateAtAdoption } from "./authentic-languages.rules.ts";
import { tables } from "./tables.ts";
import type { TextId } from "./types.ts";

export async function setAuthenticLanguages(
  tx: Ctx,
  id: TextId,
  languages: readonly string[],
): Promise<void> {
  await tables(tx.db)
    .updateTable("congress_texts")
    .set({ authentic: [...languages] })
    .where("id", "=", id)
    .execute();
}

export type AdoptionTranslation = {
  readonly language: string;
  /** The text is equally authentic in it. */
  readonly authentic: boolean;
  readonly reviewed: number;
  readonly draft: number;
  readonly outdated: number;
  readonly missing: number;
};

export async function insertAdoptionTranslation(
  tx: Ctx,
  of: { readonly textId: TextId; readonly version: number; readonly actId: string },
  translation: AdoptionTranslation & { readonly states: ReadonlyMap<string, StateAtAdoption> },
): Promise<void> {
  await tables(tx.db)
    .insertInto("adoption_translations")
    .values({
      text_id: of.textId,
      version: of.version,
      language: translation.language,
      authentic: translation.authentic,
      states: JSON.stringify(Object.fromEntries(translation.states)),
      reviewed: translation.reviewed,
      draft: translation.draft,
      outdated: translation.outdated,
      missing: translation.missing,
      recorded_at: tx.now,
      act_id: of.actId,
    })
    .execute();
}

/** How far a text was translated when it was adopted, as recorded then: authentic languages first. */
export async function listAdoptionTranslations(db: Db, id: TextId): Promise<AdoptionTranslation[]> {
  const { rows } = await sql<AdoptionTranslation>`
    select language, authentic, reviewed, draft, outdated, missing from adoption_translations
    where text_id = ${id} order by authentic desc, language`.execute(db);
  return rows;
}
