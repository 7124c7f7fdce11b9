// One point of a decision: how its commitments stand, the picture of when they are due, and all that happened to them.
import type { BoardEntry, PointEvent } from "#commitments";
import { daysBetween } from "#commitments";
import type { DecisionPoint } from "#congress";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { Bar, Crumbs, Nothing, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Entry, listTitle, pointHref, splitLabel } from "./board.page.tsx";
import { standingBar, toneOf } from "./words.ts";

type PointProps = {
  readonly page: Page;
  readonly point: DecisionPoint;
  /** Every commitment of the point, and those of them on this page. */
  readonly all: readonly BoardEntry[];
  readonly entries: Paged<BoardEntry>;
  /** What happened last, and how much did in all. */
  readonly events: readonly PointEvent[];
  readonly happened: number;
  readonly today: string;
};

export function PointPage({ page, point, all, entries, events, happened, today }: PointProps) {
  const { t } = page;
  const label = textIn(point.label, page.language);
  const [heading, rest] = splitLabel(label.text);
  const list = listTitle(point, page.language);
  return (
    <Layout page={page} title={heading} section="commitments">
      <Crumbs page={page} trail={[{ href: "/commitments", label: t("commitments.title") }]} />
      <p class="eyebrow" lang={list.language}>
        {list.text}
      </p>
      <h1 lang={label.language}>
        {point.number}. {heading}
      </h1>
      {rest && (
        <p class="lede" lang={label.language}>
          {rest}
        </p>
      )}
      <p>
        <a href={point.href}>{t("commitments.inTheText")}</a>
      </p>
      {all.length > 0 && <Bar {...standingBar(page, all)} />}
      <div class="row two">
        <section>
          <h2 id="entries">{t("commitments.title")}</h2>
          {all.length === 0 && <Nothing>{t("commitments.empty")}</Nothing>}
          <ul class="list">
            {entries.items.map((entry) => (
              <Entry page={page} entry={entry} today={today} />
            ))}
          </ul>
          <Pages page={page} paged={entries} to="entries" />
          {all.length > 0 && <Span page={page} entries={entries.items} today={today} />}
        </section>
        <section>
          <h2>{t("commitments.timeline")}</h2>
          <ol class="list steps" reversed start={happened}>
            {events.map((event) => (
              <Event page={page} event={event} />
            ))}
          </ol>
          {happened > events.length && (
            <p>
              <a href={`${pointHref(point)}/timeline`}>
                {t("commitments.wholeTimeline", { count: happened })}
              </a>
            </p>
          )}
        </section>
      </div>
    </Layout>
  );
}

type TimelineProps = Pick<PointProps, "page" | "point"> & {
  readonly events: Paged<PointEvent> & { readonly offset: number };
};

/** All that happened to the commitments of a point. */
export function TimelinePage({ page, point, events }: TimelineProps) {
  const { t } = page;
  const label = textIn(point.label, page.language);
  const [heading] = splitLabel(label.text);
  const trail = [
    { href: "/commitments", label: t("commitments.title") },
    { href: pointHref(point), label: `${point.number}. ${heading}` },
  ];
  return (
    <Layout page={page} title={t("commitments.timeline")} section="commitments">
      <Crumbs page={page} trail={trail} />
      <h1>{t("commitments.timeline")}</h1>
      <ol class="list steps" reversed start={events.total - events.offset}>
        {events.items.map((event) => (
          <Event page={page} event={event} />
        ))}
      </ol>
      <Pages page={page} paged={events} />
    </Layout>
  );
}

function wordsOf({ from, to, claimsFulfilled }: PointEvent): string {
  if (to === null) return claimsFulfilled ? "commitments.reportedDone" : "commitments.reported";
  return `commitments.step.${from === "fulfilled" && to === "under_way" ? "reopened" : to}`;
}

function Event({ page, event }: { page: Page; event: PointEvent }) {
  return (
    <li>
      <div>{page.t(wordsOf(event))}</div>
      <small>
        <When page={page} at={event.at} style="medium" /> ·{" "}
        <a href={`/commitments/${event.number}`}>
          <Said page={page} field={event.title} />
        </a>
      </small>
    </li>
  );
}

const ROW = 32;
const WIDTH = 640;

/**
 * From the proposal to the due date of each commitment, with a line at today. The list above says the same in words, so
 * screen readers are given one sentence.
 */
function Span({ page, entries, today }: { page: Page; entries: readonly BoardEntry[]; today: string }) {
  const starts = entries.map((entry) => entry.proposedAt.toISOString().slice(0, 10));
  const first = [...starts, ...entries.map(({ dueOn }) => dueOn), today].reduce((one, other) =>
    one < other ? one : other,
  );
  const last = [...starts, ...entries.map(({ dueOn }) => dueOn), today].reduce((one, other) =>
    one > other ? one : other,
  );
  const x = (day: string) =>
    Math.round((daysBetween(first, day) / Math.max(1, daysBetween(first, last))) * WIDTH);
  const height = entries.length * ROW + 8;
  return (
    <figure>
      <svg
        class="span"
        viewBox={`-8 0 ${WIDTH + 16} ${height}`}
        role="img"
        aria-label={page.t("commitments.spanLabel")}
      >
        {entries.map((entry, index) => {
          const [from, to] = [x(starts[index] ?? first), x(entry.dueOn)].sort((one, other) => one - other);
          const y = index * ROW + 8;
          return (
            <>
              <rect
                class={toneOf[entry.standing]}
                x={from}
                y={y}
                width={Math.max(4, (to ?? 0) - (from ?? 0))}
                height="10"
                rx="5"
              />
              <text x={Math.min(from ?? 0, WIDTH - 40)} y={y + 20}>
                {entry.number}
              </text>
            </>
          );
        })}
        <line x1={x(today)} x2={x(today)} y1="0" y2={height} />
      </svg>
      <figcaption>
        <When page={page} at={first} style="medium" /> – <When page={page} at={last} style="medium" />.{" "}
        {page.t("commitments.spanCaption")}
      </figcaption>
    </figure>
  );
}
