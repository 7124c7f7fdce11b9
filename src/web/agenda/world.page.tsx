// A day of action around the world, at an instant: which zones it has come to, and what is on, to come, or over in each.
import type { CampaignView, Choice, Dated } from "#agenda";
import { beginningOf, offsetAt, wallTimeAt } from "#algorithms/time-zones";
import { formatDate, formatInstant } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { addressWith } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag } from "../layout/parts.tsx";
import { worldMapSize } from "../maps/world-map.ts";
import type { Page } from "../request.ts";
import { agendaTrail } from "./campaign.page.tsx";
import { ActionTags, placeWords, timeWords } from "./words.tsx";

export type Phase = "now" | "next" | "over";

export function phaseOf({ startsAt, endsAt }: Pick<Dated, "startsAt" | "endsAt">, at: Date): Phase {
  if (at >= endsAt) return "over";
  return at >= startsAt ? "now" : "next";
}

type WorldProps = {
  readonly page: Page;
  readonly campaign: CampaignView;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly at: Date;
  /** What takes place on the day, by the clocks of the places. */
  readonly found: readonly Dated[];
  /** How many more there are than are shown. */
  readonly more: number;
  /** The days on which something of the campaign takes place. */
  readonly days: readonly Choice[];
};

type Row = {
  readonly zone: string;
  readonly begins: Date;
  readonly ends: Date;
  readonly entries: readonly Dated[];
};

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** Zones in which something takes place, in the order in which the day comes to them. */
function rowsOf(day: string, found: readonly Dated[]): Row[] {
  return [...Map.groupBy(found, ({ action }) => action.zone)]
    .map(([zone, entries]) => ({
      zone,
      begins: beginningOf(zone, day),
      ends: beginningOf(zone, nextDay(day)),
      entries,
    }))
    .sort((one, other) => one.begins.getTime() - other.begins.getTime() || (one.zone < other.zone ? -1 : 1));
}

const tones = { now: "done", next: "going", over: "quiet" } as const;
const UTC_TIME = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;
const SHORT_TIME = { hour: "2-digit", minute: "2-digit" } as const;
/** The first zone on Earth that a day comes to, and the last that it leaves. */
const FIRST_ZONE = "Pacific/Kiritimati";
const LAST_ZONE = "Etc/GMT+12";

export function WorldPage(props: WorldProps) {
  const { page, campaign, day, at, found } = props;
  const { t, language } = page;
  const title = textIn(campaign.title, language).text;
  const standing = found.filter(({ action }) => action.state === "announced");
  const counts = Map.groupBy(standing, (one) => phaseOf(one, at));
  const path = `/agenda/campaigns/${campaign.slug}`;
  return (
    <Layout page={page} title={`${t("agenda.world.title")}: ${title}`} section="agenda">
      <Crumbs page={page} trail={[...agendaTrail(page), { href: path, label: title }]} />
      <h1>{t("agenda.world.title")}</h1>
      <p class="lede">
        {t("agenda.world.lede", {
          day: formatDate(day, language),
          at: formatInstant(at, language, UTC_TIME),
        })}
      </p>
      <p>
        {t("agenda.world.wholeDay", {
          from: formatInstant(beginningOf(FIRST_ZONE, day), language, UTC_TIME),
          to: formatInstant(beginningOf(LAST_ZONE, nextDay(day)), language, UTC_TIME),
        })}
      </p>
      <ul class="figures">
        {(["now", "next", "over"] as const).map((phase) => (
          <li>
            <b>{counts.get(phase)?.length ?? 0}</b>
            {t(`agenda.world.${phase}`)}
          </li>
        ))}
      </ul>
      <Days {...props} />
      <Hours {...props} />
      <figure>
        <img
          src={`${path}/world.svg?day=${day}&at=${at.toISOString().slice(0, 16)}&lang=${language}`}
          alt={t("agenda.world.alt")}
          width={worldMapSize.width}
          height={worldMapSize.height}
        />
        <figcaption>{t("agenda.world.caption")}</figcaption>
      </figure>
      {found.length === 0 ? <Nothing>{t("agenda.world.nothing")}</Nothing> : <Zones {...props} />}
      {props.more > 0 && (
        <p>
          <a href={`${path}`}>{t("agenda.world.more", { count: props.more })}</a>
        </p>
      )}
    </Layout>
  );
}

const MOST_DAYS = 14;

/** Of a campaign of several days: the others, the nearest to the one that is shown. */
function Days({ page, days, day }: WorldProps) {
  if (days.length < 2) return null;
  const at = days.findIndex(({ value }) => value >= day);
  const from = Math.max(0, Math.min(at - MOST_DAYS / 2, days.length - MOST_DAYS));
  return (
    <ul class="chosen">
      {days.slice(from, from + MOST_DAYS).map(({ value, count }) => (
        <li>
          <a href={`${page.address.pathname}?day=${value}`} aria-current={value === day ? "true" : undefined}>
            {formatDate(value, page.language, "medium")}
          </a>{" "}
          ({count})
        </li>
      ))}
    </ul>
  );
}

const steps = [-24, -6, -1, 1, 6, 24];

/** Other hours, as links: the page is drawn anew for each. */
function Hours({ page, at }: WorldProps) {
  const { t } = page;
  return (
    <nav class="acts" aria-label={t("agenda.world.hours")}>
      {steps.map((hours) => (
        <a
          class="button second"
          href={addressWith(
            page,
            "at",
            new Date(at.getTime() + hours * 3_600_000).toISOString().slice(0, 16),
          )}
        >
          {t("agenda.world.step", { hours: `${hours < 0 ? "−" : "+"}${Math.abs(hours)}` })}
        </a>
      ))}
    </nav>
  );
}

function offsetWords(zone: string, at: Date): string {
  const minutes = offsetAt(zone, at) / 60_000;
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(Math.abs(minutes) / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

function Zones({ page, day, at, found }: WorldProps) {
  const { t, language } = page;
  return (
    <>
      <h2 id="zones">{t("agenda.world.table")}</h2>
      <table aria-labelledby="zones">
        <thead>
          <tr>
            <th scope="col">{t("agenda.world.zone")}</th>
            <th scope="col">{t("agenda.world.actions")}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(day, found).map(({ zone, begins, ends, entries }) => (
            <tr>
              <th scope="row">
                {(zone.split("/").at(-1) ?? zone).replaceAll("_", " ")}, {offsetWords(zone, begins)}
                <br />
                <b>{formatInstant(new Date(`${wallTimeAt(zone, at)}Z`), language, UTC_TIME)}</b>
                <br />
                {t("agenda.world.day", {
                  from: formatInstant(begins, language, UTC_TIME),
                  to: formatInstant(ends, language, UTC_TIME),
                })}
              </th>
              <td>
                <ul class="plain">
                  {entries.map((one) => (
                    <Entry page={page} one={one} at={at} />
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Entry({ page, one, at }: { page: Page; one: Dated; at: Date }) {
  const { action, startsAt, endsAt } = one;
  const phase = phaseOf(one, at);
  const end = formatInstant(new Date(`${wallTimeAt(action.zone, endsAt)}Z`), page.language, SHORT_TIME);
  return (
    <li>
      {action.state === "announced" && <Tag tone={tones[phase]}>{page.t(`agenda.world.${phase}`)}</Tag>}{" "}
      <a href={`/agenda/actions/${action.number}`}>
        <Said page={page} field={action.title} />
      </a>{" "}
      <ActionTags page={page} action={action} />
      <br />
      <small>
        {placeWords(page, action)} · {timeWords(page, action, startsAt)}
        {!action.allDay && `–${end}`}
      </small>
    </li>
  );
}
