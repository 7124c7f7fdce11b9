// Methods that elect from rankings, points or grades, by the names under which they are chosen. Pure.
// Invariant: each takes any seats from 1 on and elects the first so many of its ranking, but for `two-rounds`, which elects one.
//
// A ballot that names nobody who stands is an abstention: it is told (`empty`) and counts for nothing. Whoever a ballot does
// not name stands below all whom it names. What a method's settings are and what each figure means is said at the head of
// its file.
import type { Method } from "../method.ts";
import { approval } from "./approval.ts";
import { borda } from "./borda.ts";
import { majorityJudgment } from "./majority-judgment.ts";
import { minimax } from "./minimax.ts";
import { plurality } from "./plurality.ts";
import { rankedPairs } from "./ranked-pairs.ts";
import { schulze } from "./schulze.ts";
import { score } from "./score.ts";
import { twoRounds } from "./two-rounds.ts";
import { yesNo } from "./yes-no.ts";

export const rankedMethods = {
  "yes-no": yesNo,
  plurality,
  "two-rounds": twoRounds,
  approval,
  score,
  borda,
  schulze,
  "ranked-pairs": rankedPairs,
  minimax,
  "majority-judgment": majorityJudgment,
} satisfies Readonly<Record<string, Method>>;
