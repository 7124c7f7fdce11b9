// Through how many hands the debts go round that are cleared: the clearing as a sum of cycles.
// Invariant: the cycles add up to the clearing, obligation by obligation; the same clearing gives the same cycles.
import type { Obligations } from "../clearing/index.ts";
import { type Circulation, circulationOf } from "./circulation.ts";

/** The cycles of one length. */
export type CyclesOfLength = {
  /** How many parties and obligations such a cycle has, from 2. */
  readonly length: number;
  readonly cycles: number;
  /** What they clear together, in minor units: the sum of length × what goes round. */
  readonly amount: bigint;
};

export type CycleLengths = {
  /** By length, the shortest first. The amounts add up to the total that is cleared. */
  readonly lengths: readonly CyclesOfLength[];
  /**
   * True where each cycle was a shortest one through its first obligation when it was taken; false where the steps did not suffice and the
   * rest was taken as a walk met it, so that long cycles stand for several short ones.
   */
  readonly shortest: boolean;
};

/** How many arcs are looked at in search of short cycles: some seconds at most. */
const STEPS = 50_000_000;

/**
 * Every circulation is a sum of at most as many cycles as it has arcs (flow decomposition: Ford and Fulkerson 1962; Ahuja, Magnanti and Orlin,
 * "Network Flows", 1993, §3.5), in more than one way. Taken here, obligation by obligation in their order, is a shortest cycle through it
 * until nothing is left of it. NotACirculation where what is given is not cleared.
 *
 * To draw it: a bar for each length, as high as its amount, with the number of cycles beside it.
 */
export function cycleLengthsOf(obligations: Obligations, cleared: Float64Array, steps = STEPS): CycleLengths {
  const circulation = circulationOf(obligations, cleared);
  const found = new Map<number, { cycles: number; amount: bigint }>();
  const tell = (length: number, value: number): void => {
    const one = found.get(length) ?? { cycles: 0, amount: 0n };
    found.set(length, { cycles: one.cycles + 1, amount: one.amount + BigInt(length) * BigInt(value) });
  };
  const shortest = takeShortest(circulation, steps, tell);
  if (!shortest) takeAsMet(circulation, tell);
  const lengths = [...found]
    .map(([length, { cycles, amount }]) => ({ length, cycles, amount }))
    .sort((one, other) => one.length - other.length);
  return { lengths, shortest };
}

/** Told of each cycle: how many arcs it has and how much goes round. */
type Tell = (length: number, value: number) => void;

/** Whether the steps sufficed for all of it. */
function takeShortest(circulation: Circulation, steps: number, tell: Tell): boolean {
  const { tail, head, left } = circulation;
  const search = new ShortestWays(circulation, steps);
  for (let arc = 0; arc < left.length; arc++) {
    while ((left[arc] as number) > 0) {
      const way = search.find(head[arc] as number, tail[arc] as number);
      if (!way) return false;
      tell(way.length + 1, take(left, [arc, ...way]));
    }
  }
  return true;
}

function take(left: Float64Array, cycle: readonly number[]): number {
  let value = Infinity;
  for (const arc of cycle) value = Math.min(value, left[arc] as number);
  for (const arc of cycle) left[arc] = (left[arc] as number) - value;
  return value;
}

/** Breadth-first searches that share their room and their steps. */
class ShortestWays {
  readonly #circulation: Circulation;
  #steps: number;
  #search = 0;
  /** The search that reached a party last, and the arc by which it did. */
  readonly #reached: Int32Array;
  readonly #by: Int32Array;
  readonly #queue: Int32Array;
  constructor(circulation: Circulation, steps: number) {
    this.#circulation = circulation;
    this.#steps = steps;
    this.#reached = new Int32Array(circulation.parties);
    this.#by = new Int32Array(circulation.parties);
    this.#queue = new Int32Array(circulation.parties);
  }

  /** Arcs of a shortest way, from its end; undefined when the steps are used up. There is a way in every circulation. */
  find(from: number, to: number): number[] | undefined {
    const { first, head, tail, left } = this.#circulation;
    const [reached, by, queue] = [this.#reached, this.#by, this.#queue];
    const search = ++this.#search;
    reached[from] = search;
    queue[0] = from;
    let found = 1;
    for (let at = 0; at < found; at++) {
      const party = queue[at] as number;
      for (let arc = first[party] as number; arc < (first[party + 1] as number); arc++) {
        if (--this.#steps < 0) return undefined;
        const next = head[arc] as number;
        if (left[arc] === 0 || reached[next] === search) continue;
        reached[next] = search;
        by[next] = arc;
        queue[found++] = next;
        if (next !== to) continue;
        const way: number[] = [];
        for (let back = to; back !== from; back = tail[by[back] as number] as number)
          way.push(by[back] as number);
        return way;
      }
    }
    return undefined;
  }
}

/** One walk that closes a cycle wherever it comes back to itself; each cycle uses up an arc. */
function takeAsMet({ parties, first, tail, head, left }: Circulation, tell: Tell): void {
  const next = first.slice(0, parties);
  /** The place on the path of the arc that leaves a party, or -1. */
  const place = new Int32Array(parties).fill(-1);
  const path: number[] = [];
  for (let start = 0; start < parties; start++) {
    let at = start;
    for (;;) {
      let arc = next[at] as number;
      while (arc < (first[at + 1] as number) && left[arc] === 0) arc++;
      next[at] = arc;
      // A circulation can only end where the walk began.
      if (arc === first[at + 1]) break;
      place[at] = path.length;
      path.push(arc);
      at = head[arc] as number;
      const from = place[at] as number;
      if (from < 0) continue;
      const cycle = path.slice(from);
      tell(cycle.length, take(left, cycle));
      const empty = from + cycle.findIndex((one) => left[one] === 0);
      for (const one of path.splice(empty)) place[tail[one] as number] = -1;
      at = path.length === 0 ? start : (head[path.at(-1) as number] as number);
    }
  }
}
