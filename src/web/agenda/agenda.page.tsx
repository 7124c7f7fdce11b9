// The agenda: what is coming, month by month, with its filters, the campaigns, and the feed to subscribe to.
import type { AgendaChoices, AgendaQuery, CampaignDay, Choice, Dated, Waiting } from "#agenda";
import { wallTimeAt } from "#algorithms/time-zones";
import { countryName, languageName, regionName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { Submit } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { agendaAddress, DatedEntry, daysWords, feedAddress, monthWords } from "./words.tsx";

export type AgendaOffers = {
  readonly announce: boolean;
  readonly call: boolean;
  /** Actions of the reader's organisations that others ask to hold with them. */
  readonly waiting: readonly Waiting[];
};

type AgendaProps = {
  readonly page: Page;
  readonly query: AgendaQuery;
  /** `YYYY-MM`, where one month is asked for; else everything from now on. */
  readonly month: string | undefined;
  readonly found: Paged<Dated>;
  readonly choices: AgendaChoices;
  readonly months: readonly Choice[];
  readonly days: readonly CampaignDay[];
  readonly campaignTitle: string | undefined;
  readonly organizationName: string | undefined;
  readonly offers: AgendaOffers;
};

export function AgendaPage(props: AgendaProps) {
  const { page, month, found, query, campaignTitle, organizationName } = props;
  const { t } = page;
  const whose = campaignTitle ?? organizationName;
  return (
    <Layout page={page} title={t("agenda.title")} section="agenda" description={t("agenda.lede")}>
      <h1>{t("agenda.title")}</h1>
      <p class="lede">{t("agenda.lede")}</p>
      <Acts {...props} />
      <WaitingActions {...props} />
      <Filters {...props} />
      <div class="row two">
        <section aria-labelledby="coming">
          <h2 id="coming">{month ? monthWords(page, month) : t("agenda.coming")}</h2>
          {whose && (
            <p class="quiet">
              {t("agenda.of", { name: whose })}{" "}
              <a href={agendaAddress({ ...query, campaign: undefined, organization: undefined, month })}>
                {t("agenda.showAll")}
              </a>
            </p>
          )}
          {found.total === 0 && <Nothing>{t("agenda.nothing")}</Nothing>}
          <ByMonth page={page} found={found} named={month === undefined} />
          <Pages page={page} paged={found} />
          <Months {...props} />
        </section>
        <aside>
          <CampaignDays page={page} days={props.days} />
          <Subscribe page={page} path={agendaAddress(query, "/agenda.ics")} />
        </aside>
      </div>
    </Layout>
  );
}

function WaitingActions({ page, offers }: AgendaProps) {
  if (offers.waiting.length === 0) return null;
  return (
    <ul class="list">
      {offers.waiting.map(({ number, title, asking }) => (
        <li>
          <a href={`/agenda/actions/${number}`}>
            <Said page={page} field={title} />
          </a>
          <small>{page.t("joining.waiting", { count: asking })}</small>
        </li>
      ))}
    </ul>
  );
}

function Acts({ page, offers }: AgendaProps) {
  const { t } = page;
  if (!offers.announce && !offers.call) return null;
  return (
    <p class="acts">
      {offers.announce && (
        <>
          <a class="button" href="/agenda/actions/new">
            {t("agenda.act.announce")}
          </a>
          <a class="button second" href="/agenda/import">
            {t("agenda.act.import")}
          </a>
        </>
      )}
      {offers.call && (
        <a class="button second" href="/agenda/campaigns/new">
          {t("agenda.act.call")}
        </a>
      )}
    </p>
  );
}

const facets = ["region", "country", "language", "kind"] as const;
type Facet = (typeof facets)[number];

function choiceLabel(page: Page, facet: Facet, value: string): string {
  switch (facet) {
    case "region":
      return regionName(value, page.language);
    case "country":
      return countryName(value, page.language);
    case "language":
      return languageName(value, page.language);
    case "kind":
      return page.t(`agenda.kind.${value}`);
  }
}

function Filters({ page, query, month, choices }: AgendaProps) {
  const { t } = page;
  const offered = facets.filter((facet) => choices[facet].length > 1 || query[facet]);
  if (offered.length === 0) return null;
  return (
    <form class="search card" method="get" action="/agenda" aria-label={t("organizations.filters")}>
      {(["campaign", "organization"] as const).map(
        (name) => query[name] && <input type="hidden" name={name} value={query[name]} />,
      )}
      {month && <input type="hidden" name="month" value={month} />}
      <div class="choices">
        {offered.map((facet) => (
          <div class="field">
            <label for={facet}>{t(`agenda.facet.${facet}`)}</label>
            <select id={facet} name={facet}>
              <option value="">{t("organizations.any")}</option>
              {choices[facet].map(({ value, count }) => (
                <option value={value} selected={query[facet] === value}>
                  {t("organizations.choice", { label: choiceLabel(page, facet, value), count })}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
      <Submit label={t("agenda.filter")} second />
    </form>
  );
}

/** Entries under the month in which they are by the clocks of their places. */
function ByMonth({ page, found, named }: { page: Page; found: Paged<Dated>; named: boolean }) {
  const months = Map.groupBy(found.items, ({ action, startsAt }) =>
    wallTimeAt(action.zone, startsAt).slice(0, 7),
  );
  return (
    <>
      {[...months].map(([month, entries]) => (
        <>
          {named && <h3>{monthWords(page, month)}</h3>}
          <ul class="list dated">
            {entries.map(({ action, startsAt }) => (
              <DatedEntry page={page} action={action} at={startsAt} />
            ))}
          </ul>
        </>
      ))}
    </>
  );
}

const MOST_MONTHS = 12;

/** Other months, the nearest to the one that is shown. */
function Months({ page, query, month, months }: AgendaProps) {
  const { t } = page;
  if (months.length === 0) return null;
  const at = Math.max(
    0,
    months.findIndex(({ value }) => value >= (month ?? "9")),
  );
  const from = Math.max(0, Math.min(at - MOST_MONTHS / 2, months.length - MOST_MONTHS));
  return (
    <>
      <h3 id="months">{t("agenda.months")}</h3>
      <nav aria-labelledby="months">
        <ul class="chosen">
          {months.slice(from, from + MOST_MONTHS).map(({ value, count }) => (
            <li>
              <a
                href={agendaAddress({ ...query, month: value })}
                aria-current={value === month ? "true" : undefined}
              >
                {monthWords(page, value)}
              </a>{" "}
              ({count})
            </li>
          ))}
          {month && (
            <li>
              <a href={agendaAddress(query)}>{t("agenda.coming")}</a>
            </li>
          )}
        </ul>
      </nav>
    </>
  );
}

/** The next days of campaigns, each with how many take part so far. */
export function CampaignDays({ page, days }: { page: Page; days: readonly CampaignDay[] }) {
  const { t } = page;
  return (
    <section class="card" aria-labelledby="campaigns">
      <h2 id="campaigns">{t("agenda.campaigns")}</h2>
      {days.length === 0 && <Nothing>{t("agenda.noCampaigns")}</Nothing>}
      <ul class="list">
        {days.map(({ campaign, startsOn, endsOn }) => (
          <li>
            <a href={`/agenda/campaigns/${campaign.slug}`}>
              <Said page={page} field={campaign.title} />
            </a>
            <small>{daysWords(page, campaign, { startsOn, endsOn })}</small>
            {campaign.actions > 0 && (
              <small>
                {t("agenda.takePart", { actions: campaign.actions, countries: campaign.countries })}
              </small>
            )}
          </li>
        ))}
      </ul>
      <p>
        <a href="/agenda/campaigns">{t("agenda.allCampaigns")}</a>
      </p>
    </section>
  );
}

/** The feed: an address to give to a calendar, so that it keeps itself up to date. */
export function Subscribe({ page, path }: { page: Page; path: string }) {
  const { t } = page;
  const address = feedAddress(page, path);
  return (
    <section class="card" aria-labelledby="subscribe">
      <h2 id="subscribe">{t("agenda.subscribe")}</h2>
      <p>{t("agenda.subscribeHow")}</p>
      <p>
        <code>{address}</code>
      </p>
      <p class="acts">
        <a class="button second" href={address.slice(page.origin.length)}>
          {t("agenda.download")}
        </a>
      </p>
    </section>
  );
}

/** All campaigns, the latest day first. */
export function CampaignsPage({
  page,
  campaigns,
}: {
  page: Page;
  campaigns: Paged<CampaignDay["campaign"]>;
}) {
  const { t } = page;
  return (
    <Layout page={page} title={t("agenda.campaigns")} section="agenda">
      <h1>{t("agenda.campaigns")}</h1>
      <p class="lede">{t("agenda.campaignsLede")}</p>
      {campaigns.total === 0 && <Nothing>{t("agenda.noCampaigns")}</Nothing>}
      <ul class="list">
        {campaigns.items.map((campaign) => (
          <li>
            <div>
              <a href={`/agenda/campaigns/${campaign.slug}`}>
                <Said page={page} field={campaign.title} />
              </a>{" "}
              <CampaignTag page={page} campaign={campaign} />
            </div>
            <small>
              {[
                daysWords(page, campaign, campaign),
                textIn(campaign.organization.name, page.language).text,
                campaign.actions > 0 &&
                  t("agenda.takePart", { actions: campaign.actions, countries: campaign.countries }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={campaigns} />
    </Layout>
  );
}

const tones = { called: "going", held: "done", cancelled: "late" } as const;

export function CampaignTag({ page, campaign }: { page: Page; campaign: CampaignDay["campaign"] }) {
  return <Tag tone={tones[campaign.state]}>{page.t(`agenda.campaignState.${campaign.state}`)}</Tag>;
}
