// Times of an edition in forms and on pages: by the clocks of the place where it meets, whose zone is named with them.
// Invariant: what a form holds carries no zone of its own, and is never read by any other clocks than its page says.
import type { Edition } from "#congress";
import { type FieldRefusal, Refusal } from "#platform/errors";
import { formatInstant } from "#platform/i18n/i18n";
import { instantOf } from "#platform/zones";
import type { Page } from "../request.ts";
import { zoneName } from "../sittings/words.ts";

type Zoned = Pick<Edition, "zone">;

/** A day and a time, as the clocks of the edition show the instant. */
export function timeAt(
  page: Page,
  { zone }: Zoned,
  at: Date,
  dateStyle: "medium" | "long" = "medium",
): string {
  return formatInstant(at, page.language, { dateStyle, timeStyle: "short" }, zone);
}

/** `America/Caracas (GMT-4)`, as it is on the day of an instant. */
export function zoneOf(page: Page, { zone }: Zoned, on: Date): string {
  return zoneName(page, { startsAt: on, zone });
}

/** As `zoneOf`, on the first day of the edition. */
export function zoneOfEdition(page: Page, edition: Pick<Edition, "zone" | "startsOn">): string {
  return zoneOf(page, edition, new Date(`${edition.startsOn}T12:00:00Z`));
}

/** What a `datetime-local` field sends; browsers may add seconds (HTML §2.3.5.5), which no clock here is read by. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?$/u;

/**
 * The instants of what was typed into fields of a form. Refuses beside each field that is empty or no time with
 * `timeMalformed`, and beside each that the clocks of the edition leave out with `timeIsLeftOut` {zone}.
 */
export function instantsFrom<Field extends string>(
  typed: Readonly<Record<Field, string>>,
  { zone }: Zoned,
): Record<Field, Date> {
  const instants: Partial<Record<Field, Date>> = {};
  const wrong: FieldRefusal[] = [];
  for (const [field, value] of Object.entries<string>(typed)) {
    const local = value.trim();
    const instant = LOCAL.test(local) ? instantOf(local.slice(0, 16), zone) : undefined;
    if (instant) instants[field as Field] = instant;
    else if (!LOCAL.test(local)) wrong.push({ field, reason: "timeMalformed", facts: {} });
    else wrong.push({ field, reason: "timeIsLeftOut", facts: { zone } });
  }
  if (wrong.length > 0) throw new Refusal("invalid", "inputInvalid", {}, wrong);
  return instants as Record<Field, Date>;
}
