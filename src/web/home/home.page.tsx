// The home page: what sits at this moment, what was decided and how it stands, what is due, who belongs, what was reported last.
import type { CampaignDay } from "#agenda";
import type { SittingSummary } from "#assembly";
import type { BoardEntry, RecentReport } from "#commitments";
import type { FacetValue, RecentAffiliation } from "#confederation";
import { countryName, regionName } from "#platform/geography/index";
import { formatDate } from "#platform/i18n/i18n";
import { type Multilingual, textIn } from "#platform/multilingual";
import type { DecisionPoint } from "#congress";
import { daysWords } from "../agenda/words.tsx";
import { pointHref, splitLabel } from "../commitments/board.page.tsx";
import { standingBar } from "../commitments/words.ts";
import { SittingAtHand } from "../congress/edition-nav.tsx";
import { Layout } from "../layout/layout.tsx";
import { excerpt } from "../layout/excerpt.ts";
import { Bar, Nothing, Num, Said, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

/** The text whose decisions are followed up, where one was adopted. */
export type AdoptedText = {
  readonly href: string;
  readonly edition: string;
  readonly adoptedOn: Date;
  readonly decisions: number;
  /** The first of them, in the lists in which they stand. */
  readonly lists: readonly { readonly title: Multilingual; readonly points: readonly DecisionPoint[] }[];
};

export type HomeProps = {
  readonly page: Page;
  readonly adopted: AdoptedText | undefined;
  readonly commitments: readonly BoardEntry[];
  readonly dueNext: readonly BoardEntry[];
  readonly nextDays: readonly CampaignDay[];
  /** Those that are open at this moment. */
  readonly sittings: readonly SittingSummary[];
  readonly regions: readonly FacetValue[];
  readonly organizations: number;
  readonly joined: readonly RecentAffiliation[];
  readonly reports: readonly RecentReport[];
};

export function HomePage(props: HomeProps) {
  const { page, organizations, reports } = props;
  const name = textIn(page.profile.name, page.language).text;
  return (
    <Layout page={page} title={name} section="home" description={page.t("home.welcome")}>
      {props.sittings.map((sitting) => (
        <SittingAtHand page={page} sitting={sitting} />
      ))}
      <div class="row two">
        <Lead {...props} />
        <div>
          {props.nextDays.length > 0 && <NextDays {...props} />}
          {props.commitments.length > 0 && <DueNext {...props} />}
        </div>
      </div>
      {organizations > 0 && <Members {...props} />}
      {reports.length > 0 && <Reports page={page} reports={reports} />}
    </Layout>
  );
}

const LONGEST_NAME = 44;

function Lead({ page, adopted, commitments }: HomeProps) {
  const { t } = page;
  const name = textIn(page.profile.name, page.language).text;
  if (!adopted) {
    return (
      <section>
        <h1>{name}</h1>
        <p class="lede">{t("home.welcome")}</p>
        <p class="acts">
          <a class="button" href="/organizations">
            {t("home.seeOrganizations")}
          </a>
        </p>
      </section>
    );
  }
  return (
    <section>
      <p class="eyebrow">{adopted.edition}</p>
      <h1>{t("home.headline", { count: adopted.decisions })}</h1>
      <p class="lede">
        {t("home.lede", {
          date: formatDate(adopted.adoptedOn, page.language),
        })}
      </p>
      {commitments.length > 0 && <Bar {...standingBar(page, commitments)} />}
      <p class="acts">
        <a class="button" href="/commitments">
          {t("home.seeCommitments")}
        </a>
        <a class="button second" href={adopted.href}>
          {t("home.readText")}
        </a>
      </p>
      {adopted.lists.map((list) => (
        <Points page={page} commitments={commitments} list={list} />
      ))}
    </section>
  );
}

type ListProps = Pick<HomeProps, "page" | "commitments"> & { readonly list: AdoptedText["lists"][number] };

/** The points of one list of the text: each by its name, with what became of it. */
function Points({ page, commitments, list }: ListProps) {
  const title = textIn(list.title, page.language);
  return (
    <>
      <h2 class="small" lang={title.language}>
        {excerpt(title.text)}
      </h2>
      <ol class="glance">
        {list.points.map((point) => {
          const label = textIn(point.label, page.language);
          const own = commitments.filter((entry) => entry.decisionPointId === point.id);
          return (
            <li>
              <a href={pointHref(point)} lang={label.language}>
                <b>{point.number}</b> {excerpt(splitLabel(label.text)[0], LONGEST_NAME)}
              </a>
              {own.length > 0 && <Bar {...standingBar(page, own)} legend={false} />}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function DueNext({ page, dueNext }: HomeProps) {
  const { t } = page;
  return (
    <aside class="card">
      <h2>{t("home.dueNext")}</h2>
      {dueNext.length === 0 && <Nothing>{t("home.nothingDue")}</Nothing>}
      <ul class="list dated">
        {dueNext.map((entry) => (
          <li>
            <span class="when">
              <When page={page} at={entry.dueOn} style="day" />
            </span>
            <div>
              <a href={`/commitments/${entry.number}`}>
                <Said page={page} field={entry.title} />
              </a>
              <br />
              <small>
                <Said page={page} field={entry.responsible.name} />
              </small>
            </div>
          </li>
        ))}
      </ul>
      <p>
        <a href="/commitments">{t("home.allCommitments")}</a>
      </p>
    </aside>
  );
}

/** The days of action that come next, wherever one is. */
function NextDays({ page, nextDays }: HomeProps) {
  const { t } = page;
  return (
    <aside class="card" aria-labelledby="days">
      <h2 id="days">{t("agenda.nextDays")}</h2>
      <ul class="list">
        {nextDays.map(({ campaign, ...days }) => (
          <li>
            <a href={`/agenda/campaigns/${campaign.slug}`}>
              <Said page={page} field={campaign.title} />
            </a>
            <small>
              {[
                daysWords(page, campaign, days),
                campaign.actions > 0 &&
                  t("agenda.takePart", { actions: campaign.actions, countries: campaign.countries }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      <p>
        <a href="/agenda">{t("agenda.seeAgenda")}</a>
      </p>
    </aside>
  );
}

function Members({ page, regions, organizations, joined }: HomeProps) {
  const { t, language } = page;
  return (
    <section>
      <h2>{t("home.who")}</h2>
      <div class="row two">
        <figure>
          <img
            src={`/maps/world.svg?lang=${language}`}
            width="760"
            height="380"
            loading="lazy"
            alt={t("home.mapAlt")}
          />
          <figcaption>
            {t("home.mapCaption", { count: organizations, regions: regions.length })}{" "}
            <a href="/organizations">{t("home.seeOrganizations")}</a> {t("organizations.mapSource")}
          </figcaption>
          <ul class="figures">
            {regions.map((region) => (
              <li>
                <a href={`/organizations?region=${region.value}`}>
                  <b>
                    <Num page={page} value={region.count} />
                  </b>
                  {regionName(region.value, language)}
                </a>
              </li>
            ))}
          </ul>
        </figure>
        {joined.length > 0 && (
          <div class="card">
            <h3>{t("home.joined")}</h3>
            <ul class="list">
              {joined.map((each) => (
                <li>
                  <a href={`/organizations/${each.slug}`}>
                    <Said page={page} field={each.name} />
                  </a>
                  <small>
                    {[
                      t(`organizations.kind.${each.kind}`),
                      each.place,
                      each.country && countryName(each.country, language),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </small>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  );
}

const FIRST_WORDS = 180;

function Reports({ page, reports }: Pick<HomeProps, "page" | "reports">) {
  return (
    <section>
      <h2>{page.t("home.latest")}</h2>
      <div class="row three">
        {reports.map((report) => {
          const body = textIn(report.body, page.language);
          return (
            <article class="card">
              <p class="eyebrow">
                <When page={page} at={report.at} style="medium" />
                {report.organization && (
                  <>
                    {" · "}
                    <Said page={page} field={report.organization} />
                  </>
                )}
              </p>
              <h3>
                <a href={`/commitments/${report.number}`}>
                  <Said page={page} field={report.title} />
                </a>
              </h3>
              <p lang={body.language}>
                {body.text.length > FIRST_WORDS
                  ? `${body.text.slice(0, body.text.lastIndexOf(" ", FIRST_WORDS))} …`
                  : body.text}
              </p>
            </article>
          );
        })}
      </div>
    </section>
  );
}
