// A zone as VTIMEZONE (RFC 5545 §3.6.5), from what the runtime knows of it.
// Invariant: each change of the clocks within the span is named by its own onset. No rule is guessed from them, so that
// what a government decides for one year only is right as well.
import { abbreviationAt, isSummerTime, offsetAt, transitionsOf } from "#algorithms/time-zones";
import { property } from "./lines.ts";

/** `+0530`, and `-043000` only where there are seconds (§3.3.14). */
export function utcOffset(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const rest = seconds % 60;
  return `${milliseconds < 0 ? "-" : "+"}${two(seconds / 3_600)}${two((seconds % 3_600) / 60)}${rest ? two(rest) : ""}`;
}

type Onset = { readonly at: Date; readonly from: number; readonly to: number };

/** What the clock showed when it was changed: by the offset before. */
function wallOf({ at, from }: Onset): string {
  return new Date(at.getTime() + from).toISOString().slice(0, 19).replace(/[-:]/g, "");
}

function observance(zone: string, onsets: readonly Onset[]): string {
  const [first, ...others] = onsets;
  if (!first) return "";
  const kind = isSummerTime(zone, first.at) ? "DAYLIGHT" : "STANDARD";
  return [
    property("BEGIN", kind),
    property("DTSTART", wallOf(first)),
    // One a line: ical.js, and with it Thunderbird and Nextcloud, reads only the first of a list.
    ...others.map((onset) => property("RDATE", wallOf(onset))),
    property("TZOFFSETFROM", utcOffset(first.from)),
    property("TZOFFSETTO", utcOffset(first.to)),
    property("TZNAME", abbreviationAt(zone, first.at)),
    property("END", kind),
  ].join("");
}

const MOST_KEPT = 512;
const kept = new Map<string, string>();

/** The zone over whole years: from the one before `since` to the one of `until`. */
export function timeZone(zone: string, since: Date, until: Date): string {
  const [first, last] = [since.getUTCFullYear() - 1, until.getUTCFullYear() + 1];
  const key = `${zone} ${first} ${last}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const begin = new Date(Date.UTC(first, 0, 1));
  const offset = offsetAt(zone, begin);
  const onsets = transitionsOf(zone, begin, new Date(Date.UTC(last, 0, 2)));
  const groups = Map.groupBy(
    onsets,
    ({ at, from, to }) => `${from} ${to} ${isSummerTime(zone, at)} ${abbreviationAt(zone, at)}`,
  );
  const made = [
    property("BEGIN", "VTIMEZONE"),
    property("TZID", zone),
    observance(zone, [{ at: begin, from: offset, to: offset }]),
    ...[...groups.values()].map((group) => observance(zone, group)),
    property("END", "VTIMEZONE"),
  ].join("");
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}
