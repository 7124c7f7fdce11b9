// What an amendment does to a text, computed anew from its operations alone.
// Invariant: written from the rules of docs/guides/checking-a-congress.md, not from the code that made the archive; a
// property test holds the two against each other.
import type { LocatedOperation, Operation, Paragraph } from "./shapes.ts";

export type Applied =
  | { readonly ok: true; readonly paragraphs: readonly Paragraph[] }
  /** `operation` counts from 1. */
  | { readonly ok: false; readonly reason: string; readonly operation: number };

// No-break spaces stay: French and numbers need them.
const SPACES = /[ \t\n\v\f\r\u0085\u2028\u2029]+/gu;

/** Normal form C (UAX #15), runs of spaces and line ends as one space, none at the ends. */
export function normalText(raw: string): string {
  return raw.normalize("NFC").replace(SPACES, " ").trim();
}

/**
 * The text `current` with an amendment that was written against `base`: everything that it replaces or deletes must stand
 * in both with the same words, everything that it moves and goes after must be there.
 */
export function applyAmendment(
  current: readonly Paragraph[],
  base: readonly Paragraph[],
  operations: readonly Operation[],
): Applied {
  const before = new Map(base.map((paragraph) => [paragraph.id, paragraph]));
  const now = new Map(current.map((paragraph) => [paragraph.id, paragraph]));
  for (const [at, operation] of operations.entries()) {
    const reason = unfit(operation, before) ?? changed(operation, before, now);
    if (reason) return { ok: false, reason, operation: at + 1 };
  }
  return { ok: true, paragraphs: rebuilt(current, operations) };
}

/** Without the places of their words. */
export function plainOperations(operations: readonly LocatedOperation[]): Operation[] {
  return operations.map((operation) => {
    if (operation.op !== "replace") return operation;
    const { op, paragraphId, text } = operation;
    return { op, paragraphId, text };
  });
}

function anchorOf(operation: Operation): string | null {
  return operation.op === "insertAfter" || operation.op === "move" ? operation.afterId : null;
}

/** Why an operation does not even fit the text that it was written against. */
function unfit(operation: Operation, base: ReadonlyMap<string, Paragraph>): string | undefined {
  const anchor = anchorOf(operation);
  if (anchor !== null && !base.has(anchor)) return "paragraphNotFound";
  if (operation.op !== "insertAfter")
    return base.has(operation.paragraphId) ? undefined : "paragraphNotFound";
  const taken = operation.paragraphs.some(({ id }) => base.has(id));
  return taken || operation.paragraphs.length === 0 ? "idAlreadyUsed" : undefined;
}

function changed(
  operation: Operation,
  before: ReadonlyMap<string, Paragraph>,
  now: ReadonlyMap<string, Paragraph>,
): string | undefined {
  if (operation.op !== "insertAfter") {
    const there = now.get(operation.paragraphId);
    if (!there) return "paragraphDeletedMeanwhile";
    const same = there.text === before.get(operation.paragraphId)?.text;
    if (operation.op !== "move" && !same) return "paragraphChangedMeanwhile";
  }
  const anchor = anchorOf(operation);
  return anchor !== null && !now.has(anchor) ? "anchorDeletedMeanwhile" : undefined;
}

/**
 * Reads every operation against the text before any of them: a paragraph goes where its anchor stood, in the order of the
 * operations; what is deleted or moved leaves its place.
 */
function rebuilt(current: readonly Paragraph[], operations: readonly Operation[]): Paragraph[] {
  const words = new Map<string, string>();
  const gone = new Set<string>();
  for (const operation of operations) {
    if (operation.op === "replace") words.set(operation.paragraphId, normalText(operation.text));
    if (operation.op === "delete" || operation.op === "move") gone.add(operation.paragraphId);
  }
  const now = new Map(current.map((paragraph) => [paragraph.id, paragraph]));
  const reworded = (paragraph: Paragraph): Paragraph => {
    const text = words.get(paragraph.id);
    return text === undefined ? paragraph : { ...paragraph, text };
  };
  const coming = (anchor: string | null): Paragraph[] =>
    operations.flatMap((operation) => {
      if (operation.op === "insertAfter" && operation.afterId === anchor)
        return operation.paragraphs.map((paragraph) => ({ ...paragraph, text: normalText(paragraph.text) }));
      const moved = operation.op === "move" && operation.afterId === anchor && now.get(operation.paragraphId);
      return moved ? [reworded(moved)] : [];
    });
  return [
    ...coming(null),
    ...current.flatMap((paragraph) => [
      ...(gone.has(paragraph.id) ? [] : [reworded(paragraph)]),
      ...coming(paragraph.id),
    ]),
  ];
}
