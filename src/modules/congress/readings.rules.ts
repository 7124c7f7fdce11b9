// Texts that change in stages: how often they are adopted before they stand, and what may happen in between. Pure.
import { broken, ok, type Verdict } from "#platform/rules";

export const amendmentsBetween = ["none", "restarts", "allowed"] as const;

export type ReadingRule = {
  /** How often the assembly has to adopt the whole; 1 for what needs no further reading. */
  readonly readings: number;
  /** Whole days between one reading and the next. */
  readonly daysBetween: number;
  /**
   * Between two readings the words stay as they are (`none`), may be amended, which makes the next reading the first again
   * (`restarts`), or may be amended (`allowed`).
   */
  readonly amendedBetween: (typeof amendmentsBetween)[number];
};

export type PassedReading = { readonly version: number; readonly passedAt: Date };

/** The readings that still count for the words as they stand now, the first first. */
export function readingsThatCount(
  { amendedBetween }: ReadingRule,
  passed: readonly PassedReading[],
  version: number,
): readonly PassedReading[] {
  return amendedBetween === "restarts" ? passed.filter((one) => one.version === version) : passed;
}

/** Whether an adoption now is the last one that the text needs. */
export function isLastReading(rule: ReadingRule, passed: readonly PassedReading[], version: number): boolean {
  return readingsThatCount(rule, passed, version).length + 1 >= rule.readings;
}

const DAY_MS = 86_400_000;

/** From when on the next reading may be voted on; null where it may be now. */
export function earliestReading(
  rule: ReadingRule,
  passed: readonly PassedReading[],
  version: number,
): Date | null {
  const last = readingsThatCount(rule, passed, version).at(-1);
  return last ? new Date(last.passedAt.getTime() + rule.daysBetween * DAY_MS) : null;
}

export function readingsKeepTheirDistance(earliest: Date | null, now: Date): Verdict {
  return earliest === null || now >= earliest ? ok : broken("readingTooEarly", { earliest });
}

export function wordsMayChangeNow(rule: ReadingRule, passed: readonly PassedReading[]): Verdict {
  return passed.length > 0 && rule.amendedBetween === "none" ? broken("noAmendmentsBetweenReadings") : ok;
}

/** What was read once is read on by the rule under which it was. */
export function readingsAreSetBefore(passed: readonly PassedReading[]): Verdict {
  return passed.length === 0 ? ok : broken("readingsAlreadyBegun", { passed: passed.length });
}
