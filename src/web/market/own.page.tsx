// What one organisation offers and needs: for everybody, and with what is paused for whoever may change it.
import type { ActingFor, AgreementEntry, Holder, OfferEntry } from "#market";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Lang, Nothing, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { agreementTone } from "./agreement-frame.ts";
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
    <Layout page={page} section="economy" title={t("market.ofOrganization", { name: name.text })}>
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
  readonly agreements: Paged<AgreementEntry>;
  readonly over: Paged<AgreementEntry>;
  /** Disputes that wait for the reader as a mediator. */
  readonly toMediate: readonly AgreementEntry[];
};

/** The reader's own market: what runs, what is over, and by organisation. */
export function OwnMarketPage({ page, organizations, agreements, over, toMediate }: OwnProps) {
  const { t } = page;
  return (
    <Layout page={page} section="economy" title={t("market.own.title")}>
      <Crumbs page={page} trail={marketTrail(page)} />
      <h1>{t("market.own.title")}</h1>
      <p class="lede">{t("market.own.lede")}</p>
      {toMediate.length > 0 && (
        <section aria-labelledby="mediate">
          <h2 id="mediate">{t("market.own.toMediate")}</h2>
          <Agreements page={page} agreements={toMediate} />
        </section>
      )}
      {organizations.length === 0 && <Nothing>{t("market.own.nobody")}</Nothing>}
      {organizations.length > 0 && (
        <div class="row two">
          <div>
            <section aria-labelledby="agreements">
              <h2 id="agreements">{t("market.own.agreements")}</h2>
              {agreements.total === 0 && <Nothing>{t("market.own.noAgreements")}</Nothing>}
              <Agreements page={page} agreements={agreements.items} />
              <Pages page={page} paged={agreements} to="agreements" />
            </section>
            {over.total > 0 && (
              <section aria-labelledby="over">
                <h2 id="over">{t("market.own.over")}</h2>
                <Agreements page={page} agreements={over.items} />
                <Pages page={page} paged={over} name="over" to="over" />
              </section>
            )}
          </div>
          <section aria-labelledby="organizations">
            <h2 id="organizations">{t("market.own.organizations")}</h2>
            <ul class="plain">
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
            <p>
              <small>
                <a href="/valueflows/own.jsonld">{t("market.own.asData")}</a>
              </small>
            </p>
          </section>
        </div>
      )}
    </Layout>
  );
}

function Agreements({ page, agreements }: { page: Page; agreements: readonly AgreementEntry[] }) {
  return (
    <ul class="list">
      {agreements.map((agreement) => (
        <li>
          <div>
            <a href={agreement.href}>
              <Said page={page} field={agreement.offer.title} />
            </a>{" "}
            <Tag tone={agreementTone[agreement.state]}>
              {page.t(`market.agreement.state.${agreement.state}`)}
            </Tag>
          </div>
          <small>
            <Said page={page} field={agreement.asker.name} /> →{" "}
            <Said page={page} field={agreement.holder.name} /> ·{" "}
            <When page={page} at={agreement.stateAt} style="medium" />
          </small>
        </li>
      ))}
    </ul>
  );
}
