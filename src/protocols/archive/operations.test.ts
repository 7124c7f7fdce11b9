// The check of an archive has its own code for what an amendment does to a text. It must give what the congress's code
// gives, and take for carried what the congress carried.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyAmendment, isCarried, notKept } from "#algorithms/congress-archive";
import { applyInPlace } from "../../modules/congress/amendment-operations.rules.ts";
import { carryOver, changesOf } from "../../modules/congress/carrying.rules.ts";
import { keepParagraphIds } from "../../modules/congress/drafting.rules.ts";
import type { ParagraphId } from "../../modules/congress/text-model.ts";
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

  it("take for kept what a draft written anew keeps, and tell where its ids were dealt out otherwise", () => {
    let told = 0;
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = randomFrom(seed);
        // Few words, so that paragraphs read the same, or nearly, here and there.
        const words = ["land", "water", "seeds"];
        const written = (name: string) =>
          randomText(random, 1 + Math.floor(random() * 6), 1).map((paragraph, at) => ({
            ...paragraph,
            id: `${name}${at}` as ParagraphId,
            text: Array.from({ length: 3 }, () => words[Math.floor(random() * 3)]).join(" "),
          }));
        const [before, after] = [written("b"), written("a")];
        const kept = keepParagraphIds(before, after);
        expect(notKept(before, kept)).toBeUndefined();
        const fresh = kept.map((one, at) => ({ ...one, id: after[at]?.id ?? one.id }));
        if (kept.some(({ text, id }) => before.some((one) => one.id === id && one.text === text))) {
          expect(notKept(before, fresh)).toBeDefined();
          told += 1;
        }
      }),
      runs,
    );
    expect(told).toBeGreaterThan(50);
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
