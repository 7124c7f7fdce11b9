// One organisation: what it is, where it stands in the tree, who acts for it and until when, and how it came to be here.
import type { HeldMandate, OrganizationProfile, TimelineStep } from "#confederation";
import { inForce } from "#confederation";
import { countryName, languageName } from "#platform/geography/index";
import { type Multilingual, textIn } from "#platform/multilingual";
import { type Founded, FoundedHere } from "../ledger/founded-here.tsx";
import { Layout } from "../layout/layout.tsx";
import { Crumbs, Lang, Nothing, Num, Said, Tag, When } from "../layout/parts.tsx";
import { countryMapSize } from "../maps/country-map.ts";
import type { Page } from "../request.ts";
import { EntryLine } from "./directory.page.tsx";
import { kindAndPlace, toneOf } from "./words.ts";

/** What the reader's mandates allow here; the acts ask again. */
export type OfferedActs = {
  readonly edit: boolean;
  readonly mandates: boolean;
  readonly affiliation: boolean;
};

type ProfileProps = {
  readonly page: Page;
  readonly organization: OrganizationProfile;
  readonly now: Date;
  readonly offered: OfferedActs;
  /** Whether the list of those below begins further on. */
  readonly continued: boolean;
  readonly currencies: Founded;
};

export function OrganizationPage({ page, organization, now, offered, continued, currencies }: ProfileProps) {
  const { t } = page;
  const name = textIn(organization.name, page.language);
  return (
    <Layout
      page={page}
      title={name.text}
      section="organizations"
      description={kindAndPlace(page, organization)}
    >
      <Crumbs
        page={page}
        trail={[
          { href: "/organizations", label: t("organizations.title") },
          ...organization.above.map((entry) => ({
            href: `/organizations/${entry.slug}`,
            label: textIn(entry.name, page.language).text,
          })),
        ]}
      />
      <p class="eyebrow">{kindAndPlace(page, organization)}</p>
      <h1 lang={name.language} dir="auto">
        {name.text}
      </h1>
      <p>
        <Tag tone={toneOf[organization.status]}>{t(`organizations.status.${organization.status}`)}</Tag>{" "}
        {organization.isExample && <Tag tone="plain">{t("organizations.example")}</Tag>}
      </p>
      <div class="row two">
        <div>
          <Description page={page} field={organization.description} />
          <InOffice page={page} mandates={organization.mandates} now={now} />
          <BelowList page={page} organization={organization} continued={continued} />
        </div>
        <div>
          <Facts page={page} organization={organization} />
          <p>
            <a href={`/agenda?organization=${organization.slug}`}>{page.t("agenda.ofOrganization")}</a>
          </p>
          <FoundedHere page={page} currencies={currencies} />
          <Acts page={page} organization={organization} offered={offered} />
          <Timeline page={page} steps={organization.timeline} />
        </div>
      </div>
    </Layout>
  );
}

/** Paragraphs of a text that people wrote. */
function Paragraphs({ text, language }: { text: string; language: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p lang={language} dir="auto">
          {paragraph}
        </p>
      ))}
    </>
  );
}

/** The description in the reader's language first; every other one behind it, with the state of its translation. */
function Description({ page, field }: { page: Page; field: Multilingual | null }) {
  if (!field) return null;
  const first = textIn(field, page.language);
  const others = Object.entries(field.texts).filter(([tag]) => tag !== first.language);
  return (
    <section>
      <Paragraphs text={first.text} language={first.language} />
      {Object.keys(field.texts).length > 1 && (
        <p class="hint">
          <Mark page={page} field={field} tag={first.language} />
        </p>
      )}
      {others.length > 0 && (
        <details>
          <summary>{page.t("organizations.otherLanguages")}</summary>
          {others.map(([tag, text]) => (
            <>
              <h3>
                {languageName(tag, page.language)}{" "}
                <small>
                  <Mark page={page} field={field} tag={tag} />
                </small>
              </h3>
              <Paragraphs text={text} language={tag} />
            </>
          ))}
        </details>
      )}
    </section>
  );
}

