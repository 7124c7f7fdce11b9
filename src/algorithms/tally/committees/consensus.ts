// The consensus rule: in each round every ballot gains one, whoever has the most behind it is elected, and those behind it pay
// equally, together as much as all gained (Lackner, "Perpetual Voting", AAAI 2020, for one committee). A ballot can owe: then it
// is behind nobody until it has gained enough again.
import { compare, fraction, minus, plus, zero } from "../../fractions/index.ts";
import type { CountOptions } from "../method.ts";
import type { Count } from "../result.ts";
import { changed, type Loaded, together, writtenAmounts } from "./phragmen.ts";
import type { Profile } from "./profile.ts";
import { countInSequence, foremost, type Sequence } from "./sequence.ts";

export function byConsensus(profile: Profile, options: CountOptions): Count {
  const unit = BigInt(profile.weightUnit);
  const everybody = profile.weights.map((_, ballot) => ballot);
  const gained = (state: Loaded) =>
    changed(state.loads, everybody, (value) => plus(value, fraction(1n, unit)));
  /** Who approves and has something. */
  const behind = (candidate: number, { values, of }: Loaded["loads"]) =>
    (profile.approvers[candidate] ?? []).filter(
      (ballot) => compare(values[of[ballot] ?? 0] ?? zero, zero) > 0,
    );
  const rule: Sequence<Loaded> = {
    begin: { elected: [], loads: { values: [zero], of: new Uint32Array(profile.weights.length) } },
    next: (state) => {
      if (state.elected.length === profile.seats) return null;
      const loads = gained(state);
      const votes = new Map(
        profile.standing
          .filter((candidate) => !state.elected.includes(candidate))
          .map((candidate) => [candidate, together(profile, loads, behind(candidate, loads))]),
      );
      return { action: "elect", alike: foremost(votes, compare), votes };
    },
    take: (state, candidate) => {
      const loads = gained(state);
      const paying = behind(candidate, loads);
      const weight = paying.reduce((sum, ballot) => sum + (profile.weights[ballot] ?? 0), 0);
      const price = weight > 0 ? fraction(BigInt(profile.totalWeight), unit * BigInt(weight)) : zero;
      return {
        elected: [...state.elected, candidate],
        loads: changed(loads, paying, (value) => minus(value, price)),
      };
    },
    key: ({ elected, loads }) => `${[...elected].sort((a, b) => a - b)}|${writtenAmounts(loads)}`,
    elected: ({ elected }) => elected,
  };
  return countInSequence(profile, rule, options);
}
