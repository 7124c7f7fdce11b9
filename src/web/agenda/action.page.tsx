// A local action: when and where, who holds it, who can come in, and what was said of it afterwards. The words carry
// microdata of schema.org's Event: a script of data would need an exception in the Content-Security-Policy.
import type { ActionReportView, ActionView, DayChange, Occurrence } from "#agenda";
import { countryName, languageName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { excerpt } from "../layout/excerpt.ts";
import { FormRefusal, type FormState, Submit, TextArea, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { agendaTrail } from "./campaign.page.tsx";
import { DayChanges, DayForm } from "./days.tsx";
import { JoiningActs, type JoiningOffers } from "./joining.tsx";
import { Reports } from "./reports.tsx";
import { ActionTags, machineTime, placeWords, spanWords } from "./words.tsx";

export type ActionOffers = {
  readonly edit: boolean;
  readonly merge: boolean;
  readonly report: boolean;
  readonly confirm: boolean;
  readonly joining: JoiningOffers;
  /** Of a series that the reader may change: its days to come. */
  readonly days: readonly Occurrence[];
};

type Time = { readonly startsAt: Date; readonly endsAt: Date };

type ActionProps = {
  readonly page: Page;
  readonly action: ActionView;
  /** The next times, or the last where it is over. */
  readonly times: readonly Time[];
  readonly more: boolean;
  readonly changes: readonly DayChange[];
  readonly reports: readonly ActionReportView[];
  readonly offers: ActionOffers;
  readonly form: FormState;
};

export function ActionPage(props: ActionProps) {
  const { page, action, reports, form } = props;
  const { language } = page;
  const title = textIn(action.title, language);
  const description = action.description && textIn(action.description, language);
  const campaign = action.campaign && {
    href: `/agenda/campaigns/${action.campaign.slug}`,
    label: textIn(action.campaign.title, language).text,
  };
  return (
    <Layout
      page={page}
      title={title.text}
      section="agenda"
      description={excerpt(description?.text ?? placeWords(page, action), 150)}
    >
      <Crumbs page={page} trail={[...agendaTrail(page), ...(campaign ? [campaign] : [])]} />
      <article itemscope itemtype="https://schema.org/Event">
        <p class="eyebrow">{page.t(`agenda.kind.${action.kind}`)}</p>
        <h1 itemprop="name" lang={title.language}>
          {title.text}
        </h1>
        <p>
          <ActionTags page={page} action={action} />
        </p>
        {action.reason && (
          <div class="refused">
            <p>
              <Said page={page} field={action.reason} />
            </p>
          </div>
        )}
        <Machine {...props} />
        <div class="row two">
          <div>
            {description && (
              <div itemprop="description" lang={description.language}>
                {description.text.split(/\n{2,}/).map((paragraph) => (
                  <p>{paragraph}</p>
                ))}
              </div>
            )}
            <DayChanges page={page} action={action} changes={props.changes} />
            <Reports page={page} action={action} reports={reports} confirms={props.offers.confirm} />
          </div>
          <Facts {...props} />
        </div>
      </article>
      <FormRefusal t={page.t} form={form} />
      <ActionActs {...props} />
    </Layout>
  );
}

/** What is seen in words already, for machines. */
function Machine({ page, action }: ActionProps) {
  const mode = action.kind === "online" ? "OnlineEventAttendanceMode" : "OfflineEventAttendanceMode";
  return (
    <>
      <link
        itemprop="eventStatus"
        href={`https://schema.org/${action.state === "cancelled" ? "EventCancelled" : "EventScheduled"}`}
      />
      <link itemprop="eventAttendanceMode" href={`https://schema.org/${mode}`} />
      <link itemprop="url" href={`${page.origin}/agenda/actions/${action.number}`} />
      {action.campaign && (
        <link itemprop="superEvent" href={`${page.origin}/agenda/campaigns/${action.campaign.slug}`} />
      )}
      {action.languages.map((tag) => (
        <meta itemprop="inLanguage" content={tag} />
      ))}
    </>
  );
}

function Facts(props: ActionProps) {
  const { page, action } = props;
  const { t, language } = page;
  const contact = action.contact ?? action.publicContact;
  return (
    <aside class="card">
      <dl>
        <When {...props} />
        <dt>{t("agenda.where")}</dt>
        <Place page={page} action={action} />
        <dt>{t("agenda.who", { count: action.organizers.length })}</dt>
        {action.organizers.map(({ slug, name }) => (
          <dd itemprop="organizer" itemscope itemtype="https://schema.org/Organization">
            <a itemprop="url" href={`/organizations/${slug}`}>
              <span itemprop="name">
                <Said page={page} field={name} />
              </span>
            </a>
          </dd>
        ))}
        {contact && (
          <>
            <dt>{t("agenda.contact")}</dt>
            <dd>{contact}</dd>
          </>
        )}
        {action.languages.length > 0 && (
          <>
            <dt>{t("agenda.languages")}</dt>
            <dd>{action.languages.map((tag) => languageName(tag, language)).join(", ")}</dd>
          </>
        )}
        {action.accessibility.length > 0 && (
          <>
            <dt>{t("agenda.access")}</dt>
            <dd>{action.accessibility.map((each) => t(`agenda.accessibility.${each}`)).join(", ")}</dd>
          </>
        )}
        {action.link && (
          <>
            <dt>{t("agenda.link")}</dt>
            <dd>
              <a href={action.link} rel="nofollow noopener">
                {excerpt(action.link.replace(/^https?:\/\//, ""), 40)}
              </a>
            </dd>
          </>
        )}
      </dl>
    </aside>
  );
}

function When({ page, action, times, more }: ActionProps) {
  const { t } = page;
  return (
    <>
      <dt>{t("agenda.when")}</dt>
      {times.map(({ startsAt, endsAt }, index) => (
        <dd>
          <time itemprop={index === 0 ? "startDate" : undefined} datetime={machineTime(action, startsAt)}>
            {spanWords(page, action, startsAt, endsAt)}
          </time>
          {index === 0 && (
            <meta
              itemprop="endDate"
              content={machineTime(action, action.allDay ? new Date(endsAt.getTime() - 1) : endsAt)}
            />
          )}
        </dd>
      ))}
      {more && <dd>{t("agenda.moreTimes")}</dd>}
      <dd>
        <small>{t("agenda.zone", { zone: action.zone })}</small>
      </dd>
    </>
  );
}

function Place({ page, action }: Pick<ActionProps, "page" | "action">) {
  return (
    <dd itemprop="location" itemscope itemtype="https://schema.org/Place">
      <meta itemprop="name" content={action.address ?? action.city} />
      <span itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
        {action.address && (
          <>
            <span itemprop="streetAddress">{action.address}</span>
            <br />
          </>
        )}
        <span itemprop="addressLocality">{action.city}</span>, {countryName(action.country, page.language)}
        <meta itemprop="addressCountry" content={action.country} />
      </span>
      {action.latitude !== null && (
        <span itemprop="geo" itemscope itemtype="https://schema.org/GeoCoordinates">
          <meta itemprop="latitude" content={String(action.latitude)} />
          <meta itemprop="longitude" content={String(action.longitude)} />
        </span>
      )}
    </dd>
  );
}

function ActionActs({ page, action, offers, form }: ActionProps) {
  const { t } = page;
  const path = `/agenda/actions/${action.number}`;
  const { edit, joining, merge, report } = offers;
  const joins = joining.ask.length + joining.own.length + joining.others.length > 0;
  if (!edit && !report && !merge && !joins) return null;
  return (
    <section class="doing">
      <h2>{t("agenda.acts")}</h2>
      <p class="acts">
        {report && (
          <a class="button" href={`${path}/report`}>
            {t("agenda.act.report")}
          </a>
        )}
        {edit && (
          <a class="button second" href={`${path}/edit`}>
            {t("agenda.act.edit")}
          </a>
        )}
      </p>
      <JoiningActs page={page} action={action} joining={joining} form={form} />
      <DayForm page={page} action={action} days={offers.days} form={form} />
      {edit && (
        <details open={form.typed["reason"] !== undefined}>
          <summary>{t("agenda.act.cancelAction")}</summary>
          <form method="post" action={`${path}/cancel`}>
            <TextArea
              t={t}
              form={form}
              name="reason"
              label={t("agenda.reason")}
              hint={t("agenda.reasonHint")}
              required
              rows={3}
            />
            <Submit label={t("agenda.act.cancelAction")} />
          </form>
        </details>
      )}
      {merge && (
        <details open={form.typed["into"] !== undefined}>
          <summary>{t("agenda.act.merge")}</summary>
          <form method="post" action={`${path}/merge`}>
            <TextField
              t={t}
              form={form}
              name="into"
              label={t("agenda.mergeInto")}
              hint={t("agenda.mergeHint")}
              inputmode="numeric"
              required
            />
            <Submit label={t("agenda.act.merge")} />
          </form>
        </details>
      )}
    </section>
  );
}
