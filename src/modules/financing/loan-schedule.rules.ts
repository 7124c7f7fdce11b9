// The schedule of a loan: what is due when, exact to the minor unit. Pure.
// Invariant: the instalments add up to what is owed; nothing is paid twice and nothing beyond what is owed.
import { broken, ok, type Verdict } from "#platform/rules";
import { dayInRhythm, daysAfter, type Rhythm } from "./days.rules.ts";
import { divided, inEqualParts, inTurnUpTo, sumOf } from "./shares.rules.ts";

export type Instalment = { readonly dueOn: string; readonly amount: bigint };
export type InstalmentPaid = Instalment & { readonly paid: bigint };

export const MOST_INSTALMENTS = 120;

/** Equal instalments from a first day on, the larger ones first where it does not come out even. */
export function equalInstalments(
  owed: bigint,
  count: number,
  firstDueOn: string,
  rhythm: Rhythm,
): Instalment[] {
  return inEqualParts(owed, count).map((amount, at) => ({
    dueOn: dayInRhythm(firstDueOn, rhythm, at),
    amount,
  }));
}

/** More instalments than there are units would leave some with nothing in them. */
export function instalmentsHoldSomething(owed: bigint, count: number): Verdict {
  return BigInt(count) <= owed ? ok : broken("moreInstalmentsThanUnits", { count });
}

export function scheduleAddsUp(owed: bigint, schedule: readonly Instalment[]): Verdict {
  return sumOf(schedule.map(({ amount }) => amount)) === owed && schedule.every(({ amount }) => amount > 0n)
    ? ok
    : broken("scheduleDoesNotAddUp");
}

export function scheduleIsInOrder(schedule: readonly Instalment[]): Verdict {
  return schedule.every(({ dueOn }, at) => at === 0 || (schedule[at - 1]?.dueOn ?? "") < dueOn)
    ? ok
    : broken("scheduleNotInOrder");
}

/** Interest is a sum that both see before they agree, and only where a rule that can be named says so. */
export function interestHasARule(interest: bigint, rule: string | null): Verdict {
  return interest === 0n || (rule !== null && rule.trim() !== "") ? ok : broken("interestNeedsARule");
}

export const openOf = (schedule: readonly InstalmentPaid[]): bigint =>
  sumOf(schedule.map(({ amount, paid }) => amount - paid));

export function paymentIsOwed(amount: bigint, open: bigint): Verdict {
  return amount <= open ? ok : broken("moreThanIsOwed");
}

/** What a payment adds to each instalment: the oldest one first, so that paying early pays the next ones. */
export function allocated(schedule: readonly InstalmentPaid[], amount: bigint): bigint[] {
  return inTurnUpTo(
    amount,
    schedule.map((one) => one.amount - one.paid),
  );
}

/** Instalments that were due before `today` and are not paid whole. */
export function lateOnes(schedule: readonly InstalmentPaid[], today: string): InstalmentPaid[] {
  return schedule.filter(({ dueOn, amount, paid }) => dueOn < today && paid < amount);
}

export function somethingIsLate(schedule: readonly InstalmentPaid[], today: string): Verdict {
  return lateOnes(schedule, today).length > 0 ? ok : broken("nothingIsLate");
}

/** What each guarantor is called for: of what is open, in proportion to what they stand for, and never more than that. */
export function calledFor(open: bigint, standFor: readonly bigint[]): bigint[] {
  const all = sumOf(standFor);
  return divided(open < all ? open : all, standFor);
}

/** Days before the due day on which the borrower is reminded. */
export const REMIND_DAYS = 7;

/** Whether an instalment is to be told about today, and as what. */
export function reminderFor({ dueOn, amount, paid }: InstalmentPaid, today: string): "due" | "late" | null {
  if (paid >= amount) return null;
  if (dueOn < today) return "late";
  return dueOn <= daysAfter(today, REMIND_DAYS) ? "due" : null;
}
