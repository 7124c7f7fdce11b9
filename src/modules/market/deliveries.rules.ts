// What must hold for deliveries, receipts and disputes. Pure: facts in, a verdict out.
import { broken, ok, type Verdict } from "#platform/rules";

/** What is underway or has arrived cannot be given twice. */
export function noMoreThanWasAgreed(agreed: bigint, givenAlready: bigint, giving: bigint): Verdict {
  return givenAlready + giving > agreed ? broken("moreThanAgreed") : ok;
}

export function noMoreArrivesThanWasGiven(given: bigint, received: bigint): Verdict {
  return received > given ? broken("moreThanGiven") : ok;
}

/** Whoever receives less than was given says why. */
export function whatIsMissingIsExplained(given: bigint, received: bigint, quality: string | null): Verdict {
  return received < given && quality === null ? broken("qualityMissing") : ok;
}

export function itHappenedAlready(day: string, today: string): Verdict {
  return day > today ? broken("dayIsToCome") : ok;
}

export function eachIsReceivedOnce(received: boolean): Verdict {
  return received ? broken("alreadyReceived") : ok;
}

const DAYS_TO_DISPUTE = 60;

/** What was fulfilled long ago is settled. */
export function itIsNotLongAgo(state: string, stateAt: Date, now: Date): Verdict {
  const days = (now.getTime() - stateAt.getTime()) / 86_400_000;
  return state === "fulfilled" && days > DAYS_TO_DISPUTE
    ? broken("tooLateToDispute", { days: DAYS_TO_DISPUTE })
    : ok;
}

/** A mediator is neither side. */
export function mediatorsAreNeitherSide(mediator: string, sides: readonly string[]): Verdict {
  return sides.includes(mediator) ? broken("mediatorIsASide") : ok;
}

/** A reduction lowers what is owed: from nothing nothing can be taken. */
export function reductionsLower(owed: bigint, after: bigint | null): Verdict {
  return after !== null && after < owed ? ok : broken("reductionMustLower");
}
