// Carries an amendment over to a text that others have changed meanwhile, word by word.
// Invariants: what an amendment proposes stays what it was, only its places move; an operation whose words were touched by
// others is refused, never guessed; and of amendments that do not conflict (conflicts.rules.ts) the text that they make
// together does not depend on the order in which they are taken. That is why their edits are kept as data and moved along,
// rather than compared anew with each version: a comparison may join neighbouring changes into one.
import { applyEdits, carryEdits, type Edit, editsBetween } from "#algorithms/text-diff";
import {
  applyInPlace,
  applyOperations,
  type Operation,
  type OperationReason,
  type OperationsApplied,
  type OperationsRefused,
  refusedOperation,
} from "./amendment-operations.rules.ts";
import { type ParagraphId, paragraphText, type TextVersionBody } from "./text-model.ts";

type Replacement = Extract<Operation, { op: "replace" }>;

/** An operation with the words that it touches: edits of the paragraph as it stands in the text that it is for. */
export type LocatedOperation =
  | Exclude<Operation, Replacement>
  | (Replacement & { readonly edits: readonly Edit[] });

/** What was done to a text, as far as those who amend it depend on it. */
export type Changes = {
  readonly edited: ReadonlyMap<ParagraphId, readonly Edit[]>;
  readonly gone: ReadonlySet<ParagraphId>;
};

/** Operations with the words that they touch in `body`, the text that they are for. `language` is its BCP 47 tag. */
export function locate(
  body: TextVersionBody,
  operations: readonly (Operation | LocatedOperation)[],
  language?: string,
): LocatedOperation[] {
  const texts = textsOf(body);
  return operations.map((operation) => {
    if (operation.op !== "replace" || "edits" in operation) return operation as LocatedOperation;
    const text = paragraphText(operation.text);
    const edits = editsBetween(texts.get(operation.paragraphId) ?? "", text, language);
    return { ...operation, text, edits };
  });
}

/** The operations as they were proposed or may be replayed: without their places. */
export function plainOperations(operations: readonly LocatedOperation[]): Operation[] {
  return operations.map((operation) => {
    if (operation.op !== "replace") return operation;
    const { op, paragraphId, text } = operation;
    return { op, paragraphId, text };
  });
}

function textsOf(body: TextVersionBody): Map<ParagraphId, string> {
  return new Map(body.map(({ id, text }) => [id, text]));
}

/** What an amendment does to the text that it is for. */
export function changesOf(operations: readonly LocatedOperation[]): Changes {
  const edited = new Map<ParagraphId, readonly Edit[]>();
  const gone = new Set<ParagraphId>();
  for (const operation of operations) {
    if (operation.op === "replace") edited.set(operation.paragraphId, operation.edits);
    if (operation.op === "delete") gone.add(operation.paragraphId);
  }
  return { edited, gone };
}

/** The same by comparing two versions, where nobody kept what was done between them. */
export function changesBetween(before: TextVersionBody, after: TextVersionBody, language?: string): Changes {
  const now = textsOf(after);
  const edited = new Map<ParagraphId, readonly Edit[]>();
  const gone = new Set<ParagraphId>();
  for (const { id, text } of before) {
    const there = now.get(id);
    if (there === undefined) gone.add(id);
    else if (there !== text) edited.set(id, editsBetween(text, there, language));
  }
  return { edited, gone };
}

export type CarriedOver = {
  readonly ok: true;
  readonly operations: readonly LocatedOperation[];
  /** Whether any operation reads differently now: its words stand elsewhere, or among other words. */
  readonly moved: boolean;
};

/** An amendment after `changes` were made to `body`, the text that it is for; or which of its operations fell, and why. */
export function carryOver(
  body: TextVersionBody,
  operations: readonly LocatedOperation[],
  changes: Changes,
): CarriedOver | OperationsRefused {
  if (changes.edited.size === 0 && changes.gone.size === 0) return { ok: true, operations, moved: false };
  const carried: LocatedOperation[] = [];
  let moved = false;
  let texts: Map<ParagraphId, string> | undefined;
  for (const [index, operation] of operations.entries()) {
    const reason = fallen(operation, changes);
    if (reason) return refusedOperation(reason, index);
    const theirs = operation.op === "replace" ? changes.edited.get(operation.paragraphId) : undefined;
    if (operation.op !== "replace" || !theirs?.length) {
      carried.push(operation);
      continue;
    }
    texts ??= textsOf(body);
    const merged = mergeEdits(texts.get(operation.paragraphId) ?? "", operation.edits, theirs);
    if (!merged) return refusedOperation("paragraphChangedMeanwhile", index);
    carried.push({ ...operation, ...merged });
    moved = true;
  }
  return { ok: true, operations: carried, moved };
}

