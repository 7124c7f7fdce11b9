// Decision points for whoever follows them up.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { paragraphPath } from "./paths.ts";
import type { ParagraphId } from "./text-model.ts";
import type { DecisionPoint, DecisionPointId, TextId } from "./types.ts";

type Which = { readonly id?: string; readonly textId?: string };

type Row = {
  id: DecisionPointId;
  number: number;
  marker: string | null;
  paragraphId: ParagraphId;
  text: string;
  language: string;
  textId: TextId;
  textSlug: string;
  textTitle: Multilingual;
  editionSlug: string;
  translations: readonly {
    language: string;
    text: string;
    state: "draft" | "reviewed";
    translator: string | null;
  }[];
};

// A translation of other words than those adopted is left out: it would say what was not decided.
async function readDecisionPoints(db: Db, { id, textId }: Which): Promise<DecisionPoint[]> {
  const { rows } = await sql<Row>`
    select d.id, d.number, d.marker, d.paragraph_id as "paragraphId", d.text, t.language, t.id as "textId",
      t.slug as "textSlug", t.title as "textTitle", e.slug as "editionSlug",
      coalesce((select jsonb_agg(jsonb_build_object('language', p.language, 'text', p.text, 'state', p.state,
          'translator', p.translator_mandate_id) order by p.language)
        from paragraph_translations p where p.text_id = d.text_id and p.paragraph_id = d.paragraph_id
          and p.source_hash = sha256(convert_to(d.text, 'UTF8'))), '[]') as translations
    from decision_points d
    join congress_texts t on t.id = d.text_id
    join congress_editions e on e.id = t.edition_id
    where (${id ?? null}::uuid is null or d.id = ${id ?? null}::uuid)
      and (${textId ?? null}::uuid is null or d.text_id = ${textId ?? null}::uuid)
    order by e.starts_on desc, t.adopted_at, t.id, d.number`.execute(db);
  return rows.map(({ text, language, textSlug, translations, ...row }) => ({
    ...row,
    label: {
      source: language,
      texts: { [language]: text, ...Object.fromEntries(translations.map((one) => [one.language, one.text])) },
      translations: Object.fromEntries(
        translations.map(({ language: tag, state, translator }) => [tag, { state, translator }]),
      ),
    },
    href: paragraphPath(row.editionSlug, textSlug, row.paragraphId),
  }));
}

export async function findDecisionPoint(db: Db, id: DecisionPointId): Promise<DecisionPoint | undefined> {
  const [point] = await readDecisionPoints(db, { id });
  return point;
}

/** Those of one text, or of all: the latest edition first, then in the order of their numbers. */
export async function listDecisionPoints(db: Db, textId?: TextId): Promise<DecisionPoint[]> {
  return readDecisionPoints(db, textId === undefined ? {} : { textId });
}
