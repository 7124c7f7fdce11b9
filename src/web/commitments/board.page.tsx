// The board: by point of the decision, what is done, late and silent, at a glance.
import type { BoardEntry, BoardFilter } from "#commitments";
import { daysBetween, standings } from "#commitments";
import type { DecisionPoint } from "#congress";
import { regionName, regions } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { emptyForm, type FormState, Select } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Bar, Lang, Nothing, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { standingBar, toneOf } from "./words.ts";

type BoardProps = {
  readonly page: Page;
  readonly points: readonly DecisionPoint[];
  /** What the filter leaves. */
  readonly entries: readonly BoardEntry[];
  readonly all: readonly BoardEntry[];
  readonly filter: BoardFilter;
  readonly today: string;
  readonly mayRecord: boolean;
};

/** A point's own page: everything that happened to what came out of it. */
export function pointHref(point: DecisionPoint): string {
  return `/commitments/points/${point.id}`;
}

export function BoardPage({ page, points, entries, all, filter, today, mayRecord }: BoardProps) {
  const { t } = page;
  const shown = points.filter((point) => entries.some((entry) => entry.decisionPointId === point.id));
  return (
    <Layout
      page={page}
      title={t("commitments.title")}
      section="commitments"
      description={t("commitments.lede")}
    >
      <h1>{t("commitments.title")}</h1>
      <p class="lede">{t("commitments.lede")}</p>
      {all.length > 0 && <Bar {...standingBar(page, entries)} />}
      {mayRecord && (
        <p class="acts">
          <a class="button" href="/commitments/record">
            {t("commitments.act.record")}
          </a>
        </p>
      )}
      {all.length === 0 ? (
        <Nothing>{t("commitments.empty")}</Nothing>
      ) : (
        <Filters page={page} all={all} filter={filter} />
      )}
      {all.length > 0 && entries.length === 0 && <Nothing>{t("commitments.nothingMatches")}</Nothing>}
      <div class="board">
        {shown.map((point) => (
          <Point
            page={page}
            point={point}
            entries={entries.filter((entry) => entry.decisionPointId === point.id)}
            today={today}
          />
        ))}
      </div>
    </Layout>
  );
}

function Filters({ page, all, filter }: Pick<BoardProps, "page" | "all" | "filter">) {
  const { t, language } = page;
  const form: FormState = emptyForm;
  const organizations = new Map(
    all.map(({ responsible }) => [responsible.slug, textIn(responsible.name, language).text]),
  );
  const choices = [...organizations].map(([value, label]) => ({ value, label }));
  return (
    <form class="filters" method="get" action="/commitments">
      <Select
        t={t}
        form={form}
        name="region"
        label={t("commitments.region")}
        needed
        value={filter.region}
        empty={t("commitments.anyRegion")}
        choices={regions.map((code) => ({ value: code, label: regionName(code, language) }))}
      />
      <Select
        t={t}
        form={form}
        name="responsible"
        label={t("commitments.responsible")}
        needed
        value={filter.responsible}
        empty={t("commitments.anyResponsible")}
        choices={choices.sort((one, other) => one.label.localeCompare(other.label, language))}
      />
      <Select
        t={t}
        form={form}
        name="standing"
        label={t("commitments.standing")}
        needed
        value={filter.standing}
        empty={t("commitments.anyStanding")}
        choices={standings.map((standing) => ({
          value: standing,
          label: t(`commitments.standing.${standing}`),
        }))}
      />
      <button class="button second" type="submit">
        {t("commitments.filter")}
      </button>
    </form>
  );
}

const LONGEST_HEADING = 70;

/** The first sentence of a point names it, where it is short; the rest says more. */
export function splitLabel(text: string): readonly [heading: string, rest: string] {
  const end = text.search(/[.:] /) + 1;
  return end > 0 && end <= LONGEST_HEADING
    ? [text.slice(0, end).replace(/[.:]$/, ""), text.slice(end).trim()]
    : [text, ""];
}

type PointProps = { page: Page; point: DecisionPoint; entries: readonly BoardEntry[]; today: string };

function Point({ page, point, entries, today }: PointProps) {
  const label = textIn(point.label, page.language);
  const [heading, rest] = splitLabel(label.text);
  return (
    <section class="point card" id={`point-${point.number}`}>
      <h2>
        <a class="n" href={point.href} aria-label={page.t("commitments.point", { number: point.number })}>
          {point.number}
        </a>
        <Lang page={page} of={label.language}>
          <a class="plain" href={pointHref(point)}>
            {heading}
          </a>
        </Lang>
      </h2>
      {rest && (
        <p class="quiet" lang={label.language}>
          <small>{rest}</small>
        </p>
      )}
      <Bar {...standingBar(page, entries)} legend={false} />
      <ul class="list">
        {entries.map((entry) => (
          <Entry page={page} entry={entry} today={today} />
        ))}
      </ul>
    </section>
  );
}

/** Days late, days since something was heard, or the date it is due: what says most about it now. */
export function Urgency({ page, entry, today }: { page: Page; entry: BoardEntry; today: string }) {
  const { t } = page;
  if (entry.standing === "late")
    return <>{t("commitments.lateDays", { days: daysBetween(entry.dueOn, today) })}</>;
  if (entry.standing === "silent" || entry.reportedAt) {
    if (!entry.reportedAt) return <>{t("commitments.neverHeard")}</>;
    return (
      <>
        {t("commitments.heardDays", {
          days: Math.max(0, daysBetween(entry.reportedAt.toISOString().slice(0, 10), today)),
        })}
      </>
    );
  }
  return <When page={page} at={entry.dueOn} style="medium" />;
}

export function Entry({ page, entry, today }: { page: Page; entry: BoardEntry; today: string }) {
  const title = textIn(entry.title, page.language);
  const responsible = textIn(entry.responsible.name, page.language);
  return (
    <li>
      <div>
        <a href={`/commitments/${entry.number}`}>
          <Lang page={page} of={title.language}>
            {title.text}
          </Lang>
        </a>{" "}
        <Tag tone={toneOf[entry.standing]}>{page.t(`commitments.standing.${entry.standing}`)}</Tag>
      </div>
      <small>
        <Lang page={page} of={responsible.language}>
          {responsible.text}
        </Lang>
        {" · "}
        {regionName(entry.region, page.language)}
        {" · "}
        <Urgency page={page} entry={entry} today={today} />
      </small>
    </li>
  );
}
