// What must hold for an appeal to take pledges, to succeed, to spend and to be accounted for. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { AppealRule } from "./funds.schema.ts";
import type { AppealState } from "./machines.rules.ts";
import { daysAfter } from "./days.rules.ts";

/** Longer appeals are forgotten, and hold what people could use meanwhile. */
export const LONGEST_APPEAL_DAYS = 366;

export function appealClosesLater(closesOn: string, today: string): Verdict {
  if (closesOn < today) return broken("appealClosesInThePast");
  return closesOn <= daysAfter(today, LONGEST_APPEAL_DAYS)
    ? ok
    : broken("appealTooLong", { days: LONGEST_APPEAL_DAYS });
}

/** The deadline is the end of its last day (UTC), whether the daily job has come by or not. */
export function appealTakesPledges(state: AppealState, closesOn: string, today: string): Verdict {
  return state === "open" && today <= closesOn ? ok : broken("appealIsOver");
}

export const deadlineIsOver = (closesOn: string, today: string): boolean => today > closesOn;

/** All or nothing: only with the whole goal. As it comes: with anything at all. */
export function outcomeOf(rule: AppealRule, pledged: bigint, goal: bigint): "succeeded" | "failed" {
  const enough = rule === "all_or_nothing" ? pledged >= goal : pledged > 0n;
  return enough ? "succeeded" : "failed";
}

/** What is held belongs to whoever pledged it; only what was given can be spent. */
export function appealSpends(rule: AppealRule, state: AppealState): Verdict {
  return state === "succeeded" || (state === "open" && rule === "as_it_comes")
    ? ok
    : broken("appealHasNothingToSpend");
}

export function appealTakesReports(rule: AppealRule, state: AppealState): Verdict {
  return appealSpends(rule, state).ok ? ok : broken("appealTakesNoReports");
}

/** The books of an appeal are closed when nothing is left in it. */
export function nothingIsLeft(left: bigint): Verdict {
  return left === 0n ? ok : broken("appealMoneyLeft");
}

/** What was spent cannot go back to those who gave it. */
export function nothingWasSpent(spendings: number): Verdict {
  return spendings === 0 ? ok : broken("appealMoneySpent");
}

export function commitmentIsTheirs(responsibleId: string | undefined, organizationId: string): Verdict {
  return responsibleId === organizationId ? ok : broken("commitmentOfAnother");
}

export function reportsGoToACommitment(asked: boolean, commitment: number | null): Verdict {
  return asked && commitment === null ? broken("appealHasNoCommitment") : ok;
}
