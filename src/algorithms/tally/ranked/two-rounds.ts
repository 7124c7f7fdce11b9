// Two rounds: whoever has more than half of the first votes is elected; else the two with the most go to a second round.
// Invariant: the second round is counted from the same ballots by which of the two each puts higher, or it is not counted at all.
//
// Setting: `second` = `preferences`, or `held`: nobody is elected in the second round, and the last stage, `second_round`, says
// between whom it has to be held.
import type { Election } from "../../ballots/index.ts";
import type { CountOptions, Method } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { tieChoice } from "../ties.ts";
import { firsts } from "./firsts.ts";
import { type Pairwise, pairwise } from "./pairwise.ts";
import { Protocol } from "./protocol.ts";
import { concluded, rankedBy, setsOf } from "./ranking.ts";
import { type Standing, standing, votesOf } from "./standing.ts";

const takes = ["ranked"] as const;

export const twoRounds: Method = {
  takes,
  /** CountRefused `oneSeatOnly` {seats} beside those of every method here. */
  count(election: Election, options: CountOptions): Count {
    const { second } = settingsOf(options.settings, { second: ["preferences", "held"] });
    const stand = standing(election, options, takes);
    if ((stand.seats ?? 1) !== 1) throw new CountRefused("oneSeatOnly", { seats: stand.seats ?? 1 });
    const protocol = new Protocol(stand, options.stages);
    const { votes, spoilt } = firsts(stand.ballots);
    const cast = votes.reduce((sum, weight) => sum + weight, 0);
    protocol.say("first_round", [], () => ({
      votes: votes.map((weight) => votesOf(weight, stand)),
      figures: {
        spoilt: votesOf(spoilt, stand),
        empty: votesOf(stand.empty, stand),
        cast: votesOf(cast, stand),
      },
    }));
    const most = votes.findIndex((weight) => weight > cast - weight);
    if (most >= 0) return concluded([most], [[most]], options, protocol);
    return secondRound(votes, second, stand, options, protocol);
  },
};

function secondRound(
  votes: readonly number[],
  second: "preferences" | "held",
  stand: Standing,
  options: CountOptions,
  protocol: Protocol,
): Count {
  const choice = tieChoice(options.ties);
  const pairs = pairsOfTheMost(votes);
  let [pair = []] = pairs;
  if (pairs.length > 1) {
    // Those who are in every possible pair are through; the rest share the place that is left, or both places.
    const through = pair.filter((candidate) => pairs.every((other) => other.includes(candidate)));
    const alike = [...new Set(pairs.flat())].filter((candidate) => !through.includes(candidate));
    const picked = choice.choose(alike, 2 - through.length);
    protocol.tie({ between: alike, chosen: picked, to: "second_round", by: choice.by });
    pair = [...through, ...picked];
  }
  protocol.say("second_round", pair);
  if (second === "held") return concluded([], [[]], options, protocol);
  const compared = pairwise(stand.ballots);
  const winners = winnersOf(pair, compared);
  protocol.say("compare", pair, () => ({ votes: votesOfPair(pair, compared, stand) }));
  const elected = winners.length > 1 ? choice.choose(winners, 1) : winners;
  if (winners.length > 1)
    protocol.tie({
      between: [...winners].sort((a, b) => a - b),
      chosen: elected,
      to: "elect",
      by: choice.by,
    });
  const all = options.all ? new Set(pairs.flatMap((pair) => winnersOf(pair, compared))) : [];
  return concluded(
    elected,
    [...all].map((winner) => [winner]),
    options,
    protocol,
  );
}

/** Every two that can be the two with the most. */
function pairsOfTheMost(votes: readonly number[]): number[][] {
  const [first = [], next = []] = rankedBy(votes, (a, b) => a - b);
  return first.length > 1 ? setsOf(first, 2) : next.map((other) => [...first, other]);
}

function winnersOf(pair: readonly number[], { candidates, over }: Pairwise): number[] {
  const [one = 0, other = one] = pair;
  const difference = (over[one * candidates + other] ?? 0) - (over[other * candidates + one] ?? 0);
  return difference > 0 ? [one] : difference < 0 ? [other] : [...pair];
}

function votesOfPair(pair: readonly number[], { candidates, over }: Pairwise, stand: Standing): string[] {
  const [one = 0, other = one] = pair;
  return Array.from({ length: candidates }, (_, candidate) => {
    const rival = candidate === one ? other : candidate === other ? one : candidate;
    return votesOf(over[candidate * candidates + rival] ?? 0, stand);
  });
}