function fallen(operation: LocatedOperation, { edited, gone }: Changes): OperationReason | undefined {
  if (operation.op !== "insertAfter" && gone.has(operation.paragraphId)) return "paragraphDeletedMeanwhile";
  if (operation.op === "delete" && edited.get(operation.paragraphId)?.length)
    return "paragraphChangedMeanwhile";
  const anchor = operation.op === "insertAfter" || operation.op === "move" ? operation.afterId : null;
  return anchor !== null && gone.has(anchor) ? "anchorDeletedMeanwhile" : undefined;
}

/**
 * A three-way merge of one paragraph: our edits after theirs, and the text with both; undefined where they touch, or where
 * what lies between them would not stay as it is (a space that ends up beside another).
 */
export function mergeEdits(
  base: string,
  ours: readonly Edit[],
  theirs: readonly Edit[],
): { readonly edits: readonly Edit[]; readonly text: string } | undefined {
  const edits = carryEdits(base, ours, theirs);
  if (!edits) return undefined;
  const text = applyEdits(applyEdits(base, theirs), edits);
  return text === paragraphText(text) && text !== "" ? { edits, text } : undefined;
}

/**
 * The text `current` with an amendment that was written against `base`, or why it no longer applies. Operations that do
 * not even fit `base` are refused as `applyOperations` refuses them.
 */
export function incorporate(
  current: TextVersionBody,
  base: TextVersionBody,
  operations: readonly Operation[],
  language?: string,
): OperationsApplied | OperationsRefused {
  const onBase = applyOperations(base, operations);
  if (!onBase.ok) return onBase;
  const carried = carryOver(
    base,
    locate(base, operations, language),
    changesBetween(base, current, language),
  );
  return carried.ok ? applyInPlace(current, carried.operations) : carried;
}

/** Whether `incorporate` would take it. */
export function stillApplies(
  base: TextVersionBody,
  current: TextVersionBody,
  operations: readonly Operation[],
): { readonly ok: true } | OperationsRefused {
  const result = incorporate(current, base, operations);
  return result.ok ? { ok: true } : result;
}

export type Taken<Key> = { readonly key: Key; readonly operations: readonly LocatedOperation[] };

export type Consolidated<Key> = {
  readonly body: TextVersionBody;
  /** As they were applied, each to the text with those before it. */
  readonly taken: readonly Taken<Key>[];
  readonly left: readonly { readonly key: Key; readonly why: OperationsRefused }[];
};

/**
 * A text with a set of amendments to it, taken in this order; one that no longer stands beside those before it is left
 * out, with the reason. Of amendments that do not conflict, every order gives the same text.
 */
export function consolidate<Key>(
  body: TextVersionBody,
  amendments: readonly Taken<Key>[],
): Consolidated<Key> {
  const taken: Taken<Key>[] = [];
  const left: Consolidated<Key>["left"][number][] = [];
  const steps: { readonly before: TextVersionBody; readonly changes: Changes }[] = [];
  let now = body;
  for (const { key, operations } of amendments) {
    const carried = carryThrough(operations, steps);
    const applied = carried.ok ? applyInPlace(now, carried.operations) : carried;
    if (!carried.ok || !applied.ok) {
      left.push({ key, why: (carried.ok ? applied : carried) as OperationsRefused });
      continue;
    }
    taken.push({ key, operations: carried.operations });
    steps.push({ before: now, changes: changesOf(carried.operations) });
    now = applied.body;
  }
  return { body: now, taken, left };
}

/** Carries operations over several changes, each made to the text that the one before it left. */
export function carryThrough(
  operations: readonly LocatedOperation[],
  steps: readonly { readonly before: TextVersionBody; readonly changes: Changes }[],
): CarriedOver | OperationsRefused {
  let carried: CarriedOver = { ok: true, operations, moved: false };
  for (const { before, changes } of steps) {
    const next = carryOver(before, carried.operations, changes);
    if (!next.ok) return next;
    carried = { ...next, moved: carried.moved || next.moved };
  }
  return carried;
}
