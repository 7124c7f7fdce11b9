// In which order amendments are put to the vote, and the reason for each place. Pure.
// The order is that of the rule books which say most about it: what is furthest removed from the text comes first, so that
// nobody has to vote for the lesser change for fear of losing both (UN General Assembly, rule 90; Parliamentary Assembly of
// the Council of Europe, "the amendment which differs most from the text"; German assemblies, "der weitestgehende Antrag");
// with the adoption of one the others that it excludes are not put any more (the same rules); an amendment to an amendment
// comes before that amendment (Robert's Rules of Order, §12; UN rule 90 by its practice).
// Invariant: the order depends on the amendments and the rules alone, not on the order in which they are given.
import { countWords } from "#algorithms/text-diff";
import { broken, ok, type Verdict } from "#platform/rules";
import { applyInPlace } from "./amendment-operations.rules.ts";
import type { LocatedOperation } from "./carrying.rules.ts";
import { alternatives, type Conflict, type Contender } from "./conflicts.rules.ts";
import type { ParagraphId, TextVersionBody } from "./text-model.ts";

/** What an assembly may decide otherwise; kept as data, so that another rule book is another value. */
export type VotingRules = {
  /** Which of several alternatives is put first. */
  readonly alternatives: (typeof ordersOfAlternatives)[number];
  /** What becomes of the alternatives to one that was adopted. */
  readonly afterAdoption: (typeof fatesOfAlternatives)[number];
};
export const ordersOfAlternatives = ["furthest_first", "in_order_of_text", "in_order_of_submission"] as const;
export const fatesOfAlternatives = ["rest_falls", "each_is_put"] as const;

export const votingRulesOfToday: VotingRules = {
  alternatives: "furthest_first",
  afterAdoption: "rest_falls",
};

/** What an amendment does at its most; from the one that reaches least to the one that reaches furthest. */
export const reaches = ["moves", "adds", "rewords", "deletes"] as const;
export type Reach = (typeof reaches)[number];

/** How far an amendment goes: compared by `reach`, then by `measure`, then by `words`. */
export type Measure = {
  readonly reach: Reach;
  /**
   * Of what takes paragraphs out, the words of those; of what rewords, the words it takes away and brings for each hundred
   * that stand there before and after; of what adds, the words added; of what moves, the paragraphs.
   */
  readonly measure: number;
  /** Words that it takes away or brings, all together. */
  readonly words: number;
};

/** `body` is the text that the operations are for, `language` its BCP 47 tag. */
export function measureOf(
  body: TextVersionBody,
  operations: readonly LocatedOperation[],
  language?: string,
): Measure {
  const texts = new Map(body.map(({ id, text }) => [id, text]));
  const wordsOf = (text: string) => countWords(text, language);
  let deleted = 0;
  let added = 0;
  let changed = 0;
  let stood = 0;
  for (const operation of operations) {
    if (operation.op === "delete") deleted += wordsOf(texts.get(operation.paragraphId) ?? "");
    if (operation.op === "insertAfter") for (const { text } of operation.paragraphs) added += wordsOf(text);
    if (operation.op !== "replace") continue;
    const before = texts.get(operation.paragraphId) ?? "";
    stood += wordsOf(before) + wordsOf(operation.text);
    for (const { from, to, text } of operation.edits)
      changed += wordsOf(before.slice(from, to)) + wordsOf(text);
  }
  const words = deleted + added + changed;
  const does = (op: LocatedOperation["op"]) => operations.some((operation) => operation.op === op);
  if (does("delete")) return { reach: "deletes", measure: deleted, words };
  if (does("replace"))
    return { reach: "rewords", measure: Math.round((100 * changed) / Math.max(1, stood)), words };
  if (does("insertAfter")) return { reach: "adds", measure: added, words };
  return { reach: "moves", measure: operations.length, words };
}

/** The one that reaches furthest first; negative where `one` does. */
export function byReach(one: Measure, other: Measure): number {
  return (
    reaches.indexOf(other.reach) - reaches.indexOf(one.reach) ||
    other.measure - one.measure ||
    other.words - one.words
  );
}

/** Why an amendment has its place in the order. */
export type PlaceReason =
  | "chair"
  | "secondary"
  | "furthest"
  | "less_far"
  | "submission"
  | "text"
  | "place_in_text";

export type Turn = {
  readonly number: number;
  readonly why: PlaceReason;
  readonly measure: Measure;
  /** Those that it excludes, or that exclude it, directly or through others; itself among them. Empty: it stands alone. */
  readonly group: readonly number[];
  readonly parent: number | null;
};

type Order = {
  readonly body: TextVersionBody;
  readonly language?: string | undefined;
  readonly contenders: readonly Contender[];
  /** What `findConflicts` gave for them. */
  readonly conflicts: readonly Conflict[];
  readonly rules?: VotingRules;
  /** What the chair has put first, with a reason that is kept beside: numbers in their order. */
  readonly chair?: readonly number[];
};

