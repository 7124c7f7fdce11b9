// Monroe's rule: voters are divided as equally as can be among the elected, so many for each of them, and as many voters as
// possible are with somebody whom they approve (Monroe, APSR 1995; Lackner and Skowron 2023, section 2.3). Greedy Monroe builds
// such a division one by one (Skowron, Faliszewski and Slinko, Artificial Intelligence 2015, algorithm A). Sequential Monroe
// elects one by one too, by Monroe's own measure: everybody is divided anew each time, so that no choice of voters is fixed.
// Invariant: a voter is not divided, so votes have to be whole ones.
import { compare, fraction } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { Work } from "../work.ts";
import type { Profile } from "./profile.ts";
import { countByMeasure, type Measure } from "./search.ts";
import { countInSequence, foremost, type Sequence } from "./sequence.ts";
import { size, weightsWithin } from "./subsets.ts";

const MOST_WORK = 200_000_000;

/** How many voters each member has: `remainder` of them one more than `share`. */
function divided({ totalWeight, weightUnit, seats }: Profile): { share: number; remainder: number } {
  if (weightUnit !== 1) throw new CountRefused("weightNotWhole");
  return { share: Math.floor(totalWeight / seats), remainder: totalWeight % seats };
}

/**
 * How many can be with somebody of these whom they approve, at most, as a function of the members, also while there are fewer than
 * seats: the least cut. Whichever members are full take their share, and all other voters who approve a member that is not
 * full are with one.
 */
function divisionAmong(profile: Profile): (members: readonly number[]) => number {
  const { share, remainder } = divided(profile);
  const work = new Work("committees", MOST_WORK);
  return (committee) => {
    const within = weightsWithin(profile, committee, work);
    let least = Number.POSITIVE_INFINITY;
    for (let full = 0; full < within.length; full++) {
      const members = size(full);
      const cut = share * members + Math.min(remainder, members) + profile.totalWeight - (within[full] ?? 0);
      if (cut < least) least = cut;
    }
    return least;
  };
}

export function byDivision(profile: Profile, options: CountOptions): Count {
  const { share, remainder } = divided(profile);
  const most = remainder > 0 ? share + 1 : share;
  const satisfied = divisionAmong(profile);
  const measure: Measure<readonly number[], number> = {
    begin: [],
    take: (committee, candidate) => [...committee, candidate],
    value: satisfied,
    bounds: (committee, left, open) => {
      const now = satisfied(committee);
      const more = left.map((candidate) => Math.min(most, profile.support[candidate] ?? 0));
      return (from) => {
        const added = more
          .slice(from)
          .sort((a, b) => b - a)
          .slice(0, open)
          .reduce((sum, one) => sum + one, now);
        return Math.min(added, profile.totalWeight);
      };
    },
    compare: (a, b) => a - b,
    written: (value) => `${value}`,
    promise: (candidate) => profile.support[candidate] ?? 0,
  };
  return countByMeasure(profile, measure, options);
}

/** One by one: whoever lets most voters be with somebody whom they approve, the voters divided anew among all elected so far. */
export function dividedAnew(profile: Profile, options: CountOptions): Count {
  const satisfied = divisionAmong(profile);
  const rule: Sequence<readonly number[]> = {
    begin: [],
    next: (elected) => {
      if (elected.length === profile.seats) return null;
      const left = profile.standing.filter((candidate) => !elected.includes(candidate));
      const votes = new Map(
        left.map((candidate) => [candidate, fraction(satisfied([...elected, candidate]))]),
      );
      return { action: "elect", alike: foremost(votes, compare), votes };
    },
    take: (elected, candidate) => [...elected, candidate],
    key: (elected) => `${[...elected].sort((a, b) => a - b)}`,
    elected: (elected) => elected,
  };
  return countInSequence(profile, rule, options);
}

type Division = {
  readonly elected: readonly number[];
  /** How many voters of each of the file's lines are still with nobody. */
  readonly free: readonly number[];
};

/**
 * One by one: whoever most of the voters approve who are still with nobody, and so many of them are with the new member. Where
 * more approve than a member has voters, the first of the file are taken.
 */
export function greedilyDivided(profile: Profile, options: CountOptions): Count {
  const { share, remainder } = divided(profile);
  const { lines, approved } = profile;
  const approves = (line: number, candidate: number) =>
    approved[lines[line]?.ballot ?? -1]?.includes(candidate) ?? false;
  const rule: Sequence<Division> = {
    begin: { elected: [], free: lines.map(({ weight }) => weight) },
    next: ({ elected, free }) => {
      if (elected.length === profile.seats) return null;
      const left = profile.standing.filter((candidate) => !elected.includes(candidate));
      const sums = new Map(left.map((candidate) => [candidate, 0]));
      for (const [line, voters] of free.entries()) {
        for (const candidate of voters > 0 ? (approved[lines[line]?.ballot ?? -1] ?? []) : []) {
          const sum = sums.get(candidate);
          if (sum !== undefined) sums.set(candidate, sum + voters);
        }
      }
      const votes = new Map([...sums].map(([candidate, sum]) => [candidate, fraction(sum)]));
      return { action: "elect", alike: foremost(votes, compare), votes };
    },
    take: ({ elected, free }, candidate) => {
      let room = elected.length < remainder ? share + 1 : share;
      const left = free.map((voters, line) => {
        const taken = voters > 0 && approves(line, candidate) ? Math.min(room, voters) : 0;
        room -= taken;
        return voters - taken;
      });
      return { elected: [...elected, candidate], free: left };
    },
    key: ({ elected, free }) => `${[...elected].sort((a, b) => a - b)}|${free}`,
    elected: ({ elected }) => elected,
  };
  return countInSequence(profile, rule, options);
}
