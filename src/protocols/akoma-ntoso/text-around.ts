// A text with all that is said of it in a document that stands by itself.
import {
  type ArchivedAmendment,
  type ArchivedEdition,
  type ArchivedOrganization,
  type ArchivedRollCall,
  type ArchivedSignature,
  type ArchivedText,
  type ArchivedTranslation,
  listArchivedAmendments,
  listArchivedRollCalls,
  listArchivedSignatures,
  listArchivedTranslations,
  type Paragraph,
  readArchivedVersion,
} from "#congress";
import type { Ctx } from "#platform/context";
import type { AmendmentDocument } from "./amendment.ts";
import type { TextDocument } from "./text.ts";

export type TextAround = {
  readonly text: ArchivedText;
  readonly version: number;
  readonly body: readonly Paragraph[];
  readonly amendments: readonly ArchivedAmendment[];
  readonly rollCalls: readonly ArchivedRollCall[];
  readonly signatures: readonly ArchivedSignature[];
  readonly translations: readonly ArchivedTranslation[];
};

/** What frames every document of an edition. */
export type Frame = {
  readonly origin: string;
  readonly edition: ArchivedEdition;
  readonly organizations: ReadonlyMap<string, ArchivedOrganization>;
};

export async function readAround(db: Ctx["db"], text: ArchivedText, version: number): Promise<TextAround> {
  return {
    text,
    version,
    body: (await readArchivedVersion(db, text, version)).body,
    amendments: await all(listArchivedAmendments(db, text.id)),
    rollCalls: await all(listArchivedRollCalls(db, text.id)),
    signatures: await all(listArchivedSignatures(db, text.id)),
    translations: await all(listArchivedTranslations(db, text.id)),
  };
}

export async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const found: Value[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** The text's own language, then those into which something was translated. */
export function languagesOf({ text, translations }: TextAround): string[] {
  return [...new Set([text.language, ...translations.map(({ language }) => language)])];
}

export function textDocumentOf(frame: Frame, around: TextAround, language: string): TextDocument {
  const { text, version, amendments, rollCalls } = around;
  const adopts = (one: ArchivedRollCall) =>
    one.amendment === null && one.version === version && one.verdict === "adopted";
  return {
    ...frame,
    ...around,
    language,
    amendments: amendments.filter(
      ({ incorporatedVersion }) => incorporatedVersion !== null && incorporatedVersion <= version,
    ),
    adoption: text.adoptedVersion === version ? (rollCalls.find(adopts) ?? null) : null,
  };
}

export function amendmentDocumentOf(
  frame: Frame,
  { text, rollCalls }: Pick<TextAround, "text" | "rollCalls">,
  amendment: ArchivedAmendment,
  base: readonly Paragraph[],
): AmendmentDocument {
  const own = rollCalls.filter((rollCall) => rollCall.amendment === amendment.number);
  return { ...frame, text, amendment, base, rollCalls: own };
}
