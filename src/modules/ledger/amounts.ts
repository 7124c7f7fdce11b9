// Amounts as people write and read them: "1.234,50", "1 h 30 min".
// Invariant: what was read is exactly what was written, in minor units (a bigint), or is refused by name; nothing is
// rounded, and what is written out reads back as the same amount. Time is counted in minutes, whatever its scale says.
import { Refusal } from "#platform/errors";
import { formatDecimal } from "#platform/i18n/i18n";

/** What of a currency its amounts are read and written by. */
export type Unit = {
  readonly kind: "mutual_credit" | "voucher" | "time" | "mirror";
  /** Digits behind the decimal sign: 2 means that the minor unit is a hundredth. */
  readonly scale: number;
  readonly code: string;
};

/** The largest of one movement, 2^53 - 1: programs that read JSON as doubles read it exactly (RFC 8259 §6). */
export const MOST_AMOUNT = 9_007_199_254_740_991n;
const MINUTES_AN_HOUR = 60n;
/** Longer than any amount in any writing, and short enough to be read at once. */
const LONGEST_WRITING = 60;

const FIRM_SPACE = "\u00a0";

/** An amount with its currency, as the reader's language writes it; `signed` also marks what is positive. */
export function formatAmount(
  language: string,
  amountMinor: bigint,
  unit: Unit,
  { signed = false }: { readonly signed?: boolean } = {},
): string {
  const sign = amountMinor < 0n ? "−" : signed && amountMinor > 0n ? "+" : "";
  const size = amountMinor < 0n ? -amountMinor : amountMinor;
  return sign + (unit.kind === "time" ? timeWords(language, size) : moneyWords(language, size, unit));
}

function moneyWords(language: string, size: bigint, { scale, code }: Unit): string {
  return formatDecimal(writtenAmount(size, scale), scale, language) + FIRM_SPACE + code;
}

/** The symbols of the SI (BIPM, table 8), which the four languages share. */
function timeWords(language: string, minutes: bigint): string {
  const parts = [
    [minutes / MINUTES_AN_HOUR, "h"],
    [minutes % MINUTES_AN_HOUR, "min"],
  ] as const;
  const said = parts.filter(([count]) => count > 0n);
  return (said.length > 0 ? said : [[0n, "h"] as const])
    .map(([count, symbol]) => formatDecimal(String(count), 0, language) + FIRM_SPACE + symbol)
    .join(FIRM_SPACE);
}

/** An amount for machines: decimal digits with a point, `-12.50`. */
export function writtenAmount(amountMinor: bigint, scale: number): string {
  const digits = String(amountMinor < 0n ? -amountMinor : amountMinor).padStart(scale + 1, "0");
  const at = digits.length - scale;
  return (amountMinor < 0n ? "-" : "") + digits.slice(0, at) + (scale > 0 ? `.${digits.slice(at)}` : "");
}

/**
 * Reads an amount that somebody typed, in minor units. The reader's language decides between point and comma only where
 * the writing does not: "1.234" is a thousand and more in Spanish, "12.50" twelve and a half in each.
 * Refuses with `amountNotANumber`, `amountFinerThanScale`, `amountTooLarge` or `amountNotPositive`.
 */
export function parseAmount(language: string, text: string, unit: Unit): bigint {
  const amount = parseAnyAmount(language, text, unit);
  if (amount <= 0n) throw new Refusal("invalid", "amountNotPositive");
  return amount;
}

/** The same where nought and less are amounts too: limits of an account. */
export function parseAnyAmount(language: string, text: string, unit: Unit): bigint {
  if (text.length > LONGEST_WRITING) throw new Refusal("invalid", "amountTooLarge");
  const [, minus, size] = /^([-−]?)(.*)$/su.exec(withoutCode(text.trim(), unit.code)) ?? [];
  const amount =
    unit.kind === "time"
      ? readTime(language, size?.trim() ?? "")
      : readDecimal(language, size?.trim() ?? "", 10n ** BigInt(unit.scale), unit);
  if (amount > MOST_AMOUNT) throw new Refusal("invalid", "amountTooLarge");
  return minus ? -amount : amount;
}

