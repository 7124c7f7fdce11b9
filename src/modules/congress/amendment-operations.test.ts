// Amendments on small texts, one rule at a time, and what holds for any amendment on any text.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOperations, type Operation, type OperationReason } from "./amendment-operations.rules.ts";
import { incorporate, stillApplies } from "./carrying.rules.ts";
import {
  isWellFormed,
  type Paragraph,
  type ParagraphId,
  paragraphText,
  versionContent,
} from "./text-model.ts";

const id = (name: string) => name as ParagraphId;

function paragraph(name: string, text = `Text of ${name}.`): Paragraph {
  return { id: id(name), kind: "paragraph", level: 0, marker: null, text };
}

const base = ["a", "b", "c", "d"].map((name) => paragraph(name));
const replace = (name: string, text: string): Operation => ({ op: "replace", paragraphId: id(name), text });
const remove = (name: string): Operation => ({ op: "delete", paragraphId: id(name) });
const move = (name: string, after: string | null): Operation => {
  return { op: "move", paragraphId: id(name), afterId: after === null ? null : id(after) };
};
const insert = (after: string | null, ...names: string[]): Operation => {
  const paragraphs = names.map((name) => paragraph(name));
  return { op: "insertAfter", afterId: after === null ? null : id(after), paragraphs };
};

/** The ids of the amended text in one word. */
function order(body: readonly Paragraph[], ...operations: Operation[]): string {
  const result = applyOperations(body, operations);
  return result.ok
    ? result.body.map((each) => each.id).join("")
    : `${result.reason} ${result.operationIndex}`;
}

describe("what operations do", () => {
  test.each([
    ["replace", [replace("b", "New.")], "abcd"],
    ["delete", [remove("b")], "acd"],
    ["insert after one", [insert("b", "x", "y")], "abxycd"],
    ["insert at the start", [insert(null, "x")], "xabcd"],
    ["insert at the end", [insert("d", "x")], "abcdx"],
    ["move down", [move("a", "c")], "bcad"],
    ["move up", [move("d", "a")], "adbc"],
    ["move to the start", [move("c", null)], "cabd"],
    ["several in one place, in their order", [insert("b", "x"), move("d", "b"), insert("b", "y")], "abxdyc"],
    ["in the place of a deleted one", [remove("b"), insert("b", "x")], "axcd"],
    ["swap the ends", [move("a", "c"), move("d", null)], "dbca"],
  ])("%s", (_, operations, expected) => {
    expect(order(base, ...operations)).toBe(expected);
  });

  test("a paragraph that is replaced and moved keeps its id and has its new text", () => {
    const result = applyOperations(base, [move("a", "d"), replace("a", "  New\n text. ")]);
    expect(result).toMatchObject({ ok: true, touched: [["a"], ["a"]] });
    expect(result.ok && result.body.at(-1)).toEqual(paragraph("a", "New text."));
  });

  test("inserted paragraphs are normalised, and every operation says what it touched", () => {
    const put: Operation = {
      op: "insertAfter",
      afterId: null,
      paragraphs: [paragraph("x", "Simo\u0301n "), paragraph("y")],
    };
    const result = applyOperations(base, [put, remove("d")]);
    expect(result).toMatchObject({ ok: true, touched: [["x", "y"], ["d"]] });
    expect(result.ok && result.body[0]?.text).toBe("Simón");
  });
});

