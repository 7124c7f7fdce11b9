// What must hold for an election: its rules before it opens, its way from a draft to a result, its ballots. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import { type ElectionKind, methodFacts, methodsSuitTheKind } from "./methods.rules.ts";
import type { ElectedOffice, ElectionRules, ElectionState } from "./types.ts";

/** Fewer secret ballots than these say how single people voted, whatever was decided. */
export const LEAST_SECRET_BALLOTS = 5;
/** What a lot has at least to be drawn from: six dice, a number of six digits. */
export const LEAST_DRAWN = 6;

const transitions: Readonly<Record<ElectionState, readonly ElectionState[]>> = {
  drafted: ["nominating", "open", "annulled"],
  nominating: ["open", "annulled"],
  open: ["closed", "annulled"],
  closed: ["counted", "annulled"],
  counted: ["annulled"],
  annulled: [],
};

export function electionsGoStepByStep(from: ElectionState, to: ElectionState): Verdict {
  return transitions[from].includes(to) ? ok : broken("electionNotInState", { state: from });
}

/** Until it opens; then everybody votes on the same thing by the same rules. */
export function electionsAreNotOpenYet(state: ElectionState): Verdict {
  return state === "drafted" || state === "nominating" ? ok : broken("electionRulesFrozen", { state });
}

export function nominationsAreOpen(state: ElectionState): Verdict {
  return state === "nominating" ? ok : broken("nominationsNotOpen", { state });
}

export function ballotsAreTaken(state: ElectionState): Verdict {
  return state === "open" ? ok : broken("electionNotOpen", { state });
}

type Wanted = {
  readonly kind: ElectionKind;
  readonly rules: ElectionRules;
  readonly gives: ElectedOffice | null;
};

/** Everything that must fit together in what an election is counted by. */
export function rulesFitTogether({ kind, rules, gives }: Wanted): readonly Verdict[] {
  const { method, seats, guarantees, budget, mostPoints } = rules;
  const facts = methodFacts(method);
  return [
    methodsSuitTheKind(method, kind),
    seatsAreSaid(kind, facts.seats, seats),
    guaranteesAreWithin(kind, facts.family, seats, guarantees),
    (budget !== null) === (kind === "budget") ? ok : broken("budgetMissing"),
    (mostPoints !== null) === (facts.ballot === "score") ? ok : broken("pointsMissing"),
    rules.ties === "lot" && rules.source === null ? broken("lotWithoutSource") : ok,
    secretBallotsWeighAlike(rules),
    gives === null || kind === "people" ? ok : broken("officeOnlyForPeople"),
  ];
}

function seatsAreSaid(kind: ElectionKind, method: "one" | "some" | "none", seats: number | null): Verdict {
  if (kind !== "people") return seats === null ? ok : broken("seatsNotAsked");
  if (seats === null) return broken("seatsMissing");
  return method === "one" && seats !== 1 ? broken("methodForOneSeat") : ok;
}

function guaranteesAreWithin(
  kind: ElectionKind,
  family: string,
  seats: number | null,
  guarantees: ElectionRules["guarantees"],
): Verdict {
  if (guarantees.length === 0) return ok;
  if (kind !== "people" || family !== "stv") return broken("guaranteesNeedTransfers");
  for (const by of ["region", "gender"] as const) {
    const least = guarantees.filter((one) => one.by === by).reduce((sum, one) => sum + one.least, 0);
    if (least > (seats ?? 0)) return broken("guaranteesExceedSeats", { least, seats });
  }
  return ok;
}

/** A ballot that weighs seven would say whose it is. */
function secretBallotsWeighAlike({ secret, weights }: ElectionRules): Verdict {
  return secret && weights !== "one_each" ? broken("secretBallotsWeighAlike") : ok;
}

/** Nobody is elected because nobody else stood: at least one more than seats, unless there is nothing to choose but order. */
export function candidatesAreEnough(standing: number, seats: number | null): Verdict {
  const needed = Math.max(seats ?? 2, 2);
  return standing >= needed ? ok : broken("candidatesTooFew", { standing, needed });
}

type Grouped = { readonly gender: string | null; readonly region: string | null };

/** What is guaranteed can be fulfilled by those who stand, and everybody says where they count. */
export function guaranteesCanBeMet(
  standing: readonly Grouped[],
  guarantees: ElectionRules["guarantees"],
): Verdict {
  for (const { by, of, least } of guarantees) {
    if (standing.some((one) => one[by] === null)) return broken("candidatesWithoutGroup", { by });
    const there = standing.filter((one) => one[by] === of).length;
    if (there < least) return broken("guaranteeCannotBeMet", { of, least, standing: there });
  }
  return ok;
}

export function costsAreWithinTheBudget(cost: bigint | null, rules: ElectionRules): Verdict {
  if (rules.budget === null) return cost === null ? ok : broken("costNotAsked");
  if (cost === null) return broken("costMissing");
  return cost <= rules.budget.total ? ok : broken("projectAboveBudget");
}

/** The letters and digits of what was drawn, in their order, so that everybody who repeats the count writes it alike. */
export function normaliseDrawn(typed: string): string {
  return (typed.normalize("NFKC").match(/[\p{L}\p{N}]+/gu) ?? []).join("-").toUpperCase();
}

export function drawsAreLongEnough(drawn: string): Verdict {
  const signs = drawn.replaceAll("-", "").length;
  return signs >= LEAST_DRAWN && drawn.length <= 200 ? ok : broken("drawTooShort", { least: LEAST_DRAWN });
}

/** The seed of the lot: what was drawn belongs to this election alone. */
export function seedOf(electionId: string, drawn: string): string {
  return `${electionId}:${drawn}`;
}

/** Whether counts and ballots may be read by everybody. */
export function isPublic(rules: ElectionRules, ballots: number): boolean {
  return !rules.secret || (rules.publishes && ballots >= rules.leastBallots);
}
