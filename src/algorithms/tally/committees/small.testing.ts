// Small elections made at random, and the short way to count them, for tests of committee rules.
import fc from "fast-check";
import { BallotCollector, type Election } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import { committeeMethods } from "./index.ts";

export type Name = keyof typeof committeeMethods;
export type Small = {
  readonly candidates: number;
  readonly seats: number;
  readonly ballots: readonly (readonly number[])[];
};

export const options = (changes: Partial<CountOptions> = {}): CountOptions => ({
  seats: null,
  ties: { by: "order" },
  stages: false,
  all: false,
  settings: {},
  ...changes,
});

export function election({ candidates, seats, ballots }: Small, weight = 1, weightUnit = 1): Election {
  const collector = new BallotCollector({ kind: "approval", candidates, weightUnit });
  for (const ballot of ballots)
    collector.add(
      [...ballot].sort((a, b) => a - b),
      ballot.length,
      weight,
    );
  const named = Array.from({ length: candidates }, (_, at) => ({
    id: `${at}`,
    name: `${at}`,
    withdrawn: false,
  }));
  return { title: null, candidates: named, seats, ballots: collector.finish() };
}

export const anySmall: fc.Arbitrary<Small> = fc
  .record({
    candidates: fc.integer({ min: 2, max: 6 }),
    seats: fc.integer({ min: 1, max: 4 }),
    ballots: fc.array(fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 5 }), { minLength: 1, maxLength: 8 }),
  })
  .map(({ candidates, seats, ballots }) => ({
    candidates,
    seats: Math.min(seats, candidates),
    ballots: ballots.map((ballot) => ballot.filter((candidate) => candidate < candidates)),
  }));

export const all = (name: Name, small: Small, settings: Record<string, string> = {}) =>
  committeeMethods[name].count(election(small), options({ all: true, settings })).alternatives ?? [];

export const resolute = (name: Name, small: Small, changes: Partial<CountOptions> = {}) =>
  committeeMethods[name].count(election(small), options(changes));

export const everyName = (Object.keys(committeeMethods) as Name[]).filter(
  (name) => name !== "serial-dictatorship",
);
export const anyName = fc.constantFrom(...everyName);
