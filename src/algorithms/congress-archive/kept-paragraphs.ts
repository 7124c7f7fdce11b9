// Whether a draft that was written anew kept its paragraphs: whoever referred to one by its id still means the same words.
// Invariant: a paragraph that reads as one did before has that one's id, as long as there are enough of them; an id that stays
// is of the same kind, and at least half of the words are the same.
import type { Paragraph } from "./shapes.ts";

/** The first paragraph of `after` that should have kept an id of `before`, or kept one that it should not have; or none. */
export function notKept(before: readonly Paragraph[], after: readonly Paragraph[]): Paragraph | undefined {
  const was = new Map(before.map((paragraph) => [paragraph.id, paragraph] as const));
  const kept = new Set(after.map(({ id }) => id));
  // Paragraphs whose words nobody has taken along, by how they read.
  const left = Map.groupBy(
    before.filter(({ id }) => !kept.has(id)),
    reading,
  );
  return after.find((paragraph) => {
    const old = was.get(paragraph.id);
    if (old && reading(old) === reading(paragraph)) return false;
    if (left.has(reading(paragraph))) return true;
    return old !== undefined && !(old.kind === paragraph.kind && areAlike(old.text, paragraph.text));
  });
}

const reading = ({ kind, level, text }: Paragraph) => `${kind} ${level} ${text}`;

/** Whether at least half of the words of the longer one stand in the other too, each as often as it occurs. */
function areAlike(one: string, other: string): boolean {
  const [first, second] = [wordsOf(one), wordsOf(other)];
  const left = new Map<string, number>();
  for (const word of first) left.set(word, (left.get(word) ?? 0) + 1);
  const shared = second.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count > 0;
  }).length;
  return shared > 0 && 2 * shared >= Math.max(first.length, second.length);
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
