// What people see of a change: readable, exact, and quick on any input.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { processorMs } from "../../../test/support/timing.ts";
import {
  countWords,
  type DiffSegment,
  diffWords,
  matchInOrder,
  summariseDiff,
  textAfter,
  textBefore,
} from "./index.ts";

/** A diff as one line: -[deleted] +[inserted]. */
function marked(segments: readonly DiffSegment[]): string {
  const mark = { same: "", deleted: "-", inserted: "+" };
  return segments.map(({ kind, text }) => (kind === "same" ? text : `${mark[kind]}[${text}]`)).join("");
}

const words = fc.constantFrom(
  "el",
  "pueblo",
  "de",
  "la",
  "comuna",
  "p'unchaw",
  "ñuqa",
  "مجلس",
  "的",
  "2019",
  "a",
);
const marks = fc.constantFrom(" ", ", ", ". ", " — ", "\n", "");
const text = fc.array(fc.tuple(words, marks), { maxLength: 40 }).map((pieces) => pieces.flat().join(""));
const anyText = fc.oneof(text, fc.string({ unit: "binary", maxLength: 60 }));

describe("the marks of a change", () => {
  test.each([
    ["the old cat sat", "the new cat sat", "the -[old]+[new] cat sat"],
    ["uno, tres", "uno, dos, tres", "uno, +[dos, ]tres"],
    ["One. Three.", "One. Two. Three.", "One. +[Two. ]Three."],
    ["One. Two. Three.", "One. Three.", "One. -[Two. ]Three."],
    ["a b b c", "a b b b c", "a +[b ]b b c"],
    ["", "todo", "+[todo]"],
    ["todo", "", "-[todo]"],
  ])("%j to %j", (before, after, expected) => {
    expect(marked(diffWords(before, after))).toBe(expected);
  });

  test("no space or comma stands alone between two changes", () => {
    expect(marked(diffWords("red, green and blue", "one, two and blue"))).toBe(
      "-[red, green]+[one, two] and blue",
    );
  });

  test("a little word between two longer changes gives way, a long run does not", () => {
    expect(marked(diffWords("las obreras de talleres", "las campesinas de cooperativas"))).toBe(
      "las -[obreras de talleres]+[campesinas de cooperativas]",
    );
    expect(marked(diffWords("si la asamblea decide, va", "cuando la asamblea decide, viene"))).toBe(
      "-[si]+[cuando] la asamblea decide, -[va]+[viene]",
    );
  });

  test.each([
    ["qu", "p'unchaw llaqta", "p’unchaw llaqta", "-[p'unchaw]+[p’unchaw] llaqta"],
    ["ar", "المجلس يقرر اليوم", "المجلس يقرر غدا", "المجلس يقرر -[اليوم]+[غدا]"],
    ["zh", "人民公社大会决定", "人民公社大会批准", "人民公社大会-[决定]+[批准]"],
    ["es", "el plan agro-alimentario", "el plan agro-ecológico", "el plan agro--[alimentario]+[ecológico]"],
  ])("words are cut as %s cuts them", (language, before, after, expected) => {
    expect(marked(diffWords(before, after, language))).toBe(expected);
  });
});

describe("what holds for any two texts", () => {
  test("the parts give back both texts", () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const segments = diffWords(before, after);
        expect(textBefore(segments)).toBe(before);
        expect(textAfter(segments)).toBe(after);
      }),
      { numRuns: 1000 },
    );
  });

  test("a text and itself differ in nothing", () => {
    fc.assert(
      fc.property(anyText, (same) => {
        expect(diffWords(same, same)).toEqual(same === "" ? [] : [{ kind: "same", text: same }]);
      }),
    );
  });

  test("neighbours are of different kinds, none is empty, deletions come first, and no island is without a word", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const segments = diffWords(before, after);
        for (const [at, segment] of segments.entries()) {
          const next = segments[at + 1];
          expect(segment.text).not.toBe("");
          expect(next?.kind).not.toBe(segment.kind);
          if (segment.kind === "inserted") expect(next?.kind).not.toBe("deleted");
          if (segment.kind === "same" && at > 0 && next) expect(segment.text).toMatch(/[\p{L}\p{N}]/u);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("equal elements are paired in order", () => {
    fc.assert(
      fc.property(fc.array(words), fc.array(words), (before, after) => {
        const pairs = matchInOrder(before, after);
        for (const [at, [left, right]] of pairs.entries()) {
          expect(before[left]).toBe(after[right]);
          const [nextLeft, nextRight] = pairs[at + 1] ?? [Infinity, Infinity];
          expect(left < nextLeft && right < nextRight).toBe(true);
        }
      }),
    );
  });
});

describe("the counts", () => {
  test("are of words, not of spaces and marks", () => {
    expect(summariseDiff(diffWords("One. Three.", "One. Two, too. Three."))).toEqual({
      insertedWords: 2,
      deletedWords: 0,
    });
    expect(summariseDiff(diffWords("el pueblo", "la comuna"))).toEqual({ insertedWords: 2, deletedWords: 2 });
    expect(countWords("¡Hola, p'unchaw! — 2019")).toBe(3);
    expect(countWords("人民公社", "zh")).toBe(2);
  });
});

describe("texts that are hard to compare", () => {
  /** About 100 kB of words drawn by a linear congruential generator, so that a run repeats. */
  function drawn(seed: number, vocabulary: number): string {
    const out: string[] = [];
    let state = seed;
    for (let size = 0; size < 100_000;) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const word = `w${(state >>> 8) % vocabulary}`;
      out.push(word);
      size += word.length + 1;
    }
    return out.join(" ");
  }

  test.each([
    ["nothing in common", drawn(1, 30_000), drawn(2, 30_000).replaceAll("w", "v")],
    ["few words, any order", drawn(1, 3), drawn(2, 3)],
    ["many words, any order", drawn(1, 5000), drawn(2, 5000)],
    ["one word, repeated", "a ".repeat(50_000), `${"a ".repeat(25_000)}${"b ".repeat(25_000)}`],
    ["single letters, reversed", "a b c d e ".repeat(10_000), "e d c b a ".repeat(10_000)],
  ])("100 kB with %s are compared in under a second", (_, before, after) => {
    let segments: readonly DiffSegment[] = [];
    const milliseconds = processorMs(() => (segments = diffWords(before, after)), 1_000);
    expect(textBefore(segments)).toBe(before);
    expect(textAfter(segments)).toBe(after);
    expect(milliseconds).toBeLessThan(1_000);
  });
});
