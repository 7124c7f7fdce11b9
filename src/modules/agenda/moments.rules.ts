// When something is: from a wall clock, its zone and a rule to the instants at which it takes place. Pure.
// Invariant: what passes here has at least one occurrence and an end.
import {
  beginsWith,
  expand,
  isEndless,
  printRule,
  readRule,
  type Rule,
  withUntil,
} from "#algorithms/recurrence";
import { beginningOf, instantOf, isZone, wallTimeAt } from "#algorithms/time-zones";
import type { Facts } from "#platform/errors";
import type { Moment, MovedDay, Occurrence, Recurrence } from "./types.ts";

const DAY_MS = 86_400_000;
export const MOST_OCCURRENCES = 400;
export const MOST_DAYS = 31;
const MOST_YEARS = 5;

/** What is wrong with it, and in which field. */
export type Wrong = { readonly field: string; readonly reason: string; readonly facts: Facts };

const wrong = (field: string, reason: string, facts: Facts = {}): Wrong => ({ field, reason, facts });

export type Plan = {
  /** As given, with its rule in the canonical form. */
  readonly moment: Moment;
  readonly occurrences: readonly Occurrence[];
  readonly lastAt: Date;
};

const isDay = (text: string) => {
  const at = Date.parse(`${text}T00:00:00Z`);
  // Years that people living now could mean: calendars and their zones are made for no others.
  return (
    /^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(at) &&
    new Date(at).toISOString().startsWith(text)
  );
};