/** The amendments in the order in which they are put to the vote. */
export function votingOrder(order: Order): Turn[] {
  const { contenders, conflicts, chair = [] } = order;
  const groups = alternatives(conflicts);
  const groupOf = new Map(groups.flatMap((group) => group.map((number) => [number, group] as const)));
  const known = new Set(contenders.map((one) => one.number));
  const primaries = contenders.filter((one) => one.parent === null || !known.has(one.parent));
  const turns = primaries.length === 0 ? [] : arranged(order, order.body, primaries, groupOf);
  const all = turns.flatMap((turn) => [...before(order, turn.number, groupOf), turn]);
  const first = chair.flatMap((number) => all.filter((turn) => turn.number === number));
  const rest = all.filter((turn) => !chair.includes(turn.number));
  return [...first.map((turn) => ({ ...turn, why: "chair" as const })), ...rest];
}

/** The secondary amendments to one, in their own order. */
function before(order: Order, parent: number, groupOf: ReadonlyMap<number, number[]>): Turn[] {
  const secondary = order.contenders.filter((one) => one.parent === parent);
  const primary = order.contenders.find((one) => one.number === parent);
  if (secondary.length === 0 || !primary) return [];
  const left = applyInPlace(order.body, primary.operations);
  const turns = arranged(order, left.ok ? left.body : order.body, secondary, groupOf);
  return turns.map((turn) => (turn.group.length > 0 ? turn : { ...turn, why: "secondary" as const }));
}

/** Amendments to one text: by the place in it where each group begins, and within a group by the rules. */
function arranged(
  { language, rules = votingRulesOfToday }: Order,
  body: TextVersionBody,
  contenders: readonly Contender[],
  groupOf: ReadonlyMap<number, number[]>,
): Turn[] {
  const places = new Map(body.map(({ id }, at) => [id, at + 1]));
  const measured = contenders.map((contender) => ({
    contender,
    measure: measureOf(body, contender.operations, language),
    place: placeOf(contender.operations, places),
  }));
  type Measured = (typeof measured)[number];
  const units = Map.groupBy(measured, ({ contender }) => groupOf.get(contender.number) ?? contender);
  const compare: Record<VotingRules["alternatives"], (one: Measured, other: Measured) => number> = {
    furthest_first: (one, other) => byReach(one.measure, other.measure),
    in_order_of_text: (one, other) => one.place - other.place,
    in_order_of_submission: () => 0,
  };
  const within = (one: Measured, other: Measured) =>
    compare[rules.alternatives](one, other) || one.contender.number - other.contender.number;
  const sorted = [...units.values()].map((unit) => unit.sort(within));
  const placeOfUnit = (unit: readonly Measured[]) => Math.min(...unit.map(({ place }) => place));
  const numberOfUnit = (unit: readonly Measured[]) => Math.min(...unit.map((one) => one.contender.number));
  sorted.sort(
    (one, other) => placeOfUnit(one) - placeOfUnit(other) || numberOfUnit(one) - numberOfUnit(other),
  );
  return sorted.flatMap((unit) =>
    unit.map(({ contender, measure }, at) => ({
      number: contender.number,
      why: unit.length === 1 ? "place_in_text" : reasonWithin(rules, at),
      measure,
      group: groupOf.get(contender.number) ?? [],
      parent: contender.parent,
    })),
  );
}

function reasonWithin(rules: VotingRules, at: number): PlaceReason {
  if (rules.alternatives === "in_order_of_submission") return "submission";
  if (rules.alternatives === "in_order_of_text") return "text";
  return at === 0 ? "furthest" : "less_far";
}

/** Where in the text an amendment begins. */
function placeOf(operations: readonly LocatedOperation[], places: ReadonlyMap<ParagraphId, number>): number {
  const named = operations.map((operation) => {
    const id = operation.op === "insertAfter" ? operation.afterId : operation.paragraphId;
    return id === null ? 0 : (places.get(id) ?? 0) + (operation.op === "insertAfter" ? 0.5 : 0);
  });
  return Math.min(...named);
}

/** Where each alternative is put to the vote, the adoption of one ends none of the others. */
export function alternativesFall({ afterAdoption }: VotingRules): Verdict {
  return afterAdoption === "rest_falls" ? ok : broken("alternativesArePut");
}

/** Only what waits for a vote has a place in the order. */
export function amendmentsAwaitTheirTurn(
  numbers: readonly number[],
  waiting: readonly Pick<Contender, "number">[],
): Verdict {
  const number = numbers.find((wanted) => !waiting.some((one) => one.number === wanted));
  return number === undefined ? ok : broken("amendmentNotToBeVoted", { number });
}

/** The chair may decide on another order, but not that an amendment comes before those that would change it. */
export function secondaryAmendmentsComeFirst(
  chair: readonly number[],
  contenders: readonly Pick<Contender, "number" | "parent">[],
): Verdict {
  for (const { number, parent } of contenders) {
    const at = parent === null ? -1 : chair.indexOf(parent);
    const own = chair.indexOf(number);
    if (parent !== null && at >= 0 && (own === -1 || own > at))
      return broken("secondaryComesFirst", { number, parent });
  }
  return ok;
}
