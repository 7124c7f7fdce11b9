// From outside input to rules, or a refusal that says where they are not what rules can be.
import { readRules, type Rules } from "#algorithms/rules";
import { Refusal } from "#platform/errors";

/** Reads JSON that was parsed. Refuses with `rulesMalformed` {fault, path}, naming the first of the faults. */
export function parseRules(json: unknown): Rules {
  const { rules, faults } = readRules(json);
  if (rules) return rules;
  const [first] = faults;
  throw new Refusal("invalid", "rulesMalformed", { fault: first?.reason ?? "", path: first?.path ?? "" });
}
