// The order of votes by the examples of rule books, and what the chair may decide otherwise.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anySeed, randomAmendments, randomFrom, randomText } from "../../../test/support/amendments.ts";
import { applyInPlace, type Operation } from "./amendment-operations.rules.ts";
import { locate } from "./carrying.rules.ts";
import { type Contender, findConflicts } from "./conflicts.rules.ts";
import type { Paragraph, ParagraphId } from "./text-model.ts";
import {
  alternativesFall,
  measureOf,
  secondaryAmendmentsComeFirst,
  type VotingRules,
  votingOrder,
  votingRulesOfToday,
} from "./voting-order.rules.ts";

const id = (name: string) => name as ParagraphId;
const paragraph = (name: string, text: string): Paragraph => {
  return { id: id(name), kind: "paragraph", level: 0, marker: null, text };
};
const body = [
  paragraph("a", "The assembly gives one hundred to the school."),
  paragraph("b", "The school opens in May."),
  paragraph("c", "The kitchen opens in June."),
];
const replace = (name: string, text: string): Operation => ({ op: "replace", paragraphId: id(name), text });
const remove = (name: string): Operation => ({ op: "delete", paragraphId: id(name) });
const insert = (after: string, name: string, text: string): Operation => {
  return { op: "insertAfter", afterId: id(after), paragraphs: [paragraph(name, text)] };
};
const contender = (number: number, ...operations: Operation[]): Contender => {
  return { number, parent: null, operations: locate(body, operations, "en") };
};
const order = (contenders: Contender[], rules?: VotingRules, chair?: number[]) =>
  votingOrder({
    body,
    language: "en",
    contenders,
    conflicts: findConflicts(body, contenders),
    ...(rules ? { rules } : {}),
    ...(chair ? { chair } : {}),
  }).map(({ number, why }) => `${number} ${why}`);

describe("as rule books have it", () => {
  it("UN General Assembly, rule 90: furthest removed in substance first, then the next furthest", () => {
    const all = [
      contender(1, replace("a", "The assembly gives two hundred to the school.")),
      contender(2, replace("a", "The commune lends a house and two teachers to the new school.")),
      contender(3, remove("a")),
    ];
    expect(order(all)).toEqual(["3 furthest", "2 less_far", "1 less_far"]);
  });

  it("Council of Europe: several on one paragraph by how much they differ; others by the place in the text", () => {
    const all = [
      contender(1, replace("c", "The kitchen opens in July.")),
      contender(2, replace("b", "The school opens in April.")),
      contender(3, replace("b", "The school never opens, whatever May brings.")),
      contender(4, insert("a", "x", "It thanks the teachers.")),
    ];
    expect(order(all)).toEqual(["4 place_in_text", "3 furthest", "2 less_far", "1 place_in_text"]);
  });

  it("Robert's Rules, §12: the secondary amendment before the primary one", () => {
    const primary = contender(1, replace("a", "The assembly gives two hundred to the school."));
    const left = applyInPlace(body, primary.operations);
    if (!left.ok) throw new Error("it fits");
    const secondary = (number: number, text: string): Contender => {
      return { number, parent: 1, operations: locate(left.body, [replace("a", text)], "en") };
    };
    const one = secondary(3, "The assembly gives two hundred to the kitchen.");
    expect(order([primary, contender(2, remove("c")), one])).toEqual([
      "3 secondary",
      "1 place_in_text",
      "2 place_in_text",
    ]);
    const further = secondary(4, "The assembly gives two hundred to whoever asks for it.");
    expect(order([primary, one, further])).toEqual(["4 furthest", "3 less_far", "1 place_in_text"]);
  });

  it("German assemblies: to strike goes further than to change, to change further than to add", () => {
    const deletes = contender(1, remove("b"));
    const rewords = contender(2, replace("b", "The school opens in May, the garden too."));
    expect(order([rewords, deletes])).toEqual(["1 furthest", "2 less_far"]);
    expect(measureOf(body, deletes.operations, "en")).toEqual({ reach: "deletes", measure: 5, words: 5 });
    expect(measureOf(body, rewords.operations, "en")).toEqual({ reach: "rewords", measure: 23, words: 3 });
    const adds = contender(3, insert("b", "x", "So does the garden."));
    expect(measureOf(body, adds.operations, "en")).toEqual({ reach: "adds", measure: 4, words: 4 });
  });

  it("assemblies that keep to the order of submission", () => {
    const all = [contender(1, replace("a", "Nothing.")), contender(2, remove("a"))];
    const rules = { alternatives: "in_order_of_submission", afterAdoption: "each_is_put" } as const;
    expect(order(all, rules)).toEqual(["1 submission", "2 submission"]);
  });

  it("assemblies that keep to the order of the text, also among alternatives", () => {
    const all = [
      contender(1, replace("c", "The kitchen never opens."), replace("b", "The school opens in April.")),
      contender(2, remove("c")),
      contender(3, replace("b", "Nothing.")),
    ];
    const rules = { alternatives: "in_order_of_text", afterAdoption: "rest_falls" } as const;
    expect(order(all, rules)).toEqual(["1 text", "3 text", "2 text"]);
    expect(order(all)).toEqual(["2 furthest", "3 less_far", "1 less_far"]);
  });

  it("settle alternatives where these fall, and put each to the vote where the chair decided so", () => {
    expect(alternativesFall(votingRulesOfToday)).toEqual({ ok: true });
    expect(alternativesFall({ ...votingRulesOfToday, afterAdoption: "each_is_put" })).toMatchObject({
      reason: "alternativesArePut",
    });
  });
});

describe("the chair", () => {
  const all = [contender(1, remove("a")), contender(2, replace("a", "Nothing.")), contender(3, remove("c"))];

  it("puts some first, and the rest follows by the rules", () => {
    expect(order(all, undefined, [3, 2])).toEqual(["3 chair", "2 chair", "1 furthest"]);
  });

  it("does not put an amendment before those that would change it", () => {
    const known = [
      { number: 1, parent: null },
      { number: 2, parent: 1 },
    ];
    expect(secondaryAmendmentsComeFirst([2, 1], known).ok).toBe(true);
    expect(secondaryAmendmentsComeFirst([2], known).ok).toBe(true);
    expect(secondaryAmendmentsComeFirst([1], known)).toMatchObject({ reason: "secondaryComesFirst" });
    expect(secondaryAmendmentsComeFirst([1, 2], known)).toMatchObject({ facts: { number: 2, parent: 1 } });
  });
});

it("is the same whatever order they are given in, and names each once", () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const random = randomFrom(seed);
      const text = randomText(random, 6, 10);
      const contenders = randomAmendments(random, text, 9, 3);
      const arrange = (given: Contender[]) =>
        votingOrder({ body: text, contenders: given, conflicts: findConflicts(text, given) });
      const turns = arrange(contenders);
      expect(arrange(contenders.toReversed())).toEqual(turns);
      expect(turns.map(({ number }) => number).sort()).toEqual(contenders.map(({ number }) => number).sort());
      for (const [at, { parent }] of turns.entries())
        if (parent !== null) expect(turns.findIndex(({ number }) => number === parent)).toBeGreaterThan(at);
    }),
    { numRuns: 200 },
  );
});
