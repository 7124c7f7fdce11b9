// What an amendment does to a text. Whether it still can after others were adopted is in carrying.rules.ts.
// Invariants: all operations of an amendment happen or none; they are read against the text as it stood before any of
// them, so their order only matters for paragraphs put in the same place; a paragraph keeps its id while it lives, and
// an id that left the text does not come back.
import type { Facts } from "#platform/errors";
import { controlCharacterAt } from "#platform/plain-text";
import type { Broken } from "#platform/rules";
import {
  isWellFormed,
  LONGEST_PARAGRAPH,
  MOST_PARAGRAPHS,
  type Paragraph,
  type ParagraphId,
  paragraphText,
  type TextVersionBody,
} from "./text-model.ts";

export type Operation =
  | { readonly op: "replace"; readonly paragraphId: ParagraphId; readonly text: string }
  /** New paragraphs with ids of their own, after a paragraph or, with null, at the start. */
  | {
      readonly op: "insertAfter";
      readonly afterId: ParagraphId | null;
      readonly paragraphs: readonly Paragraph[];
    }
  | { readonly op: "delete"; readonly paragraphId: ParagraphId }
  | { readonly op: "move"; readonly paragraphId: ParagraphId; readonly afterId: ParagraphId | null };

export type OperationReason =
  | "amendmentHasNoOperations"
  | "paragraphNotFound"
  | "operationChangesNothing"
  | "operationsOverlap"
  | "moveToItself"
  | "idAlreadyUsed"
  | "paragraphShapeInvalid"
  | "textIsEmpty"
  | "textHasControlCharacters"
  | "paragraphTooLong"
  | "textHasTooManyParagraphs"
  | "textWouldBeEmpty"
  | "paragraphChangedMeanwhile"
  | "paragraphDeletedMeanwhile"
  | "anchorDeletedMeanwhile"
  | "outsideTheAmendment"
  | "nothingLeftOfAmendment";

/** `operationIndex` counts from 0; null when no single operation is at fault. Facts: {operation} counts from 1. */
export type OperationsRefused = Broken & {
  readonly reason: OperationReason;
  readonly operationIndex: number | null;
};

export type OperationsApplied = {
  readonly ok: true;
  readonly body: TextVersionBody;
  /** For each operation, the paragraphs it wrote, put in, took out or moved. */
  readonly touched: readonly (readonly ParagraphId[])[];
};

/**
 * The text after an amendment. A paragraph may be replaced and moved by one amendment; any other two operations on one
 * paragraph overlap, and so does going after a paragraph that is itself moved. After a deleted paragraph means where it
 * stood. Several paragraphs put after the same one stand in the order of their operations. Texts are normalised.
 */
export function applyOperations(
  body: TextVersionBody,
  operations: readonly Operation[],
): OperationsApplied | OperationsRefused {
  return applied(body, operations, "each");
}

/**
 * The same for operations that were carried over to `body` (carrying.rules.ts): a move that others have made meanwhile is
 * not refused, as long as the amendment as a whole still changes something.
 */
export function applyInPlace(
  body: TextVersionBody,
  operations: readonly Operation[],
): OperationsApplied | OperationsRefused {
  const result = applied(body, operations, "all");
  const idle = result.ok && result.body.every((paragraph, at) => paragraph === body[at]);
  return idle && result.body.length === body.length ? refusedOperation("operationChangesNothing", 0) : result;
}

/** Whether each operation has to change something, or all of them together. */
type Changing = "each" | "all";

function applied(
  body: TextVersionBody,
  operations: readonly Operation[],
  changing: Changing,
): OperationsApplied | OperationsRefused {
  if (operations.length === 0) return refusedOperation("amendmentHasNoOperations", null);
  const plan = planned(body, operations, changing);
  if (!plan.ok) return plan;
  const placed = (anchor: ParagraphId | null) => plan.placed.get(anchor) ?? [];
  const result = [...placed(null)];
  for (const paragraph of body) {
    const stays = !plan.deleted.has(paragraph.id) && !plan.moved.has(paragraph.id);
    if (stays) result.push(plan.rewritten.get(paragraph.id) ?? paragraph);
    result.push(...placed(paragraph.id));
  }
  if (result.length === 0) return refusedOperation("textWouldBeEmpty", null);
  if (result.length > MOST_PARAGRAPHS) {
    const facts = { limit: MOST_PARAGRAPHS, actual: result.length };
    return refusedOperation("textHasTooManyParagraphs", null, facts);
  }
  return { ok: true, body: result, touched: operations.map(touchedBy) };
}

/** The paragraphs that an operation writes, puts in, takes out or moves. */
export function touchedBy(operation: Operation): readonly ParagraphId[] {
  return operation.op === "insertAfter" ? operation.paragraphs.map(({ id }) => id) : [operation.paragraphId];
}

type Texts = ReadonlyMap<ParagraphId, { readonly paragraph: Paragraph; readonly at: number }>;

function byId(body: TextVersionBody): Texts {
  return new Map(body.map((paragraph, at) => [paragraph.id, { paragraph, at }]));
}

/** A refusal of one operation, or with null of all of them together. */
export function refusedOperation(
  reason: OperationReason,
  operationIndex: number | null,
  facts: Facts = {},
): OperationsRefused {
  const counted = operationIndex === null ? facts : { operation: operationIndex + 1, ...facts };
  return { ok: false, reason, operationIndex, facts: counted };
}

