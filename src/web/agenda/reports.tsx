// What was reported on an action, on its page: the number with how it was counted, the words, the photographs.
import type { ActionReportView, ActionView, PhotographView } from "#agenda";
import { textIn } from "#platform/multilingual";
import { Submit } from "../layout/forms.tsx";
import { Num, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

type ReportsProps = {
  readonly page: Page;
  readonly action: ActionView;
  readonly reports: readonly ActionReportView[];
  /** Whether the reader may confirm what others reported. */
  readonly confirms: boolean;
};

export function Reports({ page, action, reports, confirms }: ReportsProps) {
  if (reports.length === 0) return null;
  return (
    <section aria-labelledby="reports">
      <h2 id="reports">{page.t("agenda.whatWasReported")}</h2>
      {reports.map((report) => (
        <Report page={page} action={action} report={report} confirms={confirms} />
      ))}
    </section>
  );
}

function Report({
  page,
  action,
  report,
  confirms,
}: Omit<ReportsProps, "reports"> & { readonly report: ActionReportView }) {
  const { t } = page;
  const own = page.viewer?.personId === report.reporterId;
  return (
    <article class="card">
      <p class="eyebrow">
        <When page={page} at={report.at} style="medium" /> ·{" "}
        <Said page={page} field={report.organization.name} />{" "}
        <Tag tone={report.confirmedAt ? "done" : "plain"}>
          {t(report.confirmedAt ? "agenda.confirmed" : "agenda.notConfirmed")}
        </Tag>
      </p>
      {report.participants !== null && report.counted && (
        <ul class="figures">
          <li>
            <b>
              <Num page={page} value={report.participants} />
            </b>
            {t("agenda.participants")} · {t(`agenda.counted.${report.counted}`)}
          </li>
        </ul>
      )}
      <p>
        <Said page={page} field={report.body} />
      </p>
      {report.photographs.length > 0 && (
        <ul class="photographs">
          {report.photographs.map((photograph) => (
            <li>
              <Photograph page={page} photograph={photograph} />
            </li>
          ))}
        </ul>
      )}
      {confirms && !report.confirmedAt && !own && (
        <form method="post" action={`/agenda/actions/${action.number}/reports/${report.id}/confirm`}>
          <Submit label={t("agenda.act.confirm")} second />
        </form>
      )}
    </article>
  );
}

/** The few bytes of the page show until the photograph has come, and where it never does. */
function Photograph({ page, photograph }: { page: Page; photograph: PhotographView }) {
  const { width, height, hash, smallHash, placeholder } = photograph;
  const alt = textIn(photograph.alt, page.language);
  return (
    <a href={`/agenda/photographs/${hash}`}>
      <img src={placeholder} alt="" width={width} height={height} />
      <img
        src={`/agenda/photographs/${smallHash}`}
        alt={alt.text}
        lang={alt.language}
        width={width}
        height={height}
        loading="lazy"
      />
    </a>
  );
}
