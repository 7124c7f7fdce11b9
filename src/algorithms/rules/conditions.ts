// Whether a condition holds, with every figure on the way. Pure and total: each step goes into a smaller part of the rule.
// Invariant: `held` is null exactly where a missing fact could decide (Kleene's three values), and that fact is named.
import {
  ceiling,
  compare,
  type Fraction,
  floor,
  fraction,
  plus,
  times,
  written,
  zero,
} from "../fractions/index.ts";
import {
  daysLater,
  type Found,
  measured,
  milliseconds,
  regionScopes,
  type Scope,
  together,
  weighedScope,
} from "./measures.ts";
import type { Amount, Comparison, Condition, Explained, Held, Measured, Relation, Share } from "./types.ts";

/** What a condition came to. `missing`: facts that could still decide it; empty where it is decided. */
export type Checked = {
  readonly held: Held;
  readonly explained: Explained;
  readonly missing: readonly string[];
};

/** The greatest whole number whose square is not above it (Newton's method on whole numbers). */
export function squareRoot(whole: bigint): bigint {
  if (whole < 2n) return whole < 0n ? 0n : whole;
  let [root, next] = [whole, (whole + 1n) / 2n];
  while (next < root) [root, next] = [next, (next + whole / next) / 2n];
  return root;
}

function extreme(found: readonly Found[], sign: 1 | -1): Found {
  const all = together(found);
  if (all.value === null) return all;
  const values = found.map(({ value }) => value ?? zero);
  return { value: values.reduce((best, value) => (compare(value, best) * sign > 0 ? value : best)) };
}

function mapped(found: Found, change: (value: Fraction) => Fraction): Found {
  return found.value === null ? found : { value: change(found.value) };
}

function isRoot(amount: Amount): amount is { readonly squareRoot: Amount } {
  return typeof amount === "object" && "squareRoot" in amount;
}

/** What an amount comes to in a scope. */
export function amountIn(amount: Amount, scope: Scope): Found {
  if (typeof amount === "number") return { value: fraction(amount) };
  if (typeof amount === "string") return measured(amount, scope);
  if ("share" in amount) {
    return mapped(amountIn(amount.of, scope), (of) => times(fraction(...amount.share), of));
  }
  if ("sum" in amount) return together(amount.sum.map((part) => amountIn(part, scope)));
  if ("least" in amount)
    return extreme(
      amount.least.map((part) => amountIn(part, scope)),
      -1,
    );
  if ("greatest" in amount)
    return extreme(
      amount.greatest.map((part) => amountIn(part, scope)),
      1,
    );
  if ("roundUp" in amount && isRoot(amount.roundUp)) {
    // The least whole number whose square is not below it.
    return mapped(amountIn(amount.roundUp.squareRoot, scope), (x) =>
      fraction(squareRoot(ceiling(x) - 1n) + (ceiling(x) > 0n ? 1n : 0n)),
    );
  }
  if ("roundUp" in amount) return mapped(amountIn(amount.roundUp, scope), (x) => fraction(ceiling(x)));
  if ("roundDown" in amount) return mapped(amountIn(amount.roundDown, scope), (x) => fraction(floor(x)));
  if ("squareRoot" in amount) {
    return mapped(amountIn(amount.squareRoot, scope), (x) => fraction(squareRoot(floor(x))));
  }
  return regionsIn(amount.regionsWhere, scope).found;
}

type Regions = { found: Found; regions: { region: string; held: Held }[] };

function regionsIn(where: Condition, { facts }: Scope): Regions {
  if (!facts.regions) return { found: { value: null, missing: ["regions"] }, regions: [] };
  const looked = regionScopes(facts).map((one) => ({ ...one, checked: check(where, one.scope) }));
  const regions = looked.map(({ region, checked }) => ({ region, held: checked.held }));
  const missing = looked.flatMap(({ checked }) => checked.missing);
  if (missing.length > 0) return { found: { value: null, missing }, regions };
  const value = looked.reduce((sum, one) => (one.checked.held ? plus(sum, one.weight) : sum), zero);
  return { found: { value }, regions };
}

/** A comparison taken apart; `{share, of}` as an amount is the same as a share `of` something. */
export function asked(comparison: Comparison): {
  relation: Relation;
  count: Amount;
  than: Amount;
  share: Share | null;
  of: Amount | null;
} {
  const [relation, bound]: [Relation, Share | Amount] =
    "atLeast" in comparison
      ? ["at_least", comparison.atLeast]
      : "moreThan" in comparison
        ? ["more_than", comparison.moreThan]
        : "atMost" in comparison
          ? ["at_most", comparison.atMost]
          : ["less_than", comparison.lessThan];
  const count = comparison.count ?? "for";
  if (isShare(bound)) {
    const of = comparison.of ?? "votes_cast";
    return { relation, count, than: { share: bound, of }, share: bound, of };
  }
  if (typeof bound === "object" && "share" in bound) {
    return { relation, count, than: bound, share: bound.share, of: bound.of };
  }
  return { relation, count, than: bound, share: null, of: null };
}

