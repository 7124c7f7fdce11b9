// Rules whose committee is the best of all by some measure: branch and bound over all committees, with exact bounds.
// Invariant: no committee is passed over unless a bound proves that it is not among the best.
//
// Ties. Candidates are put into one order by the tie rule (drawn by lot, or that of the file), and of the best committees the
// one is taken that comes first in it: it holds the first candidate who is in any of them, and so on. No list of all the best is
// needed for that, which matters because there can be more of them than anybody could write down.
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused, type Tie } from "../result.ts";
import { lexically } from "../lexical.ts";
import { tieChoice } from "../ties.ts";
import { Work } from "../work.ts";
import { type Profile, statesOf } from "./profile.ts";

const MOST_ALTERNATIVES = 10_000;
/** Committees and parts of committees that are looked at, whatever looking at one takes. */
const MOST_NODES = 2_000_000;

/** A measure of committees. `S` is what is known of those who were taken so far, `V` a value that can be compared. */
export type Measure<S, V> = {
  readonly begin: S;
  readonly take: (state: S, candidate: number) => S;
  /** Of a whole committee. */
  readonly value: (state: S) => V;
  /**
   * Given a state and the candidates who may still be taken, in order: a function that says for each place in that order what
   * no committee can surpass that takes `open` more from that place on.
   */
  readonly bounds: (state: S, left: readonly number[], open: number) => (from: number) => V;
  /** Above 0 where `a` is better. */
  readonly compare: (a: V, b: V) => number;
  readonly written: (value: V) => string;
  /** The order in which candidates are tried: the more promising first, or bounds help late. */
  readonly promise: (candidate: number) => number;
};

type Best<V> = {
  readonly value: V;
  /** One of them. */
  readonly committee: readonly number[];
  /** All of them, each ascending, in lexical order; null where they are too many to list. */
  readonly list: readonly (readonly number[])[] | null;
};

export function countByMeasure<S, V>(profile: Profile, measure: Measure<S, V>, options: CountOptions): Count {
  const search = new Search(profile, measure);
  const best = search.best();
  if (options.all && !best.list) throw new CountRefused("tooLarge", { what: "alternatives" });
  const open = best.list ? differing(best.list) : search.differing(best);
  let elected = [...best.committee].sort((a, b) => a - b);
  const ties: Tie[] = [];
  if (open.length > 0) {
    const choice = tieChoice(options.ties);
    const order = choice.choose(open, open.length);
    elected = best.list ? firstOf(best.list, order) : search.first(order, elected, best.value);
    const chosen = elected.filter((candidate) => open.includes(candidate));
    ties.push({ stage: 1, between: open, chosen, to: "elect", by: choice.by });
  }
  const stage = {
    stage: 1,
    action: "compare",
    candidates: elected,
    votes: [],
    states: statesOf(profile, elected),
    figures: { value: measure.written(best.value) },
  };
  const count: Count = { elected, quota: null, stages: options.stages ? [stage] : [], ties };
  return options.all && best.list ? { ...count, alternatives: best.list } : count;
}

/** The committee that comes first where candidates come in that order. */
function firstOf(committees: readonly (readonly number[])[], order: readonly number[]): number[] {
  let left = committees;
  for (const candidate of order) {
    const having = left.filter((committee) => committee.includes(candidate));
    if (having.length > 0) left = having;
  }
  return [...(left[0] ?? [])];
}

/** Candidates who are in some of the committees and not in all, ascending. */
function differing(committees: readonly (readonly number[])[]): number[] {
  const times = new Map<number, number>();
  for (const candidate of committees.flat()) times.set(candidate, (times.get(candidate) ?? 0) + 1);
  return [...times]
    .filter(([, count]) => count < committees.length)
    .map(([candidate]) => candidate)
    .sort((a, b) => a - b);
}

class Search<S, V> {
  readonly #profile: Profile;
  readonly #measure: Measure<S, V>;
  readonly #order: readonly number[];
  readonly #work = new Work("committees", MOST_NODES);

  constructor(profile: Profile, measure: Measure<S, V>) {
    this.#profile = profile;
    this.#measure = measure;
    this.#order = [...profile.standing].sort((a, b) => measure.promise(b) - measure.promise(a) || a - b);
  }

  best(): Best<V> {
    let best: { value: V; committee: readonly number[] } | null = null;
    let list: number[][] = [];
    let tooMany = false;
    this.#walk([], this.#order, {
      enough: (bound) => {
        if (!best) return true;
        const order = this.#measure.compare(bound, best.value);
        return order > 0 || (order === 0 && !tooMany);
      },
      leaf: (value, committee) => {
        const order = best ? this.#measure.compare(value, best.value) : 1;
        if (order > 0) {
          best = { value, committee };
          list = [];
          tooMany = false;
        }
        if (order >= 0 && !tooMany) list.push([...committee].sort((a, b) => a - b));
        if (list.length > MOST_ALTERNATIVES) {
          tooMany = true;
          list = [];
        }
        return false;
      },
    });
    if (!best) throw new RangeError("a committee with no seats");
    const { value, committee } = best as { value: V; committee: readonly number[] };
    return { value, committee, list: tooMany ? null : list.sort(lexically) };
  }

  /** Who is in some of the best committees and not in all of them. */
  differing({ committee, value }: Best<V>): number[] {
    const inside = new Set(committee);
    return this.#profile.standing.filter((candidate) =>
      inside.has(candidate)
        ? this.#exists(
            [],
            this.#order.filter((one) => one !== candidate),
            value,
          )
        : this.#exists(
            [candidate],
            this.#order.filter((one) => one !== candidate),
            value,
          ),
    );
  }

  /** The best committee that comes first where candidates come in that order. */
  first(order: readonly number[], known: readonly number[], value: V): number[] {
    const alike = new Set(order);
    const taken = known.filter((candidate) => !alike.has(candidate));
    let left = this.#order.filter((candidate) => alike.has(candidate));
    for (const candidate of order) {
      if (taken.length === this.#profile.seats) break;
      left = left.filter((one) => one !== candidate);
      if (this.#exists([...taken, candidate], left, value)) taken.push(candidate);
    }
    return taken.sort((a, b) => a - b);
  }

  #exists(taken: readonly number[], left: readonly number[], value: V): boolean {
    return this.#walk(taken, left, {
      enough: (bound) => this.#measure.compare(bound, value) >= 0,
      leaf: (reached) => this.#measure.compare(reached, value) >= 0,
    });
  }

  /** Goes through every committee that holds `taken` and else only of `left`, until a leaf says that it is over. */
  #walk(
    taken: readonly number[],
    left: readonly number[],
    on: {
      readonly enough: (bound: V) => boolean;
      readonly leaf: (value: V, committee: readonly number[]) => boolean;
    },
  ): boolean {
    const { take, bounds, value } = this.#measure;
    const chosen = [...taken];
    const visit = (state: S, from: number): boolean => {
      this.#work.take(1);
      const open = this.#profile.seats - chosen.length;
      if (open === 0) return on.leaf(value(state), [...chosen]);
      const rest = left.slice(from);
      if (rest.length < open) return false;
      const bound = bounds(state, rest, open);
      for (let at = 0; at + open <= rest.length; at++) {
        // What is left only grows less: once a bound is too low, all after it are.
        if (!on.enough(bound(at))) return false;
        const candidate = rest[at] ?? 0;
        chosen.push(candidate);
        const over = visit(take(state, candidate), from + at + 1);
        chosen.pop();
        if (over) return true;
      }
      return false;
    };
    let state = this.#measure.begin;
    for (const candidate of taken) state = take(state, candidate);
    return visit(state, 0);
  }
}
