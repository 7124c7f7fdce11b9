// What one organisation offers and needs: for everybody, and with what is paused for whoever may change it.
import type { ActingFor, Holder, OfferEntry } from "#market";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Lang, Nothing } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { marketTrail, OfferLine } from "./words.tsx";

type OfOrganizationProps = {
  readonly page: Page;
  readonly organization: Pick<Holder, "slug" | "name">;
  readonly offers: Paged<OfferEntry>;
  readonly changes: boolean;
};

export function OfOrganizationPage({ page, organization, offers, changes }: OfOrganizationProps) {
  const { t } = page;
  const name = textIn(organization.name, page.language);
  return (
    <Layout page={page} title={t("market.ofOrganization", { name: name.text })} section="organizations">
      <Crumbs
        page={page}
        trail={[...marketTrail(page), { href: `/organizations/${organization.slug}`, label: name.text }]}
      />
      <h1>{t("market.ofOrganization", { name: name.text })}</h1>
      {changes && (
        <p class="acts">
          <a class="button" href="/market/new?kind=offer">
            {t("market.act.offer")}
          </a>
          <a class="button second" href="/market/new?kind=need">
            {t("market.act.need")}
          </a>
        </p>
      )}
      {offers.total === 0 && <Nothing>{t("market.nothingOfTheirs")}</Nothing>}
      <ul class="list">
        {offers.items.map((offer) => (
          <li>
            <OfferLine page={page} offer={offer} whose={false} />
          </li>
        ))}
      </ul>
      <Pages page={page} paged={offers} />
    </Layout>
  );
}

type OwnProps = {
  readonly page: Page;
  /** Organisations for which the reader acts in the market. */
  readonly organizations: readonly ActingFor[];
};

/** The reader's own market: by organisation. */
export function OwnMarketPage({ page, organizations }: OwnProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("market.own.title")}>
      <Crumbs page={page} trail={marketTrail(page)} />
      <h1>{t("market.own.title")}</h1>
      <p class="lede">{t("market.own.lede")}</p>
      {organizations.length === 0 && <Nothing>{t("market.own.nobody")}</Nothing>}
      {organizations.length > 0 && (
        <section aria-labelledby="organizations">
          <h2 id="organizations">{t("market.own.organizations")}</h2>
          <ul class="columns">
            {organizations.map(({ slug, name }) => (
              <li>
                <a href={`/organizations/${slug}/market`}>
                  <Lang page={page} of={textIn(name, page.language).language}>
                    {textIn(name, page.language).text}
                  </Lang>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Layout>
  );
}
