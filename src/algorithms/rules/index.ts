// Rules of operation as data, and the verdict that follows from them with its explanation. README.md has the grammar.
export { type Check, checkCondition, evaluate, mayPropose, petitionCarries, quorumOf } from "./evaluate.ts";
export { matterOfChange, ruleFor, sameRule } from "./matters.ts";
export { type Change, neverHarms } from "./monotone.ts";
export { type ReadRules, readRules } from "./reading.ts";
export type { RuleFault, RuleFaultReason } from "./reading-conditions.ts";
export * from "./types.ts";
export { weightOf } from "./weights.ts";
