// Milestones and indicators as lines of a form, one each. Pure.
// Invariant: a line is understood whole or refused by its number; nothing of it is left out.
import type { RecordCommitmentInput } from "#commitments";
import type { FieldRefusal } from "#platform/errors";
import { inOneLanguage } from "#platform/multilingual";

type Milestones = NonNullable<RecordCommitmentInput["milestones"]>;
type Indicators = NonNullable<RecordCommitmentInput["indicators"]>;

function linesOf(typed: string): { text: string; line: number }[] {
  return typed
    .split("\n")
    .map((text, at) => ({ text: text.trim(), line: at + 1 }))
    .filter(({ text }) => text !== "");
}

/** `2027-03-01 First hundred`, or only the words; that the date is in the calendar is left to its rule. */
export function milestonesFrom(typed: string, language: string): Milestones {
  return linesOf(typed).map(({ text }) => {
    const [, dueOn = null, words = ""] = /^(\d{4}-\d{2}-\d{2})\s+(.+)$/u.exec(text) ?? [];
    return { title: inOneLanguage(language, dueOn ? words : text), dueOn };
  });
}

/** UCUM (§12): an annotation alone is a unit of one, of what its name says. */
const NO_UNIT = "{n}";

/** `Trees planted: 1500 trees`; a unit may be left out. Digits may be parted by spaces. */
export function indicatorsFrom(
  typed: string,
  language: string,
): { readonly indicators: Indicators; readonly refused: FieldRefusal[] } {
  const indicators: Indicators = [];
  const refused: FieldRefusal[] = [];
  for (const { text, line } of linesOf(typed)) {
    const [, name, digits = "", unit = ""] = /^(.+?)\s*:\s*(\d[\d \u00a0\u202f]*)(.*)$/u.exec(text) ?? [];
    const target = Number(digits.replace(/\D/gu, ""));
    // "1,500" and "1.500" are the same number to some and another to others: neither is guessed.
    if (name === undefined || /^[.,]\d/u.test(unit) || !Number.isSafeInteger(target) || target < 1)
      refused.push({ field: "indicators", reason: "indicatorLineMalformed", facts: { line } });
    else indicators.push({ name: inOneLanguage(language, name), unit: unit.trim() || NO_UNIT, target });
  }
  return { indicators, refused };
}
