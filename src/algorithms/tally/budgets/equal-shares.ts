// The method of equal shares for a budget, with its completions. Settings: `utility` (cost, cardinality, points);
// `completion`: what is done with money that no supporters can spend together:
//   `none`: it is left;
//   `add-one`: everybody's share grows by one of the currency (or by the setting `step`), as often as the outcome still fits into the budget and leaves
//     out something that would fit (Faliszewski and others, "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023);
//   `greedy`: what fits is added by the most supporters for its cost, as the greedy method does it;
//   `add-one-greedy`: both, one after the other.
// Ties: the more supported, then the cheaper, then the tie rule (ties.ts).
import type { BudgetElection } from "../../ballots/index.ts";
import { type Fraction, fraction, over, parseFraction, plus, times } from "../../fractions/index.ts";
import { amount, figure } from "../figures.ts";
import { lexically } from "../lexical.ts";
import type { Method } from "../method.ts";
import { type Count, CountRefused, type Stage, type Tie } from "../result.ts";
import { settingsOf } from "../settings.ts";
import { Work } from "../work.ts";
import { fillGreedily } from "./greedy.ts";
import { costOf, type Projects, projectsOf, utilities, type Utility } from "./market.ts";
import { statesOf } from "./outcomes.ts";
import { Purses, type Terms } from "./purses.ts";
import { ProjectTies } from "./ties.ts";

/** Steps of looking at a ballot or a purse: under a minute on a small computer. */
const MOST_WORK = 400_000_000;
/** What a try with more money costs at least: so that there are at most some tens of thousands of them. */
const WORK_OF_A_TRY = 5_000;
const MOST_ALTERNATIVES = 10_000;

const completions = ["none", "add-one", "greedy", "add-one-greedy"] as const;

type Outcome = { readonly elected: number[]; readonly stages: Stage[]; readonly ties: Tie[] };

export const equalShares: Method<BudgetElection> = {
  takes: ["approval", "score", "ranked"],
  count(election, options) {
    const { utility, completion } = settingsOf(
      options.settings,
      {
        utility: utilities,
        completion: completions,
      },
      ["step"],
    );
    const projects = projectsOf(election, options, utility as Utility);
    const ties = new ProjectTies(election, projects.support, options.ties);
    const work = new Work("budget", MOST_WORK);
    const step = stepOf(options.settings["step"]);
    const counting: Counting = { projects, ties, work, step, withStages: options.stages };
    const more = completion.startsWith("add-one") ? stepsThatFit(counting) : 0;
    const outcome = counted(counting, more);
    if (completion.endsWith("greedy")) fillGreedily(projects, ties, outcome, options.stages);
    const { elected, stages, ties: broken } = outcome;
    const count: Count = { elected, quota: null, stages, ties: broken };
    return options.all ? { ...count, alternatives: alternativesOf(counting, completion) } : count;
  },
};

type Counting = {
  readonly projects: Projects;
  readonly ties: ProjectTies;
  readonly work: Work;
  /** By how much of the currency everybody's share grows at once. */
  readonly step: Fraction;
  readonly withStages: boolean;
};

/** CountRefused `settingValueUnknown`: no number above zero. */
function stepOf(written = "1"): Fraction {
  const step = parseFraction(written);
  if (!step || step.numerator <= 0n)
    throw new CountRefused("settingValueUnknown", { setting: "step", value: written });
  return step;
}

function pursesFor({ projects, work, step }: Counting, more: number): Purses {
  const { election, support, worth } = projects;
  const { weights, totalWeight, weightUnit } = election.ballots;
  const share = plus(
    fraction(election.budget, totalWeight),
    times(step, fraction(BigInt(more) * BigInt(election.budgetUnit), weightUnit)),
  );
  return Purses.filled({ weights, support, costs: election.costs, worth, work }, share);
}

