// An amendment as a page prints it: what it changes, with the unchanged paragraph before and after, and numbers by which
// an assembly finds the place.
// Invariant: the blocks follow the amended text; what was taken away stands where it was; nothing changed is left out.
import { countWords, type DiffSegment, diffWords, summariseDiff } from "#algorithms/text-diff";
import { applyOperations, type Operation, type OperationsRefused } from "./amendment-operations.rules.ts";
import type { Paragraph, ParagraphId, TextVersionBody } from "./text-model.ts";

/** Places among the paragraphs that are not headings, from 1; null for a heading, or where it is not there. */
type Numbers = { readonly before: number | null; readonly after: number | null };

export type ViewBlock =
  | ({ readonly kind: "context"; readonly paragraph: Paragraph } & Numbers)
  /** `paragraph` as it was; its new text is in the segments. */
  | ({
      readonly kind: "replaced";
      readonly paragraph: Paragraph;
      readonly segments: readonly DiffSegment[];
    } & Numbers)
  | ({ readonly kind: "inserted"; readonly paragraph: Paragraph } & Numbers)
  | ({ readonly kind: "deleted"; readonly paragraph: Paragraph } & Numbers)
  /** At its new place; one "same" segment when it was only moved. */
  | ({
      readonly kind: "moved";
      readonly paragraph: Paragraph;
      readonly segments: readonly DiffSegment[];
    } & Numbers)
  /** At its old place. */
  | ({ readonly kind: "movedAway"; readonly paragraph: Paragraph } & Numbers)
  /** Unchanged paragraphs that are not shown. */
  | { readonly kind: "gap"; readonly paragraphs: number };

/** What a sentence before the blocks says; a replaced word counts as added and as removed. */
export type AmendmentSummary = {
  readonly replaced: number;
  readonly inserted: number;
  readonly deleted: number;
  readonly moved: number;
  readonly wordsAdded: number;
  readonly wordsRemoved: number;
};

export type AmendmentView = {
  readonly ok: true;
  readonly blocks: readonly ViewBlock[];
  readonly summary: AmendmentSummary;
};

/**
 * An amendment against the text it was written for; refused as `applyOperations` refuses it. `language` is the text's
 * BCP 47 tag, for cutting words. A paragraph both moved and replaced counts as both.
 */
export function viewAmendment(
  base: TextVersionBody,
  operations: readonly Operation[],
  language?: string,
): AmendmentView | OperationsRefused {
  const applied = applyOperations(base, operations);
  if (!applied.ok) return applied;
  return viewChange(
    base,
    applied.body,
    new Set(operations.flatMap((operation) => (operation.op === "move" ? [operation.paragraphId] : []))),
    language,
  );
}

/** The same for a text that several amendments made; `moved` are the paragraphs that any of them moved. */
export function viewChange(
  base: TextVersionBody,
  amended: TextVersionBody,
  moved: ReadonlySet<ParagraphId>,
  language?: string,
): AmendmentView {
  const blocks = allBlocks(base, amended, moved, language);
  return {
    ok: true,
    blocks: aroundChanges(blocks),
    summary: summarise(base, amended, moved, blocks, language),
  };
}

type ShownBlock = Exclude<ViewBlock, { kind: "gap" }>;

/** The amended text, with what left a place put back there as a mark. */
function allBlocks(
  base: TextVersionBody,
  amended: TextVersionBody,
  moved: ReadonlySet<ParagraphId>,
  language: string | undefined,
): ShownBlock[] {
  const numbersBefore = numbersOf(base);
  const numbersAfter = numbersOf(amended);
  const was = new Map(base.map((paragraph) => [paragraph.id, paragraph]));
  const left = goneBefore(base, amended, moved);
  const blocks: ShownBlock[] = [];
  const put = (paragraph: Paragraph, kind: (old: Paragraph | undefined) => ShownBlock["kind"]) => {
    const old = was.get(paragraph.id);
    const numbers = {
      before: numbersBefore.get(paragraph.id) ?? null,
      after: numbersAfter.get(paragraph.id) ?? null,
    };
    const named = kind(old);
    if (named !== "replaced" && named !== "moved") blocks.push({ kind: named, paragraph, ...numbers });
    else if (old) {
      const segments = diffWords(old.text, paragraph.text, language);
      blocks.push({ kind: named, paragraph: old, segments, ...numbers });
    }
  };
  for (const paragraph of amended) {
    for (const gone of left.before.get(paragraph.id) ?? [])
      put(gone, () => (moved.has(gone.id) ? "movedAway" : "deleted"));
    put(paragraph, (old) => {
      if (!old) return "inserted";
      if (moved.has(old.id)) return "moved";
      return old.text === paragraph.text ? "context" : "replaced";
    });
  }
  for (const gone of left.atEnd) put(gone, () => (moved.has(gone.id) ? "movedAway" : "deleted"));
  return blocks;
}

