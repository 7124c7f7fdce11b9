// Cuts a paragraph into sentences and says which amendment each of them goes back to.
// Invariant: the sentences joined are the paragraph, and each is attributed to exactly one version.
import { matchInOrder } from "#algorithms/text-diff";

// Abbreviations after which Unicode's rules (UAX #29 §5) see a new sentence before a capital letter.
const ABBREVIATED =
  /(?:^|[\s(«"“])(?:\p{Lu}|Sra?s?|Dra?s?|Lic|Ing|Prof|Mons|Art|art|[Nn]úm|[Nn]ro|[Pp]ág|cf|Cf|Mrs?|Ms|St|Mme|Mlle|MM|M|Exm[oa])\.\s*$/u;

// Each is large, outside of the heap that is collected (docs/adr/0013), and the languages of texts are few.
const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter)
    segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: "sentence" })));
  return segmenter;
}

/** The sentences of a text in order, each with the space that follows it. `language` is a BCP 47 tag. */
export function splitSentences(text: string, language = "und"): string[] {
  const sentences: string[] = [];
  for (const { segment } of segmenterOf(language).segment(text)) {
    const last = sentences.at(-1);
    if (last !== undefined && ABBREVIATED.test(last)) sentences[sentences.length - 1] = last + segment;
    else sentences.push(segment);
  }
  return sentences;
}

/** One version of a paragraph; `amendmentId` is null for the imported text. */
export type ParagraphState<AmendmentId extends string> = {
  readonly text: string;
  readonly amendmentId: AmendmentId | null;
};

export type AttributedSentence<AmendmentId extends string> = {
  readonly text: string;
  readonly amendmentId: AmendmentId | null;
};

/**
 * The sentences of a paragraph's last text, each with the latest amendment that brought or changed it. `history` is the
 * paragraph's texts in order, oldest first. A sentence is unchanged when it is, without its outer spaces, one of the
 * sentences before, matched in order (longest common subsequence); one that leaves and comes back is new again.
 */
export function sentenceProvenance<AmendmentId extends string>(
  history: readonly ParagraphState<AmendmentId>[],
  language = "und",
): AttributedSentence<AmendmentId>[] {
  let known: AttributedSentence<AmendmentId>[] = [];
  for (const { text, amendmentId } of history) {
    const sentences = splitSentences(text, language);
    const kept = new Map<number, number>();
    const pairs = matchInOrder(
      known.map((sentence) => sentence.text.trim()),
      sentences.map((sentence) => sentence.trim()),
    );
    for (const [before, after] of pairs) kept.set(after, before);
    known = sentences.map((sentence, at) => {
      const before = known[kept.get(at) ?? -1];
      return { text: sentence, amendmentId: before ? before.amendmentId : amendmentId };
    });
  }
  return known;
}
