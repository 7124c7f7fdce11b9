// Reads out of the facts what a rule counts, within the whole body, one region, or the votes as weighed otherwise. Pure.
// Invariant: what is not a whole number from 0 counts as missing, and is named.
import { type Fraction, fraction, plus, zero } from "../fractions/index.ts";
import type { Facts, Instant, Measure, Region, Roll, Votes } from "./types.ts";

/** Where a condition is looked at: `path` is how its facts are named when they are missing. */
export type Scope = {
  readonly facts: Facts;
  readonly votes: Votes | undefined;
  readonly roll: Roll;
  readonly path: string;
};

/** A value, or what is missing for it. */
export type Found =
  | { readonly value: Fraction; readonly missing?: undefined }
  | { readonly value: null; readonly missing: readonly string[] };

export function wholeBody(facts: Facts): Scope {
  return { facts, votes: facts.votes, roll: facts, path: "" };
}

/** The regions in the order of their names, so that the order of keys decides nothing. */
export function regionScopes(facts: Facts): { region: string; weight: Fraction; scope: Scope }[] {
  return Object.entries(facts.regions ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([region, roll]) => ({
      region,
      weight: weightOfRegion(roll),
      scope: { facts, votes: roll.votes, roll, path: `regions.${region}.` },
    }));
}

function weightOfRegion({ weight }: Region): Fraction {
  return weight ? fraction(weight[0], weight[1]) : fraction(1);
}

export function weighedScope(facts: Facts, by: string): Scope {
  const roll = facts.weighed && Object.hasOwn(facts.weighed, by) ? facts.weighed[by] : undefined;
  return { facts, votes: roll?.votes, roll: roll ?? {}, path: `weighed.${by}.` };
}

const SUMS: Readonly<Partial<Record<Measure, readonly (keyof Votes)[]>>> = {
  for: ["for"],
  against: ["against"],
  abstentions: ["abstentions"],
  invalid: ["invalid"],
  votes_without_abstentions: ["for", "against"],
  votes_cast: ["for", "against", "abstentions"],
  ballots_cast: ["for", "against", "abstentions", "invalid"],
};

function whole(value: number | undefined, name: string): Found {
  const isCounted = value !== undefined && Number.isSafeInteger(value) && value >= 0;
  return isCounted ? { value: fraction(value) } : { value: null, missing: [name] };
}

/** Adds what is known; all that is missing is named. */
export function together(parts: readonly Found[]): Found {
  const missing = parts.flatMap((part) => part.missing ?? []);
  if (missing.length > 0) return { value: null, missing };
  return { value: parts.reduce((sum, part) => plus(sum, part.value ?? zero), zero) };
}

/** The figure of a measure in a scope. */
export function measured(measure: Measure, { facts, votes, roll, path }: Scope): Found {
  const sum = SUMS[measure];
  if (sum) return together(sum.map((choice) => whole(votes?.[choice], `${path}votes.${choice}`)));
  switch (measure) {
    case "regions":
      if (!facts.regions) return { value: null, missing: ["regions"] };
      return { value: regionScopes(facts).reduce((all, { weight }) => plus(all, weight), zero) };
    case "objections":
    case "objections_open":
    case "supporters":
    case "call":
    case "ballot":
      return whole(facts[measure], measure);
    default:
      return whole(roll[measure as keyof Roll], `${path}${measure}`);
  }
}

const DAY = 86_400_000;

/** Milliseconds of an instant; undefined where there is none, or nothing that can be read. */
export function milliseconds(instant: Instant | undefined): number | undefined {
  const read = instant === undefined ? Number.NaN : Date.parse(instant);
  return Number.isNaN(read) ? undefined : read;
}

/** So many days of 24 hours later, in UTC; undefined past the end of what can be written. */
export function daysLater(from: number, days: number): Instant | undefined {
  const then = new Date(from + days * DAY);
  return Number.isNaN(then.getTime()) ? undefined : then.toISOString();
}