/** Whether a text is the original, or in what state its translation is. */
function Mark({ page, field, tag }: { page: Page; field: Multilingual; tag: string }) {
  if (tag === field.source) return <>{page.t("organizations.source")}</>;
  return <>{page.t(`organizations.state.${field.translations?.[tag]?.state ?? "draft"}`)}</>;
}

function Facts({ page, organization }: Pick<ProfileProps, "page" | "organization">) {
  const { t, language } = page;
  const { country, website, publicContact, foundedOn, languages, externalId } = organization;
  const otherNames = Object.entries(organization.name.texts).filter(
    ([tag]) => tag !== textIn(organization.name, language).language,
  );
  return (
    <section class="card">
      {country && (
        <>
          <img
            src={`/maps/country/${country}.svg?of=${organization.slug}`}
            alt={t("organizations.countryMapAlt", {
              name: textIn(organization.name, language).text,
              country: countryName(country, language),
            })}
            width={countryMapSize.width}
            height={countryMapSize.height}
            loading="lazy"
          />
          <p class="hint">{t("organizations.bordersSource")}</p>
        </>
      )}
      <dl>
        <Fact label={t("organizations.place")}>{placeOf(page, organization)}</Fact>
        <Fact label={t("organizations.languages")}>
          {languages.map((tag) => languageName(tag, language)).join(", ")}
        </Fact>
        <Fact label={t("organizations.names")}>
          {otherNames.length > 0 && (
            <ul class="plain">
              {otherNames.map(([tag, text]) => (
                <li>
                  <Lang page={page} of={tag}>
                    {text}
                  </Lang>{" "}
                  <small>{languageName(tag, language)}</small>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact label={t("organizations.founded")}>{foundedOn && <When page={page} at={foundedOn} />}</Fact>
        <Fact label={t("organizations.website")}>
          {website && (
            <a href={website} rel="noopener noreferrer nofollow">
              {website.replace(/^https?:\/\//, "")}
            </a>
          )}
        </Fact>
        <Fact label={t("organizations.contact")}>{publicContact}</Fact>
        <Fact label={t("organizations.externalId")}>{externalId && <code>{externalId}</code>}</Fact>
      </dl>
      <p>
        <a href={`/log?subject=/organizations/${organization.slug}`}>{t("organizations.proof")}</a>
      </p>
      <p>
        <a href={`/api/v1/organizations/${organization.slug}`}>{t("organizations.asJson")}</a>
      </p>
    </section>
  );
}

/** A fact that is not known is not spoken of. */
function Fact({ label, children }: { label: string; children?: unknown }) {
  if (!children) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>{children as string}</dd>
    </>
  );
}

function placeOf(page: Page, { place, subdivision, country }: OrganizationProfile): string {
  return [place, subdivision, country && countryName(country, page.language)].filter(Boolean).join(", ");
}

function Acts({ page, organization, offered }: Pick<ProfileProps, "page" | "organization" | "offered">) {
  const { t } = page;
  if (!offered.edit && !offered.mandates && !offered.affiliation) return null;
  const base = `/organizations/${organization.slug}`;
  return (
    <section class="card doing">
      <h2>{t("organizations.whatYouCanDo")}</h2>
      <ul>
        {offered.edit && (
          <>
            <li>
              <a href={`${base}/edit`}>{t("organizations.act.edit")}</a>
            </li>
            <li>
              <a href={`/organizations/new?parent=${organization.slug}`}>{t("organizations.act.newBelow")}</a>
            </li>
          </>
        )}
        {offered.mandates && (
          <li>
            <a href={`${base}/mandates`}>{t("organizations.act.mandates")}</a>
          </li>
        )}
        {offered.affiliation && (
          <li>
            <a href={`${base}/affiliation`}>{t("organizations.act.affiliation")}</a>
          </li>
        )}
      </ul>
    </section>
  );
}

/** The term of a mandate, in words. */
export function Term({ page, mandate }: { page: Page; mandate: HeldMandate }) {
  const { t } = page;
  return (
    <>
      {t("organizations.since")} <When page={page} at={mandate.startsAt} style="medium" />{" "}
      {mandate.endsAt ? (
        <>
          {t("organizations.until")} <When page={page} at={mandate.endsAt} style="medium" />
        </>
      ) : (
        t("organizations.openTerm")
      )}
      {mandate.recalledAt && (
        <>
          {" · "}
          {t("organizations.recalledOn")} <When page={page} at={mandate.recalledAt} style="medium" />
        </>
      )}
    </>
  );
}

export function MandateLine({ page, mandate }: { page: Page; mandate: HeldMandate }) {
  return (
    <>
      <div>
        <b>{mandate.personName}</b>
        {" · "}
        <Said page={page} field={mandate.officeName} />
      </div>
      <small>
        <Term page={page} mandate={mandate} />
      </small>
    </>
  );
}

function InOffice({
  page,
  mandates,
  now,
}: Pick<ProfileProps, "page" | "now"> & Pick<OrganizationProfile, "mandates">) {
  const { t } = page;
  const current = mandates.filter((mandate) => inForce(mandate, now));
  const others = mandates.filter((mandate) => !inForce(mandate, now));
  return (
    <section>
      <h2>{t("organizations.inOffice")}</h2>
      {current.length === 0 && <Nothing>{t("organizations.nobody")}</Nothing>}
      <ul class="list">
        {current.map((mandate) => (
          <li>
            <MandateLine page={page} mandate={mandate} />
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <details>
          <summary>{t("organizations.past")}</summary>
          <ul class="list">
            {others.map((mandate) => (
              <li>
                <MandateLine page={page} mandate={mandate} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function BelowList({
  page,
  organization,
  continued,
}: Pick<ProfileProps, "page" | "organization" | "continued">) {
  const { t } = page;
  const { below, slug } = organization;
  if (below.total === 0) return null;
  return (
    <section id="below">
      <h2>
        {t("organizations.below")}{" "}
        <small>
          <Num page={page} value={below.total} />
        </small>
      </h2>
      <ul class="key">
        {below.byKind.map(({ kind, count }) => (
          <li>{t("organizations.kindCount", { kind: t(`organizations.kind.${kind}`), count })}</li>
        ))}
      </ul>
      <ul class="list">
        {below.entries.map((entry) => (
          <li>
            <EntryLine page={page} entry={entry} />
          </li>
        ))}
      </ul>
      {(below.next || continued) && (
        <p class="acts">
          {continued && <a href={`/organizations/${slug}#below`}>{t("organizations.belowFirst")}</a>}
          {below.next && (
            <a class="button second" href={`/organizations/${slug}?belowAfter=${below.next}#below`}>
              {t("organizations.belowMore")}
            </a>
          )}
        </p>
      )}
    </section>
  );
}

export function Timeline({ page, steps }: { page: Page; steps: readonly TimelineStep[] }) {
  const { t } = page;
  return (
    <section>
      <h2>{t("organizations.timeline")}</h2>
      {steps.length === 0 && <Nothing>{t("organizations.noTimeline")}</Nothing>}
      <ol class="list steps">
        {steps.map((step) => (
          <li>
            <div>
              <a href={`/log/acts/${step.actId}`}>{t(`organizations.step.${step.step}`)}</a>
            </div>
            {step.reason && (
              <p class="trace">
                <Said page={page} field={step.reason} />
              </p>
            )}
            <small>
              <When page={page} at={step.at} style="medium" /> · <By page={page} step={step} />
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}

function By({ page, step }: { page: Page; step: TimelineStep }) {
  const { office, actingOrganization } = step;
  if (!actingOrganization) return <>{page.t("organizations.byShell")}</>;
  const organization = textIn(actingOrganization.name, page.language).text;
  const words = office
    ? page.t("organizations.byOffice", { office: textIn(office.name, page.language).text, organization })
    : organization;
  return <a href={`/organizations/${actingOrganization.slug}`}>{words}</a>;
}