/** `YYYY-MM-DD` when it lasts all day, else `YYYY-MM-DDTHH:MM`. */
export function isLocal(text: string, allDay: boolean): boolean {
  if (allDay) return isDay(text);
  return isDay(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d$/.test(text.slice(10));
}

/** `days` later; both civil. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function horizonOf(first: string): string {
  return `${Number(first.slice(0, 4)) + MOST_YEARS}${first.slice(4)}`.replace(/-02-29$/, "-02-28");
}

/**
 * The last day that a rule gives. A rule may end at an instant, as the standard wants it for what has a zone: the day on
 * which it falls counts when the wall clock of the recurring thing does not show later.
 */
function lastDay(rule: Rule, { zone, startsLocal, allDay }: Moment): string | null {
  if (rule.until === null) return null;
  const written = rule.until.replace(/^(\d{4})(\d{2})(\d{2})/, "$1-$2-$3");
  if (written.length === 10 || allDay) return written.slice(0, 10);
  const clock = `${written.slice(0, 13)}:${written.slice(13, 15)}`;
  const wall = written.endsWith("Z") ? wallTimeAt(zone, new Date(`${clock}:00Z`)) : clock;
  return startsLocal.slice(11) <= wall.slice(11) ? wall.slice(0, 10) : daysLater(wall.slice(0, 10), -1);
}

function ruleOf(text: string, moment: Moment): { readonly rule: Rule } | Wrong {
  const read = readRule(text);
  if ("refused" in read) return wrong("rule", read.refused);
  const until = lastDay(read.rule, moment);
  const rule = until === null ? read.rule : withUntil(read.rule, until);
  if (isEndless(rule)) return wrong("rule", "recurrenceNeverEnds");
  if (!beginsWith(rule, moment.startsLocal.slice(0, 10))) return wrong("rule", "recurrenceStartsElsewhere");
  return { rule };
}

function clockWrong({ zone, allDay, startsLocal, endsLocal, added, without }: Moment): Wrong | undefined {
  if (!isZone(zone)) return wrong("zone", "zoneUnknown", { zone: zone.slice(0, 60) });
  const malformed = allDay ? "dateMalformed" : "timeMalformed";
  if (!isLocal(startsLocal, allDay)) return wrong("startsLocal", malformed);
  if (!isLocal(endsLocal, allDay)) return wrong("endsLocal", malformed);
  if (endsLocal < startsLocal || (!allDay && endsLocal === startsLocal))
    return wrong("endsLocal", "endsBeforeItStarts");
  if (endsLocal.slice(0, 10) > daysLater(startsLocal.slice(0, 10), MOST_DAYS))
    return wrong("endsLocal", "lastsTooLong", { limit: MOST_DAYS });
  if (added.length > MOST_OCCURRENCES)
    return wrong("added", "recurrenceTooLong", { limit: MOST_OCCURRENCES, years: MOST_YEARS });
  if (without.length > MOST_OCCURRENCES)
    return wrong("without", "recurrenceTooLong", { limit: MOST_OCCURRENCES, years: MOST_YEARS });
  return [...added, ...without].every(isDay) ? undefined : wrong("without", "dateMalformed");
}

/** An occurrence on a civil day. With a clock all are equally long (RFC 5545 §3.8.5.3); a whole day is as long as it is. */
function occurrenceOn(day: string, { zone, allDay, startsLocal, endsLocal }: Moment): Occurrence {
  if (allDay) {
    const length = (Date.parse(endsLocal) - Date.parse(startsLocal)) / DAY_MS + 1;
    return {
      startsAt: beginningOf(zone, day),
      endsAt: beginningOf(zone, daysLater(day, length)),
      day,
      seriesDay: day,
    };
  }
  const first = instantOf(zone, startsLocal);
  const duration = instantOf(zone, endsLocal).getTime() - first.getTime();
  const startsAt = instantOf(zone, `${day}${startsLocal.slice(10)}`);
  return { startsAt, endsAt: new Date(startsAt.getTime() + duration), day, seriesDay: day };
}

/** A day of the series at its own time; what is said of the series is not said of it. */
function movedOccurrence({ day, startsLocal, endsLocal }: MovedDay, moment: Moment): Occurrence {
  const own = { ...moment, startsLocal, endsLocal };
  return { ...occurrenceOn(startsLocal.slice(0, 10), own), seriesDay: day };
}

/** The days of the series with those that were moved at their times, in the order in which they take place. */
function withMoved(days: readonly string[], moment: Moment): readonly Occurrence[] | Wrong {
  const { moved } = moment;
  for (const { day, startsLocal, endsLocal } of moved) {
    if (!days.includes(day)) return wrong("day", "dayNotInSeries");
    const amiss = clockWrong({ ...moment, startsLocal, endsLocal, added: [], without: [] });
    if (amiss) return amiss;
    if (startsLocal.slice(0, 10) > horizonOf(day)) return wrong("startsLocal", "dateMalformed");
  }
  const found = days.map((day) => {
    const other = moved.find((each) => each.day === day);
    return other ? movedOccurrence(other, moment) : occurrenceOn(day, moment);
  });
  if (new Set(found.map(({ startsAt }) => startsAt.getTime())).size < found.length)
    return wrong("startsLocal", "movedOntoAnother");
  return found.sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
}

/** Of the days that were moved, those that a series still gives. */
export function stillMoved(moment: Moment): readonly MovedDay[] {
  const plan = planOf({ ...moment, moved: [] });
  if ("reason" in plan) return [];
  const days = new Set(plan.occurrences.map(({ day }) => day));
  return moment.moved.filter(({ day, startsLocal }) => days.has(day) && isLocal(startsLocal, moment.allDay));
}

/** From what was asked to what takes place, or what is wrong with it. */
export function planOf(asked: Moment): Plan | Wrong {
  const amiss = clockWrong(asked);
  if (amiss) return amiss;
  const first = asked.startsLocal.slice(0, 10);
  const read = asked.rule === null ? undefined : ruleOf(asked.rule, asked);
  if (read && "reason" in read) return read;
  const rule = read?.rule ?? null;
  const { days, whole } = expand(
    { first, rule, added: asked.added, without: asked.without },
    horizonOf(first),
    MOST_OCCURRENCES,
  );
  if (!whole || asked.added.some((day) => day > horizonOf(first)))
    return wrong("rule", "recurrenceTooLong", { limit: MOST_OCCURRENCES, years: MOST_YEARS });
  if (days.length === 0) return wrong("without", "recurrenceIsEmpty");
  if (asked.added.some((day) => day < first)) return wrong("added", "endsBeforeItStarts");
  const moment = { ...asked, rule: rule && printRule(rule) };
  const occurrences = withMoved(days, moment);
  if ("reason" in occurrences) return occurrences;
  // Clocks that are put back within it can make its end come before its beginning.
  if (occurrences.some(({ startsAt, endsAt }) => endsAt <= startsAt))
    return wrong("endsLocal", "endsBeforeItStarts");
  const lastAt = new Date(Math.max(...occurrences.map(({ endsAt }) => endsAt.getTime())));
  return { moment, occurrences, lastAt };
}

export type Days = { readonly startsOn: string; readonly endsOn: string };

/** A campaign's rule in its canonical form, or what is wrong. It may go on for ever: who looks bounds how far. */
export function campaignRuleOf(asked: Recurrence & Days): { readonly rule: string | null } | Wrong {
  if (asked.rule === null) return { rule: null };
  const read = readRule(asked.rule);
  if ("refused" in read) return wrong("rule", read.refused);
  const until = read.rule.until?.replace(/^(\d{4})(\d{2})(\d{2}).*$/, "$1-$2-$3");
  const rule = until ? withUntil(read.rule, until) : read.rule;
  if (!beginsWith(rule, asked.startsOn)) return wrong("rule", "recurrenceStartsElsewhere");
  return { rule: printRule(rule) };
}

/** The days of a campaign up to a horizon (`YYYY-MM-DD`), each with its last one. */
export function campaignDays(
  { rule, added, without, startsOn, endsOn }: Recurrence & Days,
  horizon: string,
  most = MOST_OCCURRENCES,
): Days[] {
  const read = rule === null ? undefined : readRule(rule);
  const length = (Date.parse(endsOn) - Date.parse(startsOn)) / DAY_MS;
  const found = expand(
    { first: startsOn, rule: read && "rule" in read ? read.rule : null, added, without },
    horizon,
    most,
  );
  return found.days.map((day) => ({ startsOn: day, endsOn: daysLater(day, length) }));
}
