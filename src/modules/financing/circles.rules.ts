// What must hold for a circle to be joined, ordered, started and left, and when its rounds are due. Pure.
import { Lot } from "#algorithms/lots";
import { broken, ok, type Verdict } from "#platform/rules";
import type { Cover } from "./circle-rounds.rules.ts";
import type { Ordering } from "./circles.schema.ts";
import { daysAfter, later } from "./days.rules.ts";
import type { CircleState, MemberState } from "./machines.rules.ts";

export function circleIsForming(state: CircleState): Verdict {
  return state === "forming" ? ok : broken("circleIsNotForming");
}

export function circleStartsLater(startsOn: string, today: string): Verdict {
  return startsOn >= today ? ok : broken("circleStartsInThePast");
}

export function enoughMembers(joined: number): Verdict {
  return joined >= 2 ? ok : broken("circleTooSmall");
}

/** Nobody is left in doubt whether they are in it. */
export function everybodyAnswered(states: readonly MemberState[]): Verdict {
  return states.includes("invited") ? broken("invitationsUnanswered") : ok;
}

export function orderNamesEveryMember(order: readonly string[], members: readonly string[]): Verdict {
  const named = new Set(order);
  return named.size === order.length &&
    named.size === members.length &&
    members.every((one) => named.has(one))
    ? ok
    : broken("orderNotOfMembers");
}

export type Agreement = { readonly placed: boolean; readonly agrees: boolean };

/** An order by agreement binds whoever agreed, so all have to; one by need is decided by more than half of the members. */
export function orderIsAgreed(orderedBy: Ordering, members: readonly Agreement[]): Verdict {
  if (orderedBy === "lot") return ok;
  if (members.some(({ placed }) => !placed)) return broken("orderMissing");
  const agreed = members.filter(({ agrees }) => agrees).length;
  const enough = orderedBy === "agreement" ? agreed === members.length : 2 * agreed > members.length;
  return enough ? ok : broken("orderNotAgreed", { agreed, members: members.length });
}

export function theProposalStands(version: number, current: number): Verdict {
  return version === current && current > 0 ? ok : broken("orderChanged");
}

export function lotWasDrawn(orderedBy: Ordering, drawn: string | null): Verdict {
  return (orderedBy === "lot") === (drawn !== null) ? ok : broken("lotNotDrawn");
}

export function guarantorsAgreed(cover: Cover, agreed: readonly boolean[]): Verdict {
  return cover !== "guarantors" || agreed.every(Boolean) ? ok : broken("guarantorsMissing");
}

export function guarantorIsAnother(memberId: string, guarantorId: string | null): Verdict {
  return memberId === guarantorId ? broken("guarantorIsAnother") : ok;
}

/**
 * The seed of a circle's lot, which anybody can write down and repeat: the circle's id and the numbers that were drawn.
 * The lot shuffles members in the order in which they were invited (`#algorithms/lots`).
 */
export const lotSeed = (circleId: string, drawn: string): string => `cumbe circle ${circleId} ${drawn}`;

export const orderByLot = <Member>(members: readonly Member[], seed: string): Member[] =>
  new Lot(seed).shuffled(members);

export type Due = { readonly dueOn: string; readonly openedOn: string; readonly graceDays: number };

/**
 * The last day on which a contribution is still in time. Where a round was opened late (the node stood still), the days of
 * grace are counted from then: nobody fails a day on which nothing could be paid.
 */
export const graceEnds = ({ dueOn, openedOn, graceDays }: Due): string =>
  daysAfter(later(dueOn, openedOn), graceDays);

export type Standing = { readonly held: boolean; readonly mayFail: boolean };

/**
 * Whether a round is paid out today. `mayFail`: those whose contribution is not waited for: whoever has the turn, and those
 * who were put out.
 */
export function roundIsDue(due: Due, members: readonly Standing[], today: string): boolean {
  if (today < due.dueOn) return false;
  return today > graceEnds(due) || members.every(({ held, mayFail }) => held || mayFail);
}

/** Contributions are held from this day on. */
export const opensOn = (dueOn: string, aheadDays: number): string => daysAfter(dueOn, -aheadDays);

/** Whoever joined goes with their duties done: before it starts, or after its end when they owe nothing. */
export function dutiesAreDone(state: CircleState, owes: bigint): Verdict {
  return state === "forming" || (state === "completed" && owes === 0n) ? ok : broken("circleDutiesRemain");
}

export function founderStays(founds: boolean, state: CircleState): Verdict {
  return founds && state === "forming" ? broken("founderStays") : ok;
}

export function debtIsOwed(amount: bigint, owes: bigint): Verdict {
  return amount <= owes ? ok : broken("moreThanIsOwed");
}
