// Phragmén's methods one by one. Electing somebody is a load of one that those who approve carry together.
// `phragmen`: whoever would leave the least heavy load is elected, and all who approve then carry the same (Phragmén 1894;
// Brill, Freeman, Janson and Lackner, "Phragmén's Voting Methods and Justified Representation", Math. Programming 2024).
// `phragmen-enestroem`: Phragmén's first method, Eneström's: each ballot begins with one, a seat costs the ballots' number ÷
// the seats; whose approvers have most is elected and they pay in proportion, or all they have (Janson, arXiv:1611.08826, 18.5).
// Invariant: after each round all who approve whoever was elected carry the same, so there are never more different loads than
// rounds, and a candidate's figure is a sum of that few.
import {
  compare,
  type Fraction,
  fraction,
  minus,
  over,
  plus,
  times,
  written,
  zero,
} from "../../fractions/index.ts";
import { figure } from "../figures.ts";
import type { CountOptions } from "../method.ts";
import type { Count } from "../result.ts";
import type { Profile } from "./profile.ts";
import { countInSequence, foremost, type Round, type Sequence } from "./sequence.ts";

/** Different amounts, and which of them each distinct ballot has, for each unit of its weight. */
export type Amounts = { readonly values: readonly Fraction[]; readonly of: Uint32Array };

export type Loaded = { readonly elected: readonly number[]; readonly loads: Amounts };

/** How much the ballots of these numbers have together. */
export function together(
  { weights }: Profile,
  { values, of }: Amounts,
  ballots: readonly number[],
): Fraction {
  const counts: number[] = [];
  for (const ballot of ballots) {
    const place = of[ballot] ?? 0;
    counts[place] = (counts[place] ?? 0) + (weights[ballot] ?? 0);
  }
  return counts.reduce(
    (sum, weight, place) => plus(sum, times(fraction(weight), values[place] ?? zero)),
    zero,
  );
}

/** As text that is the same only where all ballots have the same. */
export function writtenAmounts({ values, of }: Amounts): string {
  return Array.from(of, (place) => written(values[place] ?? zero)).join(" ");
}

/** The same with each of these ballots' amounts changed. */
export function changed(
  { values, of }: Amounts,
  ballots: readonly number[],
  change: (value: Fraction) => Fraction,
): Amounts {
  const places = new Map<string, number>();
  const next: Fraction[] = [];
  const placeOf = (value: Fraction): number => {
    const key = written(value);
    const place = places.get(key) ?? next.push(value) - 1;
    places.set(key, place);
    return place;
  };
  const kept = values.map((value) => ({ value, place: -1 }));
  const moved = values.map(() => -1);
  const touched = new Set(ballots);
  const to = of.map((place, ballot) => {
    const before = kept[place] ?? { value: zero, place: -1 };
    if (!touched.has(ballot)) return before.place < 0 ? (before.place = placeOf(before.value)) : before.place;
    const known = moved[place] ?? -1;
    if (known >= 0) return known;
    return (moved[place] = placeOf(change(before.value)));
  });
  return { values: next, of: to };
}

/** Who is elected next, so that the heaviest load stays least; whoever nobody approves comes last. */
export function nextByLoad(profile: Profile, { elected, loads }: Loaded, action: Round["action"]): Round {
  const left = profile.standing.filter((candidate) => !elected.includes(candidate));
  const votes = new Map<number, Fraction>();
  for (const candidate of left) {
    const weight = profile.support[candidate] ?? 0;
    if (weight === 0) continue;
    const carried = together(profile, loads, profile.approvers[candidate] ?? []);
    const load = over(plus(carried, fraction(profile.weightUnit)), fraction(weight));
    votes.set(candidate, load);
  }
  const alike = votes.size > 0 ? foremost(votes, (a, b) => compare(b, a)) : left;
  const load = votes.get(alike[0] ?? -1);
  return { action, alike, votes, figures: load ? { load: figure(load) } : {} };
}

export function withLoad(profile: Profile, state: Loaded, candidate: number, round: Round): Loaded {
  const load = round.votes.get(candidate);
  return {
    elected: [...state.elected, candidate],
    loads: load ? changed(state.loads, profile.approvers[candidate] ?? [], () => load) : state.loads,
  };
}

export function bySequentialLoads(profile: Profile, options: CountOptions): Count {
  const rule: Sequence<Loaded> = {
    begin: { elected: [], loads: { values: [zero], of: new Uint32Array(profile.weights.length) } },
    next: (state) => (state.elected.length === profile.seats ? null : nextByLoad(profile, state, "elect")),
    take: (state, candidate, round) => withLoad(profile, state, candidate, round),
    key: ({ elected, loads }) => `${[...elected].sort((a, b) => a - b)}|${writtenAmounts(loads)}`,
    elected: ({ elected }) => elected,
  };
  return countInSequence(profile, rule, options);
}

export function byVotingPower(profile: Profile, options: CountOptions): Count {
  const unit = BigInt(profile.weightUnit);
  const price = fraction(BigInt(profile.totalWeight), unit * BigInt(profile.seats));
  const rule: Sequence<Loaded> = {
    begin: {
      elected: [],
      loads: { values: [fraction(1n, unit)], of: new Uint32Array(profile.weights.length) },
    },
    next: ({ elected, loads }) => {
      if (elected.length === profile.seats) return null;
      const votes = new Map(
        profile.standing
          .filter((candidate) => !elected.includes(candidate))
          .map((candidate) => [candidate, together(profile, loads, profile.approvers[candidate] ?? [])]),
      );
      return { action: "elect", alike: foremost(votes, compare), votes, figures: { price: figure(price) } };
    },
    take: ({ elected, loads }, candidate, { votes }) => {
      const power = votes.get(candidate) ?? zero;
      const left = compare(power, price) > 0 ? over(minus(power, price), power) : zero;
      return {
        elected: [...elected, candidate],
        loads: changed(loads, profile.approvers[candidate] ?? [], (value) => times(value, left)),
      };
    },
    key: ({ elected, loads }) => `${[...elected].sort((a, b) => a - b)}|${writtenAmounts(loads)}`,
    elected: ({ elected }) => elected,
  };
  return countInSequence(profile, rule, options);
}
