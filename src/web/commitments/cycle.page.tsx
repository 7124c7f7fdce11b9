// The two years between congresses at a glance: which region has met, which is due, what each reported.
import type { Cycle, MeetingStanding, RegionInCycle } from "#commitments";
import { daysBetween } from "#commitments";
import { organPath } from "#assembly";
import { editionPath } from "#congress";
import { formatDate } from "#platform/i18n/i18n";
import { regionName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { excerpt } from "../layout/excerpt.ts";
import { Layout } from "../layout/layout.tsx";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Bar, Crumbs, Nothing, Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { countsBar } from "./words.ts";

type CycleProps = {
  readonly page: Page;
  readonly cycle: Cycle;
  readonly today: string;
  /** How many cycles back from the one of today. */
  readonly back: number;
  readonly asked: number;
};

const REGIONS_A_PAGE = 14;
const REPORT_WORDS = 240;
const BEFORE_IS_SHOWN = 10;

const toneOf: Readonly<Record<MeetingStanding, Tone>> = {
  met: "done",
  convened: "going",
  waiting: "plain",
  overdue: "late",
};

export function CyclePage({ page, cycle, today, back, asked }: CycleProps) {
  const { t } = page;
  const paged = pageOf(cycle.regions, asked, REGIONS_A_PAGE);
  const met = cycle.regions.filter(({ meetings }) => meetings.some((one) => one.startsOn <= today)).length;
  // Of years that are over, seven times that nothing happened is said once, above.
  const empty =
    cycle.regions.length === 0 || (back > 0 && cycle.regions.every(({ meetings }) => meetings.length === 0));
  const overdue = cycle.regions.filter(({ standing }) => standing === "overdue").length;
  return (
    <Layout page={page} title={t("cycle.title")} section="commitments">
      <Crumbs page={page} trail={[{ href: "/commitments", label: t("commitments.title") }]} />
      <h1>{t("cycle.title")}</h1>
      <p class="lede">
        {t("cycle.span", {
          from: formatDate(cycle.from, page.language),
          to: formatDate(cycle.to, page.language),
        })}
      </p>
      {cycle.regions.length > 0 && (
        <p>
          {t("cycle.summary", { met, of: cycle.regions.length })}
          {back === 0 && overdue > 0 && ` ${t("cycle.overdueCount", { count: overdue })}`}
        </p>
      )}
      <nav class="acts" aria-label={t("cycle.cycles")}>
        {back < BEFORE_IS_SHOWN && (
          <a class="button second" href={`/commitments/cycle?back=${back + 1}`}>
            {t("cycle.before")}
          </a>
        )}
        {back > 0 && (
          <a
            class="button second"
            href={back === 1 ? "/commitments/cycle" : `/commitments/cycle?back=${back - 1}`}
          >
            {t("cycle.after")}
          </a>
        )}
      </nav>
      {cycle.regions.length === 0 && <Nothing>{t("cycle.none")}</Nothing>}
      {!empty && (
        <>
          <Axis page={page} cycle={cycle} />
          <Marks page={page} />
          <ul class="list cycle">
            {paged.items.map((region) => (
              <Region page={page} cycle={cycle} region={region} today={today} back={back} />
            ))}
          </ul>
          <Pages page={page} paged={paged} />
        </>
      )}
      <section>
        <p>
          <a href="/organs">{t("room.organs.standingTitle")}</a>
        </p>
      </section>
    </Layout>
  );
}

function Axis({ page, cycle }: Pick<CycleProps, "page" | "cycle">) {
  const middle = new Date(Date.parse(cycle.from) + (daysBetween(cycle.from, cycle.to) / 2) * 86_400_000);
  return (
    <p class="axis" aria-hidden="true">
      <When page={page} at={cycle.from} style="medium" />
      <When page={page} at={middle.toISOString().slice(0, 10)} style="medium" />
      <When page={page} at={cycle.to} style="medium" />
    </p>
  );
}

const marks = [
  ["done", "met"],
  ["going", "convened"],
  ["due", "due"],
  ["late", "overdue"],
] as const;

/** What the marks of the strips mean. */
function Marks({ page }: { page: Page }) {
  return (
    <ul class="key">
      {marks.map(([tone, word]) => (
        <li>
          <i class={tone}></i>
          {page.t(`cycle.mark.${word}`)}
        </li>
      ))}
    </ul>
  );
}

type RegionProps = Omit<CycleProps, "asked"> & { readonly region: RegionInCycle };

function Region({ page, cycle, region, today, back }: RegionProps) {
  const { t } = page;
  const { organ, meetings, standing, report, commitments } = region;
  const total = Object.values(commitments).reduce((sum, count) => sum + count, 0);
  return (
    <li>
      <h2>
        <a href={organPath(null, organ.slug)}>
          {organ.region ? regionName(organ.region, page.language) : textIn(organ.name, page.language).text}
        </a>{" "}
        {back === 0 && <Tag tone={toneOf[standing]}>{t(`cycle.standing.${standing}`)}</Tag>}
      </h2>
      <Strip page={page} cycle={cycle} region={region} today={today} />
      <p>
        {meetings.length === 0 && t("cycle.notMet")}
        {meetings.map((meeting, index) => (
          <>
            {index > 0 && " · "}
            <a href={editionPath(meeting.edition)}>
              {meeting.hostCity}, {formatDate(meeting.startsOn, page.language)}
            </a>
          </>
        ))}
        {back === 0 && region.dueOn && (
          <>
            {meetings.length > 0 ? " · " : " "}
            {t("cycle.dueBy", { day: formatDate(region.dueOn, page.language) })}
          </>
        )}
      </p>
      {report ? (
        <p class="trace">
          {excerpt(textIn(report.body, page.language).text, REPORT_WORDS)}{" "}
          <a href={`${editionPath(report.edition)}/report`}>{t("cycle.readReport")}</a>
        </p>
      ) : (
        meetings.some((one) => one.endsOn < today) && <p class="quiet">{t("cycle.noReport")}</p>
      )}
      {total > 0 && back === 0 && (
        <>
          <Bar {...countsBar(page, commitments)} />
          <p>
            <a href={`/commitments?region=${organ.region}`}>{t("cycle.commitments", { count: total })}</a>
          </p>
        </>
      )}
    </li>
  );
}

const HEIGHT = 20;
const MARK = 12;

/** One region's two years: a mark for each meeting, one for the day by which the next is due, and today's line. */
function Strip({ page, cycle, region, today }: Omit<RegionProps, "back">) {
  const { t } = page;
  const length = daysBetween(cycle.from, cycle.to);
  const at = (day: string) => Math.min(Math.max(daysBetween(cycle.from, day), 0), length - MARK);
  const within = (day: string) => day >= cycle.from && day < cycle.to;
  const due = region.dueOn;
  const words = [
    ...region.meetings.map(({ startsOn }) =>
      t("cycle.strip.met", { day: formatDate(startsOn, page.language) }),
    ),
    ...(due && within(due) ? [t("cycle.strip.due", { day: formatDate(due, page.language) })] : []),
  ];
  return (
    <svg
      class="bar"
      role="img"
      aria-label={words.length > 0 ? words.join("; ") : t("cycle.notMet")}
      viewBox={`0 0 ${length} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      {region.meetings.map(({ startsOn, endsOn }) => (
        <rect
          class={startsOn <= today ? "done" : "going"}
          x={at(startsOn)}
          y="0"
          width={Math.max(MARK, daysBetween(startsOn, endsOn))}
          height={HEIGHT}
        />
      ))}
      {due && within(due) && (
        <rect
          class={region.standing === "overdue" ? "late" : "due"}
          x={at(due)}
          y={HEIGHT / 2}
          width={MARK}
          height={HEIGHT / 2}
        />
      )}
      {within(today) && (
        <rect class="today" x={daysBetween(cycle.from, today)} y="0" width="2" height={HEIGHT} />
      )}
    </svg>
  );
}
