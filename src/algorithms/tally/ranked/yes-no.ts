// Yes, no or abstention on each candidate by itself: whoever has more than the majority is elected, in the order of the
// votes for.
// Invariant: nobody is elected without the majority, whatever seats stay empty.
//
// Score ballots: 1 is yes, 0 is no, and no points are an abstention. Settings: `majority`, an exact fraction that yes must pass
// (`1/2`); `of` = `cast` (yes and no) or `ballots` (abstentions too).
import { type Ballots, distinct, type Election } from "../../ballots/index.ts";
import { compare, type Fraction, fraction, one, parseFraction, times, zero } from "../../fractions/index.ts";
import type { CountOptions, Method } from "../method.ts";
import { type Count, CountRefused } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { Protocol } from "./protocol.ts";
import { concluded, electFirst, rankedBy } from "./ranking.ts";
import { standing, votesOf } from "./standing.ts";

const takes = ["score"] as const;

export const yesNo: Method = {
  takes,
  /** CountRefused `pointsOutOfRange` {least, most} beside those of every method here. */
  count(election: Election, options: CountOptions): Count {
    const { of } = settingsOf(options.settings, { of: ["cast", "ballots"] }, ["majority"]);
    const majority = majorityOf(options.settings["majority"] ?? "1/2");
    const stand = standing(election, options, takes);
    const protocol = new Protocol(stand, options.stages);
    const { yes, no } = answers(stand.ballots);
    const shown = (weights: readonly number[]) => ({
      votes: weights.map((weight) => votesOf(weight, stand)),
    });
    const { totalWeight } = stand.ballots;
    protocol.say("yes", [], () => shown(yes));
    protocol.say("no", [], () => shown(no));
    protocol.say("abstain", [], () => shown(yes.map((weight, at) => totalWeight - weight - (no[at] ?? 0))));
    const carried = yes.flatMap((weight, candidate) => {
      const base = of === "cast" ? weight + (no[candidate] ?? 0) : totalWeight;
      return compare(fraction(weight), times(majority, fraction(base))) > 0 ? [candidate] : [];
    });
    protocol.say("carried", carried);
    if (carried.length === 0) return concluded([], [[]], options, protocol);
    const places = rankedBy(
      carried.map((candidate) => yes[candidate] ?? 0),
      (a, b) => a - b,
    ).map((place) => place.map((at) => carried[at] ?? 0));
    return electFirst(places, Math.min(stand.seats ?? carried.length, carried.length), options, protocol);
  },
};

function majorityOf(value: string): Fraction {
  const majority = parseFraction(value);
  if (!majority || compare(majority, zero) < 0 || compare(majority, one) >= 0)
    throw new CountRefused("settingValueUnknown", { setting: "majority", value });
  return majority;
}

function answers(ballots: Ballots): { yes: number[]; no: number[] } {
  const yes = Array.from({ length: ballots.candidates }, () => 0);
  const no = [...yes];
  for (let ballot = 0; ballot < distinct(ballots); ballot++)
    for (let at = ballots.offsets[ballot] ?? 0; at < (ballots.offsets[ballot + 1] ?? 0); at++) {
      const points = ballots.points?.[at];
      if (points !== 0 && points !== ballots.pointsUnit)
        throw new CountRefused("pointsOutOfRange", { least: 0, most: 1 });
      const side = points === 0 ? no : yes;
      const candidate = ballots.entries[at] ?? 0;
      side[candidate] = (side[candidate] ?? 0) + (ballots.weights[ballot] ?? 0);
    }
  return { yes, no };
}
