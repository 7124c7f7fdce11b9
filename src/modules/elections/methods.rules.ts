// Which methods an election can be counted by, what each asks of a ballot, and how the command line calls it. Pure.
// Invariant: a name here is a name of `bin/cumbe tally --rule`, so that the printed command repeats the count.
import { broken, ok, type Verdict } from "#platform/rules";

/** People to an organ or office; options in their order; projects within a budget. */
export const electionKinds = ["people", "priorities", "budget"] as const;
export type ElectionKind = (typeof electionKinds)[number];

/** As `algorithms/ballots` tells them apart. */
export type BallotKind = "ranked" | "approval" | "score";

export type MethodFacts = {
  readonly ballot: BallotKind;
  readonly kinds: readonly ElectionKind[];
  readonly family: "stv" | "ranked" | "budgets";
  /** one: for a single seat; some: as many as wanted; none: the method says by itself. */
  readonly seats: "one" | "some" | "none";
};

/** Priorities are put in their whole order; people are elected to so many seats. */
const methods = {
  "scottish-stv": { ballot: "ranked", kinds: ["people"], family: "stv", seats: "some" },
  meek: { ballot: "ranked", kinds: ["people"], family: "stv", seats: "some" },
  irv: { ballot: "ranked", kinds: ["people"], family: "stv", seats: "one" },
  schulze: { ballot: "ranked", kinds: ["people", "priorities"], family: "ranked", seats: "some" },
  "ranked-pairs": { ballot: "ranked", kinds: ["people", "priorities"], family: "ranked", seats: "some" },
  borda: { ballot: "ranked", kinds: ["priorities"], family: "ranked", seats: "some" },
  approval: { ballot: "approval", kinds: ["people", "priorities"], family: "ranked", seats: "some" },
  score: { ballot: "score", kinds: ["priorities"], family: "ranked", seats: "some" },
  "majority-judgment": { ballot: "score", kinds: ["people", "priorities"], family: "ranked", seats: "some" },
  "equal-shares": { ballot: "approval", kinds: ["budget"], family: "budgets", seats: "none" },
  greedy: { ballot: "approval", kinds: ["budget"], family: "budgets", seats: "none" },
} as const satisfies Record<string, MethodFacts>;

export type MethodName = keyof typeof methods;
export const methodNames = Object.keys(methods) as [MethodName, ...MethodName[]];

export function methodFacts(method: MethodName): MethodFacts {
  return methods[method];
}

export function methodsOf(kind: ElectionKind): MethodName[] {
  return methodNames.filter((name) => methodFacts(name).kinds.includes(kind));
}

export function methodsSuitTheKind(method: MethodName, kind: ElectionKind): Verdict {
  return methodFacts(method).kinds.includes(kind) ? ok : broken("methodNotForKind", { method, kind });
}
