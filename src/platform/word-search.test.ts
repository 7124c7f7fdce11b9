import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, mayBeMisspelt, neighboursOf, searchQuery, wordsOf } from "./word-search.ts";

describe("a directory's text search query", () => {
  it("asks for all words, the last as a beginning", () => {
    expect(searchQuery(["comuna", "zam"])).toBe("('comuna') & ('zam':*)");
  });

  it("is null when there is nothing to look for", () => {
    expect(searchQuery(wordsOf("  "))).toBeNull();
  });

  it("takes a neighbour for a word", () => {
    expect(searchQuery(["zunbi"], new Map([["zunbi", ["zumbi"]]]))).toBe("('zunbi':* | 'zumbi')");
  });

  it("quotes what a query language would read", () => {
    expect(searchQuery(["a'b\\c"])).toBe("('a''b\\\\c':*)");
  });

  it("looks for eight words at most", () => {
    expect(wordsOf("a ".repeat(50))).toHaveLength(8);
  });
});

describe("the distance of two words", () => {
  it.each([
    ["comuna", "comuna", 0],
    ["comuna", "comunas", 1],
    ["comuna", "cmouna", 1],
    ["comuna", "camuna", 1],
    ["comuna", "cuna", 2],
    ["comuna", "zamora", 3],
  ])("%s to %s is %i", (one, other, steps) => {
    expect(editDistance(one, other, 2)).toBe(Math.min(steps, 3));
  });

  it("is the same in both directions, and counts a single change as one", () => {
    const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(..."abcñ") });
    fc.assert(
      fc.property(word, word, fc.nat(7), (one, other, at) => {
        expect(editDistance(one, other, 8)).toBe(editDistance(other, one, 8));
        const letters = [...one];
        letters.splice(at % letters.length, 1, "z");
        expect(editDistance(one, letters.join(""), 8)).toBe(1);
      }),
    );
  });
});

describe("the neighbours of a word", () => {
  it("are near, nearest first, and not the word itself", () => {
    const alike = ["bartolina", "bartola", "bartolna", "bart", "bartolinas"];
    expect(neighboursOf("bartolna", alike)).toEqual(["bartola", "bartolina", "bartolinas"]);
  });

  it("are not guessed for numbers and short words", () => {
    expect([mayBeMisspelt("rio"), mayBeMisspelt("00123"), mayBeMisspelt("maizal")]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
