// Phragmén's methods that look at whole committees: each member is a load of one, divided in any way among those who approve.
// `minimax-phragmen`: the committee whose heaviest load can be made least; `leximax-phragmen`: of those, whose second heaviest
// is least, and so on over all ballots (Brill, Freeman, Janson and Lackner 2024, section 4); `maximin-support`: one by one,
// whoever leaves the member that has least support with the most (Sánchez-Fernández and others, Math. Programming 2022).
// Whoever nobody approves is a load that nobody can carry: committees have as few of them as they can.
import { compare, type Fraction, fraction, written, zero } from "../../fractions/index.ts";
import { figure } from "../figures.ts";
import type { CountOptions } from "../method.ts";
import type { Count } from "../result.ts";
import { Work } from "../work.ts";
import type { Profile } from "./profile.ts";
import { countByMeasure, type Measure } from "./search.ts";
import { countInSequence, foremost, type Sequence } from "./sequence.ts";
import { size, weightsWithin } from "./subsets.ts";

const MOST_WORK = 200_000_000;

/** Loads from the heaviest on, each with the weight of the ballots that carry it. */
type Loads = { readonly unsupported: number; readonly levels: readonly { load: Fraction; weight: number }[] };

/**
 * The lightest way to carry a committee; only the heaviest load of it where `depth` is 1. Some members together are approved by
 * so little weight that it has to carry more than anybody else: those are found first, and then the others' loads in the same way.
 */
function lightest(profile: Profile, committee: readonly number[], work: Work, depth: number): Loads {
  const supported = committee.filter((candidate) => (profile.support[candidate] ?? 0) > 0);
  const within = weightsWithin(profile, supported, work);
  const full = within.length - 1;
  const levels: { load: Fraction; weight: number }[] = [];
  let settled = 0;
  while (settled !== full && levels.length < depth) {
    // A subset's ballots are those that approve somebody in it: all but those within its complement. Whose members are settled
    // already carry a heavier load and are left out.
    const before = (within[full] ?? 0) - (within[full & ~settled] ?? 0);
    let heaviest = { subset: 0, members: 0, weight: 1 };
    for (let subset = 1; subset <= full; subset++) {
      if (subset & settled) continue;
      const weight = (within[full] ?? 0) - (within[full & ~(subset | settled)] ?? 0) - before;
      const members = size(subset);
      const order = BigInt(members) * BigInt(heaviest.weight) - BigInt(heaviest.members) * BigInt(weight);
      // Of equals the largest: unions of heaviest subsets are as heavy.
      if (order > 0n || (order === 0n && members > heaviest.members)) heaviest = { subset, members, weight };
    }
    work.take(full);
    levels.push({
      load: fraction(BigInt(heaviest.members) * BigInt(profile.weightUnit), heaviest.weight),
      weight: heaviest.weight,
    });
    settled |= heaviest.subset;
  }
  return { unsupported: committee.length - supported.length, levels };
}

/** Below 0 where `a` is lighter: at the first difference of the loads, voter by voter from the heaviest on. */
function compareLoads(a: Loads, b: Loads): number {
  if (a.unsupported !== b.unsupported) return a.unsupported - b.unsupported;
  for (let at = 0; at < Math.max(a.levels.length, b.levels.length); at++) {
    const [one, other] = [a.levels[at], b.levels[at]];
    const order =
      compare(one?.load ?? zero, other?.load ?? zero) || (one?.weight ?? 0) - (other?.weight ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function byLightest(profile: Profile, options: CountOptions, depth: number): Count {
  const work = new Work("committees", MOST_WORK);
  const value = (committee: readonly number[]): Loads => {
    const { unsupported, levels } = lightest(profile, committee, work, depth);
    // Of one level it does not matter who carries it.
    return { unsupported, levels: depth === 1 ? levels.map(({ load }) => ({ load, weight: 0 })) : levels };
  };
  const measure: Measure<readonly number[], Loads> = {
    begin: [],
    take: (committee, candidate) => [...committee, candidate],
    value,
    // More members are never lighter than fewer.
    bounds: (committee) => {
      const least = value(committee);
      return () => least;
    },
    compare: (a, b) => compareLoads(b, a),
    written: ({ levels }) => levels.map(({ load }) => written(load)).join(", "),
    promise: (candidate) => profile.support[candidate] ?? 0,
  };
  return countByMeasure(profile, measure, options);
}

export function byHeaviestLoad(profile: Profile, options: CountOptions): Count {
  return byLightest(profile, options, 1);
}

export function byAllLoads(profile: Profile, options: CountOptions): Count {
  return byLightest(profile, options, Number.POSITIVE_INFINITY);
}

export function byLeastSupport(profile: Profile, options: CountOptions): Count {
  const work = new Work("committees", MOST_WORK);
  const rule: Sequence<readonly number[]> = {
    begin: [],
    next: (elected) => {
      if (elected.length === profile.seats) return null;
      const votes = new Map(
        profile.standing
          .filter((candidate) => !elected.includes(candidate))
          .map((candidate) => {
            const { unsupported, levels } = lightest(profile, [...elected, candidate], work, 1);
            const load = levels[0]?.load ?? zero;
            // The least support is what is there for each load of one where the load is heaviest.
            const support = unsupported > 0 ? zero : fraction(load.denominator, load.numerator);
            return [candidate, support];
          }),
      );
      const alike = foremost(votes, compare);
      return {
        action: "elect",
        alike,
        votes,
        figures: { support: figure(votes.get(alike[0] ?? -1) ?? zero) },
      };
    },
    take: (elected, candidate) => [...elected, candidate],
    key: (elected) => `${[...elected].sort((a, b) => a - b)}`,
    elected: (elected) => elected,
  };
  return countInSequence(profile, rule, options);
}
