// Recurrence rules (RFC 5545 §3.3.10): the part of them by which people meet, from text and back.
// Invariant: what is read here repeats by whole days, and prints to one canonical text.

export const frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
export type Frequency = (typeof frequencies)[number];

/** Monday first, as ISO 8601 counts them. */
export const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof weekdays)[number];

/** `2MO`: the second Monday of the month or year; `-1FR`: the last Friday; ordinal 0: every one. */
export type DayOfRule = { readonly ordinal: number; readonly day: Weekday };

export type Rule = {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** As written: `YYYYMMDD`, or `YYYYMMDDTHHMMSS` with or without `Z`. `withUntil` makes it a day. */
  readonly until: string | null;
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byDay: readonly DayOfRule[];
  readonly weekStart: Weekday;
};

/**
 * Why a rule is refused. `recurrenceTooFrequent`: within a day; `recurrenceTooComplex`: parts of the standard that are
 * not read here (BYSETPOS, BYWEEKNO, BYYEARDAY, BYHOUR …); `recurrenceMalformed`: no rule of the standard at all.
 */
export type RuleRefusal = "recurrenceMalformed" | "recurrenceTooFrequent" | "recurrenceTooComplex";

export type ReadRule = { readonly rule: Rule } | { readonly refused: RuleRefusal };

const LONGEST_TEXT = 500;
const FASTER = new Set(["SECONDLY", "MINUTELY", "HOURLY"]);
const NOT_READ = new Set([
  "BYSECOND",
  "BYMINUTE",
  "BYHOUR",
  "BYYEARDAY",
  "BYWEEKNO",
  "BYSETPOS",
  "RSCALE",
  "SKIP",
]);
const KNOWN = new Set(["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"]);
const UNTIL = /^\d{8}(T\d{6}Z?)?$/;

class Refused extends Error {
  readonly reason: RuleRefusal;
  constructor(reason: RuleRefusal) {
    super(reason);
    this.reason = reason;
  }
}

function malformed(): never {
  throw new Refused("recurrenceMalformed");
}

function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.trim().toUpperCase().split(";").filter(Boolean)) {
    const [name = "", value = "", ...more] = part.split("=");
    if (!value || more.length > 0 || parts.has(name)) malformed();
    parts.set(name, value);
  }
  return parts;
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = /^[+-]?\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most) || value === 0) malformed();
  return value;
}

function numbers(text: string | undefined, least: number, most: number): number[] {
  if (text === undefined) return [];
  return [...new Set(text.split(",").map((one) => wholeNumber(one, least, most)))].sort((a, b) => a - b);
}

function weekday(text: string): Weekday {
  return weekdays.find((day) => day === text) ?? malformed();
}

function daysOfRule(text: string | undefined): DayOfRule[] {
  if (text === undefined) return [];
  return text.split(",").map((one) => {
    const [, ordinal, day = ""] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(one) ?? malformed();
    return { ordinal: ordinal === undefined ? 0 : wholeNumber(ordinal, -53, 53), day: weekday(day) };
  });
}

/** What the standard forbids together (RFC 5545 §3.3.10). */
function holdTogether({ frequency, byDay, byMonthDay, count, until }: Rule): void {
  const numbered = byDay.some(({ ordinal }) => ordinal !== 0);
  if (numbered && (frequency === "DAILY" || frequency === "WEEKLY")) malformed();
  if (frequency === "WEEKLY" && byMonthDay.length > 0) malformed();
  if (count !== null && until !== null) malformed();
}

function ruleOf(text: string): Rule {
  if (text.length > LONGEST_TEXT) malformed();
  const parts = partsOf(text);
  const asked = parts.get("FREQ") ?? malformed();
  if (FASTER.has(asked)) throw new Refused("recurrenceTooFrequent");
  for (const name of parts.keys()) {
    if (NOT_READ.has(name)) throw new Refused("recurrenceTooComplex");
    if (!KNOWN.has(name)) malformed();
  }
  const until = parts.get("UNTIL") ?? null;
  if (until !== null && !UNTIL.test(until)) malformed();
  const rule: Rule = {
    frequency: frequencies.find((name) => name === asked) ?? malformed(),
    interval: wholeNumber(parts.get("INTERVAL") ?? "1", 1, 999),
    count: parts.has("COUNT") ? wholeNumber(parts.get("COUNT") ?? "", 1, 99_999) : null,
    until,
    byMonth: numbers(parts.get("BYMONTH"), 1, 12),
    byMonthDay: numbers(parts.get("BYMONTHDAY"), -31, 31),
    byDay: daysOfRule(parts.get("BYDAY")),
    weekStart: weekday(parts.get("WKST") ?? "MO"),
  };
  holdTogether(rule);
  return rule;
}

/** Reads the value of an RRULE property, without its name. */
export function readRule(text: string): ReadRule {
  try {
    return { rule: ruleOf(text) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.reason };
    throw error;
  }
}

/** The canonical text: the same rule is always written the same way. */
export function printRule(rule: Rule): string {
  const { interval, count, until, byMonth, byMonthDay, byDay, weekStart } = rule;
  return [
    `FREQ=${rule.frequency}`,
    interval > 1 && `INTERVAL=${interval}`,
    count !== null && `COUNT=${count}`,
    until !== null && `UNTIL=${until}`,
    byMonth.length > 0 && `BYMONTH=${byMonth.join(",")}`,
    byMonthDay.length > 0 && `BYMONTHDAY=${byMonthDay.join(",")}`,
    byDay.length > 0 && `BYDAY=${byDay.map(({ ordinal, day }) => `${ordinal || ""}${day}`).join(",")}`,
    weekStart !== "MO" && `WKST=${weekStart}`,
  ]
    .filter(Boolean)
    .join(";");
}

/** Whether it goes on for ever. */
export function isEndless(rule: Rule): boolean {
  return rule.count === null && rule.until === null;
}

/** The same rule with its last day, `YYYY-MM-DD`. */
export function withUntil(rule: Rule, day: string): Rule {
  return { ...rule, until: day.replaceAll("-", "") };
}
