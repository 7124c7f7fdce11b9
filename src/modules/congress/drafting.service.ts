// Drafts: written anew by their editors, and put together from finished sections.
// Invariant: a paragraph that stays keeps its id, so that what is said about it still leads to it; where each section came
// from, and in which version, is kept with the text.
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import type { z } from "zod";
import { slugFor } from "#confederation";
import { versionsAreAsExpected } from "./congress.rules.ts";
import {
  keepParagraphIds,
  sectionsAreFinished,
  sectionsStandApart,
  somethingWasRewritten,
  textsAreDrafts,
} from "./drafting.rules.ts";
import { presiding } from "./editions.service.ts";
import { textPath } from "./paths.ts";
import { MOST_PARAGRAPHS } from "./text-model.ts";
import { insertSections } from "./sections.store.ts";
import {
  type ComposeTextInput,
  composeTextInput,
  type ReviseTextInput,
  reviseTextInput,
} from "./texts.schema.ts";
import { knownText, readAsText } from "./texts.service.ts";
import {
  findTextByRequest,
  findTextBySlug,
  insertText,
  insertVersion,
  raise,
  readVersion,
  textSlugsOf,
} from "./texts.store.ts";
import { type TakenSection, takeOverTranslations } from "./translations.service.ts";
import type { CongressText, Edition, TextVersion } from "./types.ts";
import { hashOfVersion, hex, titleOf } from "./versions.rules.ts";

/**
 * Takes a new writing of a draft as its next version; needs `congress.import_text` in the convening organisation. Gives the
 * number. Refuses with `textIsNotADraft`, `versionChangedMeanwhile` {expected, current}, `textUnchanged` and the reasons of
 * `readAsText`.
 */
export async function reviseText(ctx: Ctx, input: ReviseTextInput): Promise<number> {
  const wanted = parse(reviseTextInput, input);
  const read = readAsText(wanted.bytes, wanted.format, ctx.newId);
  return transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, wanted.edition, "congress.import_text");
    const { edition, text } = await knownText(tx, wanted, "locked");
    hold([textsAreDrafts(text.state), versionsAreAsExpected(wanted.expectedVersion, text.lastVersion)]);
    const before = await versionOf(tx, text);
    const body = keepParagraphIds(before.body, read.paragraphs);
    hold(somethingWasRewritten(before.body, body));
    const contentHash = hashOfVersion(text, body);
    const number = await raise(tx, text.id, "last_version");
    const kept = new Set(before.body.map(({ id }) => id));
    const { mandateId } = authority;
    const actId = await appendAct(tx, {
      type: "congress.text.revised",
      subject: textPath(edition.slug, text.slug),
      mandateId,
      record: {
        version: number,
        parentVersion: before.number,
        versionHash: hex(contentHash),
        paragraphs: body.length,
        kept: body.filter(({ id }) => kept.has(id)).length,
      },
    });
    await insertVersion(tx, { textId: text.id, number, body, contentHash, mandateId, actId });
    return number;
  });
}

async function versionOf(tx: Ctx, text: CongressText): Promise<TextVersion> {
  const version = await readVersion(tx.db, text.id, text.adoptedVersion ?? text.lastVersion);
  if (!version) throw new Error(`text ${text.id} has no last version`);
  return version;
}

/**
 * Puts a new draft together from the adopted versions of other texts of the edition, in this order, with what they say in
 * other languages; needs `congress.import_text`. Gives its slug; the same request key gives the text that it made the first time. Refuses with
 * `textUnknown`, `sectionNotFinished` {text}, `sectionInOtherLanguage` {text, language}, `sectionsOverlap` {text, other} and `textHasTooManyParagraphs`.
 */
export async function composeText(ctx: Ctx, input: ComposeTextInput): Promise<string> {
  const wanted = parse(composeTextInput, input);
  const composing = () => compose(ctx, wanted);
  return ctx.db.isTransaction ? composing() : inTurn(`texts of ${wanted.edition}`, composing);
}

async function compose(ctx: Ctx, wanted: z.output<typeof composeTextInput>): Promise<string> {
  return transact(ctx, async (tx) => {
    const { edition, authority } = await presiding(tx, wanted.edition, "congress.import_text");
    const earlier = await findTextByRequest(tx, edition.id, wanted.requestKey);
    if (earlier) return earlier.slug;
    const sections = await sectionsOf(tx, edition, wanted.sections);
    hold([
      sectionsAreFinished(
        sections.map(({ text }) => text),
        wanted.language,
      ),
      sectionsStandApart(sections.map(({ text, version }) => ({ slug: text.slug, body: version.body }))),
    ]);
    const body = sections.flatMap(({ version }) => version.body);
    if (body.length > MOST_PARAGRAPHS)
      throw new Refusal("invalid", "textHasTooManyParagraphs", {
        limit: MOST_PARAGRAPHS,
        actual: body.length,
      });
    const slug = slugFor(titleOf(wanted), await textSlugsOf(tx, edition.id), "text");
    const contentHash = hashOfVersion(wanted, body);
    const textId = await insertText(tx, { ...wanted, editionId: edition.id, slug });
    const { mandateId } = authority;
    const actId = await appendAct(tx, {
      type: "congress.text.composed",
      subject: textPath(edition.slug, slug),
      mandateId,
      record: {
        title: wanted.title,
        language: wanted.language,
        version: 1,
        versionHash: hex(contentHash),
        paragraphs: body.length,
        sections: sections.map(({ text, version }) => ({
          text: textPath(edition.slug, text.slug),
          version: version.number,
          versionHash: version.contentHash,
        })),
      },
    });
    await insertVersion(tx, { textId, number: 1, body, contentHash, mandateId, actId });
    await insertSections(
      tx,
      textId,
      sections.map(({ text, version }) => ({
        textId: text.id,
        version: version.number,
        paragraphs: version.body.length,
      })),
    );
    await takeOverTranslations(tx, { edition, text: { id: textId, slug }, version: 1, mandateId }, sections);
    return slug;
  });
}

async function sectionsOf(tx: Ctx, edition: Edition, slugs: readonly string[]): Promise<TakenSection[]> {
  const sections: TakenSection[] = [];
  for (const slug of new Set(slugs)) {
    const text = await findTextBySlug(tx.db, edition.id, slug);
    if (!text) throw new Refusal("missing", "textUnknown", { text: slug });
    sections.push({ text, version: await versionOf(tx, text) });
  }
  return sections;
}