function withoutCode(text: string, code: string): string {
  const upper = text.toUpperCase();
  if (upper.endsWith(code.toUpperCase())) return text.slice(0, -code.length).trim();
  return upper.startsWith(code.toUpperCase()) ? text.slice(code.length).trim() : text;
}

const notANumber = () => new Refusal("invalid", "amountNotANumber");

/** Digits before and after the decimal sign, as the text means them. */
function splitDecimal(language: string, text: string): { whole: string; part: string } {
  if (!/^\d[\d.,'’ \u00a0\u202f]*$/u.test(text) && !/^[.,]\d+$/u.test(text)) throw notANumber();
  const marks = [...text].filter((sign) => sign === "." || sign === ",");
  const at = decimalAt(language, text, marks);
  const whole = at < 0 ? text : text.slice(0, at);
  const part = at < 0 ? "" : text.slice(at + 1);
  // Whatever parts thousands parts all of them, by the same sign: "1 23" and "1.234,567.8" are slips of the finger.
  const grouped = /^\d{1,3}(?:([.,'’ \u00a0\u202f])\d{3}(?:\1\d{3})*)?$/u.test(whole);
  if (!/^\d*$/u.test(part) || !(grouped || /^\d*$/u.test(whole))) throw notANumber();
  return { whole: whole.replaceAll(/\D/gu, "") || "0", part };
}

/** Where the decimal sign stands, or -1. */
function decimalAt(language: string, text: string, marks: readonly string[]): number {
  const [last] = marks.slice(-1);
  if (last === undefined) return -1;
  const alone = marks.filter((sign) => sign === last).length === 1;
  if (!alone) return -1;
  const at = text.lastIndexOf(last);
  if (marks.length > 1) return at;
  const own = language.split("-")[0] === "en" ? "." : ",";
  const parts = /^[1-9]\d{0,2}$/u.test(text.slice(0, at)) && /^\d{3}$/u.test(text.slice(at + 1));
  return last !== own && parts ? -1 : at;
}

/** A decimal number as a count of units of which `units` make one. */
function readDecimal(language: string, text: string, units: bigint, unit?: Unit): bigint {
  const { whole, part } = splitDecimal(language, text);
  const divisor = 10n ** BigInt(part.length);
  const size = BigInt(whole + part) * units;
  if (size % divisor !== 0n)
    throw new Refusal("invalid", "amountFinerThanScale", {
      scale: unit?.scale ?? 0,
      time: unit === undefined,
    });
  return size / divisor;
}

const HOURS = String.raw`(?:h|hs|hr|hrs|hora|horas|hour|hours|heure|heures)\.?`;
const MINUTES = String.raw`(?:m|min|mins|minuto|minutos|minute|minutes)\.?`;
const timeWriting = new RegExp(
  String.raw`^(?:(?<hours>[\d.,'’ \u00a0\u202f]*\d)\s*${HOURS})?\s*(?:(?<minutes>\d+)\s*(?<named>${MINUTES})?)?$`,
  "iu",
);

/** "1 h 30 min", "1h30", "1:30", "90 min", "1,5 h"; a number alone is hours. */
function readTime(language: string, text: string): bigint {
  const clock = /^(\d{1,12}):([0-5]\d)$/u.exec(text);
  if (clock) return BigInt(clock[1] ?? 0) * MINUTES_AN_HOUR + BigInt(clock[2] ?? 0);
  const { hours, minutes, named } = timeWriting.exec(text)?.groups ?? {};
  if (hours === undefined && named === undefined) return readDecimal(language, text, MINUTES_AN_HOUR);
  const whole = hours === undefined ? 0n : readDecimal(language, hours, MINUTES_AN_HOUR);
  return whole + BigInt(minutes ?? 0);
}
