// What is taken out altogether: passages into which others put something, and everything, by several together.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyInPlace, type Operation } from "./amendment-operations.rules.ts";
import { consolidate, locate } from "./carrying.rules.ts";
import { alternatives, type Contender, findConflicts } from "./conflicts.rules.ts";
import { liesInside, pairsLeavingNothing, placesIn } from "./taking-out.rules.ts";
import type { Paragraph, ParagraphId, TextVersionBody } from "./text-model.ts";

const id = (name: string) => name as ParagraphId;
/** One paragraph a letter; a capital is a heading. */
const textOf = (letters: string): Paragraph[] =>
  [...letters].map((letter) =>
    letter === letter.toLowerCase()
      ? { id: id(letter), kind: "paragraph", level: 0, marker: null, text: `Words of ${letter}.` }
      : { id: id(letter), kind: "heading", level: 1, marker: null, text: `Section ${letter}` },
  );
const remove = (letters: string): Operation[] =>
  [...letters].map((letter) => ({ op: "delete", paragraphId: id(letter) }));
const put = (after: string | null, name = "new"): Operation => {
  const paragraphs: Paragraph[] = [{ ...(textOf("x")[0] as Paragraph), id: id(name) }];
  return { op: "insertAfter", afterId: after === null ? null : id(after), paragraphs };
};
const contender = (
  body: TextVersionBody,
  number: number,
  operations: Operation[],
  parent?: number,
): Contender => {
  return { number, parent: parent ?? null, operations: locate(body, operations, "en") };
};
const kinds = (body: TextVersionBody, all: readonly Contender[]) =>
  findConflicts(body, all).map(({ kind, between }) => [kind, ...between].join(" "));

