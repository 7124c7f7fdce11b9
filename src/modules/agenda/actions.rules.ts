// What a local action may be and become. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { ActionState } from "./types.ts";

/** An announcement is of something to come. */
export function actionsAreToCome(lastAt: Date, now: Date): Verdict {
  return lastAt > now ? ok : broken("actionIsOver");
}

/** What was cancelled or merged is changed no more. */
export function actionStands(state: ActionState): Verdict {
  return state === "announced" ? ok : broken("actionNotAnnounced", { state });
}

/** Whoever changes it has read it as it is. */
export function readAsItIs(read: number, current: number): Verdict {
  return read === current ? ok : broken("actionChangedMeanwhile");
}

export function coordinatesAreWhole(latitude: number | null, longitude: number | null): Verdict {
  return (latitude === null) === (longitude === null) ? ok : broken("coordinatesIncomplete");
}

/** One that looks the same may be announced again only by who says that it is another. */
export function nothingLooksTheSame(numbers: readonly number[], insists: boolean): Verdict {
  const [first] = numbers;
  return first === undefined || insists ? ok : broken("actionMayBeAnnounced", { number: first });
}

type Merging = { readonly id: string; readonly campaignId: string | null; readonly state: ActionState };

/** Two of one campaign, both standing, become one. */
export function mergeableInto(one: Merging, other: Merging): Verdict {
  if (one.id === other.id) return broken("mergeWithItself");
  if (one.campaignId !== other.campaignId) return broken("mergeAcrossCampaigns");
  return one.state === "announced" && other.state === "announced" ? ok : broken("actionNotAnnounced");
}

/** What was reported on one of them would be lost from sight. */
export function nothingReportedYet(reports: number): Verdict {
  return reports === 0 ? ok : broken("mergeAfterReports");
}

/** About a kilometre: a town, not a house. */
export function townOf(degrees: number | null, isExact: boolean): number | null {
  return degrees === null || isExact ? degrees : Math.round(degrees * 100) / 100;
}
