// Which rule holds in a matter, and which matter a change of the rules themselves is. Pure.
// Invariant: a matter takes from the default what it does not say itself.
import type { Condition, MatterRule, Rules } from "./types.ts";

type Complete = MatterRule & { readonly adoption: Condition };

/** The rule of a matter, whole. */
export function ruleFor(rules: Rules, matter: string): Complete {
  const own = Object.hasOwn(rules.matters, matter) ? rules.matters[matter] : undefined;
  return own ? { ...rules.default, ...own, adoption: own.adoption ?? rules.default.adoption } : rules.default;
}

/** JSON with its keys in order, so that equal rules are written alike. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Whether two rule sets ask for the same in a matter. */
export function sameRule(one: Rules, other: Rules, matter: string): boolean {
  const asked = (rules: Rules) =>
    Object.entries(ruleFor(rules, matter)).filter(([, part]) => part !== null && part !== undefined);
  return canonical(Object.fromEntries(asked(one))) === canonical(Object.fromEntries(asked(other)));
}

/**
 * The matter by whose rule in force a proposal of other rules is decided: `entrenchment` where it would change how rules are
 * changed (what is asked for in `rules` or in `entrenchment`), else `rules`.
 */
export function matterOfChange(inForce: Rules, proposed: Rules): "rules" | "entrenchment" {
  const changes = (matter: string) => !sameRule(inForce, proposed, matter);
  return changes("rules") || changes("entrenchment") ? "entrenchment" : "rules";
}
