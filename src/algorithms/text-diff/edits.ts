// Changes to one text as data: what each of two writers did to it can be told apart, compared and put together.
// Invariant: edits are in the order of their places and apart, and applied to the old text they give the new
// one. Merging is symmetric and, for edits of which no two touch, does not depend on the order in which they are taken.
import { diffWords } from "./diff-words.ts";

/** The code units [from, to) of the old text become `text`; from = to inserts. */
export type Edit = { readonly from: number; readonly to: number; readonly text: string };

/** What `diffWords` marks, as edits: a replaced run is one edit. */
export function editsBetween(before: string, after: string, language?: string): Edit[] {
  const edits: { from: number; to: number; text: string }[] = [];
  let at = 0;
  for (const { kind, text } of diffWords(before, after, language)) {
    if (kind === "same") {
      at += text.length;
      continue;
    }
    const last = edits.at(-1);
    const open = last?.to === at ? last : { from: at, to: at, text: "" };
    if (open !== last) edits.push(open);
    if (kind === "inserted") open.text += text;
    else open.to = at += text.length;
  }
  return edits;
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let done = 0;
  for (const edit of edits) {
    result += text.slice(done, edit.from) + edit.text;
    done = edit.to;
  }
  return result + text.slice(done);
}

/** The least that has to stay between two changes for them to be about other words: a letter or a digit. */
const WORD = /[\p{L}\p{N}]/u;

/**
 * Whether two edits of `text` are about the same words: they overlap, or no word stands unchanged between them. What comes
 * first there would be a matter of who came first, and a reader sees one changed place, as `diffWords` marks it.
 */
export function touches(text: string, one: Edit, other: Edit): boolean {
  const [first, second] = one.from <= other.from ? [one, other] : [other, one];
  return second.from <= first.to || !WORD.test(text.slice(first.to, second.from));
}

/** The first pair of edits of `text` that touches, if there is one. Linear: both lists are in order. */
export function touching(
  text: string,
  ours: readonly Edit[],
  theirs: readonly Edit[],
): readonly [ours: Edit, theirs: Edit] | undefined {
  let i = 0;
  let j = 0;
  while (i < ours.length && j < theirs.length) {
    const our = ours[i] as Edit;
    const their = theirs[j] as Edit;
    if (touches(text, our, their)) return [our, their];
    if (our.to < their.from) i += 1;
    else j += 1;
  }
  return undefined;
}

/**
 * Our edits of `text` as they read once theirs have been applied; undefined where any of them touch (an operational
 * transformation, which is exact because touching edits are refused).
 */
export function carryEdits(text: string, ours: readonly Edit[], theirs: readonly Edit[]): Edit[] | undefined {
  return touching(text, ours, theirs) ? undefined : shiftEdits(ours, theirs);
}

/** The same for edits of which it is known that none touch. */
export function shiftEdits(ours: readonly Edit[], theirs: readonly Edit[]): Edit[] {
  let shift = 0;
  let j = 0;
  return ours.map((edit) => {
    for (let their = theirs[j]; their && their.to < edit.from; their = theirs[(j += 1)])
      shift += their.text.length - (their.to - their.from);
    return { from: edit.from + shift, to: edit.to + shift, text: edit.text };
  });
}
