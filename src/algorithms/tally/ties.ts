// Choosing among those who are alike, where the method's own law says nothing more.
// Invariant: one lot serves one count, so that its draws come in the order of the ties.
import { Lot } from "../lots/index.ts";
import type { TieRule } from "./result.ts";

export type TieChoice = {
  readonly by: "lot" | "order";
  /** So many of them, in the order in which they were chosen. */
  choose(among: readonly number[], many: number): number[];
};

export function tieChoice(rule: TieRule): TieChoice {
  if (rule.by === "order") {
    return { by: "order", choose: (among, many) => [...among].sort((a, b) => a - b).slice(0, many) };
  }
  const lot = new Lot(rule.seed);
  return {
    by: "lot",
    choose: (among, many) => lot.shuffled([...among].sort((a, b) => a - b)).slice(0, many),
  };
}

/** The same for methods that put all candidates in an order before they count: whoever comes first in it is chosen. */
export function choiceBeforehand(rule: TieRule, candidates: number): TieChoice {
  if (rule.by === "order") return tieChoice(rule);
  const order = new Lot(rule.seed).shuffled(Array.from({ length: candidates }, (_, candidate) => candidate));
  const place = new Map(order.map((candidate, at) => [candidate, at]));
  return {
    by: "lot",
    choose: (among, many) =>
      [...among].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)).slice(0, many),
  };
}
