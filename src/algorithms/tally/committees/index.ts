// Committee rules by approval, by their names. All take approval ballots and a number of seats.
import { zero } from "../../fractions/index.ts";
import type { CountOptions, Method } from "../method.ts";
import { settingsOf } from "../settings.ts";
import type { Count } from "../result.ts";
import { byConsensus } from "./consensus.ts";
import { byElimination } from "./elimination.ts";
import { byEqualShares } from "./equal-shares.ts";
import { byAllLoads, byHeaviestLoad, byLeastSupport } from "./loads.ts";
import { byAllDistances, byFurthest } from "./minimax.ts";
import { byDivision, dividedAnew, greedilyDivided } from "./monroe.ts";
import { bySequentialLoads, byVotingPower } from "./phragmen.ts";
import { type Profile, profileOf, takes } from "./profile.ts";
import { approvals, countByScores, satisfactions } from "./scores.ts";
import { bySerialDictatorship } from "./serial.ts";
import * as thiele from "./thiele.ts";

type Rule = (profile: Profile, options: CountOptions) => Count;

function method(rule: Rule): Method {
  return {
    takes,
    count: (election, options) => {
      settingsOf(options.settings, {});
      return rule(profileOf(election, options), options);
    },
  };
}

const best = (weights: thiele.ThieleWeights) =>
  method((profile, options) => thiele.bestByWeights(profile, options, weights));
const oneByOne = (weights: thiele.ThieleWeights) =>
  method((profile, options) => thiele.oneByOne(profile, options, weights));

export const committeeMethods = {
  approval: method((profile, options) => countByScores(profile, approvals(profile), options)),
  sav: method((profile, options) => countByScores(profile, satisfactions(profile), options)),
  pav: best(thiele.harmonic),
  slav: best(thiele.oddReciprocals),
  "chamberlin-courant": best(thiele.firstOnly),
  lexcc: best(thiele.oneAfterTheOther),
  geom2: best(thiele.halves),
  adams: best(thiele.adams),
  seqpav: oneByOne(thiele.harmonic),
  revseqpav: method((profile, options) => thiele.oneByOneOut(profile, options, thiele.harmonic)),
  seqslav: oneByOne(thiele.oddReciprocals),
  seqcc: oneByOne(thiele.firstOnly),
  phragmen: method(bySequentialLoads),
  "phragmen-enestroem": method(byVotingPower),
  "minimax-phragmen": method(byHeaviestLoad),
  "leximax-phragmen": method(byAllLoads),
  "maximin-support": method(byLeastSupport),
  "equal-shares": {
    takes,
    count: (election, options) => byEqualShares(profileOf(election, options), options),
  },
  monroe: method(byDivision),
  seqmonroe: method(dividedAnew),
  "greedy-monroe": method(greedilyDivided),
  consensus: method(byConsensus),
  eph: method(byElimination),
  minimaxav: method(byFurthest),
  lexminimaxav: method(byAllDistances),
  "serial-dictatorship": method(bySerialDictatorship),
  /** Nobody's approvals count: every committee is as good as every other. */
  trivial: method((profile, options) =>
    countByScores(
      profile,
      profile.support.map(() => zero),
      options,
    ),
  ),
} as const satisfies Readonly<Record<string, Method>>;