describe("something put into a passage that another takes out", () => {
  const body = textOf("aBcdEfg");
  const cases: [string, string, string | null, string][] = [
    ["between two that both go", "cd", "c", "passageGone"],
    ["between two of which one goes", "c", "c", "placeGone"],
    ["before what goes", "cd", "B", ""],
    ["at the end of a section that goes with its heading", "Bcd", "d", "passageGone"],
    ["at the end of a section that keeps its heading", "cd", "d", "placeGone"],
    ["at the end of a section of which a part stays", "Bd", "d", "placeGone"],
    ["at the end of the last section, which goes with its heading", "Efg", "g", "passageGone"],
    ["at the end of what has no heading", "a", "a", "placeGone"],
    ["at the start, before what goes", "aBcd", null, ""],
  ];

  it.each(cases)("%s", (_, gone, after, kind) => {
    for (const [taking, putting] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const all = [contender(body, taking, remove(gone)), contender(body, putting, [put(after)])];
      expect(kinds(body, all)).toEqual(kind === "" ? [] : [`${kind} 1 2`]);
    }
  });

  it("anywhere in a text that is put anew as a whole, or moved within it", () => {
    const anew = contender(body, 1, [...remove("aBcdEfg"), put("g", "anew")]);
    expect(kinds(body, [anew, contender(body, 2, [put(null)])])).toEqual(["passageGone 1 2"]);
    expect(kinds(body, [anew, contender(body, 2, [put("a")])])).toEqual(["passageGone 1 2"]);
    const moved = contender(body, 2, [{ op: "move", paragraphId: id("c"), afterId: null }]);
    expect(kinds(body, [anew, moved]).sort()).toEqual(["movedAndDeleted 1 2", "passageGone 1 2"]);
  });

  it("is an alternative: with what takes out adopted nothing is left to put it into", () => {
    const all = [contender(body, 1, [put("c")]), contender(body, 2, remove("cd"))];
    expect(alternatives(findConflicts(body, all))).toEqual([[1, 2]]);
    const inOrder = (numbers: number[]) =>
      consolidate(
        body,
        numbers
          .flatMap((number) => all.filter((one) => one.number === number))
          .map((one) => ({ key: one.number, operations: one.operations })),
      );
    expect(inOrder([2, 1]).left).toMatchObject([{ key: 1, why: { reason: "anchorDeletedMeanwhile" } }]);
    // The other way about it would stand alone where the passage was.
    expect(inOrder([1, 2]).body.map((one) => one.id)).toEqual(["a", "B", "new", "E", "f", "g"]);
  });

  it("is inside exactly where nothing is left on either side up to a heading that goes too", () => {
    const letters = fc.stringMatching(/^[a-hA-H]{1,8}$/).filter((word) => new Set(word).size === word.length);
    fc.assert(
      fc.property(letters, fc.infiniteStream(fc.boolean()), fc.nat(7), (word, toss, at) => {
        const text = textOf(word);
        const gone = new Set(text.map((one) => one.id).filter(() => toss.next().value));
        const after = word[at % word.length] as string;
        const inside = liesInside(text, placesIn(text), id(after), gone);
        const [before, rest] = [word.slice(0, word.indexOf(after) + 1), word.slice(word.indexOf(after) + 1)];
        const section = /[A-H][a-h]*$/.exec(before)?.[0];
        const all = (part: string) => part !== "" && [...part].every((letter) => gone.has(id(letter)));
        const expected =
          all(word) ||
          (gone.has(id(after)) &&
            (all(rest.slice(0, 1)) || (section !== undefined && all(section) && !/^[a-h]/.test(rest))));
        expect(inside).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("those who together leave nothing", () => {
  it("are told so in pairs, and may both stand", () => {
    const body = textOf("ab");
    const all = [contender(body, 1, remove("a")), contender(body, 2, remove("b"))];
    expect(findConflicts(body, all)).toEqual([
      { kind: "nothingLeft", between: [1, 2], operations: [0, 0], paragraphId: null, words: null },
    ]);
    expect(alternatives(findConflicts(body, all))).toEqual([]);
    const taken = all.map(({ number, operations }) => ({ key: number, operations }));
    expect(consolidate(body, taken).left).toMatchObject([{ key: 2, why: { reason: "textWouldBeEmpty" } }]);
  });

  it("are not met where something stays, or is put in", () => {
    expect(
      kinds(textOf("abc"), [
        contender(textOf("abc"), 1, remove("a")),
        contender(textOf("abc"), 2, remove("b")),
      ]),
    ).toEqual([]);
    const body = textOf("ab");
    const anew = contender(body, 2, [...remove("b"), put("a")]);
    expect(kinds(body, [contender(body, 1, remove("a")), anew])).toEqual(["placeGone 1 2"]);
  });

  it("may take out what an amendment puts in, each a part", () => {
    const body = textOf("a");
    const [one, two] = [put("a", "one"), put("a", "two")];
    const parent = contender(body, 1, [one, two]);
    const left = applyInPlace(body, parent.operations);
    if (!left.ok) throw new Error("it fits");
    const taking = (number: number, name: string) =>
      contender(left.body, number, [{ op: "delete", paragraphId: id(name) }], 1);
    expect(kinds(body, [parent, taking(2, "one"), taking(3, "two")])).toEqual([
      "secondary 1 2",
      "secondary 1 3",
      "nothingLeft 2 3",
    ]);
    expect(kinds(body, [parent, taking(2, "one")])).toEqual(["secondary 1 2"]);
  });

  it("leave no selection that takes out everything without one of the pairs", () => {
    let met = 0;
    const oneSet = fc.uniqueArray(fc.nat(4), { maxLength: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(oneSet, { maxLength: 6 }), (size, sets) => {
        const all = Array.from({ length: size }, (_, at) => id(`p${at}`));
        const takers = new Map(sets.map((set, at) => [at, new Set(set.map((one) => id(`p${one}`)))]));
        const pairs = pairsLeavingNothing(all, takers);
        for (const [one, other] of pairs) expect(one).not.toBe(other);
        const covers = (chosen: readonly number[]) =>
          all.every((one) => chosen.some((taker) => takers.get(taker)?.has(one)));
        // Found only where there is something to find.
        if (pairs.length > 0) expect(covers([...takers.keys()])).toBe(true);
        for (let bits = 1; bits < 2 ** sets.length; bits += 1) {
          const chosen = [...takers.keys()].filter((taker) => (bits >> taker) % 2 === 1);
          // One that takes out everything by itself is refused when it is proposed.
          const alone = chosen.some((taker) => covers([taker]));
          if (alone || !covers(chosen)) continue;
          met += 1;
          expect(pairs.some((pair) => pair.every((taker) => chosen.includes(taker)))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    expect(met).toBeGreaterThan(500);
  });
});
