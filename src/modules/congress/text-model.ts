// What a congress text is made of: paragraphs in order, each with an id that stays its own for ever.
// Invariant: a paragraph's text is in normal form C, on one line, without control characters, and never empty.
import type { Id } from "#platform/ids";
import { controlCharacterAt } from "#platform/plain-text";

export type ParagraphId = Id<"Paragraph">;

export const paragraphKinds = ["heading", "paragraph", "item"] as const;
export type ParagraphKind = (typeof paragraphKinds)[number];

export type Paragraph = {
  readonly id: ParagraphId;
  readonly kind: ParagraphKind;
  /** Depth of a heading, 1 to 6; nesting of an item, 1 to 6; 0 for a paragraph. */
  readonly level: number;
  /** An item's number or bullet as its source wrote it ("1.", "a)", "-"); null goes on with the item before. */
  readonly marker: string | null;
  readonly text: string;
};

export type TextVersionBody = readonly Paragraph[];

export const DEEPEST_LEVEL = 6;
export const LONGEST_MARKER = 20;
export const MOST_PARAGRAPHS = 5000;
/** In UTF-16 code units, as every length here. */
export const LONGEST_PARAGRAPH = 20_000;

/** The text in another language in which it is equally authentic. */
export type AuthenticText = {
  /** BCP 47 tag. */
  readonly language: string;
  readonly title: string;
  readonly paragraphs: readonly { readonly id: string; readonly text: string }[];
};

type ContentOfOneLanguage = {
  readonly title: string;
  /** BCP 47 tag of the language the text is written in. */
  readonly language: string;
  readonly paragraphs: readonly {
    readonly id: string;
    readonly kind: ParagraphKind;
    readonly level: number;
    readonly marker: string | null;
    readonly text: string;
  }[];
};

/** A version as it is hashed and logged: plain JSON, every key always there. */
export type VersionContent =
  | ({ readonly format: "cumbe/text/1" } & ContentOfOneLanguage)
  /** In several authentic languages, those beside its own in the order of their tags. */
  | ({
      readonly format: "cumbe/text/2";
      readonly authentic: readonly AuthenticText[];
    } & ContentOfOneLanguage);

/**
 * The content of a version, which its hash and its signatures cover. Serialise it by RFC 8785 before hashing. `format`
 * keeps the hash apart from that of any other record; it changes whenever this shape does, and old versions keep theirs.
 */
export function versionContent(
  title: string,
  language: string,
  body: TextVersionBody,
  authentic: readonly AuthenticText[] | null = null,
): VersionContent {
  const content = {
    title,
    language,
    // Field by field, so that nothing else a row carries can slip into what is signed.
    paragraphs: body.map(({ id, kind, level, marker, text }) => ({ id, kind, level, marker, text })),
  };
  if (!authentic) return { format: "cumbe/text/1", ...content };
  return {
    format: "cumbe/text/2",
    ...content,
    authentic: authentic.map((one) => ({
      language: one.language,
      title: one.title,
      paragraphs: one.paragraphs.map(({ id, text }) => ({ id, text })),
    })),
  };
}

// No-break spaces (U+00A0, U+202F) stay: French and numbers need them.
const SPACES = /[ \t\n\v\f\r\u0085\u2028\u2029]+/gu;

/** A text as paragraphs hold it: normal form C (UAX #15), runs of spaces and line ends as one space, none at the ends. */
export function paragraphText(raw: string): string {
  return raw.normalize("NFC").replace(SPACES, " ").trim();
}

/** Whether kind, level and marker go together. */
export function isWellFormed({ kind, level, marker }: Pick<Paragraph, "kind" | "level" | "marker">): boolean {
  if (kind === "paragraph") return level === 0 && marker === null;
  if (!Number.isInteger(level) || level < 1 || level > DEEPEST_LEVEL) return false;
  if (kind === "heading") return marker === null;
  return marker === null || isMarker(marker);
}

export function isMarker(marker: string): boolean {
  return (
    marker.length > 0 &&
    marker.length <= LONGEST_MARKER &&
    !/\s/u.test(marker) &&
    controlCharacterAt(marker) < 0
  );
}
