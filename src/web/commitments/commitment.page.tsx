// One commitment: what it is, how it stands, who said what about it, and what its reader may do.
import type { CommitmentView, Evidence, ReportView, TimelineStep } from "#commitments";
import type { DecisionPoint } from "#congress";
import { regionName } from "#platform/geography/index";
import { formatDate } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal, RequestKey, Submit, TextArea } from "../layout/forms.tsx";
import { excerpt } from "../layout/excerpt.ts";
import { Layout } from "../layout/layout.tsx";
import { divide, groupOf, Pages, weightOfText } from "../layout/paging.tsx";
import { Crumbs, Lang, Nothing, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { Urgency } from "./board.page.tsx";
import { toneOf, unitWords } from "./words.ts";

export type Offered = {
  readonly accept: boolean;
  readonly start: boolean;
  readonly report: boolean;
  readonly confirm: boolean;
  readonly drop: boolean;
  readonly reopen: boolean;
};

type CommitmentProps = {
  readonly page: Page;
  readonly commitment: CommitmentView;
  readonly point: DecisionPoint | undefined;
  readonly today: string;
  readonly offered: Offered;
  readonly form: FormState;
  readonly freshKey: string;
  /** Which page of the reports. */
  readonly asked: number;
};

/** By `weightOfText`: what a page carries of reports. */
const MOST_OF_REPORTS = 14_000;

function weightOf({ body, evidence }: ReportView): number {
  const words = Math.max(0, ...Object.values(body.texts).map(weightOfText));
  return evidence.reduce((sum, { url, fileName }) => sum + 150 + (url ?? fileName ?? "").length, words + 200);
}

export function CommitmentPage(props: CommitmentProps) {
  const { page, commitment, point, today, offered, form, freshKey, asked } = props;
  const { t } = page;
  const reports = groupOf(divide(commitment.reports, weightOf, MOST_OF_REPORTS), asked);
  const title = textIn(commitment.title, page.language);
  return (
    <Layout page={page} title={title.text} section="commitments">
      <Crumbs page={page} trail={[{ href: "/commitments", label: t("commitments.title") }]} />
      <h1 lang={title.language}>{title.text}</h1>
      <p>
        <Tag tone={toneOf[commitment.standing]}>{t(`commitments.standing.${commitment.standing}`)}</Tag>{" "}
        <span class="quiet">
          <Urgency page={page} entry={commitment} today={today} />
        </span>
      </p>
      <div class="row two">
        <div>
          <Progress page={page} commitment={commitment} />
          <section>
            <h2 id="reports">{t("commitments.reports")}</h2>
            {commitment.reports.length === 0 && <Nothing>{t("commitments.noReports")}</Nothing>}
            {reports.items.map((report) => (
              <Report page={page} report={report} />
            ))}
            <Pages page={page} paged={reports} to="reports" />
          </section>
        </div>
        <div>
          <Facts page={page} commitment={commitment} point={point} />
          <Acts page={page} commitment={commitment} offered={offered} form={form} freshKey={freshKey} />
          <section>
            <h2>{t("commitments.timeline")}</h2>
            <ol class="list steps">
              {commitment.steps.map((step) => (
                <Step page={page} step={step} />
              ))}
            </ol>
          </section>
        </div>
      </div>
    </Layout>
  );
}

const LONGEST_POINT = 400;

function Facts({ page, commitment, point }: Pick<CommitmentProps, "page" | "commitment" | "point">) {
  const { t } = page;
  const label = point && textIn(point.label, page.language);
  return (
    <section class="card">
      <dl>
        <dt>{t("commitments.responsible")}</dt>
        <dd>
          <a href={`/organizations/${commitment.responsible.slug}`}>
            <Said page={page} field={commitment.responsible.name} />
          </a>
        </dd>
        <dt>{t("commitments.region")}</dt>
        <dd>{regionName(commitment.region, page.language)}</dd>
        <dt>{t("commitments.due")}</dt>
        <dd>
          <When page={page} at={commitment.dueOn} />
        </dd>
        <dt>{t("commitments.commission")}</dt>
        <dd>
          <a href={`/organizations/${commitment.commission.slug}`}>
            <Said page={page} field={commitment.commission.name} />
          </a>
        </dd>
        {point && label && (
          <>
            <dt>{t("commitments.decision")}</dt>
            <dd>
              <a href={point.href}>
                <Said page={page} field={point.list.title ?? point.textTitle} />, {point.number}.{" "}
                <Lang page={page} of={label.language}>
                  {excerpt(label.text, LONGEST_POINT)}
                </Lang>
              </a>
            </dd>
          </>
        )}
      </dl>
      <p>
        <a href={`/log?subject=/commitments/${commitment.number}`}>{t("commitments.proof")}</a>
      </p>
    </section>
  );
}

function Progress({ page, commitment }: Pick<CommitmentProps, "page" | "commitment">) {
  const { t } = page;
  return (
    <>
      {commitment.milestones.length > 0 && (
        <section>
          <h2>{t("commitments.milestones")}</h2>
          <ul class="list">
            {commitment.milestones.map((milestone) => (
              <li>
                <div>
                  {milestone.reachedAt ? "✓ " : "○ "}
                  <Said page={page} field={milestone.title} />
                </div>
                <small>
                  {milestone.reachedAt
                    ? t("commitments.reached", {
                        date: formatDate(milestone.reachedAt, page.language, "medium"),
                      })
                    : milestone.dueOn && <When page={page} at={milestone.dueOn} style="medium" />}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      {commitment.indicators.length > 0 && (
        <section>
          <h2>{t("commitments.indicators")}</h2>
          {commitment.indicators.map((indicator) => (
            <p class="indicator">
              <Said page={page} field={indicator.name} />
              <progress
                value={Math.min(indicator.reached, indicator.target)}
                max={indicator.target}
                aria-label={textIn(indicator.name, page.language).text}
              ></progress>
              <small class="num">
                {t("commitments.indicatorValue", {
                  reached: indicator.reached,
                  target: indicator.target,
                  unit: unitWords(indicator.unit),
                })}
              </small>
            </p>
          ))}
        </section>
      )}
    </>
  );
}

function By({
  page,
  of,
}: {
  page: Page;
  of: Pick<TimelineStep, "office" | "organization" | "organizationSlug">;
}) {
  if (!of.office || !of.organization) return <>{page.t("commitments.byShell")}</>;
  const office = textIn(of.office, page.language).text;
  const organization = textIn(of.organization, page.language).text;
  return (
    <a href={`/organizations/${of.organizationSlug}`}>{page.t("commitments.by", { office, organization })}</a>
  );
}

function Step({ page, step }: { page: Page; step: TimelineStep }) {
  const reopened = step.from === "fulfilled" && step.to === "under_way";
  return (
    <li>
      <div>{page.t(`commitments.step.${reopened ? "reopened" : step.to}`)}</div>
      {step.reason && (
        <p class="trace">
          <Said page={page} field={step.reason} />
        </p>
      )}
      <small>
        <When page={page} at={step.at} style="medium" /> · <By page={page} of={step} />
      </small>
    </li>
  );
}

function Report({ page, report }: { page: Page; report: ReportView }) {
  const { t } = page;
  const body = textIn(report.body, page.language);
  return (
    <article class="card" id={`report-${report.id}`}>
      <p class="eyebrow">
        <When page={page} at={report.at} /> · <By page={page} of={report} />
        {report.claimsFulfilled && <> · {t("commitments.claims")}</>}
      </p>
      {body.text.split(/\n{2,}/).map((paragraph) => (
        <p lang={body.language}>{paragraph}</p>
      ))}
      {report.evidence.length > 0 && (
        <>
          <h3>{t("commitments.evidence")}</h3>
          <ul>
            {report.evidence.map((item) => (
              <li>
                <EvidenceLink item={item} />
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}

function EvidenceLink({ item }: { item: Evidence }) {
  if (item.url) {
    return (
      <a href={item.url} rel="noopener noreferrer nofollow">
        {item.url.replace(/^https?:\/\//, "")}
      </a>
    );
  }
  const href = `/commitments/evidence/${item.fileHash}`;
  if (item.mediaType !== "image/webp") return <a href={href}>{item.fileName}</a>;
  return (
    <a href={href}>
      <img src={href} alt={item.fileName ?? ""} width="320" height="240" loading="lazy" class="evidence" />
    </a>
  );
}

function Acts({
  page,
  commitment,
  offered,
  form,
  freshKey,
}: Pick<CommitmentProps, "page" | "commitment" | "offered" | "form" | "freshKey">) {
  const { t } = page;
  if (!Object.values(offered).some(Boolean)) return null;
  const base = `/commitments/${commitment.number}`;
  const plain = (["accept", "start", "confirm"] as const).filter((act) => offered[act]);
  const withReason = (["drop", "reopen"] as const).filter((act) => offered[act]);
  return (
    <section class="card">
      <h2>{t("commitments.whatYouCanDo")}</h2>
      <FormRefusal t={t} form={form} />
      {offered.report && (
        <p>
          <a class="button" href={`${base}/report`}>
            {t("commitments.act.report")}
          </a>
        </p>
      )}
      {plain.map((act) => (
        <form method="post" action={`${base}/${act}`}>
          <Submit label={t(`commitments.act.${act}`)} second={act !== "confirm"} />
        </form>
      ))}
      {withReason.map((act) => (
        <details open={form.typed["act"] === act}>
          <summary>{t(`commitments.act.${act}`)}</summary>
          <form method="post" action={`${base}/${act}`}>
            <input type="hidden" name="act" value={act} />
            <RequestKey form={form} fresh={freshKey} />
            <TextArea
              t={t}
              form={form}
              name="reason"
              label={t("commitments.reason")}
              required
              rows={3}
              maxlength={1000}
            />
            <Submit label={t(`commitments.act.${act}`)} second />
          </form>
        </details>
      ))}
    </section>
  );
}
