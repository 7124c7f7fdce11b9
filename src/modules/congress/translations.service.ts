// A text in other languages, paragraph by paragraph.
// Invariant: a translation is bound to the words it was made from; when those change it is kept and shown as outdated.
import { canonicalHash } from "#algorithms/transparency";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { appendAct } from "#platform/log/append";
import { isPlainText } from "#platform/plain-text";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { Authority } from "#confederation";
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
import { type NewTranslation, upsertTranslations } from "./translations.store.ts";
import type { CongressText } from "./types.ts";
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

type Wanted = { readonly edition: string; readonly text: string; readonly language: string };

async function translating(
  ctx: Ctx,
  wanted: Wanted,
  translate: (body: TextVersionBody) => NewTranslation[],
): Promise<number> {
  return transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, wanted.edition, "congress.import_text");
    // Locked, so that the paragraphs translated here are those of the last version when this commits.
    const { text } = await knownText(tx, wanted, "locked");
    hold(translationsAreIntoAnother(wanted.language, text.language), "invalid");
    const version = await readVersion(tx.db, text.id, text.lastVersion);
    if (!version) throw new Error(`text ${text.id} has no last version`);
    const translations = translate(version.body);
    await keep(tx, { wanted, text, authority }, translations);
    return translations.length;
  });
}

async function keep(
  tx: Ctx,
  work: { readonly wanted: Wanted; readonly text: CongressText; readonly authority: Authority },
  translations: readonly NewTranslation[],
): Promise<void> {
  const { wanted, text, authority } = work;
  const by = { textId: text.id, language: wanted.language, translatorMandateId: authority.mandateId };
  await upsertTranslations(tx, by, translations);
  // In an order that follows from the words alone: whoever recomputes the hash does not know in which they were sent.
  const words = translations
    .map(({ paragraphId, text }): [string, string] => [paragraphId, text])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  await appendAct(tx, {
    type: "congress.text.translated",
    subject: textPath(wanted.edition, wanted.text),
    mandateId: authority.mandateId,
    record: {
      language: wanted.language,
      version: text.lastVersion,
      paragraphs: translations.length,
      contentHash: hex(canonicalHash(words)),
    },
  });
}
