// A text in other languages, paragraph by paragraph.
// Invariant: a translation is bound to the words it was made from; when those change it is kept and shown as outdated.
import { canonicalHash } from "#algorithms/transparency";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { isPlainText } from "#platform/plain-text";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { MandateId } from "#confederation";
import { presiding } from "./editions.service.ts";
import { textPath } from "./paths.ts";
import { paragraphText, type TextVersionBody } from "./text-model.ts";
import {
  type ImportTranslationInput,
  importTranslationInput,
  type TranslateParagraphsInput,
  translateParagraphsInput,
} from "./texts.schema.ts";
import { knownText, readAsText } from "./texts.service.ts";
import { readVersion } from "./texts.store.ts";
import { sourceHash, structuresAreEqual, translationsAreIntoAnother } from "./translations.rules.ts";
import { type KeptTranslation, readTranslations, upsertTranslations } from "./translations.store.ts";
import type { CongressText, Edition, TextId, TextVersion } from "./types.ts";
import { hex } from "./versions.rules.ts";

/**
 * Keeps translations of paragraphs of the text's last version; needs `congress.import_text` in the convening
 * organisation. Refuses with `translationIntoItself`, `paragraphUnknown` {position}, `textIsEmpty`, `textHasControls`.
 */
export async function translateParagraphs(ctx: Ctx, input: TranslateParagraphsInput): Promise<void> {
  const wanted = parse(translateParagraphsInput, input);
  const texts = wanted.paragraphs.map((paragraph) => paragraphText(paragraph.text));
  for (const text of texts) {
    if (text === "") throw new Refusal("invalid", "textIsEmpty");
    if (!isPlainText(text)) throw new Refusal("invalid", "textHasControls");
  }
  await translating(ctx, wanted, (body) => {
    const sources = new Map(body.map((paragraph) => [paragraph.id, paragraph.text]));
    return wanted.paragraphs.map(({ paragraphId, state, sourceHash: seen }, at) => {
      const source = sources.get(paragraphId);
      if (source === undefined) throw new Refusal("missing", "paragraphUnknown", { position: at + 1 });
      const of = seen === undefined ? sourceHash(source) : Buffer.from(seen, "hex");
      return { paragraphId, text: texts[at] ?? "", state, sourceHash: of };
    });
  });
}

/**
 * Takes a whole translation from a file whose paragraphs are those of the text's last version, one for one; needs
 * `congress.import_text`. Returns how many. Refuses with `translationStructureDiffers` {position, expected, actual} and
 * the reasons of `readAsText`.
 */
export async function importTranslation(ctx: Ctx, input: ImportTranslationInput): Promise<number> {
  const wanted = parse(importTranslationInput, input);
  const read = readAsText(wanted.bytes, wanted.format, ctx.newId);
  return translating(ctx, wanted, (body) => {
    hold(structuresAreEqual(body, read.paragraphs), "invalid");
    return body.map((paragraph, at) => ({
      paragraphId: paragraph.id,
      text: read.paragraphs[at]?.text ?? "",
      state: wanted.state,
      sourceHash: sourceHash(paragraph.text),
    }));
  });
}

/** A translation as it was sent in: who translated is known only once they were found to be allowed to. */
type Sent = Omit<KeptTranslation, "translatorMandateId" | "sectionId">;

type Wanted = { readonly edition: string; readonly text: string; readonly language: string };

async function translating(
  ctx: Ctx,
  wanted: Wanted,
  translate: (body: TextVersionBody) => Sent[],
): Promise<number> {
  return transact(ctx, async (tx) => {
    const { edition, authority } = await presiding(tx, wanted.edition, "congress.import_text");
    // Locked, so that the paragraphs translated here are those of the last version when this commits.
    const { text } = await knownText(tx, wanted, "locked");
    hold(translationsAreIntoAnother(wanted.language, text.language), "invalid");
    const version = await readVersion(tx.db, text.id, text.lastVersion);
    if (!version) throw new Error(`text ${text.id} has no last version`);
    const { mandateId } = authority;
    const sent = translate(version.body);
    const work = { edition, text, version: text.lastVersion, language: wanted.language, mandateId };
    const by = { translatorMandateId: mandateId, sectionId: null };
    await keep(
      tx,
      work,
      sent.map((one) => ({ ...one, ...by })),
    );
    return sent.length;
  });
}

/** A section of a text, with the version that stands in it. */
export type TakenSection = { readonly text: CongressText; readonly version: TextVersion };

/**
 * Takes over into a text that was just composed what its sections say in other languages: paragraph by paragraph where it
 * was made from these very words, with its state and its translator, as one act for each language.
 */
export async function takeOverTranslations(
  tx: Ctx,
  of: Pick<Keeping, "edition" | "text" | "version" | "mandateId">,
  sections: readonly TakenSection[],
): Promise<void> {
  const taken = new Map<string, KeptTranslation[]>();
  for (const section of sections) {
    for (const [language, translations] of await translationsOf(tx, section))
      taken.set(language, [...(taken.get(language) ?? []), ...translations]);
  }
  for (const [language, translations] of [...taken].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const from = sections
      .filter(({ text }) => translations.some(({ sectionId }) => sectionId === text.id))
      .map(({ text }) => textPath(of.edition.slug, text.slug));
    await keep(tx, { ...of, language }, translations, { sections: from });
  }
}

/** What was adopted in an authentic language goes before what a translator has made of it since. */
async function translationsOf(
  tx: Ctx,
  { text, version }: TakenSection,
): Promise<Map<string, KeptTranslation[]>> {
  const found = new Map<string, KeptTranslation[]>();
  const now = await readTranslations(tx.db, text.id);
  const adopted = new Map((version.authentic ?? []).map((one) => [one.language, one.paragraphs]));
  for (const language of new Set([...now.keys(), ...adopted.keys()])) {
    const translated = now.get(language);
    const authentic = new Map(adopted.get(language)?.map((one) => [one.id, one.text]));
    const own = version.body.flatMap(({ id, text: source }): KeptTranslation[] => {
      const hash = sourceHash(source);
      const one = translated?.get(id);
      const words = authentic.get(id) ?? one?.text;
      const same = one !== undefined && one.text === words && hash.equals(one.sourceHash);
      if (words === undefined || (!same && !authentic.has(id))) return [];
      const state = authentic.has(id) ? "reviewed" : (one?.state ?? "draft");
      const translatorMandateId = same ? one.translatorMandateId : null;
      return [
        { paragraphId: id, text: words, state, sourceHash: hash, translatorMandateId, sectionId: text.id },
      ];
    });
    if (own.length > 0) found.set(language, own);
  }
  return found;
}

type Keeping = {
  readonly edition: Pick<Edition, "slug">;
  readonly text: { readonly id: TextId; readonly slug: string };
  readonly version: number;
  readonly language: string;
  readonly mandateId: MandateId | null;
};

async function keep(
  tx: Ctx,
  { edition, text, version, language, mandateId }: Keeping,
  translations: readonly KeptTranslation[],
  more: { readonly sections?: readonly string[] } = {},
): Promise<void> {
  await upsertTranslations(tx, { textId: text.id, language }, translations);
  // In an order that follows from the words alone: whoever recomputes the hash does not know in which they were sent.
  const words = translations
    .map(({ paragraphId, text }): [string, string] => [paragraphId, text])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  await appendAct(tx, {
    type: "congress.text.translated",
    subject: textPath(edition.slug, text.slug),
    mandateId,
    record: {
      language,
      version,
      paragraphs: translations.length,
      contentHash: hex(canonicalHash(words)),
      ...more,
    },
  });
}
