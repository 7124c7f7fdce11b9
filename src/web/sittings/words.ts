// States of sittings and of items as tags; days and hours by the clocks of the place.
import type { ItemState, SittingState } from "#assembly";
import { formatInstant } from "#platform/i18n/i18n";
import type { Tone } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export const sittingTone: Readonly<Record<SittingState, Tone>> = {
  planned: "plain",
  open: "going",
  adjourned: "quiet",
  closed: "done",
};

export const itemTone: Readonly<Record<ItemState, Tone>> = {
  waiting: "plain",
  open: "going",
  done: "done",
  postponed: "quiet",
};

type Hours = { readonly startsAt: Date; readonly endsAt: Date; readonly zone: string };

/** The civil day on which it starts there. */
export function dayOf(page: Pick<Page, "language">, { startsAt, zone }: Omit<Hours, "endsAt">): string {
  return formatInstant(
    startsAt,
    page.language,
    { weekday: "long", day: "numeric", month: "long", year: "numeric" },
    zone,
  );
}

/** `09:00–13:00`; where it ends on another day, that is said. */
export function hoursOf(
  { t, language }: Pick<Page, "t" | "language">,
  { startsAt, endsAt, zone }: Hours,
): string {
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  const day = { day: "numeric", month: "numeric" } as const;
  const of = (at: Date, style: Intl.DateTimeFormatOptions) => formatInstant(at, language, style, zone);
  const sameDay = of(startsAt, day) === of(endsAt, day);
  return t("sittings.hours", {
    from: of(startsAt, time),
    to: of(endsAt, sameDay ? time : { ...time, day: "numeric", month: "short" }),
  });
}

/** `America/Caracas (GMT-4)`. */
export function zoneName(page: Pick<Page, "language">, { startsAt, zone }: Omit<Hours, "endsAt">): string {
  const written = formatInstant(
    startsAt,
    page.language,
    { timeZoneName: "shortOffset", hour: "numeric" },
    zone,
  );
  const offset = /(GMT|UTC)\S*$/.exec(written)?.[0];
  return offset ? `${zone.replaceAll("_", " ")} (${offset})` : zone;
}
