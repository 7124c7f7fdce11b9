// The greedy method: projects in the order of what they are worth to all voters for each unit of their cost; whatever still
// fits into the budget is taken. With `utility` cost that is the order of how many support them; with `cardinality` their
// number for the cost; with `points` their points for the cost. It is how most cities decide, and it can leave a large part of
// the voters with nothing. Ties: the more supported, then the cheaper, then the tie rule (ties.ts).
import type { BudgetElection } from "../../ballots/index.ts";
import { amount, figure } from "../figures.ts";
import { compare, type Fraction, fraction } from "../../fractions/index.ts";
import { lexically } from "../lexical.ts";
import type { Method } from "../method.ts";
import { type Count, CountRefused, type Stage, type Tie } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { statesOf } from "./outcomes.ts";
import { costOf, type Projects, projectsOf, utilities, type Utility } from "./market.ts";
import { ProjectTies } from "./ties.ts";

const MOST_ALTERNATIVES = 10_000;

export const greedy: Method<BudgetElection> = {
  takes: ["approval", "score", "ranked"],
  count(election, options) {
    const { utility } = settingsOf(options.settings, { utility: utilities });
    const projects = projectsOf(election, options, utility as Utility);
    const ties = new ProjectTies(election, projects.support, options.ties);
    const outcome = { elected: [] as number[], stages: [] as Stage[], ties: [] as Tie[] };
    fillGreedily(projects, ties, outcome, options.stages);
    const count: Count = {
      elected: outcome.elected,
      quota: null,
      stages: outcome.stages,
      ties: outcome.ties,
    };
    return options.all ? { ...count, alternatives: alternativesOf(projects, ties) } : count;
  },
};

/** Takes what still fits beside what the outcome has already, and adds it there. What nobody supports is not taken. */
export function fillGreedily(
  projects: Projects,
  ties: ProjectTies,
  outcome: { elected: number[]; stages: Stage[]; ties: Tie[] },
  withStages: boolean,
): void {
  const { election } = projects;
  const densities = densitiesOf(projects);
  let stage = outcome.stages.at(-1)?.stage ?? 0;
  for (;;) {
    const alike = bestThatFit(projects, densities, outcome.elected);
    if (alike.length === 0) return;
    stage++;
    const { project, tie } = ties.choose(alike, stage);
    if (tie) outcome.ties.push(tie);
    outcome.elected.push(project);
    if (!withStages) continue;
    outcome.stages.push({
      stage,
      action: "fill",
      candidates: [project],
      votes: densities.map((density, at) =>
        density && (election.costs[at] ?? 0n) > 0n ? figure(density) : "",
      ),
      states: statesOf(projects, outcome.elected),
      figures: {
        cost: amount(election.costs[project] ?? 0n, election.budgetUnit),
        spent: amount(costOf(election, outcome.elected), election.budgetUnit),
        budget: amount(election.budget, election.budgetUnit),
      },
    });
  }
}

/** Worth to all voters ÷ cost (in the currency); null for what nobody supports. What costs nothing comes before everything. */
function densitiesOf({ election, support, utility }: Projects): (Fraction | null)[] {
  const { ballots, costs, budgetUnit } = election;
  return support.map(({ ballots: of, points, weight }, project) => {
    if (weight === 0) return null;
    const cost = costs[project] ?? 0n;
    if (utility === "cost") return fraction(weight, ballots.weightUnit);
    let worth = BigInt(weight);
    if (points) {
      worth = 0n;
      for (const [at, ballot] of of.entries())
        worth += BigInt(points[at] ?? 0) * BigInt(ballots.weights[ballot] ?? 0);
    }
    const unit = BigInt(ballots.weightUnit) * BigInt(points ? ballots.pointsUnit : 1);
    // Nothing is worth more than everything together, were it to cost the least that something can.
    if (cost === 0n) return fraction(10n ** 40n, 1n);
    return fraction(worth * BigInt(budgetUnit), cost * unit);
  });
}

function bestThatFit(
  { election }: Projects,
  densities: readonly (Fraction | null)[],
  elected: readonly number[],
): number[] {
  const left = election.budget - costOf(election, elected);
  let best: { density: Fraction; projects: number[] } | null = null;
  for (const [project, density] of densities.entries()) {
    if (!density || elected.includes(project) || (election.costs[project] ?? 0n) > left) continue;
    const order = best ? compare(density, best.density) : 1;
    if (order > 0) best = { density, projects: [project] };
    else if (order === 0) best?.projects.push(project);
  }
  return best?.projects ?? [];
}

function alternativesOf(projects: Projects, ties: ProjectTies): number[][] {
  const densities = densitiesOf(projects);
  const seen = new Set<string>();
  const found: number[][] = [];
  const open: number[][] = [[]];
  for (let elected = open.pop(); elected; elected = open.pop()) {
    const alike = bestThatFit(projects, densities, elected);
    if (alike.length === 0) found.push(elected);
    for (const project of alike.length > 0 ? ties.byLaw(alike) : []) {
      const after = [...elected, project].sort((a, b) => a - b);
      if (seen.has(`${after}`)) continue;
      seen.add(`${after}`);
      if (seen.size > MOST_ALTERNATIVES) throw new CountRefused("tooLarge", { what: "alternatives" });
      open.push(after);
    }
  }
  return found.sort(lexically);
}
