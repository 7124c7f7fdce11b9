import { describe, expect, it } from "vitest";
import type { Paragraph, ParagraphId } from "#congress";
import {
  type Block,
  blocksFrom,
  changedSince,
  emptyBlock,
  fieldsOf,
  MOST_BLOCKS,
  operationsOf,
  START,
  withTextOf,
} from "./operations-form.ts";

const paragraph = (id: string, kind: Paragraph["kind"], level: number, text = id): Paragraph => ({
  id: id as ParagraphId,
  kind,
  level,
  marker: null,
  text,
});
const body = [
  paragraph("title", "heading", 2),
  paragraph("lead", "paragraph", 0),
  paragraph("deep", "item", 3),
];
const block = (fields: Partial<Block>): Block => ({ ...emptyBlock, ...fields });
const added = (fields: Partial<Block>) => {
  const [operation] = operationsOf([block({ op: "insertAfter", ...fields })], body);
  return operation?.op === "insertAfter" ? operation.paragraphs : [];
};

describe("the blocks of a sent form", () => {
  it("are those that were drawn", () => {
    const blocks = [
      block({ op: "move", paragraph: "a", after: START }),
      block({ text: "new", marker: "1." }),
    ];
    const fields: Record<string, string> = { blocks: "2", ...fieldsOf(blocks) };
    expect(blocksFrom({ get: (name) => fields[name] ?? "" })).toEqual(blocks);
  });

  it.each([
    ["", 1],
    ["-3", 1],
    ["2.9", 2],
    ["1e9", MOST_BLOCKS],
    ["many", 1],
  ])("are as many as can be: %j is %i", (blocks, count) => {
    expect(blocksFrom({ get: (name) => (name === "blocks" ? blocks : "x") })).toHaveLength(count);
  });
});

describe("new paragraphs", () => {
  it("begin at blank lines, and only the first of an item has its marker", () => {
    const texts = added({ kind: "item", marker: "4.", after: "lead", text: "One\nline\n \n\nTwo" });
    expect(texts.map(({ text, marker }) => [text, marker])).toEqual([
      ["One\nline", "4."],
      ["Two", null],
    ]);
  });

  it("are as deep as what they stand beside", () => {
    const level = (kind: Block["kind"], after: string) => added({ kind, after, text: "x" })[0]?.level;
    expect(level("item", "deep")).toBe(3);
    expect(level("item", "lead")).toBe(1);
    expect(level("heading", "deep")).toBe(2);
    expect(level("heading", START)).toBe(1);
    expect(level("paragraph", "deep")).toBe(0);
  });

  it("carry no marker that a paragraph could not have", () => {
    expect(added({ kind: "paragraph", marker: "4.", after: "lead", text: "x" })[0]?.marker).toBeNull();
  });

  it("are one empty one where nothing was typed, for the rules to refuse", () => {
    expect(added({ after: "lead", text: " \n" }).map(({ text }) => text)).toEqual([""]);
  });
});

describe("a paragraph's own text", () => {
  it("comes into an empty block, or over another paragraph's, and never over what was typed", () => {
    const filled = (text: string) => withTextOf(block({ paragraph: "deep", text }), body).text;
    expect([filled(""), filled("lead"), filled("mine")]).toEqual(["deep", "deep", "mine"]);
  });
});

describe("what became of a block's paragraphs", () => {
  it("is named as its operation would be refused", () => {
    const now = [paragraph("lead", "paragraph", 0, "changed"), paragraph("deep", "item", 3)];
    const reasons = changedSince(
      [
        block({ paragraph: "lead" }),
        block({ op: "move", paragraph: "lead", after: "deep" }),
        block({ op: "delete", paragraph: "title" }),
        block({ op: "insertAfter", after: "title" }),
        block({ paragraph: "deep" }),
      ],
      body,
      now,
    );
    expect(reasons).toEqual([
      "paragraphChangedMeanwhile",
      undefined,
      "paragraphDeletedMeanwhile",
      "anchorDeletedMeanwhile",
      undefined,
    ]);
  });
});
