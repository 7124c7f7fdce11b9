// A campaign: when and what for, which decision called it, who takes part where, and what was reported.
import type { CampaignDecision, CampaignTotals, CampaignVersion, CampaignView, Days, Dated } from "#agenda";
import { formatDate } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { splitLabel } from "../commitments/board.page.tsx";
import { excerpt } from "../layout/excerpt.ts";
import { FormRefusal, type FormState, Submit, TextArea } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Lang, Nothing, Num, Said } from "../layout/parts.tsx";
import { worldMapSize } from "../maps/world-map.ts";
import type { Page } from "../request.ts";
import { CampaignTag, Subscribe } from "./agenda.page.tsx";
import { agendaAddress, DatedEntry, daysWords } from "./words.tsx";

export type CampaignOffers = {
  readonly announce: boolean;
  /** To have it say something else, or to call it off. */
  readonly change: boolean;
  readonly hold: boolean;
};

type CampaignProps = {
  readonly page: Page;
  readonly campaign: CampaignView;
  readonly decisions: readonly CampaignDecision[];
  /** Of one that recurs: the days to come. */
  readonly coming: readonly Days[];
  readonly actions: Paged<Dated>;
  /** What it said before it was changed, the latest first. */
  readonly versions: readonly CampaignVersion[];
  readonly totals: CampaignTotals;
  readonly offers: CampaignOffers;
  readonly form: FormState;
};

export function agendaTrail(page: Page) {
  return [{ href: "/agenda", label: page.t("agenda.title") }];
}

export function CampaignPage(props: CampaignProps) {
  const { page, campaign, actions, totals } = props;
  const { t, language } = page;
  const title = textIn(campaign.title, language);
  const purpose = textIn(campaign.purpose, language);
  return (
    <Layout page={page} title={title.text} section="agenda" description={excerpt(purpose.text, 150)}>
      <Crumbs
        page={page}
        trail={[...agendaTrail(page), { href: "/agenda/campaigns", label: t("agenda.campaigns") }]}
      />
      <p class="eyebrow">
        {daysWords(page, campaign, campaign)} <CampaignTag page={page} campaign={campaign} />
      </p>
      <h1 lang={title.language}>{title.text}</h1>
      {campaign.reason && (
        <div class="refused">
          <p>
            <Said page={page} field={campaign.reason} />
          </p>
        </div>
      )}
      <div class="row two">
        <div>
          <p class="lede" lang={purpose.language}>
            {purpose.text}
          </p>
          <Decisions {...props} />
          <Coming {...props} />
          {totals.happened > 0 && <Totals page={page} totals={totals} />}
          <h2 id="where">{t("agenda.actionsOf", { count: campaign.actions })}</h2>
          {actions.total === 0 && <Nothing>{t("agenda.noActions")}</Nothing>}
          <ul class="list dated">
            {actions.items.map(({ action, startsAt }) => (
              <DatedEntry page={page} action={action} at={startsAt} />
            ))}
          </ul>
          <Pages page={page} paged={actions} to="where" />
          {actions.total > 0 && (
            <p>
              <a href={agendaAddress({ campaign: campaign.slug })}>{t("agenda.filterThese")}</a>
            </p>
          )}
          <Versions page={page} versions={props.versions} />
          <CampaignActs {...props} />
        </div>
        <aside>
          <World page={page} campaign={campaign} />
          <Subscribe page={page} path={`/agenda/campaigns/${campaign.slug}.ics`} />
        </aside>
      </div>
    </Layout>
  );
}

