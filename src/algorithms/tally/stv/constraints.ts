// Constraints on who is elected together: at least or at most so many of a group (a region, a gender).
// Invariant: at every moment some way of filling the seats keeps all constraints, because nobody is elected whose election would
// leave none (the doomed), and nobody excluded whose exclusion would (the guarded).
//
// That is the way of I. D. Hill, "STV with constraints", Voting matters 9 (1998), and of the Church of England's regulations. What
// the doomed and the guarded are is found by search over how many of each kind of candidate are elected: candidates who are in the
// same groups are one kind, as in J. Otten, "STV with multiple constraints", Voting matters 13 (2001).
import { CountRefused } from "../result.ts";
import type { Poll } from "./poll.ts";

/** Of all who are elected, `atLeast` and `atMost` so many belong to the group. */
export type Constraint = { readonly group: string; readonly atLeast?: number; readonly atMost?: number };

export type Constrained = {
  /** By candidate, in the file's order: the names of the groups they belong to, which may cross. */
  readonly groups: readonly (readonly string[])[];
  readonly constraints: readonly Constraint[];
};

/** What the count asks before it elects or excludes, and tells afterwards. */
export type Restraint = {
  /** Whether anything is constrained at all. */
  readonly binds: boolean;
  readonly isDoomed: (candidate: number) => boolean;
  readonly isGuarded: (candidate: number) => boolean;
  readonly elected: (candidate: number) => void;
  readonly excluded: (candidate: number) => void;
};

export const unrestrained: Restraint = {
  binds: false,
  isDoomed: () => false,
  isGuarded: () => false,
  elected: () => {},
  excluded: () => {},
};

/** So many steps of search are taken for one question; seats and regions of an assembly need a few hundred. */
const MOST_STEPS = 2_000_000;

/**
 * CountRefused `constraintMalformed` {group}, `groupsMissing`, `constraintsImpossible`: no choice of candidates keeps them,
 * `constraintsTooHard`.
 */
export function restraintOf(poll: Poll, constrained?: Constrained): Restraint {
  if (!constrained || constrained.constraints.length === 0) return unrestrained;
  const { constraints, groups } = constrained;
  if (groups.length !== poll.withdrawn.length) throw new CountRefused("groupsMissing");
  for (const { group, atLeast = 0, atMost = poll.seats } of constraints)
    if (![atLeast, atMost].every((bound) => Number.isSafeInteger(bound) && bound >= 0) || atLeast > atMost)
      throw new CountRefused("constraintMalformed", { group });
  return new Restraints(poll, constrained);
}

/** Candidates who belong to the same constrained groups. */
type Kind = { elected: number; hopeful: number; readonly within: readonly number[] };
type Bound = { readonly atLeast: number; readonly atMost: number };
/** Of a kind: what the constraints say of those of it who are hopeful. */
type Verdict = { readonly doomed: boolean; readonly guarded: boolean };

class Restraints implements Restraint {
  readonly binds = true;
  readonly #kindOf: Kind[];
  readonly #kinds: readonly Kind[];
  /** The constraints, and the seats as one more that everybody is within. */
  readonly #bounds: readonly Bound[];
  #verdicts: ReadonlyMap<Kind, Verdict>;

  constructor(poll: Poll, { groups, constraints }: Constrained) {
    const kinds = new Map<string, Kind>();
    this.#bounds = [
      ...constraints.map(({ atLeast = 0, atMost = poll.seats }) => ({ atLeast, atMost })),
      { atLeast: poll.seats, atMost: poll.seats },
    ];
    this.#kindOf = groups.map((of, candidate) => {
      const within = constraints.flatMap(({ group }, at) => (of.includes(group) ? [at] : []));
      const kind = kinds.get(`${within}`) ?? {
        elected: 0,
        hopeful: 0,
        within: [...within, constraints.length],
      };
      if (!poll.withdrawn[candidate]) kind.hopeful++;
      kinds.set(`${within}`, kind);
      return kind;
    });
    this.#kinds = [...kinds.values()];
    this.#verdicts = this.#judge();
  }

  isDoomed(candidate: number): boolean {
    return this.#verdictOn(candidate).doomed;
  }

  isGuarded(candidate: number): boolean {
    return this.#verdictOn(candidate).guarded;
  }

  elected(candidate: number): void {
    const kind = this.#kindOf[candidate];
    if (!kind) return;
    kind.elected++;
    kind.hopeful--;
    this.#verdicts = this.#judge();
  }

  excluded(candidate: number): void {
    const kind = this.#kindOf[candidate];
    if (!kind) return;
    kind.hopeful--;
    this.#verdicts = this.#judge();
  }

  #verdictOn(candidate: number): Verdict {
    const kind = this.#kindOf[candidate];
    return (kind && this.#verdicts.get(kind)) ?? { doomed: false, guarded: false };
  }

  #judge(): ReadonlyMap<Kind, Verdict> {
    const some = this.#fill();
    if (!some) throw new CountRefused("constraintsImpossible");
    const verdicts = new Map<Kind, Verdict>();
    for (const [at, kind] of this.#kinds.entries()) {
      const most = kind.elected + kind.hopeful;
      const filled = some[at] ?? 0;
      const doomed = filled === kind.elected && !this.#fill(at, kind.elected + 1, most);
      const guarded = filled === most && !this.#fill(at, kind.elected, most - 1);
      verdicts.set(kind, { doomed: kind.hopeful > 0 && doomed, guarded: kind.hopeful > 0 && guarded });
    }
    return verdicts;
  }

  /** How many of each kind to elect so that all bounds are kept, the kind `narrowed` between two numbers; undefined for none. */
  #fill(narrowed = -1, from = 0, to = 0): number[] | undefined {
    const ranges = this.#kinds.map(({ elected, hopeful }, at) =>
      at === narrowed ? { from, to } : { from: elected, to: elected + hopeful },
    );
    const kinds = this.#kinds;
    const bounds = this.#bounds;
    // What the kinds from each one on can still add to each bound, at the least and at the most.
    const rest = kinds.map((_, at) =>
      bounds.map((_, bound) => {
        const adding = ranges.filter((_, kind) => kind >= at && kinds[kind]?.within.includes(bound));
        return {
          least: adding.reduce((sum, range) => sum + range.from, 0),
          most: adding.reduce((sum, range) => sum + range.to, 0),
        };
      }),
    );
    const dead = new Set<string>();
    const chosen: number[] = [];
    const sums = bounds.map(() => 0);
    let steps = 0;
    const search = (at: number): boolean => {
      if (++steps > MOST_STEPS) throw new CountRefused("constraintsTooHard");
      const within = ({ atLeast, atMost }: Bound, bound: number): boolean => {
        const [sum, left] = [sums[bound] ?? 0, rest[at]?.[bound] ?? { least: 0, most: 0 }];
        return sum + left.least <= atMost && sum + left.most >= atLeast;
      };
      if (!bounds.every(within)) return false;
      const [kind, range] = [kinds[at], ranges[at]];
      if (!kind || !range) return true;
      const key = `${at}:${sums}`;
      if (dead.has(key)) return false;
      for (let many = range.from; many <= range.to; many++) {
        chosen[at] = many;
        for (const bound of kind.within) sums[bound] = (sums[bound] ?? 0) + many;
        const found = search(at + 1);
        for (const bound of kind.within) sums[bound] = (sums[bound] ?? 0) - many;
        if (found) return true;
      }
      dead.add(key);
      return false;
    };
    return search(0) ? chosen : undefined;
  }
}
