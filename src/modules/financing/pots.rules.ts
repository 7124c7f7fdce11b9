// What must hold for money to go into a pot and out of it. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import { daysAfter, instantOf } from "./days.rules.ts";
import type { ContributorState, PotState } from "./machines.rules.ts";
import type { EarlyRule } from "./pots.schema.ts";
import { divided, sumOf } from "./shares.rules.ts";

/** Two others, whoever asks. */
export const APPROVALS = 2;

export function lockIsAhead(lockedUntil: string, today: string): Verdict {
  return lockedUntil > today ? ok : broken("lockNotAhead");
}

export function potIsOpen(state: PotState): Verdict {
  return state === "open" ? ok : broken("potIsClosed");
}

export function contributorTakesPart(state: ContributorState | undefined): Verdict {
  return state === "joined" ? ok : broken("notInThePot");
}

/** `asked`: what was asked for before and is not paid yet. */
export function withinShare(amount: bigint, share: bigint, asked: bigint): Verdict {
  return amount + asked <= share ? ok : broken("moreThanTheShare");
}

/** Before its day a pot that gives nothing out gives nothing out. */
export function potGivesBefore(early: EarlyRule, lockedUntil: string, today: string): Verdict {
  return today >= lockedUntil || early !== "never"
    ? ok
    : broken("potIsLocked", { until: instantOf(lockedUntil) });
}

/** From which day on what is asked for today needs nobody's approval. */
export function payableOn(
  { early, noticeDays, lockedUntil }: { early: EarlyRule; noticeDays: number | null; lockedUntil: string },
  today: string,
): string {
  const noticed = early === "notice" && noticeDays !== null ? daysAfter(today, noticeDays) : lockedUntil;
  return noticed < lockedUntil ? noticed : lockedUntil;
}

export function withdrawalIsPayable(state: "asked" | "approved", payable: string, today: string): Verdict {
  return state === "approved" || today >= payable
    ? ok
    : broken("withdrawalNotPayable", { from: instantOf(payable) });
}

export function potNeedsApprovals(early: EarlyRule): Verdict {
  return early === "approvals" ? ok : broken("potNeedsNoApprovals");
}

/** Nobody approves what they asked for, or twice. Null: the node's shell. */
export function othersApprove(
  asker: string | null,
  approver: string | null,
  before: readonly string[],
): Verdict {
  if (approver === null || approver === asker) return broken("ownWithdrawalNotApproved");
  return before.includes(approver) ? broken("approvedAlready") : ok;
}

export function potIsEmpty(held: bigint): Verdict {
  return held === 0n ? ok : broken("potNotEmpty");
}

export function nothingOfTheirs(share: bigint): Verdict {
  return share === 0n ? ok : broken("shareNotEmpty");
}

/**
 * What shares are when less is in the pot than they add up to: a currency that loses with time (demurrage), or whose vouchers
 * expired, takes from a pot as from any account. All bear it in proportion.
 */
export function sharesAfterLoss(held: bigint, shares: readonly bigint[]): bigint[] {
  return held < sumOf(shares) ? divided(held, shares) : [...shares];
}
