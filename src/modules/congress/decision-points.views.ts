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
  listNumber: number;
  listTitle: string | null;
  listTranslations: readonly Translation[];
  marker: string | null;
  paragraphId: ParagraphId;
  text: string;
  language: string;
  textId: TextId;
  textSlug: string;
  textTitle: Multilingual;
  editionSlug: string;
  translations: readonly Translation[];
};

type Translation = {
  language: string;
  text: string;
  state: "draft" | "reviewed";
  translator: string | null;
};

// A translation of other words than those adopted is left out: it would say what was not decided.
const translationsOf = (paragraphId: string, text: string) => sql`
  coalesce((select jsonb_agg(jsonb_build_object('language', p.language, 'text', p.text, 'state', p.state,
      'translator', p.translator_mandate_id) order by p.language)
    from paragraph_translations p where p.text_id = d.text_id and p.paragraph_id = ${sql.ref(paragraphId)}
      and p.source_hash = sha256(convert_to(${sql.ref(text)}, 'UTF8'))), '[]')`;

async function readDecisionPoints(db: Db, { id, textId }: Which): Promise<DecisionPoint[]> {
  const { rows } = await sql<Row>`
    select d.id, d.number, d.list as "listNumber", d.list_title as "listTitle", d.marker,
      d.paragraph_id as "paragraphId", d.text, t.language, t.id as "textId", t.slug as "textSlug",
      t.title as "textTitle", e.slug as "editionSlug", ${translationsOf("d.paragraph_id", "d.text")} as translations,
      ${translationsOf("d.list_paragraph_id", "d.list_title")} as "listTranslations"
    from decision_points d
    join congress_texts t on t.id = d.text_id
    join congress_editions e on e.id = t.edition_id
    where (${id ?? null}::uuid is null or d.id = ${id ?? null}::uuid)
      and (${textId ?? null}::uuid is null or d.text_id = ${textId ?? null}::uuid)
    order by e.starts_on desc, t.adopted_at, t.id, d.list, d.number`.execute(db);
  return rows.map((row) => {
    const { text, language, textSlug, translations, listNumber, listTitle, listTranslations, ...rest } = row;
    return {
      ...rest,
      list: { number: listNumber, title: listTitle && multilingual(language, listTitle, listTranslations) },
      label: multilingual(language, text, translations),
      href: paragraphPath(row.editionSlug, textSlug, row.paragraphId),
    } as DecisionPoint;
  });
}

function multilingual(source: string, text: string, translations: readonly Translation[]): Multilingual {
  return {
    source,
    texts: { [source]: text, ...Object.fromEntries(translations.map((one) => [one.language, one.text])) },
    translations: Object.fromEntries(
      translations.map(({ language, state, translator }) => [language, { state, translator }]),
    ),
  };
}

export async function findDecisionPoint(db: Db, id: DecisionPointId): Promise<DecisionPoint | undefined> {
  const [point] = await readDecisionPoints(db, { id });
  return point;
}

/** Those of one text, or of all: the latest edition first, then list by list in the order of their numbers. */
export async function listDecisionPoints(db: Db, textId?: TextId): Promise<DecisionPoint[]> {
  return readDecisionPoints(db, textId === undefined ? {} : { textId });
}
