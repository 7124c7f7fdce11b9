// Amendments to amendments: what they may change, and the amendment that has taken them up.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySeed, randomAmendments, randomFrom, randomText } from "../../../test/support/amendments.ts";
import { applyInPlace, type Operation } from "./amendment-operations.rules.ts";
import { plainOperations } from "./carrying.rules.ts";
import {
  secondaryAmendmentsAreTheLast,
  secondaryAmendmentsStayWithin,
  takeUp,
} from "./secondary-amendments.rules.ts";
import type { Paragraph, ParagraphId } from "./text-model.ts";

const id = (name: string) => name as ParagraphId;
const paragraph = (name: string, text = `Text of ${name}.`): Paragraph => {
  return { id: id(name), kind: "paragraph", level: 0, marker: null, text };
};
const base = ["a", "b", "c", "d"].map((name) => paragraph(name));
const replace = (name: string, text: string): Operation => ({ op: "replace", paragraphId: id(name), text });
const remove = (name: string): Operation => ({ op: "delete", paragraphId: id(name) });
const move = (name: string, after: string): Operation => {
  return { op: "move", paragraphId: id(name), afterId: id(after) };
};
const insert = (after: string, ...names: string[]): Operation => {
  return { op: "insertAfter", afterId: id(after), paragraphs: names.map((name) => paragraph(name)) };
};

const parent = [replace("a", "New text of a."), insert("b", "x", "y"), remove("d"), move("c", "a")];

describe("what an amendment to an amendment may change", () => {
  const cases: [string, Operation, boolean][] = [
    ["the words that it writes", replace("a", "Newer text of a."), true],
    ["what it puts in", replace("x", "Other."), true],
    ["less of what it puts in", remove("y"), true],
    ["the order of what it puts in", move("x", "y"), true],
    ["more beside it", insert("y", "z"), true],
    ["more where it begins", insert("b", "z"), true],
    ["more after what it rewords", insert("a", "z"), true],
    ["a paragraph that it only rewords, taken out", remove("a"), false],
    ["a paragraph that it moves, reworded", replace("c", "Other."), false],
    ["a paragraph that it leaves alone", replace("b", "Other."), false],
    ["a place that is not its own", insert("c", "z"), false],
    ["what it puts in, moved elsewhere", move("x", "c"), false],
  ];

  it.each(cases)("%s", (_, operation, within) => {
    const verdict = secondaryAmendmentsStayWithin(parent, [replace("x", "First."), operation]);
    expect(verdict).toMatchObject(
      within ? { ok: true } : { reason: "outsideTheAmendment", operationIndex: 1 },
    );
  });

  it("ends at the first degree", () => {
    expect(secondaryAmendmentsAreTheLast(0).ok).toBe(true);
    expect(secondaryAmendmentsAreTheLast(1)).toMatchObject({ reason: "amendmentTooDeep" });
  });
});

describe("an amendment that takes up another", () => {
  it("reads as both of them one after the other", () => {
    const secondary = [replace("a", "Newest text of a."), remove("x"), insert("b", "z"), insert("a", "w")];
    const taken = takeUp(base, parent, secondary, "en");
    if (!taken.ok) throw new Error(taken.reason);
    expect(plainOperations(taken.operations)).toEqual([
      insert("a", "w"),
      insert("b", "z"),
      replace("a", "Newest text of a."),
      insert("b", "y"),
      remove("d"),
      move("c", "a"),
    ]);
  });

  it("leaves a paragraph alone again, but not all of them", () => {
    const back = takeUp(base, [replace("a", "New."), remove("d")], [replace("a", "Text of a.")]);
    expect(back.ok && plainOperations(back.operations)).toEqual([remove("d")]);
    expect(takeUp(base, [replace("a", "New.")], [replace("a", "Text of a.")])).toMatchObject({
      reason: "nothingLeftOfAmendment",
    });
    expect(takeUp(base, [insert("a", "x")], [remove("x")])).toMatchObject({
      reason: "nothingLeftOfAmendment",
    });
  });

  it("always gives what both give, whatever they are", () => {
    let met = 0;
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = randomFrom(seed);
        const text = randomText(random, 5, 10);
        const all = randomAmendments(random, text, 6, 2);
        for (const secondary of all.filter((one) => one.parent !== null)) {
          const primary = all.find((one) => one.number === secondary.parent);
          if (!primary) throw new Error("its parent is among them");
          const left = applyInPlace(text, primary.operations);
          const both = left.ok ? applyInPlace(left.body, secondary.operations) : left;
          const taken = takeUp(text, primary.operations, secondary.operations);
          if (!both.ok || !taken.ok) throw new Error("random ones fit");
          met += 1;
          expect(applyInPlace(text, taken.operations)).toMatchObject({ ok: true, body: both.body });
        }
      }),
      { numRuns: 500 },
    );
    expect(met).toBeGreaterThan(900);
  });
});
