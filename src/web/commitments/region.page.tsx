// What a regional meeting reports on its region's commitments, and what meetings ask of the congress.
import { type CongressRequest, requestsPath, sittingPath, type SittingSummary } from "#assembly";
import type { BoardEntry, RegionalReportInFull } from "#commitments";
import { type DecisionPoint, type Edition, editionPath, type TextSummary } from "#congress";
import { regionName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { excerpt } from "../layout/excerpt.ts";
import {
  FormRefusal,
  type FormState,
  LanguageField,
  RequestKey,
  Submit,
  TextArea,
} from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import { Layout } from "../layout/layout.tsx";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { textTone } from "../congress/words.ts";
import { toneOf } from "./words.ts";

function trailOf(page: Page, edition: Edition) {
  return [
    { href: "/congress", label: page.t("congress.title") },
    { href: editionPath(edition.slug), label: textIn(edition.title, page.language).text },
  ];
}

type ReportsProps = {
  readonly page: Page;
  readonly edition: Edition;
  readonly region: string;
  readonly reports: readonly RegionalReportInFull[];
  readonly mayReport: boolean;
  readonly asked: number;
};

const REPORTS_A_PAGE = 3;

export function RegionReportsPage({ page, edition, region, reports, mayReport, asked }: ReportsProps) {
  const { t } = page;
  const title = t("cycle.report.title", { region: regionName(region, page.language) });
  const paged = pageOf(reports, asked, REPORTS_A_PAGE);
  return (
    <Layout page={page} title={title} section="commitments">
      <Crumbs page={page} trail={trailOf(page, edition)} />
      <h1>{title}</h1>
      {reports.length === 0 && <Nothing>{t("cycle.noReport")}</Nothing>}
      {mayReport && (
        <p class="acts">
          <a class="button" href={`${editionPath(edition.slug)}/report/new`}>
            {t("cycle.report.make")}
          </a>
        </p>
      )}
      {paged.items.map((report) => (
        <section>
          <h2>
            <When page={page} at={report.reportedAt} />
          </h2>
          <div class="regional">
            <Said page={page} field={report.body} />
          </div>
          <ul class="list">
            {report.onCommitments.map(({ number, title: of, body }) => (
              <li>
                <div>
                  <a href={`/commitments/${number}`}>
                    {number}. <Said page={page} field={of} />
                  </a>
                </div>
                <p class="trace">
                  <Said page={page} field={body} />
                </p>
              </li>
            ))}
          </ul>
          <p>
            <small>
              <a href={`/log/acts/${report.actId}`}>{t("congress.proof")}</a>
            </small>
          </p>
        </section>
      ))}
      <Pages page={page} paged={paged} />
    </Layout>
  );
}

type ReportFormProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly edition: Edition;
  readonly region: string;
  readonly commitments: readonly BoardEntry[];
};

export function RegionReportForm({ page, form, freshKey, edition, region, commitments }: ReportFormProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      freshKey={freshKey}
      title={t("cycle.report.make")}
      section="commitments"
      trail={trailOf(page, edition)}
      lede={t("cycle.report.lede", { region: regionName(region, page.language) })}
      send={t("cycle.report.send")}
    >
      <TextArea
        t={t}
        form={form}
        name="body"
        label={t("cycle.report.body")}
        required
        rows={8}
        maxlength={10000}
      />
      <LanguageField page={page} form={form} label={t("cycle.report.language")} />
      {commitments.length > 0 && <h2>{t("cycle.report.onCommitments")}</h2>}
      {commitments.map((one) => (
        <details open={(form.typed[`note-${one.number}`] ?? "") !== ""}>
          <summary>
            {one.number}. <Said page={page} field={one.title} />{" "}
            <Tag tone={toneOf[one.standing]}>{t(`commitments.standing.${one.standing}`)}</Tag>
          </summary>
          <TextArea
            t={t}
            form={form}
            name={`note-${one.number}`}
            label={t("cycle.report.note", { number: one.number })}
            rows={2}
            maxlength={2000}
          />
        </details>
      ))}
    </FormPage>
  );
}

type RequestsProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly edition: Edition;
  /** Whether the edition is a meeting that asks, or a congress that is asked. */
  readonly isMeeting: boolean;
  readonly presides: boolean;
  /** On whose agenda a request can come. */
  readonly sittings: readonly SittingSummary[];
  readonly requests: readonly CongressRequest[];
  /** Points of a meeting that have asked nothing yet. */
  readonly points: readonly DecisionPoint[];
  /** Of a meeting whose points have all asked, or are still to be marked: where that is done. */
  readonly texts: readonly TextSummary[];
  readonly asked: number;
};

const REQUESTS_A_PAGE = 30;

export function RequestsPage(props: RequestsProps) {
  const { page, form, edition, isMeeting, requests, asked } = props;
  const { t } = page;
  const paged = pageOf(requests, asked, REQUESTS_A_PAGE);
  return (
    <Layout page={page} title={t("cycle.requests.title")} section="congress">
      <Crumbs page={page} trail={trailOf(page, edition)} />
      <h1>{t("cycle.requests.title")}</h1>
      <p class="lede">{t(isMeeting ? "cycle.requests.meetingLede" : "cycle.requests.congressLede")}</p>
      <FormRefusal t={t} form={form} />
      {requests.length === 0 && <Nothing>{t("cycle.requests.none")}</Nothing>}
      <ul class="list">
        {paged.items.map((request) => (
          <Request {...props} request={request} />
        ))}
      </ul>
      <Pages page={page} paged={paged} />
      {isMeeting && props.presides && <Ask {...props} />}
    </Layout>
  );
}

