// Methods that give out a budget, by their names. Both take `.pb` files' elections; settings are documented beside each.
import type { BudgetElection } from "../../ballots/index.ts";
import type { Method } from "../method.ts";
import { equalShares } from "./equal-shares.ts";
import { greedy } from "./greedy.ts";

export const budgetMethods: Readonly<Record<"equal-shares" | "greedy", Method<BudgetElection>>> = {
  "equal-shares": equalShares,
  greedy,
};
