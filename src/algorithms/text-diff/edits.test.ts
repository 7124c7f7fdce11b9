// Changes as data: what holds for the edits of any two texts, and for two changes of one text put together.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, carryEdits, type Edit, editsBetween, touches, touching } from "./index.ts";

const anyText = fc
  .array(fc.constantFrom("land", "water", "and", "the", "seeds", ",", "."), { maxLength: 14 })
  .map((words) => words.join(" "));

/** Edits of one text, none of which touches the next. */
const editsOf = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(4), fc.constantFrom("", "x", "yy zz")), { maxLength: 4 })
    .map((drafts) => {
      const edits: Edit[] = [];
      for (const [from, length, words] of drafts.toSorted((one, other) => one[0] - other[0])) {
        const to = Math.min(text.length, from + length);
        const last = edits.at(-1);
        if ((!last || last.to < from) && (to > from || words)) edits.push({ from, to, text: words });
      }
      return edits;
    });

describe("edits", () => {
  it("applied to the old text give the new one, in order and apart", () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const edits = editsBetween(before, after, "en");
        expect(applyEdits(before, edits)).toBe(after);
        for (const [at, edit] of edits.entries()) {
          expect(edit.from <= edit.to && (edit.from < edit.to || edit.text !== "")).toBe(true);
          if (at > 0) expect((edits[at - 1] as Edit).to).toBeLessThan(edit.from);
        }
      }),
    );
  });

  it("of two writers come to the same in either order, or touch", () => {
    fc.assert(
      fc.property(
        anyText.chain((text) => fc.tuple(fc.constant(text), editsOf(text), editsOf(text))),
        ([text, ours, theirs]) => {
          const meet = ours.some((our) => theirs.some((their) => touches(text, our, their)));
          expect(touching(text, ours, theirs) !== undefined).toBe(meet);
          expect(touching(text, theirs, ours) !== undefined).toBe(meet);
          const oursAfter = carryEdits(text, ours, theirs);
          const theirsAfter = carryEdits(text, theirs, ours);
          expect(oursAfter === undefined).toBe(meet);
          if (!oursAfter || !theirsAfter) return;
          expect(applyEdits(applyEdits(text, theirs), oursAfter)).toBe(
            applyEdits(applyEdits(text, ours), theirsAfter),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("touch unless a word stays between them", () => {
    const text = "one two, three";
    const insertion = { from: 3, to: 3, text: "a" };
    expect(touches(text, insertion, insertion)).toBe(true);
    expect(touches(text, insertion, { from: 3, to: 5, text: "" })).toBe(true);
    expect(touches(text, { from: 4, to: 7, text: "2" }, { from: 9, to: 14, text: "3" })).toBe(true);
    expect(touches(text, { from: 9, to: 14, text: "3" }, { from: 0, to: 3, text: "1" })).toBe(false);
    expect(carryEdits(text, [{ from: 9, to: 9, text: "a" }], [{ from: 0, to: 3, text: "none" }])).toEqual([
      { from: 10, to: 10, text: "a" },
    ]);
  });
});
