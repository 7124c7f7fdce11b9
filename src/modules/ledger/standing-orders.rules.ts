// When a standing order is due. Pure: civil dates (YYYY-MM-DD) in, civil dates out; the node's zone says which day it is.
// Invariant: the n-th date is counted from the first one, never from the one before, so that the 31st comes back after
// February (compare RFC 7529, SKIP=BACKWARD).
import { broken, ok, type Verdict } from "#platform/rules";

export const orderUnits = ["week", "month"] as const;
export type OrderUnit = (typeof orderUnits)[number];

/** Every `count` weeks or months, from `startsOn` until `endsOn` at the latest; null: until it is stopped. */
export type Rhythm = {
  readonly unit: OrderUnit;
  readonly count: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
};

const DAY_MS = 86_400_000;
const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** The date with this number, counted from 0; its month's last day where the month is too short. */
function dateAt({ unit, count, startsOn }: Rhythm, number: number): string {
  if (unit === "week") return dayOf(midnight(startsOn) + number * count * 7 * DAY_MS);
  const [year = 0, month = 1, day = 1] = startsOn.split("-").map(Number);
  const months = month - 1 + number * count;
  const lastDay = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return dayOf(Date.UTC(year, months, Math.min(day, lastDay)));
}

/** The number of the first date after a day. */
function numberAfter(rhythm: Rhythm, after: string): number {
  // A number that is surely not too late: months have 31 days at most, weeks seven.
  const longest = (rhythm.unit === "week" ? 7 : 31) * rhythm.count * DAY_MS;
  let number = Math.max(0, Math.floor((midnight(after) - midnight(rhythm.startsOn)) / longest) - 1);
  while (dateAt(rhythm, number) <= after) number += 1;
  return number;
}

/** The first date after a day (from the beginning, if none is told), or null where the order has ended by then. */
export function nextDate(rhythm: Rhythm, after: string | null): string | null {
  const date = dateAt(rhythm, after === null ? 0 : numberAfter(rhythm, after));
  return rhythm.endsOn !== null && date > rhythm.endsOn ? null : date;
}

/** Nobody orders what was due before today: that is a payment. */
export function ordersBeginToday(startsOn: string, today: string): Verdict {
  return startsOn < today ? broken("orderBeginsInThePast", { startsOn }) : ok;
}

export function ordersEndAfterTheyBegin({ startsOn, endsOn }: Pick<Rhythm, "startsOn" | "endsOn">): Verdict {
  return endsOn !== null && endsOn < startsOn ? broken("orderEndsBeforeItBegins") : ok;
}
