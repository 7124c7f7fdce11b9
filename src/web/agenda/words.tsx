// How times, places and states of the agenda are said and shown, the same on every page.
import type { ActionView, AgendaQuery, CampaignView, Days } from "#agenda";
import { offsetAt, wallTimeAt } from "#algorithms/time-zones";
import { countryName } from "#platform/geography/index";
import { formatDate, formatDates, formatInstant } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

/** Formatters write in UTC: a wall clock is given to them as if it were one. */
const asShown = (wall: string) => new Date(wall.length === 10 ? `${wall}T00:00Z` : `${wall}Z`);

/** `+02:00` (RFC 3339). */
function offsetOf(zone: string, at: Date): string {
  const minutes = Math.round(offsetAt(zone, at) / 60_000);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** An instant in a zone as machines read it: `2026-02-27T10:00-04:00`; of a whole day, the day. */
export function machineTime({ zone, allDay }: Pick<ActionView, "zone" | "allDay">, at: Date): string {
  const wall = wallTimeAt(zone, at);
  return allDay ? wall.slice(0, 10) : wall + offsetOf(zone, at);
}

const DAY = { day: "numeric", month: "short" } as const;
const TIME = { hour: "2-digit", minute: "2-digit" } as const;
const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;

type At = { readonly page: Page; readonly action: ActionView; readonly at: Date };

/** The day of a list's entry, by the clock of its place. */
export function DayOf({ page, action, at }: At) {
  const shown = asShown(wallTimeAt(action.zone, at));
  return <time datetime={machineTime(action, at)}>{formatInstant(shown, page.language, DAY)}</time>;
}

/** The time of day, or that it lasts all day. */
export function timeWords(page: Page, action: ActionView, at: Date): string {
  if (action.allDay) return page.t("agenda.allDay");
  return formatInstant(asShown(wallTimeAt(action.zone, at)), page.language, TIME);
}

/** From when to when, in full: `viernes, 27 de febrero de 2026, 10:00–12:00`. */
export function spanWords(page: Page, action: ActionView, from: Date, to: Date): string {
  const [first, last] = [wallTimeAt(action.zone, from), wallTimeAt(action.zone, new Date(to.getTime() - 1))];
  const day = (wall: string) => formatInstant(asShown(wall), page.language, LONG);
  const time = (wall: string) => formatInstant(asShown(wall), page.language, TIME);
  const end = wallTimeAt(action.zone, to);
  if (action.allDay)
    return first.slice(0, 10) === last.slice(0, 10)
      ? day(first)
      : page.t("agenda.fromTo", { from: day(first), to: day(last) });
  if (first.slice(0, 10) === last.slice(0, 10)) return `${day(first)}, ${time(first)}–${time(end)}`;
  return page.t("agenda.fromTo", { from: `${day(first)}, ${time(first)}`, to: `${day(end)}, ${time(end)}` });
}

/** A campaign's time as its decision says it: a day, a month, a period, or at the latest on a day. */
export function daysWords(
  page: Page,
  { precision }: Pick<CampaignView, "precision">,
  { startsOn, endsOn }: Days,
): string {
  if (precision === "month")
    return formatInstant(asShown(startsOn), page.language, { month: "long", year: "numeric" });
  if (precision === "by") return page.t("agenda.by", { day: formatDate(endsOn, page.language) });
  return formatDates(startsOn, endsOn, page.language);
}

export function monthWords(page: Page, month: string): string {
  return formatInstant(asShown(`${month}-01`), page.language, { month: "long", year: "numeric" });
}

export function placeWords(page: Page, { city, country }: Pick<ActionView, "city" | "country">): string {
  return `${city}, ${countryName(country, page.language)}`;
}

/** What a reader must know of an action before its title is believed. */
export function ActionTags({ page, action }: { page: Page; action: ActionView }) {
  return (
    <>
      {action.state === "cancelled" && <Tag tone="late">{page.t("agenda.state.cancelled")}</Tag>}{" "}
      {action.organizers[0]?.isExample && <Tag tone="plain">{page.t("organizations.example")}</Tag>}
    </>
  );
}

/** One time of an action, in a list that is ordered by them. */
export function DatedEntry({ page, action, at, day = true }: At & { day?: boolean }) {
  const { t, language } = page;
  const names = action.organizers.map(({ name }) => textIn(name, language).text);
  return (
    <li>
      <span class="when">
        {day && <DayOf page={page} action={action} at={at} />}
        <small>{timeWords(page, action, at)}</small>
      </span>
      <div>
        <a href={`/agenda/actions/${action.number}`}>
          <Said page={page} field={action.title} />
        </a>{" "}
        <ActionTags page={page} action={action} />
        <br />
        <small>
          {[t(`agenda.kind.${action.kind}`), placeWords(page, action), names.join(", ")].join(" · ")}
        </small>
      </div>
    </li>
  );
}

/** An address of the agenda for a query; what is not asked for is not in it. */
export function agendaAddress(
  query: AgendaQuery & { readonly month?: string | undefined },
  path = "/agenda",
) {
  const parameters = new URLSearchParams();
  for (const name of [
    "month",
    "campaign",
    "organization",
    "region",
    "country",
    "language",
    "kind",
  ] as const) {
    const value = query[name];
    if (value) parameters.set(name, value);
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** The feed of a query in the reader's language: a calendar says no language of its own when it asks. */
export function feedAddress(page: Page, path: string): string {
  const there = new URL(path, page.origin);
  there.searchParams.set("lang", page.language);
  return there.href;
}
