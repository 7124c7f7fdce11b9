// How a draft grows: a new writing of it keeps the paragraphs whose words stand, and a text is put together from sections
// that working tables have finished. Pure.
import { matchInOrder } from "#algorithms/text-diff";
import { broken, ok, type Verdict } from "#platform/rules";
import type { Paragraph, ParagraphId, TextVersionBody } from "./text-model.ts";
import type { TextState } from "./types.ts";

export function textsAreDrafts(state: TextState): Verdict {
  return state === "draft" ? ok : broken("textIsNotADraft", { state });
}

/**
 * A new writing of a draft, with the ids of the paragraphs that it keeps: those whose words are the same, wherever they
 * went, and those reworded between two that stayed, where at least half of the words are. What is new keeps its own ids;
 * no id is used twice.
 */
export function keepParagraphIds(before: TextVersionBody, after: TextVersionBody): Paragraph[] {
  const kept = new Map<number, ParagraphId>();
  const used = new Set<ParagraphId>();
  const keep = (at: number, id: ParagraphId | undefined) => {
    if (id === undefined || used.has(id) || kept.has(at)) return;
    kept.set(at, id);
    used.add(id);
  };
  const pairs = matchInOrder(before.map(keyOf), after.map(keyOf));
  for (const [old, at] of pairs) keep(at, before[old]?.id);
  const moved = Map.groupBy(before, keyOf);
  for (const [at, paragraph] of after.entries()) {
    if (kept.has(at)) continue;
    keep(at, moved.get(keyOf(paragraph))?.find(({ id }) => !used.has(id))?.id);
  }
  const bounds: [number, number][] = [[-1, -1], ...pairs, [before.length, after.length]];
  for (const [index, [oldEnd, newEnd]] of bounds.entries()) {
    const [oldBegin, newBegin] = bounds[index - 1] ?? [oldEnd, newEnd];
    for (let at = newBegin + 1; at < newEnd; at += 1) {
      const paragraph = after[at];
      if (!paragraph || kept.has(at)) continue;
      const candidates = before.slice(oldBegin + 1, oldEnd).filter(({ id }) => !used.has(id));
      keep(
        at,
        candidates.find((one) => one.kind === paragraph.kind && areAlike(one.text, paragraph.text))?.id,
      );
    }
  }
  return after.map((paragraph, at) => ({ ...paragraph, id: kept.get(at) ?? paragraph.id }));
}

const keyOf = ({ kind, level, text }: Paragraph) => `${kind} ${level} ${text}`;

/** Whether at least half of the words of the longer one stand in both, counted as often as they occur. */
function areAlike(one: string, other: string): boolean {
  const first = wordsOf(one);
  const second = wordsOf(other);
  const left = new Map<string, number>();
  for (const word of first) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of second) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  return shared > 0 && 2 * shared >= Math.max(first.length, second.length);
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

export function somethingWasRewritten(before: TextVersionBody, after: TextVersionBody): Verdict {
  const same =
    before.length === after.length &&
    before.every((paragraph, at) => {
      const other = after[at];
      return (
        other?.id === paragraph.id && other.marker === paragraph.marker && keyOf(other) === keyOf(paragraph)
      );
    });
  return same ? broken("textUnchanged") : ok;
}

export type Section = { readonly slug: string; readonly state: TextState; readonly language: string };

/** A paragraph stands once: a text that was composed of others does not go beside one of those. */
export function sectionsStandApart(
  sections: readonly { readonly slug: string; readonly body: TextVersionBody }[],
): Verdict {
  const holder = new Map<ParagraphId, string>();
  for (const { slug, body } of sections) {
    for (const { id } of body) {
      const other = holder.get(id);
      if (other !== undefined) return broken("sectionsOverlap", { text: slug, other });
    }
    for (const { id } of body) holder.set(id, slug);
  }
  return ok;
}

/** A section is finished when the table that worked on it has adopted it. */
export function sectionsAreFinished(sections: readonly Section[], language: string): Verdict {
  for (const { slug, state, language: own } of sections) {
    if (state !== "adopted" && state !== "published") return broken("sectionNotFinished", { text: slug });
    if (own !== language) return broken("sectionInOtherLanguage", { text: slug, language });
  }
  return ok;
}