function Request(props: RequestsProps & { request: CongressRequest }) {
  const { page, edition, isMeeting, presides, sittings, request } = props;
  const { t } = page;
  const isHere = request.takenUpBy?.slug === edition.slug;
  // What was taken up may still wait for the sitting that deals with it.
  const mayTakeUp = presides && (!request.takenUpBy || (isHere && !request.sitting && sittings.length > 0));
  return (
    <li id={request.id}>
      <div>
        <Said page={page} field={request.wish} />{" "}
        {request.takenUpBy ? (
          <Tag tone="done">{t("cycle.requests.takenUp")}</Tag>
        ) : (
          <Tag tone="going">{t("cycle.requests.waiting")}</Tag>
        )}
      </div>
      <small>
        <a href={editionPath(request.fromEdition.slug)}>
          <Said page={page} field={request.fromEdition.title} />
        </a>
        {" · "}
        <When page={page} at={request.askedAt} style="medium" />
        {request.takenUpBy && !isHere && (
          <>
            {" · "}
            <a href={editionPath(request.takenUpBy.slug)}>
              <Said page={page} field={request.takenUpBy.title} />
            </a>
          </>
        )}
        {request.takenUpBy && request.sitting && (
          <>
            {" · "}
            <a href={sittingPath(request.takenUpBy.slug, request.sitting.number)}>
              {t("cycle.requests.inSitting", { position: request.sitting.position })}{" "}
              <Said page={page} field={request.sitting.title} />
            </a>
          </>
        )}
        {" · "}
        <a href={`/log/acts/${request.actId}`}>{t("congress.proof")}</a>
      </small>
      {!isMeeting && mayTakeUp && (
        <form method="post" action={`${requestsPath(edition.slug)}/take-up`}>
          <input type="hidden" name="requestId" value={request.id} />
          {sittings.length > 0 && (
            <p>
              <label for={`sitting-${request.id}`}>{t("cycle.requests.sitting")}</label>
              <select id={`sitting-${request.id}`} name="sitting">
                {sittings.map(({ number, title }) => (
                  <option value={number}>{textIn(title, page.language).text}</option>
                ))}
                {!request.takenUpBy && <option value="">{t("cycle.requests.noSitting")}</option>}
              </select>
            </p>
          )}
          <Submit label={t("cycle.requests.takeUp")} second />
        </form>
      )}
    </li>
  );
}

const POINTS_AT_ONCE = 40;

/** Why there is nothing to ask from, and the way to the texts in which points are marked. */
function NoPoints({ page, edition, texts }: Pick<RequestsProps, "page" | "edition" | "texts">) {
  const { t } = page;
  if (texts.length === 0)
    return (
      <Nothing>
        {t("cycle.requests.noText")}{" "}
        <a href={`${editionPath(edition.slug)}/texts/import`}>{t("congress.import")}</a>
      </Nothing>
    );
  return (
    <section>
      <p>{t("cycle.requests.noPoints")}</p>
      <ul class="list">
        {texts.slice(0, POINTS_AT_ONCE).map(({ href, title, state, adoptedVersion }) => (
          <li>
            <div>
              <a href={href}>
                <Said page={page} field={title} />
              </a>{" "}
              <Tag tone={textTone[state]}>{t(`congress.state.${state}`)}</Tag>
            </div>
            <small>
              <a href={`${href}/${adoptedVersion === null ? "act" : "decision-points"}`}>
                {t(adoptedVersion === null ? "congress.actHere" : "congress-acts.act.markPoints.button")}
              </a>
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ask({ page, form, freshKey, edition, points, texts }: RequestsProps) {
  const { t } = page;
  if (points.length === 0) return <NoPoints page={page} edition={edition} texts={texts} />;
  return (
    <section>
      <h2>{t("cycle.requests.ask")}</h2>
      <form method="post" action={requestsPath(edition.slug)}>
        <RequestKey form={form} fresh={freshKey} />
        <fieldset>
          <legend>{t("cycle.requests.point")}</legend>
          {points.slice(0, POINTS_AT_ONCE).map((point) => (
            <label class="choice">
              <input
                type="radio"
                name="decisionPointId"
                value={point.id}
                required
                checked={form.typed["decisionPointId"] === point.id}
              />
              <span>
                {point.number}. {excerpt(textIn(point.label, page.language).text, 160)}
              </span>
            </label>
          ))}
        </fieldset>
        <TextArea
          t={t}
          form={form}
          name="wish"
          label={t("cycle.requests.wish")}
          hint={t("cycle.requests.wishHint")}
          required
          rows={3}
          maxlength={1000}
        />
        <LanguageField page={page} form={form} label={t("cycle.report.language")} />
        <Submit label={t("cycle.requests.ask")} />
      </form>
    </section>
  );
}
