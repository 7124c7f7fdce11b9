// What a page is given to print of an amendment.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textAfter, textBefore } from "#algorithms/text-diff";
import { applyOperations, type Operation } from "./amendment-operations.rules.ts";
import { type ViewBlock, viewAmendment } from "./amendment-view.rules.ts";
import type { Paragraph, ParagraphId } from "./text-model.ts";

const id = (name: string) => name as ParagraphId;
const paragraph = (name: string, text = `Text of ${name}.`): Paragraph => {
  return { id: id(name), kind: "paragraph", level: 0, marker: null, text };
};
const heading: Paragraph = { id: id("T"), kind: "heading", level: 1, marker: null, text: "Heading" };
const base = [heading, ...[..."abcdefgh"].map((name) => paragraph(name))];

function view(...operations: Operation[]) {
  const result = viewAmendment(base, operations, "en");
  if (!result.ok) throw new Error(result.reason);
  return result;
}

/** "kind id before>after", or the size of a gap. */
function sketch(blocks: readonly ViewBlock[]): string[] {
  return blocks.map((block) => {
    if (block.kind === "gap") return `gap ${block.paragraphs}`;
    return `${block.kind} ${block.paragraph.id} ${block.before ?? "-"}>${block.after ?? "-"}`;
  });
}

describe("the blocks of an amendment", () => {
  test("a replaced paragraph stands between its neighbours, with a word diff", () => {
    const { blocks, summary } = view({ op: "replace", paragraphId: id("d"), text: "Text of dear d." });
    expect(sketch(blocks)).toEqual(["gap 3", "context c 3>3", "replaced d 4>4", "context e 5>5", "gap 3"]);
    expect(blocks[2]).toMatchObject({
      segments: [
        { kind: "same", text: "Text of " },
        { kind: "inserted", text: "dear " },
        { kind: "same", text: "d." },
      ],
    });
    const nothing = { inserted: 0, deleted: 0, moved: 0, wordsRemoved: 0 };
    expect(summary).toEqual({ ...nothing, replaced: 1, wordsAdded: 1 });
  });

  test("insertion and deletion shift the numbers, headings have none", () => {
    const { blocks, summary } = view(
      { op: "insertAfter", afterId: id("T"), paragraphs: [paragraph("x"), paragraph("y")] },
      { op: "delete", paragraphId: id("c") },
    );
    expect(sketch(blocks)).toEqual([
      "context T ->-",
      "inserted x ->1",
      "inserted y ->2",
      "context a 1>3",
      "context b 2>4",
      "deleted c 3>-",
      "context d 4>5",
      "gap 4",
    ]);
    expect(summary).toEqual({
      replaced: 0,
      inserted: 2,
      deleted: 1,
      moved: 0,
      wordsAdded: 6,
      wordsRemoved: 3,
    });
  });

  test("a moved paragraph shows at both places, with what was changed in it", () => {
    const { blocks, summary } = view(
      { op: "move", paragraphId: id("b"), afterId: id("g") },
      { op: "replace", paragraphId: id("b"), text: "Text of B." },
    );
    expect(sketch(blocks)).toEqual([
      "gap 1",
      "context a 1>1",
      "movedAway b 2>7",
      "context c 3>2",
      "gap 3",
      "context g 7>6",
      "moved b 2>7",
      "context h 8>8",
    ]);
    expect(summary).toMatchObject({ moved: 1, replaced: 1, wordsAdded: 1, wordsRemoved: 1 });
  });

  test("what is put in the place of a deleted paragraph comes after it; at the end too", () => {
    const { blocks } = view(
      { op: "delete", paragraphId: id("a") },
      { op: "insertAfter", afterId: id("a"), paragraphs: [paragraph("x")] },
      { op: "delete", paragraphId: id("T") },
    );
    expect(sketch(blocks).slice(0, 3)).toEqual(["deleted T ->-", "deleted a 1>-", "inserted x ->1"]);
    const last = view({ op: "delete", paragraphId: id("h") });
    expect(sketch(last.blocks)).toEqual(["gap 7", "context g 7>7", "deleted h 8>-"]);
  });

  test("what cannot be applied is refused by the same reason", () => {
    expect(viewAmendment(base, [{ op: "delete", paragraphId: id("z") }])).toMatchObject({
      ok: false,
      reason: "paragraphNotFound",
      operationIndex: 0,
    });
  });
});

describe("what holds for any amendment", () => {
  const name = fc.constantFrom(..."abcdefg").map(id);
  const operation: fc.Arbitrary<Operation> = fc.oneof(
    fc.record({
      op: fc.constant("replace" as const),
      paragraphId: name,
      text: fc.constant("Quite other words."),
    }),
    fc.record({ op: fc.constant("delete" as const), paragraphId: name }),
    fc.record({ op: fc.constant("move" as const), paragraphId: name, afterId: fc.option(name) }),
    fc.record({
      op: fc.constant("insertAfter" as const),
      afterId: fc.option(name),
      paragraphs: fc.constant([paragraph("x")]),
    }),
  );

  test("the blocks and gaps together are the amended text, and the base, each in its order", () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 4 }), (operations) => {
        const applied = applyOperations(base, operations);
        const shown = viewAmendment(base, operations);
        expect(shown.ok).toBe(applied.ok);
        if (!shown.ok || !applied.ok) return;
        const after: string[] = [];
        const before: string[] = [];
        for (const block of shown.blocks) {
          if (block.kind === "gap") {
            after.push(
              ...applied.body.slice(after.length, after.length + block.paragraphs).map(({ text }) => text),
            );
            before.push(
              ...base.slice(before.length, before.length + block.paragraphs).map(({ text }) => text),
            );
            continue;
          }
          const segments =
            "segments" in block ? block.segments : [{ kind: "same" as const, text: block.paragraph.text }];
          if (block.kind !== "deleted" && block.kind !== "movedAway") after.push(textAfter(segments));
          if (block.kind !== "inserted" && block.kind !== "moved") before.push(textBefore(segments));
        }
        expect(after).toEqual(applied.body.map(({ text }) => text));
        expect(before).toEqual(base.map(({ text }) => text));
      }),
      { numRuns: 1000 },
    );
  });
});