function isShare(bound: Share | Amount): bound is Share {
  return Array.isArray(bound);
}

const HOLDS: Readonly<Record<Relation, (order: -1 | 0 | 1) => boolean>> = {
  at_least: (order) => order >= 0,
  more_than: (order) => order > 0,
  at_most: (order) => order <= 0,
  less_than: (order) => order < 0,
};

/** The least whole number that is enough, or the greatest that is not too much. */
function limitOf(relation: Relation, than: Fraction): bigint {
  if (relation === "at_least") return ceiling(than);
  if (relation === "more_than") return floor(than) + 1n;
  return relation === "at_most" ? floor(than) : ceiling(than) - 1n;
}

function shown(amount: Amount, { value }: Found): Measured {
  return { amount, value: value === null ? null : written(value) };
}

function compared(comparison: Comparison, scope: Scope): Checked {
  const { relation, count, than, share, of } = asked(comparison);
  const counting = typeof count === "object" && "regionsWhere" in count ? count.regionsWhere : null;
  const among = counting && regionsIn(counting, scope);
  const [counted, bound] = [among?.found ?? amountIn(count, scope), amountIn(than, scope)];
  const base = of === null ? null : amountIn(of, scope);
  const missing = [...(counted.missing ?? []), ...(bound.missing ?? [])];
  const isDecided = counted.value !== null && bound.value !== null;
  // Nobody is no share of nobody: half of an empty hall is not there.
  const isOfNobody = share !== null && relation === "at_least" && base?.value?.numerator === 0n;
  const held = isDecided
    ? !(isOfNobody && counted.value.numerator === 0n) && HOLDS[relation](compare(counted.value, bound.value))
    : null;
  const explained: Explained = {
    kind: "comparison",
    held,
    relation,
    count: shown(count, counted),
    than: shown(than, bound),
    share,
    of: of !== null && base !== null ? shown(of, base) : null,
    limit: bound.value === null ? null : isOfNobody ? "1" : `${limitOf(relation, bound.value)}`,
    regions: among?.regions ?? [],
    where: counting,
  };
  return { held, explained, missing };
}

/** One `decisive` part decides; otherwise what is missing in any of them could. */
function joined(kind: "all" | "any", conditions: readonly Condition[], scope: Scope): Checked {
  const parts = conditions.map((condition) => check(condition, scope));
  const decisive = kind === "any";
  const explained = parts.map((part) => part.explained);
  const isDecided = parts.some((part) => part.held === decisive);
  const missing = isDecided ? [] : parts.flatMap((part) => part.missing);
  const held = isDecided ? decisive : missing.length > 0 ? null : !decisive;
  return { held, explained: { kind, held, parts: explained }, missing };
}

function waited(
  { days, since, by = "now" }: Extract<Condition, { days: number }>,
  { facts }: Scope,
): Checked {
  const [from, reached] = [milliseconds(facts[since]), milliseconds(facts[by])];
  const until = from === undefined ? undefined : daysLater(from, days);
  const missing = [...(from === undefined ? [since] : []), ...(reached === undefined ? [by] : [])];
  const isKnown = from !== undefined && reached !== undefined;
  const held = isKnown ? until !== undefined && reached >= Date.parse(until) : null;
  const explained: Explained = {
    kind: "days",
    held,
    days,
    since,
    by,
    from: from === undefined ? null : new Date(from).toISOString(),
    until: until ?? null,
  };
  return { held, explained, missing };
}

/** Whether a condition holds in a scope. */
export function check(condition: Condition, scope: Scope): Checked {
  if ("all" in condition) return joined("all", condition.all, scope);
  if ("any" in condition) return joined("any", condition.any, scope);
  if ("not" in condition) {
    const { held, explained, missing } = check(condition.not, scope);
    const turned = held === null ? null : !held;
    return { held: turned, explained: { kind: "not", held: turned, part: explained }, missing };
  }
  if ("weighed" in condition) {
    const { held, explained, missing } = check(condition.holds, weighedScope(scope.facts, condition.weighed));
    return { held, explained: { kind: "weighed", held, by: condition.weighed, part: explained }, missing };
  }
  if ("days" in condition) return waited(condition, scope);
  if ("proposedBy" in condition) {
    const { proposer } = scope.facts;
    const held = proposer ? proposer.some((one) => condition.proposedBy.includes(one)) : null;
    const explained: Explained = { kind: "proposed_by", held, allowed: condition.proposedBy };
    return { held, explained, missing: proposer ? [] : ["proposer"] };
  }
  return compared(condition, scope);
}