describe("what is refused, by name", () => {
  const shaped = (change: Partial<Paragraph>): Operation => {
    return { op: "insertAfter", afterId: null, paragraphs: [{ ...paragraph("x"), ...change }] };
  };
  const cases: [string, Operation[], OperationReason, number | null][] = [
    ["nothing", [], "amendmentHasNoOperations", null],
    ["replacing what is not there", [remove("a"), replace("z", "New.")], "paragraphNotFound", 1],
    ["deleting what is not there", [remove("z")], "paragraphNotFound", 0],
    ["moving what is not there", [move("z", "a")], "paragraphNotFound", 0],
    ["moving after what is not there", [move("a", "z")], "paragraphNotFound", 0],
    ["inserting after what is not there", [insert("z", "x")], "paragraphNotFound", 0],
    ["the same text", [replace("a", " Text of  a. ")], "operationChangesNothing", 0],
    ["inserting nothing", [insert("a")], "operationChangesNothing", 0],
    ["moving to where it is", [move("b", "a")], "operationChangesNothing", 0],
    ["moving the first to the start", [move("a", null)], "operationChangesNothing", 0],
    ["moving after itself", [move("b", "b")], "moveToItself", 0],
    ["replacing twice", [replace("a", "1"), replace("a", "2")], "operationsOverlap", 1],
    ["replacing and deleting", [replace("a", "1"), remove("a")], "operationsOverlap", 1],
    ["deleting and replacing", [remove("a"), replace("a", "1")], "operationsOverlap", 1],
    ["deleting twice", [remove("a"), remove("a")], "operationsOverlap", 1],
    ["moving twice", [move("a", "b"), move("a", "c")], "operationsOverlap", 1],
    ["moving and deleting", [move("a", "b"), remove("a")], "operationsOverlap", 1],
    ["inserting after what is moved", [insert("a", "x"), move("a", "c")], "operationsOverlap", 0],
    ["moving after what is moved", [move("a", "c"), move("d", "a")], "operationsOverlap", 1],
    ["an id that is there", [insert("a", "b")], "idAlreadyUsed", 0],
    ["an id of a deleted one", [remove("b"), insert("a", "b")], "idAlreadyUsed", 1],
    ["an id twice", [insert("a", "x"), insert("b", "x")], "idAlreadyUsed", 1],
    ["a heading without depth", [shaped({ kind: "heading", level: 0 })], "paragraphShapeInvalid", 0],
    ["an item too deep", [shaped({ kind: "item", level: 7, marker: "-" })], "paragraphShapeInvalid", 0],
    ["a paragraph with a number", [shaped({ marker: "1." })], "paragraphShapeInvalid", 0],
    [
      "a marker of two words",
      [shaped({ kind: "item", level: 1, marker: "1. a" })],
      "paragraphShapeInvalid",
      0,
    ],
    ["an empty text", [replace("a", " \n ")], "textIsEmpty", 0],
    ["an empty new paragraph", [shaped({ text: "" })], "textIsEmpty", 0],
    ["control characters", [replace("a", "x\u0000")], "textHasControlCharacters", 0],
    ["a paragraph too long", [replace("a", "x".repeat(20_001))], "paragraphTooLong", 0],
    [
      "too many paragraphs",
      [insert("a", ...Array.from({ length: 4997 }, (_, at) => `n${at}`))],
      "textHasTooManyParagraphs",
      null,
    ],
    ["nothing left", ["a", "b", "c", "d"].map(remove), "textWouldBeEmpty", null],
  ];

  test.each(cases)("%s", (_, operations, reason, operationIndex) => {
    const facts = operationIndex === null ? {} : { operation: operationIndex + 1 };
    expect(applyOperations(base, operations)).toMatchObject({ ok: false, reason, operationIndex, facts });
  });

  test("a refused amendment leaves the text as it was", () => {
    const before = structuredClone(base);
    applyOperations(base, [replace("a", "New."), remove("z")]);
    expect(base).toEqual(before);
  });
});

describe("an amendment against a text that others have changed", () => {
  const changed = (...operations: Operation[]) => {
    const result = applyOperations(base, operations);
    if (!result.ok) throw new Error(result.reason);
    return result.body;
  };

  const cases: [string, Operation[], Operation, OperationReason | "ok"][] = [
    ["replace what changed", [replace("b", "Other.")], replace("b", "Mine."), "paragraphChangedMeanwhile"],
    ["delete what changed", [replace("b", "Other.")], remove("b"), "paragraphChangedMeanwhile"],
    ["move what changed", [replace("b", "Other.")], move("b", "c"), "ok"],
    ["replace what moved", [move("b", "d")], replace("b", "Mine."), "ok"],
    ["replace what is gone", [remove("b")], replace("b", "Mine."), "paragraphDeletedMeanwhile"],
    ["delete what is gone", [remove("b")], remove("b"), "paragraphDeletedMeanwhile"],
    ["move what is gone", [remove("b")], move("b", "c"), "paragraphDeletedMeanwhile"],
    ["insert after what is gone", [remove("b")], insert("b", "x"), "anchorDeletedMeanwhile"],
    ["move after what is gone", [remove("b")], move("a", "b"), "anchorDeletedMeanwhile"],
    ["insert after what changed", [replace("b", "Other.")], insert("b", "x"), "ok"],
    ["move to where it went meanwhile", [move("d", "a")], move("d", "a"), "operationChangesNothing"],
    ["insert what was inserted", [insert("a", "x")], insert("b", "x"), "idAlreadyUsed"],
    ["delete the last one left", ["a", "b", "c"].map(remove), remove("d"), "textWouldBeEmpty"],
    ["never fitted", [replace("b", "Other.")], remove("z"), "paragraphNotFound"],
  ];

  test.each(cases)("%s", (_, others, mine, expected) => {
    const current = changed(...others);
    const verdict = stillApplies(base, current, [mine]);
    expect(verdict.ok ? "ok" : verdict.reason).toBe(expected);
    expect(incorporate(current, base, [mine]).ok).toBe(verdict.ok);
  });

  test("an id that the base had does not come back through an insertion", () => {
    expect(incorporate(changed(remove("b")), base, [insert("a", "b")])).toMatchObject({
      reason: "idAlreadyUsed",
    });
  });
});

const anyBody = fc
  .uniqueArray(fc.constantFrom(..."abcdefghij"), { minLength: 1, maxLength: 10 })
  .map((names) => names.map((name) => paragraph(name)));
