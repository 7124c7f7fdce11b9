// Turns a file that somebody sends into the paragraphs of a first version, or says by name why it cannot be one.
// Invariant: all or nothing, and no word of the file is lost but markup.
import { type Broken, broken } from "#platform/rules";
import { draftMarkdown } from "./markdown-text.rules.ts";
import { type Draft, draftPlainText } from "./plain-text.rules.ts";
import { decodeText } from "./text-decoding.rules.ts";
import { LONGEST_PARAGRAPH, MOST_PARAGRAPHS, type Paragraph, type ParagraphId } from "./text-model.ts";

export type TextFormat = "plain" | "markdown";

export type ImportReason =
  | "textTooLong"
  | "textEncodingUnknown"
  | "textHasControlCharacters"
  | "textIsEmpty"
  | "textHasTooManyParagraphs"
  | "paragraphTooLong"
  | "markupTooDense";

export type ImportNote = {
  /** What the importer did or found, for whoever checks the result; `count` is how often. */
  readonly note:
    | "byteOrderMarkLeftOut"
    | "frontMatterLeftOut"
    | "linesJoined"
    | "headingsFound"
    | "itemsFound"
    | "lettersComposed";
  readonly count: number;
};

export type ImportedText = {
  readonly ok: true;
  readonly paragraphs: readonly Paragraph[];
  /** What the file calls itself. The heading it was taken from, if any, is still the first paragraph. */
  readonly title?: string;
  /** As asked, or as found for "auto". */
  readonly format: TextFormat;
  readonly notes: readonly ImportNote[];
};

export type ImportRefused = Broken & { readonly reason: ImportReason };

export type ImportOptions = {
  readonly format: TextFormat | "auto";
  readonly newId: () => string;
};

/**
 * Reads UTF-8 text of at most 1 MiB into at most 5,000 paragraphs of at most 20,000 characters each.
 * Reasons and their facts: `textTooLong` {limit, actual} in bytes, `textEncodingUnknown` {byteOffset},
 * `textHasControlCharacters` {line}, `textIsEmpty`, `textHasTooManyParagraphs` {limit, actual}, `paragraphTooLong`
 * {line, limit, actual}, `markupTooDense` {line}. Lines count from 1, bytes from 0.
 */
export function importText(
  source: Uint8Array,
  { format, newId }: ImportOptions,
): ImportedText | ImportRefused {
  const decoded = decodeText(source);
  if (!decoded.ok) return refused(decoded);
  const text = decoded.text.normalize("NFC");
  const found = format === "auto" ? formatOf(text) : format;
  const drafted =
    found === "markdown"
      ? draftMarkdown(text)
      : { ok: true as const, frontMatter: false, ...draftPlainText(text) };
  if (!drafted.ok) return refused(drafted);
  const { drafts } = drafted;
  const broke = draftsFit(drafts);
  if (broke) return refused(broke);
  const of = (kind: Draft["kind"]) => drafts.filter((draft) => draft.kind === kind).length;
  const notes: ImportNote[] = [
    { note: "byteOrderMarkLeftOut", count: Number(decoded.hadByteOrderMark) },
    { note: "frontMatterLeftOut", count: Number(drafted.frontMatter) },
    { note: "lettersComposed", count: decoded.text.length - text.length },
    { note: "linesJoined", count: drafted.linesJoined },
    { note: "headingsFound", count: of("heading") },
    { note: "itemsFound", count: of("item") },
  ];
  return {
    ok: true,
    paragraphs: drafts.map(({ kind, level, marker, text: words }) => {
      return { id: newId() as ParagraphId, kind, level, marker, text: words };
    }),
    ...(drafted.title === undefined ? {} : { title: drafted.title }),
    format: found,
    notes: notes.filter(({ count }) => count > 0),
  };
}

function refused(verdict: Broken): ImportRefused {
  return verdict as ImportRefused;
}

function draftsFit(drafts: readonly Draft[]): Broken | undefined {
  if (drafts.length === 0) return broken("textIsEmpty");
  if (drafts.length > MOST_PARAGRAPHS) {
    return broken("textHasTooManyParagraphs", { limit: MOST_PARAGRAPHS, actual: drafts.length });
  }
  const long = drafts.find((draft) => draft.text.length > LONGEST_PARAGRAPH);
  if (!long) return undefined;
  return broken("paragraphTooLong", { line: long.line, limit: LONGEST_PARAGRAPH, actual: long.text.length });
}

// Signs that hardly occur in plain text: # headings, underlined ones, fences, **bold**, [text](address), front matter.
const MARKDOWN_SIGNS = [
  /^ {0,3}#{1,6}[ \t]+\S/mu,
  /^ {0,3}[^\s#>*-][^\n]*\n {0,3}(?:=+|-{3,})[ \t]*$/mu,
  /^ {0,3}(?:```|~~~)/mu,
  /\*\*[^\s*][^*\n]*\*\*/u,
  /\[[^\]\n]+\]\([^)\s]+\)/u,
  /^---[ \t]*\n[^\n]*\w+:/u,
];

function formatOf(text: string): TextFormat {
  const lines = text.replace(/\r\n?/gu, "\n");
  return MARKDOWN_SIGNS.some((sign) => sign.test(lines)) ? "markdown" : "plain";
}
