// Texts for pages and protocols: a version with where each sentence comes from, and the list of versions.
import { sql } from "kysely";
import { canonicalJson } from "#algorithms/transparency";
import type { MandateId } from "#confederation";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import { listAmendmentsOf } from "./amendments.store.ts";
import { countStates, type StateAtAdoption, translationStates } from "./authentic-languages.rules.ts";
import { type MandateBehind, readMandates } from "./bearers.views.ts";
import { findEditionBySlug } from "./editions.store.ts";
import { textPath } from "./paths.ts";
import { type DeletedParagraph, type ParagraphWithSource, provenanceOf } from "./provenance.rules.ts";
import { listSections, type SectionEntry } from "./sections.store.ts";
import { latestStandings } from "./standings.store.ts";
import { type ParagraphId, type TextVersionBody, versionContent } from "./text-model.ts";
import { findTextBySlug, listTextsOf, readVersion } from "./texts.store.ts";
import { sourceHash } from "./translations.rules.ts";
import { type KeptTranslation, readTranslations } from "./translations.store.ts";
import type {
  Amendment,
  AmendmentId,
  CongressText,
  Edition,
  EditionId,
  TextId,
  TextVersion,
  TranslationStateOfParagraph,
} from "./types.ts";
import { hex, titleOf } from "./versions.rules.ts";

export type TextSummary = CongressText & {
  /** `/congress/{edition}/texts/{text}`. */
  readonly href: string;
};

export async function listTexts(db: Db, edition: Pick<Edition, "id" | "slug">): Promise<TextSummary[]> {
  const texts = await listTextsOf(db, edition.id);
  return texts.map((text) => ({ ...text, href: textPath(edition.slug, text.slug) }));
}

/** A text and its edition by their address, without the words. */
export async function findText(
  db: Db,
  editionSlug: string,
  textSlug: string,
): Promise<{ edition: Edition; text: TextSummary } | undefined> {
  const edition = await findEditionBySlug(db, editionSlug);
  const text = edition && (await findTextBySlug(db, edition.id, textSlug));
  if (!edition || !text) return undefined;
  return { edition, text: { ...text, href: textPath(edition.slug, text.slug) } };
}

export type TranslatedParagraph = {
  readonly text: string;
  readonly state: TranslationStateOfParagraph;
  /** The words it was made from are no longer those of this version. */
  readonly outdated: boolean;
  readonly translatorMandateId: MandateId | null;
};

export type ReadParagraph = ParagraphWithSource & {
  /** SHA-256 of its text, in hex: what a translator gives back with a translation. */
  readonly sourceHash: string;
  /** In the language asked for; undefined where there is none. */
  readonly translation: TranslatedParagraph | undefined;
};

export type TextView = {
  readonly edition: Edition;
  readonly text: TextSummary;
  readonly version: TextVersion;
  readonly paragraphs: readonly ReadParagraph[];
  /** What amendments took out on the way to this version. */
  readonly deleted: readonly DeletedParagraph[];
  /** The amendments that made this version, in the order of incorporation: what `amendmentId` refers to. */
  readonly amendments: readonly Pick<Amendment, "id" | "number" | "title" | "incorporatedVersion">[];
  /** Every language in which something of it can be read, its own first. */
  readonly languages: readonly string[];
  /** How far this version is translated into the language asked for; undefined for the text's own. */
  readonly translated: TranslatedSoFar | undefined;
};

export type TranslatedSoFar = {
  /** This version was adopted, or is voted on, in that language too. */
  readonly authentic: boolean;
  /** Paragraphs by the state of their translation. */
  readonly states: Readonly<Record<StateAtAdoption, number>>;
  /** Of a composed text: how many paragraphs read as they were translated in which of its sections. */
  readonly takenOver: readonly (Pick<SectionEntry, "title" | "href"> & { readonly paragraphs: number })[];
};

export type TextViewOptions = {
  readonly version?: number | undefined;
  readonly language?: string | undefined;
};