const anyName = fc.constantFrom(..."abcdefghij");
const anyPlace = fc.option(anyName);
const operationsNaming = (fresh: string) => {
  const newName = fc.constantFrom(`${fresh}1`, `${fresh}2`, `${fresh}3`);
  const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
    fc.tuple(anyName, fc.constantFrom("New.", "Other.")).map(([name, text]) => replace(name, text)),
    anyName.map(remove),
    fc.tuple(anyName, anyPlace).map(([name, after]) => move(name, after)),
    fc.tuple(anyPlace, fc.array(newName, { maxLength: 2 })).map(([after, names]) => insert(after, ...names)),
  );
  return fc.array(anyOperation, { maxLength: 4 });
};

/** Every paragraph that operations depend on or change, neighbours that a move leaves or joins not counted. */
function namedBy(operations: readonly Operation[]): Set<ParagraphId | null> {
  const named = new Set<ParagraphId | null>();
  for (const operation of operations) {
    if (operation.op !== "insertAfter") named.add(operation.paragraphId);
    if (operation.op === "insertAfter" || operation.op === "move") named.add(operation.afterId);
  }
  return named;
}

describe("what holds for any amendment", () => {
  test("all of it happens or none; ids are unique, kept and never replaced by others", () => {
    fc.assert(
      fc.property(anyBody, operationsNaming("x"), (body, operations) => {
        const before = structuredClone(body);
        const result = applyOperations(body, operations);
        expect(body).toEqual(before);
        if (!result.ok) return;
        const ids = result.body.map((each) => each.id);
        expect(new Set(ids).size).toBe(ids.length);
        const expected = new Set(body.map((each) => each.id));
        for (const operation of operations) {
          if (operation.op === "insertAfter") for (const each of operation.paragraphs) expected.add(each.id);
          if (operation.op === "delete") expected.delete(operation.paragraphId);
        }
        expect(new Set(ids)).toEqual(expected);
        const touched = new Set(result.touched.flat());
        for (const each of result.body) if (!touched.has(each.id)) expect(body).toContainEqual(each);
        expect(result.body).not.toEqual(body);
      }),
      { numRuns: 2000 },
    );
  });

  test("paragraphs that are not touched keep their order", () => {
    fc.assert(
      fc.property(anyBody, operationsNaming("x"), (body, operations) => {
        const result = applyOperations(body, operations);
        if (!result.ok) return;
        const touched = new Set(result.touched.flat());
        const untouched = (text: readonly Paragraph[]) =>
          text.map((each) => each.id).filter((each) => !touched.has(each));
        expect(untouched(result.body)).toEqual(untouched(body));
      }),
      { numRuns: 1000 },
    );
  });

  test("against its own base an amendment that fits always applies, with the same result", () => {
    fc.assert(
      fc.property(anyBody, operationsNaming("x"), (body, operations) => {
        const result = applyOperations(body, operations);
        expect(incorporate(body, body, operations)).toEqual(result);
        expect(stillApplies(body, body, operations).ok).toBe(result.ok);
      }),
      { numRuns: 1000 },
    );
  });

  test("two amendments that name no paragraph in common give the same text in either order", () => {
    let met = 0;
    fc.assert(
      fc.property(anyBody, operationsNaming("x"), operationsNaming("y"), (body, first, second) => {
        const one = applyOperations(body, first);
        const two = applyOperations(body, second);
        const named = namedBy(first);
        fc.pre(one.ok && two.ok && ![...namedBy(second)].some((each) => named.has(each)));
        if (!one.ok || !two.ok) return;
        const forth = incorporate(one.body, body, second);
        const back = incorporate(two.body, body, first);
        // A text may be emptied, or a move made idle, by both together though by neither alone.
        if (!forth.ok || !back.ok) {
          const reasons = [forth, back].map((result) => (result.ok ? "ok" : result.reason));
          expect(["textWouldBeEmpty", "operationChangesNothing"]).toContain(
            reasons.find((reason) => reason !== "ok"),
          );
          return;
        }
        met += 1;
        expect(forth.body).toEqual(back.body);
      }),
      { numRuns: 2000, maxSkipsPerRun: 200 },
    );
    expect(met).toBeGreaterThan(500);
  });
});

describe("the model", () => {
  test("a version's content has every key and nothing else", () => {
    const row = { ...paragraph("a"), secret: "x" } as Paragraph;
    expect(versionContent("T", "es", [row])).toEqual({
      format: "cumbe/text/1",
      title: "T",
      language: "es",
      paragraphs: [{ id: "a", kind: "paragraph", level: 0, marker: null, text: "Text of a." }],
    });
  });

  test("no-break spaces stay, other spaces become one", () => {
    expect(paragraphText(" a\u00a0: \t\n b ")).toBe("a\u00a0: b");
  });

  test("an item may have no marker, a heading has none", () => {
    expect(isWellFormed({ kind: "item", level: 2, marker: null })).toBe(true);
    expect(isWellFormed({ kind: "heading", level: 2, marker: "1." })).toBe(false);
    expect(isWellFormed({ kind: "item", level: 1.5, marker: "-" })).toBe(false);
  });
});