/** The outcome where everybody has `more` steps above the equal share of the budget. */
function counted(counting: Counting, more: number): Outcome {
  const { projects, ties, withStages } = counting;
  counting.work.take(WORK_OF_A_TRY);
  const purses = pursesFor(counting, more);
  const outcome: Outcome = { elected: [], stages: [], ties: [] };
  if (withStages) outcome.stages.push(opening(counting, purses, more));
  for (let offer = purses.cheapest(); offer; offer = purses.cheapest()) {
    const stage = outcome.elected.length + 1;
    const { project, tie } = ties.choose(offer.candidates, stage);
    if (tie) outcome.ties.push(tie);
    const rates = withStages ? purses.rates() : null;
    const terms = offer.terms[offer.candidates.indexOf(project)];
    purses.buy(project);
    outcome.elected.push(project);
    if (!rates) continue;
    outcome.stages.push({
      stage,
      action: "elect",
      candidates: [project],
      votes: projects.support.map((_, other) => {
        const rate = rates.get(other);
        return rate ? figure(ofWholeVoters(rate, projects)) : "";
      }),
      states: statesOf(projects, outcome.elected),
      figures: {
        rate: figure(ofWholeVoters(offer.rate, projects)),
        ...(terms ? paymentWords(terms, projects) : {}),
        cost: amount(projects.election.costs[project] ?? 0n, projects.election.budgetUnit),
        spent: amount(costOf(projects.election, outcome.elected), projects.election.budgetUnit),
      },
    });
  }
  return outcome;
}

function opening({ projects, step }: Counting, purses: Purses, more: number): Stage {
  const { election, support } = projects;
  return {
    stage: 0,
    action: "begin",
    candidates: [],
    votes: support.map(({ weight }) => figure(fraction(weight, election.ballots.weightUnit))),
    states: statesOf(projects, []),
    figures: {
      budget: amount(election.budget, election.budgetUnit),
      share: figure(inCurrency(purses.leftOf(0), projects)),
      ...(more > 0 ? { added: figure(times(step, fraction(more))) } : {}),
    },
  };
}

/** Of a whole voter: purses are kept for each unit of weight. */
function inCurrency(each: Fraction, { election }: Projects): Fraction {
  return fraction(
    each.numerator * BigInt(election.ballots.weightUnit),
    each.denominator * BigInt(election.budgetUnit),
  );
}

/** A rate for a whole voter, in the currency and for each whole point, whatever units the file's figures are kept in. */
function ofWholeVoters(rate: Fraction, { election, utility }: Projects): Fraction {
  const { weightUnit, pointsUnit } = election.ballots;
  const whole = times(rate, fraction(weightUnit));
  if (utility === "cost") return whole;
  return over(times(whole, fraction(utility === "points" ? pointsUnit : 1)), fraction(election.budgetUnit));
}

/** How the cost is paid: so many voters pay the same, and the others all that they have. */
function paymentWords({ payment, payers, emptied }: Terms, projects: Projects): Record<string, string> {
  const { ballots, budgetUnit } = projects.election;
  const points = projects.utility === "points" ? ballots.pointsUnit : 1;
  return {
    payment: figure(times(inCurrency(payment, projects), fraction(points))),
    payers: figure(fraction(payers, BigInt(ballots.weightUnit) * BigInt(points))),
    emptied: figure(over(emptied, fraction(budgetUnit))),
  };
}

/** How often one can be added: until nothing more would fit, or the next outcome would cost more than there is. */
function stepsThatFit(counting: Counting): number {
  const { election, support } = counting.projects;
  const quiet = { ...counting, withStages: false };
  let elected = counted(quiet, 0).elected;
  for (let more = 0; ; more++) {
    const left = election.budget - costOf(election, elected);
    const fits = support.some(
      ({ weight }, project) =>
        weight > 0 && !elected.includes(project) && (election.costs[project] ?? 0n) <= left,
    );
    if (!fits) return more;
    const next = counted(quiet, more + 1).elected;
    if (costOf(election, next) > election.budget) return more;
    elected = next;
  }
}

/** Every outcome that another order of those who are alike after the law could have led to. */
function alternativesOf(counting: Counting, completion: string): number[][] {
  if (completion !== "none") throw new CountRefused("alternativesNotKnown", { completion });
  const found = new Map<string, number[]>();
  const seen = new Set<string>();
  const open: { elected: number[]; purses: Purses }[] = [{ elected: [], purses: pursesFor(counting, 0) }];
  for (let one = open.pop(); one; one = open.pop()) {
    const { elected, purses } = one;
    const offer = purses.cheapest();
    if (!offer) {
      found.set(`${elected}`, elected);
      if (found.size > MOST_ALTERNATIVES) throw new CountRefused("tooLarge", { what: "alternatives" });
      continue;
    }
    const alike = counting.ties.byLaw(offer.candidates);
    for (const [at, project] of alike.entries()) {
      const after = at === alike.length - 1 ? purses : purses.copy();
      after.buy(project);
      // Purses depend on the order in which the same projects were paid for, so they are part of what was seen.
      const key = `${[...elected, project].sort((a, b) => a - b)}|${after.written()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      open.push({ elected: [...elected, project].sort((a, b) => a - b), purses: after });
    }
  }
  return [...found.values()].sort(lexically);
}
