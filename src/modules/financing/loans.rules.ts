// What must hold for a loan to be proposed, paid over, restructured and called. Pure; its schedule is in loan-schedule.rules.ts.
import { broken, ok, type Verdict } from "#platform/rules";
import type { GuaranteeState, LoanState } from "./machines.rules.ts";
import type { LoanSide } from "./loans.schema.ts";
import type { Party } from "./types.ts";

export const otherSide = (side: LoanSide): LoanSide => (side === "lender" ? "borrower" : "lender");

/** Who proposed it, by the state that it began in. */
export const proposerOf = (state: "asked" | "offered"): LoanSide =>
  state === "offered" ? "lender" : "borrower";

export function loanIsProposed(state: LoanState): Verdict {
  return state === "asked" || state === "offered" ? ok : broken("loanIsAnswered");
}

/** A loan binds organisations, by the mandates that they gave. */
export function loanIsBetweenOrganizations(parties: readonly Party[]): Verdict {
  return parties.every(({ kind }) => kind === "organization") ? ok : broken("loanBetweenOrganizations");
}

const idOf = (party: Party) => (party.kind === "organization" ? party.organizationId : party.personId);

/** Nobody lends to themselves or stands for their own debt, by whatever account. */
export function partiesDiffer(lender: Party, borrower: Party, guarantors: readonly Party[]): Verdict {
  if (idOf(lender) === idOf(borrower)) return broken("loanToOneself");
  const ids = guarantors.map(idOf);
  return new Set([...ids, idOf(lender), idOf(borrower)]).size === ids.length + 2
    ? ok
    : broken("guarantorIsAnother");
}

export function firstInstalmentIsAhead(firstDueOn: string, today: string): Verdict {
  return firstDueOn > today ? ok : broken("instalmentInThePast");
}

export function guarantorsAnswered(states: readonly GuaranteeState[]): Verdict {
  return states.includes("asked") ? broken("guarantorsUnanswered") : ok;
}

export function somebodyStandsForIt(states: readonly GuaranteeState[]): Verdict {
  return states.includes("accepted") ? ok : broken("nobodyStandsForIt");
}

export function loanIsOwed(state: LoanState): Verdict {
  return state === "running" || state === "called" ? ok : broken("loanIsNotOwed");
}

/** Restructuring changes when what is still owed is due; a loan that was called is due now. */
export function loanCanBeRescheduled(state: LoanState): Verdict {
  return state === "running" ? ok : broken("loanIsNotRunning");
}

export function noOtherProposal(proposed: boolean): Verdict {
  return proposed ? broken("scheduleAlreadyProposed") : ok;
}

/** A guarantor pays what was called and not paid yet, and no more than is still open. */
export function withinGuarantee(amount: bigint, called: bigint, paid: bigint): Verdict {
  return amount <= called - paid ? ok : broken("moreThanIsCalled");
}

/** Nobody is called for a loan before it is paid over. */
export function guaranteeIsOfALoanToCome(state: LoanState): Verdict {
  return state === "asked" || state === "offered" || state === "agreed" ? ok : broken("loanIsPaidOver");
}
