// The only SQL that writes of which sections a text was composed.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { textPath } from "./paths.ts";
import { tables } from "./tables.ts";
import type { TextId } from "./types.ts";

export type NewSection = { readonly textId: TextId; readonly version: number; readonly paragraphs: number };

export async function insertSections(tx: Ctx, id: TextId, sections: readonly NewSection[]): Promise<void> {
  await tables(tx.db)
    .insertInto("text_sections")
    .values(
      sections.map((section, at) => ({
        text_id: id,
        sequence: at + 1,
        section_text_id: section.textId,
        section_version: section.version,
        paragraphs: section.paragraphs,
      })),
    )
    .execute();
}

/** A section that stands in a text, or the text that a section went into. */
export type SectionEntry = {
  readonly id: TextId;
  readonly title: Multilingual;
  readonly href: string;
  /** Of the section. */
  readonly version: number;
  readonly paragraphs: number;
};

/** Of which sections a text was composed, in order; none for a text of its own. */
export async function listSections(db: Db, id: TextId): Promise<SectionEntry[]> {
  const { rows } = await sql<Omit<SectionEntry, "href"> & { slug: string; edition: string }>`
    select t.id, t.title, t.slug, e.slug as edition, s.section_version as version, s.paragraphs
    from text_sections s join congress_texts t on t.id = s.section_text_id join congress_editions e on e.id = t.edition_id
    where s.text_id = ${id} order by s.sequence`.execute(db);
  return rows.map(({ slug, edition, ...row }) => ({ ...row, href: textPath(edition, slug) }));
}
