// The days of a recurring thing (RFC 5545 §3.8.5): what its rule gives, with the days added and without those left out.
// Invariant: days come in order, each once, none before the first, and the work is bounded by the horizon.
import { type Rule, type Weekday, weekdays } from "./rule.ts";

const DAY_MS = 86_400_000;

/** A day of the proleptic Gregorian calendar, in the numbers that rules speak of. */
type Day = {
  /** Days since 1970-01-01. */
  readonly index: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: Weekday;
};

function dayAt(index: number): Day {
  const date = new Date(index * DAY_MS);
  return {
    index,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: weekdays[(date.getUTCDay() + 6) % 7] as Weekday,
  };
}

const indexOf = (civil: string) => Math.round(Date.parse(`${civil}T00:00:00Z`) / DAY_MS);
const civilOf = (index: number) => new Date(index * DAY_MS).toISOString().slice(0, 10);
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();
const dayOfYear = ({ index, year }: Day) => index - Date.UTC(year, 0, 1) / DAY_MS + 1;
const daysInYear = (year: number) => (daysIn(year, 2) === 29 ? 366 : 365);

/** Whether it is the n-th (or n-th last) of its weekday among `length` days, being the `at`-th of them. */
function isNth(ordinal: number, at: number, length: number): boolean {
  return ordinal > 0 ? Math.ceil(at / 7) === ordinal : Math.ceil((length - at + 1) / 7) === -ordinal;
}

function onWeekday(rule: Rule, day: Day): boolean {
  const inYear = rule.frequency === "YEARLY" && rule.byMonth.length === 0;
  const at = inYear ? dayOfYear(day) : day.day;
  const length = inYear ? daysInYear(day.year) : daysIn(day.year, day.month);
  return rule.byDay.some(
    ({ ordinal, day: name }) => name === day.weekday && (ordinal === 0 || isNth(ordinal, at, length)),
  );
}

function onMonthDay({ byMonthDay }: Rule, { year, month, day }: Day): boolean {
  return byMonthDay.includes(day) || byMonthDay.includes(day - daysIn(year, month) - 1);
}

/** Whether the rule's frequency and interval, counted from the first day, meet this day. */
function inTurn(rule: Rule, first: Day, day: Day): boolean {
  const start = weekdays.indexOf(rule.weekStart);
  // 1970-01-01 was a Thursday.
  const week = ({ index }: Day) => Math.floor((index + 3 - start) / 7);
  const passed = {
    DAILY: () => day.index - first.index,
    WEEKLY: () => week(day) - week(first),
    MONTHLY: () => (day.year - first.year) * 12 + day.month - first.month,
    YEARLY: () => day.year - first.year,
  };
  return passed[rule.frequency]() % rule.interval === 0;
}

/** The parts that a rule does not name are the first day's (RFC 5545 §3.3.10). */
function likeTheFirst(rule: Rule, first: Day, day: Day): boolean {
  if (rule.byDay.length > 0 || rule.byMonthDay.length > 0 || rule.frequency === "DAILY") return true;
  if (rule.frequency === "WEEKLY") return day.weekday === first.weekday;
  if (rule.frequency === "MONTHLY") return day.day === first.day;
  return day.day === first.day && (rule.byMonth.length > 0 || day.month === first.month);
}

function meets(rule: Rule, first: Day, day: Day): boolean {
  return (
    inTurn(rule, first, day) &&
    likeTheFirst(rule, first, day) &&
    (rule.byMonth.length === 0 || rule.byMonth.includes(day.month)) &&
    (rule.byMonthDay.length === 0 || onMonthDay(rule, day)) &&
    (rule.byDay.length === 0 || onWeekday(rule, day))
  );
}

/** Whether the rule gives the day that it is counted from; the standard leaves open what happens where it does not. */
export function beginsWith(rule: Rule, first: string): boolean {
  const day = dayAt(indexOf(first));
  return meets(rule, day, day);
}

export type Recurring = {
  /** The first day, `YYYY-MM-DD`. */
  readonly first: string;
  /** `until`, where the rule has one, is a day: see `withUntil`. */
  readonly rule: Rule | null;
  readonly added: readonly string[];
  readonly without: readonly string[];
};

export type Expanded = {
  /** `YYYY-MM-DD`, in order. */
  readonly days: readonly string[];
  /** Whether the rule gives nothing beyond: it ended by itself before the horizon, and within `most`. */
  readonly whole: boolean;
};

function untilOf(rule: Rule): number {
  if (rule.until === null) return Infinity;
  const day = rule.until.slice(0, 8).replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  return indexOf(day);
}

/** Days up to the horizon (`YYYY-MM-DD`, itself included), at most `most` of them. */
export function expand({ first, rule, added, without }: Recurring, horizon: string, most: number): Expanded {
  const start = dayAt(indexOf(first));
  const found = new Set([start.index, ...added.map(indexOf)]);
  const until = rule ? untilOf(rule) : start.index;
  const end = Math.min(until, indexOf(horizon));
  let counted = 1;
  let at = start.index + 1;
  if (rule)
    for (; at <= end && counted < (rule.count ?? Infinity) && found.size <= most + without.length; at++) {
      if (!meets(rule, start, dayAt(at))) continue;
      counted++;
      found.add(at);
    }
  const left = new Set(without.map(indexOf));
  const days = [...found].filter((index) => !left.has(index)).sort((one, other) => one - other);
  const ended = !rule || counted >= (rule.count ?? Infinity) || at > until;
  return { days: days.slice(0, most).map(civilOf), whole: ended && days.length <= most };
}
