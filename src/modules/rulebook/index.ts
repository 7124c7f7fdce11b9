// The only door of the rulebook: rules of operation as bodies adopt them, version by version.
export { bringIntoForce, foundRules, proposeRules } from "./rulebook.service.ts";
export { parseRules } from "./parse-rules.ts";
export { evaluationInWords, verdictInWords, wordsOfRules } from "./rules-words.ts";
export { hashOfRules, rulesCanBeCounted } from "./rulebook.rules.ts";
export {
  findRuleProposal,
  findRulesInForce,
  findRuleVersion,
  listRuleProposals,
  listRuleVersions,
  readRuleVersions,
} from "./rulebook.store.ts";
export {
  type Body,
  bodyKinds,
  type RuleProposal,
  type RuleProposalId,
  type RuleVersion,
  type RuleVersionId,
} from "./types.ts";
