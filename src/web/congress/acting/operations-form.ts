// The operations of an amendment as fields of a form, and back. Pure.
// Invariant: nothing that was typed is lost on the way; a block's place in the form is the number in its fields' names.
import type { OperationsInput, Paragraph } from "#congress";

export const operationNames = ["replace", "insertAfter", "delete", "move"] as const;
export type OperationName = (typeof operationNames)[number];

/** One operation as it stands in the form, right or not. Ids are as typed; `after` is "start" for the beginning. */
export type Block = {
  readonly op: OperationName;
  readonly paragraph: string;
  readonly after: string;
  readonly text: string;
  readonly kind: "paragraph" | "item" | "heading";
  readonly marker: string;
};

export const START = "start";
/** Enough for one amendment; whoever changes more proposes another one. */
export const MOST_BLOCKS = 30;

export const emptyBlock: Block = {
  op: "replace",
  paragraph: "",
  after: "",
  text: "",
  kind: "paragraph",
  marker: "",
};

type Fields = { readonly get: (name: string) => string };

const KINDS: readonly Block["kind"][] = ["paragraph", "item", "heading"];

/** The blocks of a sent form, one at least and `MOST_BLOCKS` at most. */
export function blocksFrom({ get }: Fields): Block[] {
  const count = Math.min(Math.max(Math.trunc(Number(get("blocks"))) || 1, 1), MOST_BLOCKS);
  return Array.from({ length: count }, (_, index) => ({
    op: operationNames.find((name) => name === get(`op-${index}`)) ?? "replace",
    paragraph: get(`paragraph-${index}`),
    after: get(`after-${index}`),
    text: get(`text-${index}`),
    kind: KINDS.find((kind) => kind === get(`kind-${index}`)) ?? "paragraph",
    marker: get(`marker-${index}`).trim(),
  }));
}

type OperationInput = OperationsInput[number];

/** The operations that the blocks mean, one a block in the same order. What is missing is refused by their rules. */
export function operationsOf(blocks: readonly Block[], body: readonly Paragraph[]): OperationsInput {
  return blocks.map((block): OperationInput => {
    const { op, paragraph: paragraphId, text } = block;
    if (op === "replace") return { op, paragraphId, text };
    if (op === "delete") return { op, paragraphId };
    const afterId = block.after === START ? null : block.after;
    if (op === "move") return { op, paragraphId, afterId };
    return { op, afterId, paragraphs: newParagraphs(block, body) };
  });
}

/** A blank line begins another paragraph; only the first of an item carries its marker, the next ones go on with it. */
function newParagraphs(block: Block, body: readonly Paragraph[]) {
  const texts = block.text.split(/\n(?:[ \t]*\n)+/u).filter((text) => text.trim() !== "");
  const level = levelAt(block, body);
  return (texts.length > 0 ? texts : [""]).map((text, index) => ({
    kind: block.kind,
    level,
    marker: block.kind === "item" && index === 0 && block.marker ? block.marker : null,
    text,
  }));
}

/** As deep as the nearest of its kind before the place: an item beside an item, a heading like the last one. */
function levelAt({ kind, after }: Block, body: readonly Paragraph[]): number {
  if (kind === "paragraph") return 0;
  const before = body.slice(0, body.findIndex(({ id }) => id === after) + 1).toReversed();
  const alike = kind === "item" ? before.slice(0, 1) : before;
  return alike.find((paragraph) => paragraph.kind === kind)?.level ?? 1;
}

/** A block with the text of the paragraph it replaces, ready to be changed; what was typed otherwise stays. */
export function withTextOf(block: Block, body: readonly Paragraph[]): Block {
  const unchanged = block.text.trim() === "" || body.some(({ text }) => text === block.text);
  const paragraph = body.find(({ id }) => id === block.paragraph);
  return block.op === "replace" && paragraph && unchanged ? { ...block, text: paragraph.text } : block;
}

/**
 * What became of each block's paragraphs between two versions, as the name of the reason that would refuse it; undefined
 * where it still applies.
 */
export function changedSince(
  blocks: readonly Block[],
  base: readonly Paragraph[],
  current: readonly Paragraph[],
): (string | undefined)[] {
  const textsBefore = new Map<string, string>(base.map(({ id, text }) => [id, text]));
  const textsNow = new Map<string, string>(current.map(({ id, text }) => [id, text]));
  const gone = (id: string) => textsBefore.has(id) && !textsNow.has(id);
  return blocks.map(({ op, paragraph, after }) => {
    if (op !== "insertAfter") {
      if (gone(paragraph)) return "paragraphDeletedMeanwhile";
      const changed = textsNow.get(paragraph) !== textsBefore.get(paragraph);
      if (op !== "move" && changed) return "paragraphChangedMeanwhile";
    }
    return (op === "insertAfter" || op === "move") && gone(after) ? "anchorDeletedMeanwhile" : undefined;
  });
}

/** The blocks as the fields of the form in which they stand. */
export function fieldsOf(blocks: readonly Block[]): Record<string, string> {
  const fields = blocks.flatMap((block, index) =>
    Object.entries(block).map(([name, value]) => [`${name}-${index}`, value]),
  );
  return Object.fromEntries(fields) as Record<string, string>;
}
