// The method of equal shares for committees ("rule X"; Peters and Skowron, EC 2020): a seat costs one, the seats' worth of money
// is shared equally, and what a seat costs is paid by whoever approves, as equally as they can (../budgets/purses.ts).
// Setting `completion`, for seats that no group can pay for any more:
//   `phragmen`: Phragmén's method goes on, each beginning with a load below nothing by what is left in the purse;
//   `approval`: those whom most approve;
//   `add-one`: the money grows by what one seat costs, shared equally, until enough can be paid for to fill all seats;
//   `none`: those seats stay empty.
import { compare, type Fraction, fraction, minus, times, zero } from "../../fractions/index.ts";
import { Purses } from "../budgets/purses.ts";
import { figure } from "../figures.ts";
import type { CountOptions } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { choiceBeforehand } from "../ties.ts";
import { Work } from "../work.ts";
import { type Loaded, nextByLoad, withLoad, writtenAmounts } from "./phragmen.ts";
import type { Profile } from "./profile.ts";
import { approvals } from "./scores.ts";
import { countInSequence, foremost, type Round, type Sequence } from "./sequence.ts";

const MOST_WORK = 400_000_000;

type Completion = "phragmen" | "approval" | "add-one" | "none";
type State = {
  readonly elected: readonly number[];
  readonly purses: Purses;
  /** Once Phragmén's method goes on. */
  readonly loaded: Loaded | null;
};

export function byEqualShares(profile: Profile, options: CountOptions): Count {
  const settings = settingsOf(options.settings, { completion: ["phragmen", "approval", "add-one", "none"] });
  const completion = settings.completion as Completion;
  if (completion !== "add-one") return countInSequence(profile, rule(profile, completion, 0), options);
  if (options.all) throw new CountRefused("alternativesNotKnown", { completion });
  return withMoreMoney(profile, options);
}

/** Whoever nobody approves cannot be paid for with any money: such seats are filled as by `approval`. */
function withMoreMoney(profile: Profile, options: CountOptions): Count {
  const payable = profile.standing.filter((candidate) => (profile.support[candidate] ?? 0) > 0).length;
  const work = new Work("committees", MOST_WORK);
  // One order for all ties of all tries, or the lot could fill the seats in one try and empty them in the next.
  const ties = choiceBeforehand(options.ties, profile.candidates);
  for (let more = 0; ; more++) {
    const count = countInSequence(profile, rule(profile, "none", more), { ...options, stages: false }, ties);
    work.take(profile.weights.length * profile.standing.length);
    if (count.elected.length < Math.min(payable, profile.seats)) continue;
    return countInSequence(profile, rule(profile, "approval", more), options, ties);
  }
}

function pursesFor(profile: Profile, budget: Fraction): Purses {
  const market = {
    weights: Float64Array.from(profile.weights),
    support: profile.approvers.map((ballots, candidate) => ({
      ballots,
      points: null,
      weight: profile.support[candidate] ?? 0,
    })),
    costs: profile.approvers.map(() => 1n),
    worth: () => 1n,
    work: new Work("committees", MOST_WORK),
  };
  return Purses.filled(market, fraction(budget.numerator, budget.denominator * BigInt(profile.totalWeight)));
}

function rule(profile: Profile, completion: Completion, more: number): Sequence<State> {
  const scores = approvals(profile);
  const unit = fraction(profile.weightUnit);
  const purses = pursesFor(profile, fraction(profile.seats + more));
  return {
    begin: { elected: [], purses, loaded: null },
    next: ({ elected, purses, loaded }) => {
      if (elected.length === profile.seats) return null;
      const offer = loaded ? null : purses.cheapest();
      if (offer) {
        // Of a whole vote: purses are kept for each unit of weight.
        const rates = new Map([...purses.rates()].map(([one, rate]) => [one, times(rate, unit)]));
        return {
          action: "elect",
          alike: offer.candidates,
          votes: rates,
          figures: { payment: figure(times(offer.rate, unit)) },
        };
      }
      if (completion === "none") return null;
      if (completion === "phragmen")
        return nextByLoad(profile, loaded ?? { elected, loads: loadsLeft(profile, purses) }, "fill");
      return nextByApprovals(profile, scores, elected);
    },
    take: (state, candidate, round) => {
      const elected = [...state.elected, candidate];
      if (round.action === "elect") {
        const after = state.purses.copy();
        after.buy(candidate);
        return { elected, purses: after, loaded: null };
      }
      if (completion !== "phragmen") return { ...state, elected };
      const before = state.loaded ?? { elected: state.elected, loads: loadsLeft(profile, state.purses) };
      return { elected, purses: state.purses, loaded: withLoad(profile, before, candidate, round) };
    },
    key: ({ elected, purses, loaded }) =>
      `${[...elected].sort((a, b) => a - b)}|${loaded ? writtenAmounts(loaded.loads) : purses.written()}`,
    elected: ({ elected }) => elected,
  };
}

/** Money that is left is a load below nothing: whoever has more of it is to be heard sooner. */
function loadsLeft(profile: Profile, purses: Purses): Loaded["loads"] {
  const places = new Map<string, number>();
  const values: Fraction[] = [];
  const of = Uint32Array.from(profile.weights, (_, ballot) => {
    const left = times(purses.leftOf(ballot), fraction(profile.weightUnit));
    const key = `${left.numerator}/${left.denominator}`;
    const place = places.get(key) ?? values.push(minus(zero, left)) - 1;
    places.set(key, place);
    return place;
  });
  return { values, of };
}

function nextByApprovals(profile: Profile, scores: readonly Fraction[], elected: readonly number[]): Round {
  const votes = new Map(
    profile.standing
      .filter((candidate) => !elected.includes(candidate))
      .map((candidate) => [candidate, scores[candidate] ?? zero]),
  );
  return { action: "fill", alike: foremost(votes, compare), votes };
}
