// Counting in civil dates (YYYY-MM-DD, in UTC). Pure.

const DAY_MS = 86_400_000;

/** Its beginning, in UTC. */
export const instantOf = (day: string) => new Date(`${day}T00:00:00Z`);
const dayOf = (instant: Date) => instant.toISOString().slice(0, 10);

/** The civil date of an instant. */
export const today = (now: Date): string => dayOf(now);

export function daysAfter(day: string, days: number): string {
  return dayOf(new Date(instantOf(day).getTime() + days * DAY_MS));
}

/** The same day some months on, or the last one of a shorter month: 31 January and one month is 28 or 29 February. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last))));
}

export const rhythms = ["weekly", "fortnightly", "monthly"] as const;
export type Rhythm = (typeof rhythms)[number];

/** The day of a rhythm, counted from `first` as number 0: always from the first one, so that a short month shifts no later day. */
export function dayInRhythm(first: string, rhythm: Rhythm, number: number): string {
  if (rhythm === "monthly") return monthsAfter(first, number);
  return daysAfter(first, number * (rhythm === "weekly" ? 7 : 14));
}

export const later = (one: string, other: string): string => (one > other ? one : other);
