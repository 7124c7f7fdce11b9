// What changed between two texts, word by word, and what two changes of one text make together. Pure: strings in, data out.
import type { DiffSegment } from "./diff-words.ts";
import { compare, numbered } from "./myers.ts";
import { countWords } from "./tokens.ts";

export { applyEdits, carryEdits, type Edit, editsBetween, shiftEdits, touches, touching } from "./edits.ts";
export { type DiffSegment, diffWords } from "./diff-words.ts";
export { countWords } from "./tokens.ts";

/** How many words a diff adds and takes away; a replaced word counts in both. */
export type DiffSummary = { readonly insertedWords: number; readonly deletedWords: number };

/** The old text of a diff. */
export function textBefore(segments: readonly DiffSegment[]): string {
  return joined(segments, "inserted");
}

/** The new text of a diff. */
export function textAfter(segments: readonly DiffSegment[]): string {
  return joined(segments, "deleted");
}

function joined(segments: readonly DiffSegment[], without: DiffSegment["kind"]): string {
  return segments
    .filter((segment) => segment.kind !== without)
    .map((segment) => segment.text)
    .join("");
}

/** Counts the words that a diff adds and takes away, for the sentence that a screen reader says before it. */
export function summariseDiff(segments: readonly DiffSegment[], language?: string): DiffSummary {
  let insertedWords = 0;
  let deletedWords = 0;
  for (const { kind, text } of segments) {
    if (kind === "inserted") insertedWords += countWords(text, language);
    if (kind === "deleted") deletedWords += countWords(text, language);
  }
  return { insertedWords, deletedWords };
}

/**
 * Pairs equal elements of two sequences in order (a longest common subsequence, within the same bound as `diffWords`):
 * indices `[before, after]`, both rising.
 */
export function matchInOrder(before: readonly string[], after: readonly string[]): [number, number][] {
  const { a, b } = numbered(before, after);
  const { deleted, inserted } = compare(a, b);
  const kept = (marks: Uint8Array) => [...marks.keys()].filter((index) => !marks[index]);
  const keptAfter = kept(inserted);
  return kept(deleted).map((index, at) => [index, keptAfter[at] as number]);
}
