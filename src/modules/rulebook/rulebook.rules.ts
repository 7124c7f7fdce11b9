// What must hold for rules to be proposed and to come into force. Pure.
import { unknownToRollCalls } from "#algorithms/roll-calls";
import { knownMatters, type Rules } from "#algorithms/rules";
import { canonicalHash } from "#algorithms/transparency";
import { broken, ok, type Verdict } from "#platform/rules";

/** SHA-256 of the RFC 8785 form of a rule set, in hex: what proposals, versions and votes name it by. */
export function hashOfRules(rules: Rules): string {
  return Buffer.from(canonicalHash(rules)).toString("hex");
}

/** Matters that are decided by counting votes for and against. */
const decidedByVote = knownMatters.filter((matter) => matter !== "election");

/** Rules that ask for what nobody counts would leave a body that can decide nothing, not even other rules. */
export function rulesCanBeCounted(rules: Rules): Verdict {
  for (const matter of new Set([...decidedByVote, ...Object.keys(rules.matters)])) {
    if (matter === "election") continue;
    const fact = unknownToRollCalls(rules, matter);
    if (fact !== undefined) return broken("rulesAskWhatNobodyCounts", { matter, fact });
  }
  return ok;
}

/** Whoever presides sets rules for a body that has none, and never again. */
export function rulesAreFoundedOnce(versions: number): Verdict {
  return versions === 0 ? ok : broken("rulesAreChangedByDecision", { version: versions });
}

/** What was decided was decided by the rules of then: nobody chooses other ones once they saw how votes go. */
export function rulesAreFoundedBeforeVotes(votes: number): Verdict {
  return votes === 0 ? ok : broken("rulesComeBeforeVotes", { votes });
}

export function rulesAreOthers(inForce: string | null, proposed: string): Verdict {
  return inForce === proposed ? broken("rulesAreInForce") : ok;
}
