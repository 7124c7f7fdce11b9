// Conflicts between amendments: each kind met and missed by name, all of them in time, and what their absence promises.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySeed, randomAmendments, randomFrom, randomText } from "../../../test/support/amendments.ts";
import { processorMs } from "../../../test/support/timing.ts";
import { applyInPlace, type Operation } from "./amendment-operations.rules.ts";
import { consolidate, locate } from "./carrying.rules.ts";
import {
  alternatives,
  type ConflictKind,
  conflictKinds,
  type Contender,
  findConflicts,
} from "./conflicts.rules.ts";
import { takeUp } from "./secondary-amendments.rules.ts";
import type { Paragraph, ParagraphId } from "./text-model.ts";

const id = (name: string) => name as ParagraphId;
const paragraph = (name: string, text: string): Paragraph => {
  return { id: id(name), kind: "paragraph", level: 0, marker: null, text };
};
const body = [
  paragraph("a", "The land belongs to those who work it."),
  paragraph("b", "Seeds are kept in every region and shared."),
  paragraph("c", "Water is for all."),
];
const replace = (name: string, text: string): Operation => ({ op: "replace", paragraphId: id(name), text });
const remove = (name: string): Operation => ({ op: "delete", paragraphId: id(name) });
const move = (name: string, after: string): Operation => {
  return { op: "move", paragraphId: id(name), afterId: id(after) };
};
const insert = (after: string | null, name: string): Operation => {
  return {
    op: "insertAfter",
    afterId: after === null ? null : id(after),
    paragraphs: [paragraph(name, "New.")],
  };
};
const contender = (number: number, ...operations: Operation[]): Contender => {
  return { number, parent: null, operations: locate(body, operations, "en") };
};

describe("the kinds of conflict", () => {
  const farWords = replace("b", "Seeds are kept in every region and given.");
  const cases: [string, Operation, Operation, string][] = [
    ["other words of one paragraph", replace("b", "Seeds stay in every region and shared."), farWords, ""],
    ["the same words", replace("b", "Seeds are kept in every region and sold."), farWords, "sameWords"],
    [
      "words that meet",
      replace("b", "Seeds are kept in every region, and shared."),
      replace("b", "Seeds are kept in every province and shared."),
      "sameWords",
    ],
    ["reworded and taken out", farWords, remove("b"), "changedAndDeleted"],
    ["taken out by both", remove("b"), remove("b"), "bothDelete"],
    ["moved and taken out", move("b", "c"), remove("b"), "movedAndDeleted"],
    ["moved by both", move("b", "c"), { op: "move", paragraphId: id("b"), afterId: null }, "bothMove"],
    ["reworded and moved", farWords, move("b", "c"), ""],
    ["put in the same place", insert("b", "x"), insert("b", "y"), "samePlace"],
    ["put at the start by both", insert(null, "x"), insert(null, "y"), "samePlace"],
    ["put in two places", insert("a", "x"), insert("b", "y"), ""],
    ["put after what is taken out", insert("b", "x"), remove("b"), "placeGone"],
    ["put after what is moved", insert("b", "x"), move("b", "c"), "placeMoves"],
    ["put after what is reworded", insert("b", "x"), farWords, ""],
  ];

  it.each(cases)("%s", (_, one, other, kind) => {
    for (const pair of [
      [contender(1, one), contender(2, other)],
      [contender(1, other), contender(2, one)],
    ])
      expect(findConflicts(body, pair).map((each) => each.kind)).toEqual(kind === "" ? [] : [kind]);
  });

  it("says which operations, which paragraph and which words", () => {
    const one = contender(4, remove("c"), replace("b", "Seeds are kept in every region and sold."));
    const other = contender(2, replace("b", "Seeds are kept in every region and given."));
    expect(findConflicts(body, [one, other])).toEqual([
      {
        kind: "sameWords",
        between: [2, 4],
        operations: [0, 1],
        paragraphId: "b",
        words: { from: 35, to: 41 },
      },
    ]);
    expect(body[1]?.text.slice(35, 41)).toBe("shared");
  });

  it("names what amends an amendment, and compares it only with its siblings", () => {
    const parent = contender(1, replace("b", "Seeds stay in every region and shared."));
    const left = applyInPlace(body, parent.operations);
    if (!left.ok) throw new Error("it fits");
    const secondary = (number: number, text: string): Contender => {
      return { number, parent: 1, operations: locate(left.body, [replace("b", text)], "en") };
    };
    const all = [
      parent,
      secondary(2, "Seeds remain in every region and shared."),
      secondary(3, "Seeds stop in every region and shared."),
      contender(4, replace("b", "Seeds are kept in every region and given.")),
    ];
    expect(findConflicts(body, all).map(({ kind, between }) => [kind, ...between])).toEqual([
      ["secondary", 1, 2],
      ["secondary", 1, 3],
      ["sameWords", 2, 3],
    ]);
    expect(alternatives(findConflicts(body, all))).toEqual([[2, 3]]);
  });

  it("groups alternatives through others, but not those that may both stand", () => {
    const all = [
      contender(1, remove("a")),
      contender(2, remove("a"), remove("b")),
      contender(3, replace("b", "Seeds.")),
      contender(4, insert("b", "x")),
      contender(5, insert("b", "y")),
    ];
    expect(alternatives(findConflicts(body, all))).toEqual([[1, 2, 3]]);
  });
});