/**
 * A version of a text, with the history of each sentence, and its translation into `language` beside it. Without a
 * number, the version that was adopted, else the last one.
 */
export async function findTextView(
  db: Db,
  editionSlug: string,
  textSlug: string,
  options: TextViewOptions = {},
): Promise<TextView | undefined> {
  const found = await findText(db, editionSlug, textSlug);
  if (!found) return undefined;
  const { edition, text } = found;
  const version = await readVersion(db, text.id, options.version ?? text.adoptedVersion ?? text.lastVersion);
  if (!version) return undefined;
  const first = version.number === 1 ? version : await readVersion(db, text.id, 1);
  const amendments = (await listAmendmentsOf(db, text.id))
    .filter((one) => one.incorporatedVersion !== null && one.incorporatedVersion <= version.number)
    .sort((one, other) => (one.incorporatedVersion ?? 0) - (other.incorporatedVersion ?? 0));
  const standings = await latestStandings(
    db,
    amendments.map(({ id }) => id),
  );
  // As it was taken into the text, which may be other words around its own than those it was written among.
  const steps = amendments.map(({ id, operations }) => ({
    amendmentId: id,
    operations: standings.get(id)?.operations ?? operations,
  }));
  const { paragraphs, deleted } = provenanceOf(first?.body ?? [], steps, version.body, text.language);
  const shown = options.language ?? text.language;
  const translations = (await readTranslations(db, text.id, shown)).get(shown) ?? new Map();
  const authentic = version.authentic?.find((one) => one.language === shown);
  // What was voted on in this language is read, whatever a translator has made of it since.
  for (const { id, text: words } of authentic?.paragraphs ?? []) {
    const source = version.body.find((paragraph) => paragraph.id === id)?.text ?? "";
    translations.set(id as ParagraphId, {
      paragraphId: id as ParagraphId,
      text: words,
      state: "reviewed",
      translatorMandateId: null,
      sourceHash: sourceHash(source),
      sectionId: null,
    });
  }
  return {
    edition,
    text,
    version,
    paragraphs: paragraphs.map((one) => withTranslation(one, translations)),
    deleted,
    amendments: amendments.map(({ id, number, title, incorporatedVersion }) => ({
      id,
      number,
      title,
      incorporatedVersion,
    })),
    languages: [text.language, ...(await translatedLanguages(db, text.id))],
    translated:
      shown === text.language
        ? undefined
        : {
            authentic: authentic !== undefined,
            states: countStates(translationStates(version.body, translations)),
            takenOver: await takenOverFrom(db, text.id, version.body, translations),
          },
  };
}

/** By section, in their order; a paragraph that was reworded since is not what the section says any more. */
async function takenOverFrom(
  db: Db,
  textId: TextId,
  body: TextVersionBody,
  translations: ReadonlyMap<ParagraphId, KeptTranslation>,
): Promise<TranslatedSoFar["takenOver"]> {
  const from = body.flatMap(({ id, text }) => {
    const found = translations.get(id);
    return found?.sectionId && sourceHash(text).equals(found.sourceHash) ? [found.sectionId] : [];
  });
  if (from.length === 0) return [];
  return (await listSections(db, textId)).flatMap(({ id, title, href }) => {
    const paragraphs = from.filter((section) => section === id).length;
    return paragraphs > 0 ? [{ title, href, paragraphs }] : [];
  });
}

/** What the hash of a version is over, byte by byte: the RFC 8785 form of its content. */
export async function readVersionContent(
  db: Db,
  editionSlug: string,
  textSlug: string,
  number: number,
): Promise<Uint8Array | undefined> {
  const found = await findText(db, editionSlug, textSlug);
  const version = found && (await readVersion(db, found.text.id, number));
  if (!found || !version) return undefined;
  const { text } = found;
  return canonicalJson(versionContent(titleOf(text), text.language, version.body, version.authentic));
}

