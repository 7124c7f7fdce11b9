// Rules that elect (or put out) one candidate after the other. Without `all`, each tie is broken by the tie rule; with it, every
// way of breaking every tie is followed ("parallel universes"), and each committee at an end is listed.
// Invariant: two ways that lead to the same state are followed once.
import { figure } from "../figures.ts";
import type { Fraction } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused, type Stage, type Tie } from "../result.ts";
import { tieChoice, type TieChoice } from "../ties.ts";
import { lexically } from "../lexical.ts";
import { type Profile, statesOf } from "./profile.ts";

const MOST_STATES = 100_000;
const MOST_ALTERNATIVES = 10_000;

export type Round = {
  readonly action: "elect" | "defeat" | "fill";
  /** Who can be taken now, all alike, ascending; at least one. */
  readonly alike: readonly number[];
  /** Every candidate's figure, by the candidate's number. */
  readonly votes: ReadonlyMap<number, Fraction>;
  readonly figures?: Readonly<Record<string, string>>;
};

export type Sequence<S> = {
  readonly begin: S;
  /** What comes next; null at the end. */
  readonly next: (state: S) => Round | null;
  readonly take: (state: S, candidate: number, round: Round) => S;
  /** The same text for states that go on alike, and only for those. */
  readonly key: (state: S) => string;
  /** Who is elected in it, in the order of election; of a rule that puts out, who is left. */
  readonly elected: (state: S) => readonly number[];
};

export function countInSequence<S>(
  profile: Profile,
  rule: Sequence<S>,
  options: CountOptions,
  ties: TieChoice = tieChoice(options.ties),
): Count {
  const stages: Stage[] = [];
  const broken: Tie[] = [];
  let state = rule.begin;
  let stage = 0;
  for (let round = rule.next(state); round; round = rule.next(state)) {
    stage++;
    const [only] = round.alike;
    const chosen = round.alike.length > 1 ? ties.choose(round.alike, 1)[0] : only;
    if (chosen === undefined) throw new RangeError("a round without candidates");
    if (round.alike.length > 1) {
      const to = round.action === "defeat" ? "defeat" : "elect";
      broken.push({ stage, between: round.alike, chosen: [chosen], to, by: ties.by });
    }
    state = rule.take(state, chosen, round);
    if (options.stages) stages.push(stageOf(profile, rule, { state, stage, round, chosen }));
  }
  const count: Count = { elected: rule.elected(state), quota: null, stages, ties: broken };
  return options.all ? { ...count, alternatives: everyEnd(rule) } : count;
}

function stageOf<S>(
  profile: Profile,
  rule: Sequence<S>,
  { state, stage, round, chosen }: { state: S; stage: number; round: Round; chosen: number },
): Stage {
  const elected = rule.elected(state);
  const putsOut = round.action === "defeat";
  return {
    stage,
    action: round.action,
    candidates: [chosen],
    votes: Array.from({ length: profile.candidates }, (_, candidate) => {
      const value = round.votes.get(candidate);
      return value ? figure(value) : "";
    }),
    // A rule that puts out has elected nobody before it has put out the last.
    states: putsOut
      ? statesOf(profile, elected.length === profile.seats ? elected : [], (one) => !elected.includes(one))
      : statesOf(profile, elected),
    figures: round.figures ?? {},
  };
}

function everyEnd<S>(rule: Sequence<S>): number[][] {
  const ends = new Map<string, number[]>();
  const seen = new Set<string>();
  const open = [rule.begin];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const round = rule.next(state);
    if (!round) {
      const committee = [...rule.elected(state)].sort((a, b) => a - b);
      ends.set(`${committee}`, committee);
      if (ends.size > MOST_ALTERNATIVES) throw new CountRefused("tooLarge", { what: "alternatives" });
      continue;
    }
    for (const candidate of round.alike) {
      const after = rule.take(state, candidate, round);
      const key = rule.key(after);
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > MOST_STATES) throw new CountRefused("tooLarge", { what: "alternatives" });
      open.push(after);
    }
  }
  return [...ends.values()].sort(lexically);
}

/** Of those for whom there is a value, whoever has the greatest (or the least). Ascending, as the map's keys are. */
export function foremost<V>(values: ReadonlyMap<number, V>, order: (a: V, b: V) => number): number[] {
  let best: { value: V; alike: number[] } | null = null;
  for (const [candidate, value] of values) {
    const found = best ? order(value, best.value) : 1;
    if (found > 0) best = { value, alike: [candidate] };
    else if (found === 0) best?.alike.push(candidate);
  }
  return best?.alike ?? [];
}
