// Every method by the name under which it is asked for.
import { type Election, isBudgetElection } from "../ballots/index.ts";
import { budgetMethods } from "./budgets/index.ts";
import { committeeMethods } from "./committees/index.ts";
import type { Method } from "./method.ts";
import { rankedMethods } from "./ranked/index.ts";
import { CountRefused } from "./result.ts";
import { stvMethods } from "./stv/index.ts";

const budgets: ReadonlyMap<string, Method> = new Map(
  Object.entries(budgetMethods).map(([name, { takes, count }]): [string, Method] => [
    name,
    {
      takes,
      count: (election, options) => {
        if (!isBudgetElection(election)) throw new CountRefused("budgetMissing");
        return count(election, options);
      },
    },
  ]),
);
const elections: ReadonlyMap<string, Method> = new Map<string, Method>(
  Object.entries({ ...committeeMethods, ...stvMethods, ...rankedMethods }),
);

/** All names, in the order in which they are told. */
export const methodNames: readonly string[] = [...new Set([...elections.keys(), ...budgets.keys()])];

/**
 * The method of that name for this election: one name may mean a way to choose a committee and a way to give a budget out.
 * CountRefused `budgetMissing`; RangeError for a name that is none of `methodNames`.
 */
export function methodFor(name: string, election: Election): Method {
  const method = isBudgetElection(election)
    ? (budgets.get(name) ?? elections.get(name))
    : elections.get(name);
  if (!method && budgets.has(name)) throw new CountRefused("budgetMissing");
  if (!method) throw new RangeError(`no method '${name}'`);
  return method;
}