function shuffled<Item>(random: () => number, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** Primary amendments with what amends them taken up, as they would be after the votes. */
function takenUp(text: readonly Paragraph[], all: readonly Contender[], order: readonly Contender[]) {
  const left: string[] = [];
  const amended = all
    .filter((one) => one.parent === null)
    .map((primary) => {
      const own = order.filter((one) => one.parent === primary.number);
      const base = applyInPlace(text, primary.operations);
      if (!base.ok) throw new Error("a random amendment fits");
      const together = consolidate(
        base.body,
        own.map(({ number, operations }) => ({ key: number, operations })),
      );
      left.push(...together.left.map(({ why }) => why.reason));
      let { operations } = primary;
      for (const step of together.taken) {
        const result = takeUp(text, operations, step.operations);
        if (!result.ok) left.push(result.reason);
        else ({ operations } = result);
      }
      return { ...primary, operations };
    });
  return { amended, left };
}

const MAY_COME_BEFORE = new Set<ConflictKind>(["movedAndDeleted", "passageGone"]);

describe("what the absence of conflicts promises", () => {
  it("one text, whichever order, with secondary amendments and several operations", () => {
    let several = 0;
    let secondaries = 0;
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = randomFrom(seed);
        const text = randomText(random, 2 + Math.floor(random() * 8), 14);
        const all = randomAmendments(random, text, 8, 2);
        // As many as do not conflict with those before them.
        const chosen: Contender[] = [];
        for (const one of shuffled(random, all)) {
          if (one.parent !== null && !all.some((each) => each.number === one.parent)) continue;
          const conflicts = findConflicts(text, [...chosen, one]).filter(({ kind }) => kind !== "secondary");
          if (conflicts.length === 0) chosen.push(one);
        }
        const present = chosen.filter(
          (one) => one.parent === null || chosen.some((each) => each.number === one.parent),
        );
        const results = [present, shuffled(random, present), present.toReversed()].map((order) => {
          const { amended, left } = takenUp(text, present, order);
          // Two that each bring back a part of what their parent rewords may leave nothing of it together.
          expect(left.filter((reason) => reason !== "nothingLeftOfAmendment")).toEqual([]);
          if (left.length > 0) return undefined;
          const numbers = order.filter((one) => one.parent === null).map((one) => one.number);
          // Taking a secondary amendment up may bring its parent to touch other words.
          const primaries = numbers.flatMap((number) => amended.filter((one) => one.number === number));
          if (findConflicts(text, primaries).length > 0) return undefined;
          const taken = primaries.map(({ number, operations }) => ({ key: number, operations }));
          return consolidate(text, taken);
        });
        const [first, second, third] = results;
        if (!first) return;
        // A move may be made idle by others.
        expect(first.left.filter(({ why }) => why.reason !== "operationChangesNothing")).toEqual([]);
        expect(second?.body).toEqual(first.body);
        expect(third?.body).toEqual(first.body);
        if (present.length > 2) several += 1;
        if (present.some((one) => one.parent !== null)) secondaries += 1;
      }),
      { numRuns: 1500 },
    );
    expect(several).toBeGreaterThan(500);
    expect(secondaries).toBeGreaterThan(100);
  });

  it("and its presence: of two that exclude each other one is left out, of either order", () => {
    let met = 0;
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = randomFrom(seed);
        const text = randomText(random, 4, 10);
        const [one, other] = randomAmendments(random, text, 2, 0) as [Contender, Contender];
        const kinds = findConflicts(text, [one, other]).map(({ kind }) => kind);
        // Two moves of one paragraph may both happen: the second is what counts.
        if (!kinds.some((kind) => conflictKinds[kind].excludes && kind !== "bothMove")) return;
        met += 1;
        for (const pair of [
          [one, other],
          [other, one],
        ]) {
          const taken = pair.map(({ number, operations }) => ({ key: number, operations }));
          const { left } = consolidate(text, taken);
          // What moves a paragraph, or puts something into a passage, may come before what takes that out.
          const before = kinds.every((kind) => MAY_COME_BEFORE.has(kind) || !conflictKinds[kind].excludes);
          expect(left.length).toBeGreaterThanOrEqual(before ? 0 : 1);
        }
      }),
      { numRuns: 1500 },
    );
    expect(met).toBeGreaterThan(200);
  });
});

describe("five hundred amendments to a declaration of 120 paragraphs", () => {
  const random = randomFrom(2019);
  const text = randomText(random, 120, 60);
  const all = randomAmendments(random, text, 500, 60);

  it("are compared in a moment", () => {
    let found = 0;
    expect(processorMs(() => (found = findConflicts(text, all).length), 200)).toBeLessThan(200);
    expect(found).toBeGreaterThan(500);
  });

  it("and nothing is missed: every pair by itself gives the same", () => {
    const primaries = all.filter((one) => one.parent === null).slice(0, 120);
    const together = findConflicts(text, primaries);
    const pairs = primaries.flatMap((one, at) =>
      primaries.slice(at + 1).flatMap((other) => findConflicts(text, [one, other])),
    );
    const key = (each: (typeof pairs)[number]) => JSON.stringify(each);
    expect(together.map(key).sort()).toEqual(pairs.map(key).sort());
  });
});
