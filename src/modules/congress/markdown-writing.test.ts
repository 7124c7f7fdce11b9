// A version written as Markdown is read back to the same paragraphs.
import fc from "fast-check";
import { expect, it } from "vitest";
import { writeMarkdown } from "./markdown-writing.rules.ts";
import { importText } from "./text-import.rules.ts";
import { type Paragraph, type ParagraphId, paragraphText } from "./text-model.ts";

type Written = Omit<Paragraph, "id">;
const body = (paragraphs: readonly Written[]): Paragraph[] =>
  paragraphs.map((one, at) => ({ id: `p${at}` as ParagraphId, ...one }));

function readBack(markdown: string): Written[] {
  const read = importText(Buffer.from(markdown), { format: "markdown", newId: () => "" });
  if (!read.ok) throw new Error(`${read.reason}: ${markdown}`);
  return read.paragraphs.map(({ kind, level, marker, text }) => ({ kind, level, marker, text }));
}

/** What Markdown or the reading of markers could take for something else. */
const PIECES =
  "agua la_tierra *semillas* _ ` `` ** # ## #1 > + - -- --- === ~~~ 1. 12) a) (b) iv. V. B. • – 1.1 2.3.1. 1.- 1º <br> <b> <!-- --> [x] [x]: (y) ![z] & &amp; &#42; \\ \\* | |-- a&b; https://a.example/b_c_d m@a.example ñandú   —".split(
    " ",
  );
const words = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "grapheme", maxLength: 6 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => paragraphText(pieces.join(" ").replace(/[\p{Cc}\p{Cs}]/gu, "")))
  .filter((text) => text !== "");
const level = fc.integer({ min: 1, max: 6 });
const markers =
  "- * + 1. 1. 2. 3) 1) 99. (a) a) b) B. iv. i) 1.1 1.2. 2.3.1 • – 1.- 1º § --> Art.5 %41 1.1.1.1.1.1".split(
    " ",
  );
const paragraph: fc.Arbitrary<Written> = fc.oneof(
  fc.record({ kind: fc.constant("heading" as const), level, marker: fc.constant(null), text: words }),
  fc.record({
    kind: fc.constant("paragraph" as const),
    level: fc.constant(0),
    marker: fc.constant(null),
    text: words,
  }),
  fc.record({
    kind: fc.constant("item" as const),
    level: fc.integer({ min: 1, max: 3 }),
    marker: fc.constantFrom(...markers, null),
    text: words,
  }),
  fc.record({
    kind: fc.constant("item" as const),
    level,
    marker: fc.constantFrom("-", "1.", "a)", null),
    text: words,
  }),
);

it("reads back what it wrote, whatever the words, levels and markers are", () => {
  fc.assert(
    fc.property(fc.array(paragraph, { minLength: 1, maxLength: 12 }), (paragraphs) => {
      expect(readBack(writeMarkdown(body(paragraphs)))).toEqual(paragraphs);
    }),
    { numRuns: 300 },
  );
});

it("writes what a person would write, where Markdown can say it", () => {
  const source =
    "# Water\n\nWater is shared.\n\n1. Wells\n\n   are kept clean.\n\n2. Springs\n\n   - are not sold\n\na) by nobody\n\nb) never\n";
  const read = importText(Buffer.from(source), { format: "markdown", newId: () => "" });
  expect(read.ok && writeMarkdown(read.paragraphs)).toBe(source);
});

it("says in a comment what Markdown has no marker for, and keeps a sentence that begins like an item", () => {
  const paragraphs: Written[] = [
    { kind: "item", level: 1, marker: "Art.5", text: "Water" },
    { kind: "paragraph", level: 0, marker: null, text: "a) is no item" },
  ];
  const markdown = writeMarkdown(body(paragraphs));
  expect(markdown).toBe("- Water <!-- marker: Art.5 -->\n\n```\na) is no item\n```\n");
  expect(readBack(markdown)).toEqual(paragraphs);
});
