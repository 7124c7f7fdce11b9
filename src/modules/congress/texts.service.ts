// A text from its import to its publication. What happens in between is in amendments.* and votes.*.
// Invariant: a version is stored with the hash of its content, and both never change.
import type { z } from "zod";
import { slugFor } from "#confederation";
import { type Ctx, transact } from "#platform/context";
import { brokenConstraint } from "#platform/database/database";
import { Refusal } from "#platform/errors";
import { inTurn } from "#platform/in-turn";
import { appendAct } from "#platform/log/append";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { textsGoStepByStep } from "./congress.rules.ts";
import { knownEdition, presiding } from "./editions.service.ts";
import { textPath } from "./paths.ts";
import {
  type ImportedText,
  type ImportNote,
  type ImportReason,
  importText as readText,
} from "./text-import.rules.ts";
import { type ImportTextInput, importTextInput, type TextInput, textInput } from "./texts.schema.ts";
import {
  findTextByRequest,
  findTextBySlug,
  insertText,
  insertVersion,
  lockText,
  readVersion,
  setTextState,
  textSlugsOf,
} from "./texts.store.ts";
import type { CongressText, Edition, TextId, TextState } from "./types.ts";
import { hashOfVersion, hex, titleOf } from "./versions.rules.ts";

export type ImportedVersion = {
  readonly textId: TextId;
  readonly edition: string;
  /** The slug of its address. */
  readonly text: string;
  readonly version: number;
  readonly contentHash: string;
  readonly paragraphs: number;
  /** What the importer did or found; empty when the form had already been sent. */
  readonly notes: readonly ImportNote[];
};

/**
 * Imports a file as the first version of a new text, a draft; needs `congress.import_text` in the convening
 * organisation. Refuses with `editionUnknown`, `textSlugTaken` and the reasons of `readAsText`. The same request key
 * gives the text that it made the first time.
 */
export async function importText(ctx: Ctx, input: ImportTextInput): Promise<ImportedVersion> {
  const wanted = parse(importTextInput, input);
  const read = readAsText(wanted.bytes, wanted.format, ctx.newId);
  const importing = () => keepText(ctx, wanted, read);
  return ctx.db.isTransaction ? importing() : inTurn(`texts of ${wanted.edition}`, importing);
}

async function keepText(
  ctx: Ctx,
  wanted: z.output<typeof importTextInput>,
  read: ImportedText,
): Promise<ImportedVersion> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact(ctx, async (tx) => {
        const { edition, authority } = await presiding(tx, wanted.edition, "congress.import_text");
        const earlier = await findTextByRequest(tx, edition.id, wanted.requestKey);
        if (earlier) return importedBefore(tx, edition, earlier);
        const slug = wanted.slug ?? slugFor(titleOf(wanted), await textSlugsOf(tx, edition.id), "text");
        const contentHash = hashOfVersion(wanted, read.paragraphs);
        const textId = await insertText(tx, { ...wanted, editionId: edition.id, slug });
        const version = {
          textId,
          edition: edition.slug,
          text: slug,
          version: 1,
          contentHash: hex(contentHash),
        };
        const actId = await appendAct(tx, {
          type: "congress.text.imported",
          subject: textPath(edition.slug, slug),
          mandateId: authority.mandateId,
          record: {
            title: wanted.title,
            language: wanted.language,
            version: 1,
            versionHash: version.contentHash,
            paragraphs: read.paragraphs.length,
          },
        });
        const { mandateId } = authority;
        await insertVersion(tx, { textId, number: 1, body: read.paragraphs, contentHash, mandateId, actId });
        return { ...version, paragraphs: read.paragraphs.length, notes: read.notes };
      });
    } catch (error) {
      const constraint = brokenConstraint(error);
      if (constraint === "congress_texts_slug" && wanted.slug !== undefined)
        throw new Refusal("conflict", "textSlugTaken", { slug: wanted.slug });
      // Somebody took the slug, or sent the same form, at this very moment: now it can be seen.
      const taken = constraint === "congress_texts_slug" || constraint === "congress_texts_request";
      if (!taken || attempt === 3 || ctx.db.isTransaction) throw error;
    }
  }
}

async function importedBefore(tx: Ctx, edition: Edition, text: CongressText): Promise<ImportedVersion> {
  const first = await readVersion(tx.db, text.id, 1);
  if (!first) throw new Error(`text ${text.id} has no first version`);
  const { contentHash, body } = first;
  const address = { textId: text.id, edition: edition.slug, text: text.slug };
  return { ...address, version: 1, contentHash, paragraphs: body.length, notes: [] };
}

/** Reasons that forms use too, with another sentence. */
const OF_FILES: Partial<Record<ImportReason, string>> = {
  textTooLong: "textFileTooLong",
  textHasControlCharacters: "textFileHasControlCharacters",
  textIsEmpty: "textFileIsEmpty",
  paragraphTooLong: "textFileParagraphTooLong",
};

/**
 * A file's paragraphs, or a refusal: `textFileTooLong`, `textEncodingUnknown`, `textFileHasControlCharacters`,
 * `textFileIsEmpty`, `textHasTooManyParagraphs`, `textFileParagraphTooLong`, `markupTooDense`.
 */
export function readAsText(
  bytes: Uint8Array,
  format: "plain" | "markdown" | "auto",
  newId: () => string,
): ImportedText {
  const read = readText(bytes, { format, newId });
  if (read.ok) return read;
  const kind = read.reason === "textTooLong" ? "tooLarge" : "invalid";
  throw new Refusal(kind, OF_FILES[read.reason] ?? read.reason, read.facts);
}

/** The text at an address, or a refusal with `editionUnknown` or `textUnknown`. */
export async function knownText(
  tx: Ctx,
  address: { readonly edition: string; readonly text: string },
  locked: "locked" | "read",
): Promise<{ edition: Edition; text: CongressText }> {
  const edition = await knownEdition(tx, address.edition);
  const find =
    locked === "locked"
      ? lockText(tx, edition.id, address.text)
      : findTextBySlug(tx.db, edition.id, address.text);
  const text = await find;
  if (!text) throw new Refusal("missing", "textUnknown", { text: address.text });
  return { edition, text };
}

/** Opens a draft for amendments; needs `congress.preside`. Refuses with `textIsNotADraft`. */
export async function openForAmendments(ctx: Ctx, input: TextInput): Promise<void> {
  await step(ctx, input, "opened", "open");
}

/** Publishes an adopted text; needs `congress.preside`. Refuses with `textNotAdopted`. */
export async function publishText(ctx: Ctx, input: TextInput): Promise<void> {
  await step(ctx, input, "published", "published");
}

async function step(
  ctx: Ctx,
  input: TextInput,
  what: "opened" | "published",
  state: TextState,
): Promise<void> {
  const address = parse(textInput, input);
  await transact(ctx, async (tx) => {
    const { authority } = await presiding(tx, address.edition);
    const { text } = await knownText(tx, address, "locked");
    hold(textsGoStepByStep(what, text.state));
    await setTextState(tx, text.id, state);
    const version = await readVersion(tx.db, text.id, text.lastVersion);
    await appendAct(tx, {
      type: `congress.text.${what}`,
      subject: textPath(address.edition, address.text),
      mandateId: authority.mandateId,
      record: { version: text.lastVersion, versionHash: version?.contentHash ?? null },
    });
  });
}
