// The board: by point of the decision, what is done, late and silent, at a glance.
import type { BoardEntry, BoardFilter, OverdueMeeting, Standing } from "#commitments";
import { daysBetween, standings } from "#commitments";
import type { DecisionPoint } from "#congress";
import { regionName, regions } from "#platform/geography/index";
import { type Multilingual, textIn } from "#platform/multilingual";
import { excerpt } from "../layout/excerpt.ts";
import { emptyForm, type FormState, Select, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { divide, groupOf, Pages, weightOfText } from "../layout/paging.tsx";
import { Bar, Lang, Nothing, Said, Tag, When } from "../layout/parts.tsx";
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
  /** Regional organs that should have met by now. */
  readonly overdue: readonly OverdueMeeting[];
  /** Which page of the points. */
  readonly asked: number;
};

/** More commitments than this are shown by their most pressing ones; a point's own page has the others. */
const MOST_IN_FULL = 60;
const MOST_PRESSING = 3;
/** By `weightOfText`: what a page of the board carries. */
const MOST_ON_A_PAGE = 24_000;
const pressing: readonly Standing[] = [
  "late",
  "silent",
  "proposed",
  "accepted",
  "under_way",
  "fulfilled",
  "dropped",
];

/** A point with its commitments, and those of them that the board shows. */
type Card = {
  readonly point: DecisionPoint;
  readonly entries: readonly BoardEntry[];
  readonly shown: readonly BoardEntry[];
};

/** Without a filter every point has its card: that nobody answers for one is what a board has to show. */
function cardsOf({ points, entries, filter }: Pick<BoardProps, "points" | "entries" | "filter">): Card[] {
  const byPoint = Map.groupBy(entries, (entry) => entry.decisionPointId);
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return points.flatMap((point) => {
    const own = byPoint.get(point.id) ?? [];
    if (own.length === 0 && filtered) return [];
    const byPress = own.toSorted(
      (one, other) => pressing.indexOf(one.standing) - pressing.indexOf(other.standing),
    );
    const shown = entries.length <= MOST_IN_FULL ? own : byPress.slice(0, MOST_PRESSING);
    return [{ point, entries: own, shown }];
  });
}

function weightOf({ point, shown }: Card): number {
  const words = (field: Multilingual) => Math.max(0, ...Object.values(field.texts).map(weightOfText));
  const own = shown.map(({ title, responsible }) => words(title) + words(responsible.name) + 150);
  return own.reduce((sum, weight) => sum + weight, words(point.label) + 300);
}

/** A point's own page: everything that happened to what came out of it. */
export function pointHref(point: DecisionPoint): string {
  return `/commitments/points/${point.id}`;
}

/** The way to the regions' cycle, with those that are overdue by name. */
function Regions({ page, overdue }: Pick<BoardProps, "page" | "overdue">) {
  const { t } = page;
  const names = overdue.map(({ organ }) => textIn(organ.name, page.language).text);
  const list = new Intl.ListFormat(page.language, { type: "conjunction" }).format(names);
  return (
    <p>
      <a href="/commitments/cycle">{t("cycle.title")}</a>
      {overdue.length > 0 && (
        <>
          {" · "}
          <Tag tone="late">{t("cycle.standing.overdue")}</Tag> {list}
        </>
      )}
    </p>
  );
}

export function BoardPage(props: BoardProps) {
  const { page, points, entries, all, filter, today, mayRecord, asked } = props;
  const { t } = page;
  const cards = groupOf(divide(cardsOf({ points, entries, filter }), weightOf, MOST_ON_A_PAGE), asked);
  const lists = Map.groupBy(cards.items, ({ point }) => listId(point));
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
      <Regions page={page} overdue={props.overdue} />
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
      {[...lists].map(([id, own]) => (
        <List page={page} id={id} cards={own} today={today} />
      ))}
      <Pages page={page} paged={cards} />
    </Layout>
  );
}

/** A numbered list of an adopted text: unique on the board, which may show several texts. */
function listId({ textId, list }: DecisionPoint): string {
  return `list-${list.number}-${textId}`;
}

type ListProps = { page: Page; id: string; cards: readonly Card[]; today: string };

/** The points of one list of a text, as the text calls and numbers them. */
function List({ page, id, cards, today }: ListProps) {
  const point = cards[0]?.point;
  if (!point) return null;
  const title = listTitle(point, page.language);
  return (
    <section id={id}>
      <p class="eyebrow">
        <Said page={page} field={point.textTitle} />
      </p>
      <h2 lang={title.language}>{title.text}</h2>
      <div class="board">
        {cards.map((card) => (
          <Point page={page} card={card} today={today} />
        ))}
      </div>
    </section>
  );
}

/** What a point's list is called: by the text, else the text itself. */
export function listTitle({ list, textTitle }: DecisionPoint, language: string) {
  const { text, language: of } = textIn(list.title ?? textTitle, language);
  return { text: excerpt(text, 120), language: of };
}

/** Beyond this, an organisation is typed rather than chosen. */
const MOST_CHOICES = 60;

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
      {choices.length > MOST_CHOICES ? (
        <TextField
          t={t}
          form={form}
          name="responsible"
          label={t("commitments.responsible")}
          hint={t("commitments.responsibleName")}
          needed
          value={filter.responsible}
          maxlength={200}
        />
      ) : (
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
      )}
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
/** A point that goes on is shown in full on its own page. */
const LONGEST_SHOWN = 600;

/** The first sentence of a point names it, where it is short; the rest says more. */
export function splitLabel(text: string): readonly [heading: string, rest: string] {
  const end = text.search(/[.:] /) + 1;
  return end > 0 && end <= LONGEST_HEADING
    ? [text.slice(0, end).replace(/[.:]$/, ""), text.slice(end).trim()]
    : [text, ""];
}

function Point({ page, card: { point, entries, shown }, today }: { page: Page; card: Card; today: string }) {
  const label = textIn(point.label, page.language);
  const [heading, rest] = splitLabel(label.text);
  return (
    <section class="point card" id={`point-${point.id}`}>
      <h3>
        <a class="n" href={point.href} aria-label={page.t("commitments.point", { number: point.number })}>
          {point.number}
        </a>
        <Lang page={page} of={label.language}>
          <a class="plain" href={pointHref(point)}>
            {excerpt(heading, LONGEST_SHOWN)}
          </a>
        </Lang>
      </h3>
      {rest && (
        <p class="quiet" lang={label.language}>
          <small>{excerpt(rest, LONGEST_SHOWN)}</small>
        </p>
      )}
      {entries.length === 0 ? (
        <Nothing>{page.t("commitments.noneOfPoint")}</Nothing>
      ) : (
        <>
          <Bar {...standingBar(page, entries)} legend={false} />
          <ul class="list">
            {shown.map((entry) => (
              <Entry page={page} entry={entry} today={today} />
            ))}
          </ul>
        </>
      )}
      {shown.length < entries.length && (
        <p>
          <a href={pointHref(point)}>{page.t("commitments.allOfPoint", { count: entries.length })}</a>
        </p>
      )}
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
