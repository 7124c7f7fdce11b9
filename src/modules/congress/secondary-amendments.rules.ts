// An amendment to an amendment: what it may change, and the amendment as it reads once it was taken up. Pure.
// Invariants: it is written against the text as its parent would leave it, and changes only what the parent wrote or puts
// in: anything else would be an amendment to the text, voted before its turn (Robert's Rules of Order, "germane to the
// primary amendment"). A paragraph that the parent only rewords may be reworded further, not taken out: that the text
// should lose it is for an amendment to the text. What the parent proposed stays kept as it was proposed; this makes the
// operations that take its place in the vote and in the text.
import { shiftEdits } from "#algorithms/text-diff";
import { broken, ok, type Verdict } from "#platform/rules";
import {
  applyInPlace,
  type Operation,
  type OperationsRefused,
  refusedOperation,
} from "./amendment-operations.rules.ts";
import { type Changes, type LocatedOperation, locate } from "./carrying.rules.ts";
import { type Paragraph, type ParagraphId, paragraphText, type TextVersionBody } from "./text-model.ts";

/** How deep amendments to amendments go: primary and secondary, no further. */
export const DEEPEST_AMENDMENT = 1;

/** `depth` of the parent: 0 for an amendment to the text. */
export function secondaryAmendmentsAreTheLast(depth: number): Verdict {
  return depth < DEEPEST_AMENDMENT ? ok : broken("amendmentTooDeep", { deepest: DEEPEST_AMENDMENT });
}

type Insertion = Extract<Operation, { op: "insertAfter" }>;

/** What an amendment opens to those who amend it. */
type Scope = {
  /** Paragraphs whose words are its own: rewritten or put in by it. */
  readonly words: ReadonlySet<ParagraphId>;
  /** Paragraphs that are its own altogether. */
  readonly own: ReadonlySet<ParagraphId>;
  /** Where something may be put: after those, and where it puts in something itself. */
  readonly places: ReadonlySet<ParagraphId | null>;
};

function scopeOf(parent: readonly Operation[]): Scope {
  const words = new Set<ParagraphId>();
  const own = new Set<ParagraphId>();
  const places = new Set<ParagraphId | null>();
  const gone = new Set(parent.flatMap((one) => (one.op === "delete" ? [one.paragraphId] : [])));
  for (const operation of parent) {
    if (operation.op === "replace") words.add(operation.paragraphId);
    if (operation.op !== "insertAfter") continue;
    if (operation.afterId === null || !gone.has(operation.afterId)) places.add(operation.afterId);
    for (const { id } of operation.paragraphs) own.add(id);
  }
  return { words: new Set([...words, ...own]), own, places: new Set([...places, ...words, ...own]) };
}

/** The paragraphs that an amendment opens to those who amend it: those it rewords or puts in, and where it puts them. */
export function amendableIn(parent: readonly Operation[]): ReadonlySet<ParagraphId> {
  const { words, places } = scopeOf(parent);
  return new Set([...words, ...[...places].filter((id) => id !== null)]);
}

/** Refused with `outsideTheAmendment` where an operation reaches beyond what the parent wrote or puts in. */
export function secondaryAmendmentsStayWithin(
  parent: readonly Operation[],
  secondary: readonly Operation[],
): { readonly ok: true } | OperationsRefused {
  const { words, own, places } = scopeOf(parent);
  const within = (operation: Operation) => {
    if (operation.op === "insertAfter") return places.has(operation.afterId);
    if (operation.op === "replace") return words.has(operation.paragraphId);
    if (operation.op === "delete") return own.has(operation.paragraphId);
    return own.has(operation.paragraphId) && places.has(operation.afterId);
  };
  const outside = secondary.findIndex((operation) => !within(operation));
  return outside === -1 ? { ok: true } : refusedOperation("outsideTheAmendment", outside);
}

/**
 * The operations of `parent`, an amendment to `base`, with a secondary amendment taken up: applied to `base` they give what
 * both of them give one after the other. Refused with `nothingLeftOfAmendment` where the parent would change nothing any
 * more, and as `applyOperations` refuses.
 */
