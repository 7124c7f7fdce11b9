// Projects that are alike. The law of both methods: the one that more voters support, then the cheaper one; then the tie rule.
// Invariant: what the tie rule decides is one order of all projects, drawn once: so that a count that is run again with more
// money (a completion) breaks the same tie in the same way.
import type { BudgetElection } from "../../ballots/index.ts";
import type { Tie, TieBreaker, TieRule } from "../result.ts";
import type { Support } from "../support.ts";
import { choiceBeforehand, type TieChoice } from "../ties.ts";

export class ProjectTies {
  readonly #election: BudgetElection;
  readonly #support: readonly Support[];
  readonly #choice: TieChoice;

  constructor(election: BudgetElection, support: readonly Support[], rule: TieRule) {
    this.#election = election;
    this.#support = support;
    this.#choice = choiceBeforehand(rule, election.candidates.length);
  }

  /** Those who are still alike after the law. */
  byLaw(projects: readonly number[]): number[] {
    const weight = (project: number) => this.#support[project]?.weight ?? 0;
    const cost = (project: number) => this.#election.costs[project] ?? 0n;
    const most = Math.max(...projects.map(weight));
    const supported = projects.filter((project) => weight(project) === most);
    const least = supported.map(cost).reduce((a, b) => (b < a ? b : a));
    return supported.filter((project) => cost(project) === least);
  }

  /** One of them, and the tie that was broken; null where there was one alone. */
  choose(projects: readonly number[], stage: number): { project: number; tie: Tie | null } {
    const left = this.byLaw(projects);
    const project = left.length > 1 ? this.#choice.choose(left, 1)[0] : left[0];
    if (project === undefined) throw new RangeError("a choice among no projects");
    if (projects.length === 1) return { project, tie: null };
    const by: TieBreaker = left.length === 1 ? "method" : this.#choice.by;
    const between = [...projects].sort((a, b) => a - b);
    return { project, tie: { stage, between, chosen: [project], to: "elect", by } };
  }
}