function withTranslation(
  read: ParagraphWithSource,
  translations: ReadonlyMap<ParagraphId, KeptTranslation>,
): ReadParagraph {
  const hash = sourceHash(read.paragraph.text);
  const found = translations.get(read.paragraph.id);
  const translation = found && {
    text: found.text,
    state: found.state,
    outdated: !hash.equals(found.sourceHash),
    translatorMandateId: found.translatorMandateId,
  };
  return { ...read, sourceHash: hex(hash), translation };
}

async function translatedLanguages(db: Db, textId: TextId): Promise<string[]> {
  const { rows } = await sql<{ language: string }>`
    select distinct language from paragraph_translations where text_id = ${textId} order by language`.execute(
    db,
  );
  return rows.map((row) => row.language);
}

/** What brings a version: `languages` the text fixed in its authentic ones, `editor` a new draft, `sections` a composition. */
export type VersionMadeBy = "import" | "amendment" | "languages" | "editor" | "sections";

const madeByAct: Readonly<Record<string, VersionMadeBy>> = {
  "congress.amendment.incorporated": "amendment",
  "congress.text.languages_fixed": "languages",
  "congress.text.revised": "editor",
  "congress.text.composed": "sections",
};

export type VersionEntry = {
  readonly number: number;
  readonly contentHash: string;
  readonly madeAt: Date;
  readonly madeBy: VersionMadeBy;
  /** The amendment that made it, if one did. */
  readonly amendment: {
    readonly id: AmendmentId;
    readonly number: number;
    readonly title: Multilingual;
  } | null;
  /** Null when it came from the node's shell. */
  readonly mandate: MandateBehind | null;
  /** `/log/acts/{actId}`. */
  readonly actId: string;
  readonly isAdopted: boolean;
};

/** Every version, the first one first. */
export async function listVersions(db: Db, textId: TextId): Promise<VersionEntry[]> {
  const { rows } = await sql<
    Omit<VersionEntry, "mandate" | "contentHash" | "madeBy"> & {
      mandateId: MandateId | null;
      hash: Buffer;
      type: string;
    }
  >`
    select v.number, l.type, v.content_hash as hash, v.made_at as "madeAt", v.act_id as "actId", v.mandate_id as "mandateId",
      case when a.id is not null then jsonb_build_object('id', a.id, 'number', a.number, 'title', a.title) end as amendment,
      t.adopted_version is not distinct from v.number as "isAdopted"
    from text_versions v join congress_texts t on t.id = v.text_id join log_acts l on l.id = v.act_id
    left join amendments a on a.text_id = v.text_id and a.incorporated_version = v.number
    where v.text_id = ${textId} order by v.number`.execute(db);
  const mandates = await readMandates(
    db,
    rows.map((row) => row.mandateId),
  );
  return rows.map(({ mandateId, hash, type, ...row }) => ({
    ...row,
    madeBy: madeByAct[type] ?? "import",
    contentHash: hex(hash),
    mandate: mandateId && mandates.of(mandateId),
  }));
}

export type AdoptedText = {
  readonly id: TextId;
  readonly title: Multilingual;
  readonly href: string;
  readonly editionId: EditionId;
  readonly editionTitle: Multilingual;
  readonly editionSlug: string;
  readonly adoptedAt: Date;
  readonly publishedAt: Date | null;
};

/** What the congress has adopted, the latest first. */
export async function listAdoptedTexts(db: Db, editionId?: EditionId): Promise<AdoptedText[]> {
  const { rows } = await sql<Omit<AdoptedText, "href"> & { slug: string }>`
    select t.id, t.title, t.slug, e.id as "editionId", e.title as "editionTitle", e.slug as "editionSlug", t.adopted_at as "adoptedAt",
      t.published_at as "publishedAt"
    from congress_texts t join congress_editions e on e.id = t.edition_id
    where t.adopted_version is not null and (${editionId ?? null}::uuid is null or e.id = ${editionId ?? null}::uuid)
    order by t.adopted_at desc, t.id desc`.execute(db);
  return rows.map(({ slug, ...row }) => ({ ...row, href: textPath(row.editionSlug, slug) }));
}