export function takeUp(
  base: TextVersionBody,
  parent: readonly Operation[],
  secondary: readonly Operation[],
  language?: string,
): { readonly ok: true; readonly operations: readonly LocatedOperation[] } | OperationsRefused {
  const result = applyInPlace(base, parent);
  if (!result.ok) return result;
  const amended = applyInPlace(result.body, secondary);
  if (!amended.ok) return amended;
  const words = new Map(amended.body.map(({ id, text }) => [id, text]));
  const before = new Map(base.map(({ id, text }) => [id, text]));
  const own = new Map(amended.body.filter(({ id }) => !before.has(id)).map((one) => [one.id, one]));
  const plan = placesOf(secondary, own);
  const operations: Operation[] = [];
  for (const operation of parent) {
    if (operation.op === "replace") {
      const text = words.get(operation.paragraphId) ?? paragraphText(operation.text);
      // Back to the words of the text: the parent leaves this paragraph alone.
      if (text !== before.get(operation.paragraphId)) operations.push({ ...operation, text });
    } else if (operation.op !== "insertAfter") operations.push(operation);
    else {
      const paragraphs = rewritten(operation, plan, own);
      if (paragraphs.length > 0) operations.push({ ...operation, paragraphs });
    }
  }
  const all = withNewPlaces(operations, parent, plan);
  if (all.length === 0) return refusedOperation("nothingLeftOfAmendment", null);
  return { ok: true, operations: locate(base, all.map(withoutEdits), language) };
}

type Plan = {
  /** What leaves its place among the parent's paragraphs. */
  readonly leaves: ReadonlySet<ParagraphId>;
  /** What comes right after a paragraph, in order; emptied as it is used. */
  readonly placed: Map<ParagraphId | null, Paragraph[]>;
};

function placesOf(secondary: readonly Operation[], own: ReadonlyMap<ParagraphId, Paragraph>): Plan {
  const leaves = new Set<ParagraphId>();
  const placed = new Map<ParagraphId | null, Paragraph[]>();
  for (const operation of secondary) {
    if (operation.op === "delete" || operation.op === "move") leaves.add(operation.paragraphId);
    if (operation.op !== "insertAfter" && operation.op !== "move") continue;
    const ids =
      operation.op === "move"
        ? [operation.paragraphId]
        : operation.paragraphs.map((paragraph) => paragraph.id);
    const paragraphs = ids.flatMap((id) => own.get(id) ?? []);
    placed.set(operation.afterId, [...(placed.get(operation.afterId) ?? []), ...paragraphs]);
  }
  return { leaves, placed };
}

/** The paragraphs of one insertion of the parent, with what the secondary amendment does among them. */
function rewritten(
  insertion: Insertion,
  { leaves, placed }: Plan,
  own: ReadonlyMap<ParagraphId, Paragraph>,
): Paragraph[] {
  return insertion.paragraphs.flatMap(({ id }) => {
    const stays = leaves.has(id) ? [] : (own.get(id) ?? []);
    const after = placed.get(id) ?? [];
    placed.delete(id);
    return [...(Array.isArray(stays) ? stays : [stays]), ...after];
  });
}

/** What goes after a paragraph that is not the parent's own: before whatever the parent itself puts there. */
function withNewPlaces(
  operations: readonly Operation[],
  parent: readonly Operation[],
  { placed }: Plan,
): Operation[] {
  const all = [...operations];
  for (const [afterId, paragraphs] of placed) {
    const moved = parent.find((one) => one.op === "move" && one.paragraphId === afterId);
    // After a paragraph that the parent moves means behind it at its new place.
    if (moved?.op === "move")
      all.splice(all.indexOf(moved) + 1, 0, { op: "insertAfter", afterId: moved.afterId, paragraphs });
    else all.unshift({ op: "insertAfter", afterId, paragraphs });
  }
  return all;
}

function withoutEdits(operation: Operation | LocatedOperation): Operation {
  if (operation.op !== "replace") return operation;
  const { op, paragraphId, text } = operation;
  return { op, paragraphId, text };
}

/**
 * What others changed in the text, as it reads in the text that a parent leaves: its own words lie among theirs. The parent
 * must still stand after the changes.
 */
export function changesSeenThrough(parent: readonly LocatedOperation[], { edited, gone }: Changes): Changes {
  const seen = new Map(edited);
  for (const operation of parent) {
    const theirs = operation.op === "replace" ? edited.get(operation.paragraphId) : undefined;
    if (operation.op !== "replace" || !theirs) continue;
    seen.set(operation.paragraphId, shiftEdits(theirs, operation.edits));
  }
  return { edited: seen, gone };
}
