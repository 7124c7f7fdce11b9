// Rules of operation for tests: two thirds for texts, and what a test adds to that.
import { proposeEditionRules, setFirstRules } from "#congress";
import type { Condition, MatterRule, Rules } from "#algorithms/rules";
import { newId } from "../../src/platform/ids.ts";
import { inOneLanguage } from "../../src/platform/multilingual.ts";
import type { Assembly } from "./assembly.ts";

export const twoThirds: Condition = { atLeast: [2, 3], of: "votes_without_abstentions" };
export const simple: Condition = { moreThan: "against" };

/** More for than against, two thirds for rules; `matters` add to that. */
export function testRules(name: string, matters: Readonly<Record<string, MatterRule>> = {}): Rules {
  return {
    format: "cumbe/rules/1",
    face: { name: { source: "en", texts: { en: name } } },
    default: {
      voters: "delegations",
      quorum: { count: "votes_cast", atLeast: [1, 3], of: "accredited" },
      adoption: simple,
      tie: "status_quo",
    },
    matters: {
      rules: { adoption: twoThirds },
      entrenchment: { adoption: { atLeast: [3, 4], of: "votes_without_abstentions" } },
      ...matters,
    },
  };
}

export function setTestRules(
  { chair, edition }: Assembly,
  rules: unknown,
  requestKey = newId(),
): Promise<number> {
  return setFirstRules(chair.ctx, { edition, rules, requestKey });
}

/** Proposed by the delegation at a place in the list; the number of the motion. */
export function proposeTestRules(
  { delegations, edition }: Assembly,
  rules: unknown,
  at = 0,
  requestKey = newId(),
): Promise<number> {
  const by = delegations[at];
  if (!by) throw new Error(`there is no delegation ${at}`);
  return proposeEditionRules(by.ctx, {
    edition,
    title: inOneLanguage("en", "Other rules"),
    reason: inOneLanguage("en", "So that no region is left out"),
    language: "en",
    rules,
    organizationId: by.organizationId,
    requestKey,
  });
}