function numbersOf(body: TextVersionBody): Map<ParagraphId, number> {
  const counted = body.filter((paragraph) => paragraph.kind !== "heading");
  return new Map(counted.map((paragraph, at) => [paragraph.id, at + 1]));
}

/**
 * The paragraphs that left their place, by the paragraph of the amended text before which they stood: the one that now
 * follows what stayed in front of them, so that a new paragraph comes after the one it was put in the place of.
 */
function goneBefore(base: TextVersionBody, amended: TextVersionBody, moved: ReadonlySet<ParagraphId>) {
  const stays = new Set(amended.map(({ id }) => id).filter((id) => !moved.has(id)));
  const follower = new Map<ParagraphId | null, ParagraphId>();
  let previous: ParagraphId | null = null;
  for (const { id } of amended) {
    follower.set(previous, id);
    previous = id;
  }
  const before = new Map<ParagraphId, Paragraph[]>();
  const atEnd: Paragraph[] = [];
  let stayed: ParagraphId | null = null;
  for (const paragraph of base) {
    if (stays.has(paragraph.id)) {
      stayed = paragraph.id;
      continue;
    }
    const next = follower.get(stayed);
    if (next) before.set(next, [...(before.get(next) ?? []), paragraph]);
    else atEnd.push(paragraph);
  }
  return { before, atEnd };
}

/** Keeps one unchanged paragraph on either side of a change, and says how many are left out between. */
function aroundChanges(blocks: readonly ShownBlock[]): ViewBlock[] {
  const isChange = (at: number) => at in blocks && blocks[at]?.kind !== "context";
  const kept: ViewBlock[] = [];
  let hidden = 0;
  const closeGap = () => {
    if (hidden > 0) kept.push({ kind: "gap", paragraphs: hidden });
    hidden = 0;
  };
  for (const [at, block] of blocks.entries()) {
    if (isChange(at - 1) || isChange(at) || isChange(at + 1)) {
      closeGap();
      kept.push(block);
    } else hidden += 1;
  }
  closeGap();
  return kept;
}

function summarise(
  base: TextVersionBody,
  amended: TextVersionBody,
  movedIds: ReadonlySet<ParagraphId>,
  blocks: readonly ShownBlock[],
  language: string | undefined,
): AmendmentSummary {
  const now = new Map(amended.map(({ id, text }) => [id, text]));
  const deleted = base.filter(({ id }) => !now.has(id)).length;
  const replaced = base.filter(({ id, text }) => (now.get(id) ?? text) !== text).length;
  const moved = base.filter(({ id }) => movedIds.has(id) && now.has(id)).length;
  let wordsAdded = 0;
  let wordsRemoved = 0;
  let inserted = 0;
  for (const block of blocks) {
    if (block.kind === "inserted") {
      inserted += 1;
      wordsAdded += countWords(block.paragraph.text, language);
    } else if (block.kind === "deleted") wordsRemoved += countWords(block.paragraph.text, language);
    else if (block.kind === "replaced" || block.kind === "moved") {
      const words = summariseDiff(block.segments, language);
      wordsAdded += words.insertedWords;
      wordsRemoved += words.deletedWords;
    }
  }
  return { replaced, inserted, deleted, moved, wordsAdded, wordsRemoved };
}