type Plan = {
  readonly ok: true;
  readonly rewritten: Map<ParagraphId, Paragraph>;
  readonly deleted: Set<ParagraphId>;
  readonly moved: Set<ParagraphId>;
  /** What comes right after a paragraph's place, in order. */
  readonly placed: Map<ParagraphId | null, Paragraph[]>;
};

type Problem = { readonly reason: OperationReason; readonly facts?: Facts };

/** Checks every operation, then gathers what to do with each paragraph. */
function planned(
  body: TextVersionBody,
  operations: readonly Operation[],
  changing: Changing,
): Plan | OperationsRefused {
  const texts = byId(body);
  const plan = gathered(texts, operations);
  const seen = { replace: new Set<string>(), delete: new Set<string>(), move: new Set<string>() };
  const inserted = new Set<ParagraphId>();
  for (const [index, operation] of operations.entries()) {
    const problem =
      operation.op === "insertAfter"
        ? badInsertion(operation, texts, inserted)
        : badChange(operation, texts, body, changing);
    if (problem) return refusedOperation(problem.reason, index, problem.facts);
    if (operation.op !== "insertAfter") {
      const id = operation.paragraphId;
      const other =
        operation.op === "delete" ? seen.replace.has(id) || seen.move.has(id) : seen.delete.has(id);
      if (other || seen[operation.op].has(id)) return refusedOperation("operationsOverlap", index);
      seen[operation.op].add(id);
    }
    const anchor = operation.op === "insertAfter" || operation.op === "move" ? operation.afterId : null;
    if (anchor !== null && plan.moved.has(anchor)) return refusedOperation("operationsOverlap", index);
  }
  return plan;
}

function gathered(texts: Texts, operations: readonly Operation[]): Plan {
  const plan: Plan = {
    ok: true,
    rewritten: new Map(),
    deleted: new Set(),
    moved: new Set(),
    placed: new Map(),
  };
  for (const operation of operations) {
    if (operation.op === "delete") plan.deleted.add(operation.paragraphId);
    if (operation.op !== "replace") continue;
    const paragraph = texts.get(operation.paragraphId)?.paragraph;
    if (paragraph) plan.rewritten.set(paragraph.id, { ...paragraph, text: paragraphText(operation.text) });
  }
  const place = (anchor: ParagraphId | null, paragraphs: readonly Paragraph[]) => {
    const there = plan.placed.get(anchor);
    if (there) there.push(...paragraphs);
    else plan.placed.set(anchor, [...paragraphs]);
  };
  for (const operation of operations) {
    if (operation.op === "insertAfter") {
      place(operation.afterId, operation.paragraphs.map(asStored));
    } else if (operation.op === "move") {
      const paragraph = texts.get(operation.paragraphId)?.paragraph;
      plan.moved.add(operation.paragraphId);
      if (paragraph) place(operation.afterId, [plan.rewritten.get(paragraph.id) ?? paragraph]);
    }
  }
  return plan;
}

function asStored({ id, kind, level, marker, text }: Paragraph): Paragraph {
  return { id, kind, level, marker, text: paragraphText(text) };
}

function badChange(
  operation: Exclude<Operation, { op: "insertAfter" }>,
  texts: Texts,
  body: TextVersionBody,
  changing: Changing,
): Problem | undefined {
  const target = texts.get(operation.paragraphId);
  if (!target) return { reason: "paragraphNotFound" };
  if (operation.op === "replace") {
    const bad = badText(operation.text);
    if (bad) return bad;
    return paragraphText(operation.text) === target.paragraph.text
      ? { reason: "operationChangesNothing" }
      : undefined;
  }
  if (operation.op === "delete") return undefined;
  if (operation.afterId === operation.paragraphId) return { reason: "moveToItself" };
  if (operation.afterId !== null && !texts.has(operation.afterId)) return { reason: "paragraphNotFound" };
  const before = body[target.at - 1]?.id ?? null;
  if (changing === "all") return undefined;
  return before === operation.afterId ? { reason: "operationChangesNothing" } : undefined;
}

function badInsertion(
  operation: Extract<Operation, { op: "insertAfter" }>,
  texts: Texts,
  inserted: Set<ParagraphId>,
): Problem | undefined {
  if (operation.afterId !== null && !texts.has(operation.afterId)) return { reason: "paragraphNotFound" };
  if (operation.paragraphs.length === 0) return { reason: "operationChangesNothing" };
  for (const paragraph of operation.paragraphs) {
    if (texts.has(paragraph.id) || inserted.has(paragraph.id)) return { reason: "idAlreadyUsed" };
    inserted.add(paragraph.id);
    if (!isWellFormed(paragraph)) return { reason: "paragraphShapeInvalid" };
    const bad = badText(paragraph.text);
    if (bad) return bad;
  }
  return undefined;
}

function badText(raw: string): Problem | undefined {
  if (controlCharacterAt(raw) >= 0) return { reason: "textHasControlCharacters" };
  const text = paragraphText(raw);
  if (text === "") return { reason: "textIsEmpty" };
  if (text.length <= LONGEST_PARAGRAPH) return undefined;
  return { reason: "paragraphTooLong", facts: { limit: LONGEST_PARAGRAPH, actual: text.length } };
}
