// Counting: pure functions from ballots to a result with its whole protocol. Exact arithmetic, explicit ties.
// Each family has a folder: stv/, ranked/, committees/, budgets/; this door hands out what the rest of the house uses.
export { budgetMethods } from "./budgets/index.ts";
export { committeeMethods } from "./committees/index.ts";
export type { CountOptions, Method } from "./method.ts";
export { methodFor, methodNames } from "./methods.ts";
export { rankedMethods } from "./ranked/index.ts";
export {
  type CandidateState,
  type Count,
  CountRefused,
  type Stage,
  type Tie,
  type TieBreaker,
  type TieRule,
} from "./result.ts";
export { tieChoice, type TieChoice } from "./ties.ts";
export {
  type Constrained,
  type Constraint,
  countIrv,
  countMeek,
  countScottish,
  countWigm,
  stvMethods,
} from "./stv/index.ts";
