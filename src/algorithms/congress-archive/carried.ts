// Whether an amendment that was carried over to another text is still what was proposed: only the places of its words may
// have moved.
// Invariant: no comparison of texts is trusted for this. The changes are given as data (`edits`); they have to turn the
// words that stand there now into the words that it gives, and, each unchanged and in the same order, the words that it was
// written against into the words that it proposed.
import { normalText } from "./operations.ts";
import type { LocatedOperation, Operation, Paragraph } from "./shapes.ts";

type Texts = ReadonlyMap<string, string>;
const textsOf = (paragraphs: readonly Paragraph[]): Texts =>
  new Map(paragraphs.map(({ id, text }) => [id, text]));

/** Whether `now`, for the text `after`, says what `before` said for the text `base`. */
export function isCarried(
  base: readonly Paragraph[],
  before: readonly Operation[],
  after: readonly Paragraph[],
  now: readonly LocatedOperation[],
): boolean {
  const [was, is] = [textsOf(base), textsOf(after)];
  return (
    before.length === now.length &&
    now.every((operation, at) => {
      const proposed = before[at];
      return proposed !== undefined && sameOperation(proposed, operation, was, is);
    })
  );
}

function sameOperation(proposed: Operation, now: LocatedOperation, was: Texts, is: Texts): boolean {
  if (now.op !== "replace" || proposed.op !== "replace")
    return JSON.stringify(sorted(proposed)) === JSON.stringify(sorted(now)) && stillThere(proposed, was, is);
  const [old, current] = [was.get(proposed.paragraphId), is.get(now.paragraphId)];
  if (proposed.paragraphId !== now.paragraphId || old === undefined || current === undefined) return false;
  const changes = changesOf(current, now);
  return changes !== undefined && turns(old, normalText(proposed.text), changes);
}

const sorted = (operation: object) => Object.entries(operation).sort();

/** What is taken out, moved, or gone after is there, and reads as it did where it is taken out. */
function stillThere(operation: Operation, was: Texts, is: Texts): boolean {
  if (operation.op === "delete") return is.get(operation.paragraphId) === was.get(operation.paragraphId);
  if (operation.op === "move" && !is.has(operation.paragraphId)) return false;
  const anchor = operation.op === "insertAfter" || operation.op === "move" ? operation.afterId : null;
  return anchor === null || is.has(anchor);
}

/** Whether operations that were not carried read the same in both texts: nobody touched their words. */
export function isUntouched(
  base: readonly Paragraph[],
  operations: readonly Operation[],
  after: readonly Paragraph[],
): boolean {
  const [was, is] = [textsOf(base), textsOf(after)];
  return operations.every((operation) =>
    operation.op === "replace"
      ? is.get(operation.paragraphId) === was.get(operation.paragraphId)
      : stillThere(operation, was, is),
  );
}

type Change = { readonly taken: string; readonly given: string };

/** The changes that the edits make, if they give the words that the operation says. */
function changesOf(
  text: string,
  { edits, text: given }: Extract<LocatedOperation, { op: "replace" }>,
): Change[] | undefined {
  let [result, done] = ["", 0];
  const changes: Change[] = [];
  for (const { from, to, text: put } of edits) {
    if (from < done || to < from || to > text.length) return undefined;
    result += text.slice(done, from) + put;
    changes.push({ taken: text.slice(from, to), given: put });
    done = to;
  }
  return result + text.slice(done) === given ? changes : undefined;
}

/**
 * Whether these changes, each of them and in this order, turn one text into the other, wherever in it they may be made. A
 * table over the places of the old text and how many changes were made before each: the place in the new one follows.
 */
function turns(old: string, wanted: string, changes: readonly Change[]): boolean {
  const shift = changes.reduce((total, { taken, given }) => total + given.length - taken.length, 0);
  if (old.length + shift !== wanted.length) return false;
  /** For each number of changes made, the places that can be reached. */
  let reached = new Set<number>([0]);
  let moved = 0;
  for (const { taken, given } of [...changes, { taken: "", given: "" }]) {
    const next = new Set<number>();
    for (const start of reached) {
      for (let at = start; ; at += 1) {
        if (old.startsWith(taken, at) && wanted.startsWith(given, at + moved)) next.add(at + taken.length);
        if (at >= old.length || old[at] !== wanted[at + moved]) break;
        // Another start further on has seen the rest.
        if (at + 1 !== start && reached.has(at + 1)) break;
      }
    }
    reached = next;
    moved += given.length - taken.length;
  }
  return reached.has(old.length);
}
