// Between congresses: when a regional meeting is due, and which two years a day belongs to. Pure, in civil dates.
import { monthsAfter } from "#assembly";
import { broken, ok, type Verdict } from "#platform/rules";

/** From one congress to the next. */
export const CYCLE_MONTHS = 24;

export type MeetingDays = { readonly startsOn: string; readonly endsOn: string };

export type OrganOnCalendar = {
  readonly cycleMonths: number;
  /** The day from which the first time is counted. */
  readonly cycleFrom: string;
};

/**
 * The day by which an organ is to meet next: so many months after its last meeting, or after the day from which its first one
 * is counted. A meeting that is convened already is the next.
 */
export function dueOn({ cycleMonths, cycleFrom }: OrganOnCalendar, meetings: readonly MeetingDays[]): string {
  const last = meetings
    .map(({ endsOn }) => endsOn)
    .toSorted()
    .at(-1);
  return monthsAfter(last !== undefined && last > cycleFrom ? last : cycleFrom, cycleMonths);
}

/** `met`: the next time is not due; `convened`: the next meeting has its days; `overdue`: the day has passed. */
export type MeetingStanding = "met" | "convened" | "waiting" | "overdue";

export function meetingStanding(
  organ: OrganOnCalendar,
  meetings: readonly MeetingDays[],
  today: string,
): MeetingStanding {
  if (meetings.some(({ endsOn }) => endsOn >= today)) return "convened";
  if (dueOn(organ, meetings) < today) return "overdue";
  return meetings.length > 0 ? "met" : "waiting";
}

/** The two years, counted from a congress, in which a day lies, or those so many cycles before; `to` is not in it. */
export function cycleOf(anchor: string, day: string, back = 0): { from: string; to: string } {
  let step = 0;
  if (day >= anchor) while (monthsAfter(anchor, (step + 1) * CYCLE_MONTHS) <= day) step += 1;
  else while (monthsAfter(anchor, step * CYCLE_MONTHS) > day) step -= 1;
  const at = step - back;
  return { from: monthsAfter(anchor, at * CYCLE_MONTHS), to: monthsAfter(anchor, (at + 1) * CYCLE_MONTHS) };
}

/** Only a meeting of a region reports on it. */
export function onlyRegionalMeetingsReport(region: string | null): Verdict {
  return region === null ? broken("onlyRegionalMeetingsReport") : ok;
}

/** A region reports on its own commitments. */
export function notesAreOnItsRegion(region: string, ofCommitments: readonly string[]): Verdict {
  return ofCommitments.every((one) => one === region) ? ok : broken("commitmentOfAnotherRegion");
}

/** The Monday of the week of a day. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const since = (date.getUTCDay() + 6) % 7;
  return new Date(date.getTime() - since * 86_400_000).toISOString().slice(0, 10);
}
