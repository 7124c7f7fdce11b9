// Constraints as settings, so that a command can say them: `at-least:women=4/1,3,5,8,9` (at least four of the candidates 1, 3, 5, 8
// and 9) and `at-most:north=2/1,2,7`; candidates by number from 1 in the file's order.
// Invariant: what is read is what `Constrained` holds; settings of the method itself are handed on as they are.
import type { Election } from "../../ballots/index.ts";
import type { CountOptions } from "../method.ts";
import { CountRefused } from "../result.ts";
import type { Constrained, Constraint } from "./constraints.ts";

const SETTING = /^at-(least|most):(.+)$/;
const VALUE = /^(\d{1,6})\/(\d{1,6}(?:,\d{1,6})*)$/;

/** CountRefused `settingValueUnknown` {setting, value} for what is no number with candidates that there are. */
export function takeConstraints(
  { candidates }: Election,
  options: CountOptions,
): { readonly options: CountOptions; readonly constrained?: Constrained } {
  const groups: string[][] = candidates.map(() => []);
  const constraints: Constraint[] = [];
  const rest: Record<string, string> = {};
  for (const [setting, value] of Object.entries(options.settings)) {
    const [, bound, name] = SETTING.exec(setting) ?? [];
    if (bound === undefined || name === undefined) {
      rest[setting] = value;
      continue;
    }
    const [, many, members] = VALUE.exec(value) ?? [];
    const places = (members ?? "").split(",").map((number) => Number(number) - 1);
    if (many === undefined || places.some((place) => groups[place] === undefined))
      throw new CountRefused("settingValueUnknown", { setting, value });
    // Of the same name with other members it would be another group.
    const group = `${bound}:${name}`;
    for (const place of places) groups[place]?.push(group);
    constraints.push(bound === "least" ? { group, atLeast: Number(many) } : { group, atMost: Number(many) });
  }
  if (constraints.length === 0) return { options };
  return { options: { ...options, settings: rest }, constrained: { groups, constraints } };
}
