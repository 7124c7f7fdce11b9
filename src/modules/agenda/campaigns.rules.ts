// What a campaign may be and become. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { CampaignState, Precision } from "./types.ts";

/** Somebody decided it: a point or a text of the congress, or words that say who and when. */
export function decisionsStandBehind(decisions: readonly unknown[]): Verdict {
  return decisions.some((decision) => decision !== null) ? ok : broken("decisionMissing");
}

export function campaignsEndAfterTheyStart(startsOn: string, endsOn: string): Verdict {
  return endsOn >= startsOn ? ok : broken("endsBeforeItStarts");
}

/** Only what is still called can be called off, held, or joined by actions. */
export function campaignIsCalled(state: CampaignState): Verdict {
  return state === "called" ? ok : broken("campaignNotCalled", { state });
}

/** Whoever changes it has read it as it is. */
export function campaignReadAsItIs(read: number, current: number): Verdict {
  return read === current ? ok : broken("campaignChangedMeanwhile");
}

/** What has not begun on a day (civil, UTC) was not held. */
export function campaignHasBegun(startsOn: string, today: string): Verdict {
  return startsOn <= today ? ok : broken("campaignNotBegun");
}

/** From any day of a month to all of it; a day is one day. */
export function spanOf(precision: Precision, startsOn: string, endsOn: string) {
  if (precision === "day") return { startsOn, endsOn: startsOn };
  if (precision !== "month") return { startsOn, endsOn };
  const last = new Date(Date.UTC(Number(startsOn.slice(0, 4)), Number(startsOn.slice(5, 7)), 0));
  return { startsOn: `${startsOn.slice(0, 8)}01`, endsOn: last.toISOString().slice(0, 10) };
}
