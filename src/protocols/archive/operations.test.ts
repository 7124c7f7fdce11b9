// The check of an archive has its own code for what an amendment does to a text. It must give what the congress's code
// gives, and take for carried what the congress carried.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyAmendment, isCarried } from "#algorithms/congress-archive";
import { applyInPlace } from "../../modules/congress/amendment-operations.rules.ts";
import { carryOver, changesOf } from "../../modules/congress/carrying.rules.ts";
import { anySeed, randomFrom, randomOperations, randomText } from "../../../test/support/amendments.ts";

type InAFile = Parameters<typeof isCarried>[3][number][];

function inAFile(operations: unknown): InAFile {
  return JSON.parse(JSON.stringify(operations)) as InAFile;
}

const runs = { numRuns: 500 };

describe("two codes for one rule", () => {
  it("give the same text for an amendment", () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = randomFrom(seed);
        const body = randomText(random, 6, 8);
        const operations = randomOperations(random, body, "a");
        const ours = applyInPlace(body, operations);
        const theirs = applyAmendment(body, body, inAFile(operations));
        expect(theirs).toEqual(ours.ok ? { ok: true, paragraphs: ours.body } : ours);
      }),
      runs,
    );
  });

  it("take for carried what was carried, and no other words", () => {
    let moved = 0;
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = randomFrom(seed);
        const body = randomText(random, 4, 12);
        const first = randomOperations(random, body, "a");
        const second = randomOperations(random, body, "b");
        const after = applyInPlace(body, first);
        const carried = carryOver(body, second, changesOf(first));
        if (!after.ok || !carried.ok || !applyInPlace(after.body, carried.operations).ok) return;
        const proposed = inAFile(second);
        const now = inAFile(carried.operations);
        expect(isCarried(body, proposed, after.body, now)).toBe(true);
        if (carried.moved) moved += 1;
        const forged = now.map((one) =>
          one.op === "replace" ? { ...one, text: `${one.text} Forged.` } : one,
        );
        if (forged.some(({ op }) => op === "replace"))
          expect(isCarried(body, proposed, after.body, forged)).toBe(false);
      }),
      runs,
    );
    expect(moved).toBeGreaterThan(0);
  });
});
