// Which texts were adopted, for pages that lead to them.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { textPath } from "./paths.ts";
import type { TextId } from "./types.ts";

export type AdoptedText = {
  readonly id: TextId;
  readonly title: Multilingual;
  readonly editionTitle: Multilingual;
  readonly adoptedAt: Date;
  readonly href: string;
};

/** Adopted and published texts, the latest first. */
export async function listAdoptedTexts(db: Db): Promise<AdoptedText[]> {
  const { rows } = await sql<Omit<AdoptedText, "href"> & { slug: string; editionSlug: string }>`
    select t.id, t.slug, t.title, t.adopted_at as "adoptedAt", e.slug as "editionSlug", e.title as "editionTitle"
    from congress_texts t join congress_editions e on e.id = t.edition_id
    where t.adopted_at is not null order by t.adopted_at desc, t.id`.execute(db);
  return rows.map(({ slug, editionSlug, ...row }) => ({ ...row, href: textPath(editionSlug, slug) }));
}
