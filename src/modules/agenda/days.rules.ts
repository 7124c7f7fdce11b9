// What may happen to one day of a series. Pure.
import { broken, ok, type Verdict } from "#platform/rules";
import type { Occurrence, Recurrence } from "./types.ts";

/** Something that takes place once is changed or called off as a whole. */
export function dayIsOfSeries(
  { rule, added }: Recurrence,
  occurrences: readonly Occurrence[],
  day: string,
): Verdict {
  const recurs = rule !== null || added.length > 0;
  return recurs && occurrences.some(({ seriesDay }) => seriesDay === day) ? ok : broken("dayNotInSeries");
}

/** What is over can be neither moved nor called off, and nothing is moved into the past. */
export function dayIsToCome(occurrences: readonly Occurrence[], day: string | null, now: Date): Verdict {
  const found = occurrences.find(({ seriesDay }) => seriesDay === day);
  return !found || found.endsAt > now ? ok : broken("actionIsOver");
}

/** The last one is called off with the action. */
export function seriesHasOtherDays(occurrences: readonly Occurrence[]): Verdict {
  return occurrences.length > 1 ? ok : broken("lastDayOfSeries");
}
