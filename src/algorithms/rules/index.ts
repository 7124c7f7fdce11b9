// Rules of operation as data, and the verdict that follows from them with its explanation. README.md has the grammar.
export { type Block, describe, matterPhrase, type MatterText } from "./describe.ts";
export { type Check, checkCondition, evaluate, mayPropose, petitionCarries, quorumOf } from "./evaluate.ts";
export { explain, explainCondition } from "./explain.ts";
export { matterOfChange, ruleFor, sameRule } from "./matters.ts";
export { type Change, neverHarms } from "./monotone.ts";
export type { Phrase, PhraseValue, Wording } from "./phrases.ts";
export { type ReadRules, readRules } from "./reading.ts";
export { type ReadFacts, readFacts } from "./reading-facts.ts";
export type { RuleFault, RuleFaultReason } from "./reading-conditions.ts";
export { type PastVote, simulate, type Simulated, type Simulation } from "./simulate.ts";
export * from "./types.ts";
export { weightOf } from "./weights.ts";
