// Cuts a text into words, spaces and punctuation as Unicode does (UAX #29 §4, through ECMA-402 Intl.Segmenter), so that
// Spanish, Quechua, Arabic and Chinese are all cut where their readers would cut them.
// Invariant: the tokens joined are the text, unchanged.

export type Token = {
  readonly text: string;
  /** Holds letters, digits or ideographs; spaces and punctuation do not. */
  readonly isWord: boolean;
};

// Making a segmenter costs about a thousand cuts; a process meets few languages.
const segmenters = new Map<string, Intl.Segmenter>();
const SEGMENTERS_KEPT = 100;

function segmenterFor(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    if (segmenters.size >= SEGMENTERS_KEPT) segmenters.clear();
    segmenter = new Intl.Segmenter(language, { granularity: "word" });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

/** The text's tokens in order. `language` is a BCP 47 tag; throws RangeError when it is not well formed. */
export function tokenise(text: string, language = "und"): Token[] {
  const tokens: Token[] = [];
  for (const piece of segmenterFor(language).segment(text)) {
    tokens.push({ text: piece.segment, isWord: piece.isWordLike === true });
  }
  return tokens;
}

/** How many words a text holds; spaces and punctuation are not counted. */
export function countWords(text: string, language = "und"): number {
  let words = 0;
  for (const piece of segmenterFor(language).segment(text)) if (piece.isWordLike) words += 1;
  return words;
}
