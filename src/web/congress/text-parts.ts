// A long text in parts that a weak network can carry, each of whole paragraphs. Pure.
// Invariant: a text that fits one page is one part; every paragraph stands in one part, in order, with the number that an
// assembly calls it by, and what amendments took out comes last.
import type { DeletedParagraph, ReadParagraph, TextView } from "#congress";
import { divide, weightOfText } from "../layout/paging.tsx";

export type TextUnit =
  | { readonly kind: "paragraph"; readonly read: ReadParagraph; readonly number: number | null }
  | { readonly kind: "deleted"; readonly deleted: DeletedParagraph };

/** By `weightOfText`. One page carries more than a part: a part comes with the contents, and with a reserve. */
const MOST_ON_ONE_PAGE = 26_000;
const MOST_IN_A_PART = 14_000;
/** What a paragraph weighs beside its words: its id, its number, and each amendment that it names. */
const FRAME = 60;

export function unitsOf({ paragraphs, deleted }: Pick<TextView, "paragraphs" | "deleted">): TextUnit[] {
  let number = 0;
  const read = paragraphs.map((one): TextUnit => {
    if (one.paragraph.kind !== "heading") number += 1;
    return { kind: "paragraph", read: one, number: one.paragraph.kind === "heading" ? null : number };
  });
  return [...read, ...deleted.map((one): TextUnit => ({ kind: "deleted", deleted: one }))];
}

function weightOf(unit: TextUnit): number {
  if (unit.kind === "deleted") return weightOfText(unit.deleted.paragraph.text) + FRAME;
  const { paragraph, translation, changedBy } = unit.read;
  return weightOfText(translation?.text ?? paragraph.text) + FRAME + changedBy.length * 3 * FRAME;
}

export function partsOf(units: readonly TextUnit[]): TextUnit[][] {
  if (units.reduce((sum, unit) => sum + weightOf(unit), 0) <= MOST_ON_ONE_PAGE) return [[...units]];
  return divide(
    units,
    weightOf,
    MOST_IN_A_PART,
    (unit) => unit.kind === "paragraph" && unit.read.paragraph.kind === "heading",
  );
}

/** The part, from 1, in which a paragraph stands. */
export function partOf(parts: readonly (readonly TextUnit[])[], paragraphId: string): number {
  const holds = (unit: TextUnit) => unit.kind === "paragraph" && unit.read.paragraph.id === paragraphId;
  return parts.findIndex((part) => part.some(holds)) + 1 || 1;
}
