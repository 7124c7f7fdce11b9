// When the clocks of a zone are changed, found by asking the runtime: it tells offsets, not the rules behind them.
// Invariant: between two neighbouring transitions the offset is one.
import { offsetAt } from "./zones.ts";

export type Transition = {
  readonly at: Date;
  /** Offsets from UTC before and from then on, in milliseconds. */
  readonly from: number;
  readonly to: number;
};

/**
 * No zone changes twice within less: the shortest there is in our time is a month of Ramadan (Africa/Casablanca).
 */
const STEP_MS = 7 * 86_400_000;
const SECOND_MS = 1_000;

function between(zone: string, before: number, after: number, from: number): number {
  let early = before;
  let late = after;
  while (late - early > SECOND_MS) {
    const middle = early + Math.floor((late - early) / 2 / SECOND_MS) * SECOND_MS;
    if (offsetAt(zone, new Date(middle)) === from) early = middle;
    else late = middle;
  }
  return late;
}

/** Every change of offset after `since` and up to `until`, in order. */
export function transitionsOf(zone: string, since: Date, until: Date): Transition[] {
  const found: Transition[] = [];
  let at = Math.floor(since.getTime() / SECOND_MS) * SECOND_MS;
  let offset = offsetAt(zone, new Date(at));
  while (at < until.getTime()) {
    const next = Math.min(at + STEP_MS, Math.ceil(until.getTime() / SECOND_MS) * SECOND_MS);
    const then = offsetAt(zone, new Date(next));
    if (then !== offset) {
      found.push({ at: new Date(between(zone, at, next, offset)), from: offset, to: then });
      offset = then;
    }
    at = next;
  }
  return found;
}

const names = new Map<string, Intl.DateTimeFormat>();

function nameIn(zone: string, at: Date, style: "short" | "long"): string {
  const key = `${zone} ${style}`;
  if (names.size > 256) names.clear();
  const format = names.get(key) ?? new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: style });
  names.set(key, format);
  return format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
}

/** The zone's abbreviation at an instant, as CLDR writes it in English: `EDT`, `GMT-4`. */
export function abbreviationAt(zone: string, at: Date): string {
  return nameIn(zone, at, "short");
}

/** Whether summer time is in force: ICU tells offsets, and names alone say which of them is the summer's. */
export function isSummerTime(zone: string, at: Date): boolean {
  return /Daylight|Summer/.test(nameIn(zone, at, "long"));
}
