// The edit script itself, against an independent oracle (the quadratic table of longest common subsequences).
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, numbered } from "./myers.ts";

function lengthOfLongestCommon(a: readonly string[], b: readonly string[]): number {
  let row = [0, ...b.map(() => 0)];
  for (const left of a) {
    const next = [0];
    for (const [at, right] of b.entries()) {
      next.push(left === right ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function kept(sequence: readonly string[], changed: Uint8Array): string[] {
  return sequence.filter((_, at) => !changed[at]);
}

function compared(before: readonly string[], after: readonly string[], bound?: number) {
  const { a, b } = numbered(before, after);
  const { deleted, inserted } = compare(a, b, bound);
  return { old: kept(before, deleted), fresh: kept(after, inserted) };
}

const sequence = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 40 });

describe("the shortest edit script", () => {
  test("is the one of the paper's example: ABCABBA to CBABAC in five edits", () => {
    const { old, fresh } = compared([..."ABCABBA"], [..."CBABAC"]);
    expect(old).toEqual(fresh);
    expect(old).toHaveLength(4);
  });

  test("keeps a longest common subsequence", () => {
    fc.assert(
      fc.property(sequence, sequence, (before, after) => {
        const { old, fresh } = compared(before, after);
        expect(old).toEqual(fresh);
        expect(old).toHaveLength(lengthOfLongestCommon(before, after));
      }),
      { numRuns: 2000 },
    );
  });

  test("keeps a common subsequence, whatever the bound", () => {
    fc.assert(
      fc.property(sequence, sequence, fc.integer({ min: 1, max: 8 }), (before, after, bound) => {
        const { old, fresh } = compared(before, after, bound);
        expect(old).toEqual(fresh);
      }),
      { numRuns: 2000 },
    );
  });

  test("still finds most of what is common when the bound bites", () => {
    const words = Array.from({ length: 600 }, (_, at) => `w${at}`);
    const changed = words.map((word, at) => (at % 3 === 0 ? `${word}!` : word));
    expect(compared(words, changed, 20).old.length).toBeGreaterThan(350);
  });
});