function Decisions({ page, campaign, decisions }: CampaignProps) {
  const { t } = page;
  return (
    <>
      <h2>{t("agenda.calledBy")}</h2>
      <p>
        <a href={`/organizations/${campaign.organization.slug}`}>
          <Said page={page} field={campaign.organization.name} />
        </a>
      </p>
      <ul>
        {decisions.map((decision) => (
          <li>
            <Decision page={page} decision={decision} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Decision({ page, decision }: { page: Page; decision: CampaignDecision }) {
  const { t, language } = page;
  if (decision.kind === "words") return <Said page={page} field={decision.words} />;
  if (decision.kind === "text")
    return (
      <a href={decision.href}>
        <Said page={page} field={decision.title} />
      </a>
    );
  const label = textIn(decision.point.label, language);
  return (
    <>
      {t("agenda.point", { number: decision.point.number })}{" "}
      <a href={decision.point.href}>
        <Lang page={page} of={label.language}>
          {excerpt(splitLabel(label.text).join(" "), 120)}
        </Lang>
      </a>
    </>
  );
}

function Coming({ page, campaign, coming }: CampaignProps) {
  if (campaign.rule === null && campaign.added.length === 0) return null;
  return (
    <>
      <h2>{page.t("agenda.comesBack")}</h2>
      <ul>
        {coming.map((days) => (
          <li>{daysWords(page, campaign, days)}</li>
        ))}
      </ul>
    </>
  );
}

/** What it said before: whoever read it then finds it, with the act that changed it. */
function Versions({ page, versions }: Pick<CampaignProps, "page" | "versions">) {
  const { t, language } = page;
  if (versions.length === 0) return null;
  return (
    <details>
      <summary>{t("agenda.versions", { count: versions.length })}</summary>
      {versions.map((version) => (
        <section>
          <h3>
            <Said page={page} field={version.title} />
          </h3>
          <p>
            {daysWords(page, version, version)}
            {version.rule !== null && ` · ${t("agenda.comesBack")}`}
          </p>
          <p>
            <Said page={page} field={version.purpose} />
          </p>
          <p>
            <small>
              <a href={`/log/acts/${version.actId}`}>
                {t("agenda.until", { day: formatDate(version.replacedAt, language) })}
              </a>
            </small>
          </p>
        </section>
      ))}
    </details>
  );
}

/** How many spoke, before any sum: whoever did not report is not counted. */
function Totals({ page, totals }: { page: Page; totals: CampaignTotals }) {
  const { t } = page;
  return (
    <>
      <h2>{t("agenda.whatWasReported")}</h2>
      <ul class="figures">
        {totals.counted > 0 && (
          <li>
            <b>
              <Num page={page} value={totals.participants} />
            </b>
            {t("agenda.participants")}
          </li>
        )}
        <li>
          <b>
            <Num page={page} value={totals.reported} />
          </b>
          {t("agenda.reportedOf", { happened: totals.happened })}
        </li>
        <li>
          <b>
            <Num page={page} value={totals.confirmed} />
          </b>
          {t("agenda.confirmedReports")}
        </li>
      </ul>
      <p class="hint">{t("agenda.totalsHint", { counted: totals.counted, happened: totals.happened })}</p>
    </>
  );
}

function World({ page, campaign }: Pick<CampaignProps, "page" | "campaign">) {
  const { t, language } = page;
  const there = `/agenda/campaigns/${campaign.slug}/world`;
  if (campaign.actions === 0) return null;
  return (
    <section class="card where" aria-labelledby="world">
      <h2 id="world">{t("agenda.world.title")}</h2>
      <a href={there}>
        <img
          src={`${there}.svg?lang=${language}`}
          alt={t("agenda.world.alt")}
          width={worldMapSize.width}
          height={worldMapSize.height}
          loading="lazy"
        />
      </a>
      <p>
        <a href={there}>{t("agenda.world.see")}</a>
      </p>
    </section>
  );
}

function CampaignActs({ page, campaign, offers, form }: CampaignProps) {
  const { t } = page;
  const path = `/agenda/campaigns/${campaign.slug}`;
  if (!offers.announce && !offers.change && !offers.hold) return null;
  return (
    <section class="doing">
      <h2>{t("agenda.acts")}</h2>
      <FormRefusal t={t} form={form} />
      {(offers.announce || offers.change) && (
        <p class="acts">
          {offers.announce && (
            <a class="button" href={`/agenda/actions/new?campaign=${campaign.slug}`}>
              {t("agenda.act.announceIn")}
            </a>
          )}
          {offers.change && (
            <a class="button second" href={`${path}/edit`}>
              {t("agenda.act.editCampaign")}
            </a>
          )}
        </p>
      )}
      {offers.hold && (
        <form method="post" action={`${path}/held`}>
          <Submit label={t("agenda.act.held")} second />
        </form>
      )}
      {offers.change && (
        <details open={form.refusal !== undefined}>
          <summary>{t("agenda.act.cancelCampaign")}</summary>
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
            <Submit label={t("agenda.act.cancelCampaign")} />
          </form>
        </details>
      )}
    </section>
  );
}
