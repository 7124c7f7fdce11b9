// Fairs: the list of them, one with its stalls, and its catalogue for the wall.
import type { FairEntry, FairView, OfferEntry, Stall } from "#market";
import { countryName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { excerpt } from "../layout/excerpt.ts";
import { FormRefusal, type FormState, Submit, TextArea } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { amountOf, categoryWords, marketTrail, OfferLine, returnWords } from "./words.tsx";

export function fairTrail(page: Page) {
  return [...marketTrail(page), { href: "/market/fairs", label: page.t("market.fair.fairs") }];
}

export function fairPlace(page: Page, { address, city, country }: FairEntry): string {
  return [address, city, countryName(country, page.language)].filter(Boolean).join(", ");
}

/** By the clocks of its place; a day once where it begins and ends on it. */
function FairTimes({ page, fair }: { page: Page; fair: FairEntry }) {
  const [endsOn = "", endsTime = ""] = fair.endsLocal.split("T");
  return (
    <>
      <When page={page} at={fair.startsAt} style="instant" zone={fair.zone} /> –{" "}
      {fair.startsLocal.startsWith(endsOn) ? (
        <time datetime={fair.endsAt.toISOString()}>{endsTime}</time>
      ) : (
        <When page={page} at={fair.endsAt} style="instant" zone={fair.zone} />
      )}
    </>
  );
}

type FairsProps = { readonly page: Page; readonly fairs: Paged<FairEntry>; readonly calls: boolean };

export function FairsPage({ page, fairs, calls }: FairsProps) {
  const { t } = page;
  return (
    <Layout page={page} section="economy" title={t("market.fair.fairs")} description={t("market.fair.lede")}>
      <Crumbs page={page} trail={marketTrail(page)} />
      <h1>{t("market.fair.fairs")}</h1>
      <p class="lede">{t("market.fair.lede")}</p>
      {calls && (
        <p class="acts">
          <a class="button" href="/market/fairs/new">
            {t("market.fair.act.call")}
          </a>
        </p>
      )}
      {fairs.total === 0 && <Nothing>{t("market.fair.nothing")}</Nothing>}
      <ul class="list">
        {fairs.items.map((fair) => (
          <li>
            <div>
              <a href={fair.href}>
                <Said page={page} field={fair.title} />
              </a>{" "}
              {fair.state === "cancelled" && <Tag tone="late">{t("market.fair.cancelled")}</Tag>}
            </div>
            <div>
              <FairTimes page={page} fair={fair} />
            </div>
            <small>
              {fairPlace(page, fair)} · {t("market.fair.stalls", { count: fair.stalls })}
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={fairs} />
    </Layout>
  );
}

export type FairOffers = {
  readonly changes: boolean;
  /** Whether some organisation of the reader's may take a stall. */
  readonly joins: boolean;
};

type FairProps = {
  readonly page: Page;
  readonly fair: FairView;
  readonly stalls: Paged<Stall>;
  readonly offers: FairOffers;
  readonly form: FormState;
};

export function FairPage(props: FairProps) {
  const { page, fair, stalls, form } = props;
  const { t, language } = page;
  const title = textIn(fair.title, language);
  const about = fair.about && textIn(fair.about, language);
  return (
    <Layout
      page={page}
      section="economy"
      title={title.text}
      description={excerpt(about?.text ?? fairPlace(page, fair), 150)}
    >
      <Crumbs page={page} trail={fairTrail(page)} />
      <p class="eyebrow">{t("market.fair.fair")}</p>
      <h1 lang={title.language} dir="auto">
        {title.text}
      </h1>
      {fair.state === "cancelled" && fair.reason && (
        <div class="refused">
          <p>
            {t("market.fair.cancelled")} · <Said page={page} field={fair.reason} />
          </p>
        </div>
      )}
      <FormRefusal t={t} form={form} />
      <div class="row two">
        <div>
          {about && (
            <p lang={about.language} dir="auto">
              {about.text}
            </p>
          )}
          <section aria-labelledby="stalls">
            <h2 id="stalls">{t("market.fair.stalls", { count: fair.stalls })}</h2>
            {stalls.total === 0 && <Nothing>{t("market.fair.nobodyYet")}</Nothing>}
            {stalls.items.map((stall) => (
              <StallCard page={page} stall={stall} />
            ))}
            <Pages page={page} paged={stalls} to="stalls" />
          </section>
        </div>
        <Beside {...props} />
      </div>
    </Layout>
  );
}

function Beside({ page, fair, offers, form }: FairProps) {
  const { t } = page;
  const standing = fair.state === "called";
  return (
    <div>
      <section class="card">
        <h2>{t("market.fair.whenAndWhere")}</h2>
        <p>
          <FairTimes page={page} fair={fair} />
        </p>
        <p>{fairPlace(page, fair)}</p>
        <p>
          {t("market.fair.calledBy")}{" "}
          <a href={`/organizations/${fair.organization.slug}`}>
            <Said page={page} field={fair.organization.name} />
          </a>
        </p>
        {fair.link && (
          <p>
            <a href={fair.link} rel="noopener">
              {t("market.fair.link")}
            </a>
          </p>
        )}
        <p>
          <a href={`${fair.href}/catalogue`}>{t("market.fair.catalogue")}</a>
        </p>
      </section>
      {standing && (offers.joins || offers.changes) && (
        <section class="card doing">
          {offers.joins && (
            <p>
              <a class="button" href={`${fair.href}/join`}>
                {t("market.fair.act.join")}
              </a>
            </p>
          )}
          {offers.changes && (
            <>
              <p>
                <a class="button second" href={`${fair.href}/edit`}>
                  {t("market.act.edit")}
                </a>
              </p>
              <details open={form.refusal !== undefined}>
                <summary>{t("market.fair.act.cancel")}</summary>
                <form method="post" action={`${fair.href}/cancel`}>
                  <TextArea
                    t={t}
                    form={form}
                    name="reason"
                    label={t("market.agreement.reason")}
                    required
                    rows={3}
                    maxlength={1_000}
                  />
                  <Submit label={t("market.fair.act.cancel")} second />
                </form>
              </details>
            </>
          )}
        </section>
      )}
    </div>
  );
}

function StallCard({ page, stall }: { page: Page; stall: Stall }) {
  return (
    <article class="card">
      <h3>
        {stall.number}.{" "}
        <a href={`/organizations/${stall.organization.slug}`}>
          <Said page={page} field={stall.organization.name} />
        </a>
      </h3>
      {stall.note && (
        <p>
          <Said page={page} field={stall.note} />
        </p>
      )}
      {stall.offers.length === 0 && <p class="hint">{page.t("market.fair.nothingYet")}</p>}
      <ul class="list">
        {stall.offers.map((offer) => (
          <li>
            <OfferLine page={page} offer={offer} whose={false} />
          </li>
        ))}
      </ul>
    </article>
  );
}

type CatalogueProps = {
  readonly page: Page;
  readonly fair: FairView;
  readonly stalls: Paged<Stall>;
  readonly by: "stall" | "product";
};

/** For the wall: by stall, or by product with the stall's number beside. */
export function CataloguePage({ page, fair, stalls, by }: CatalogueProps) {
  const { t, language } = page;
  const title = textIn(fair.title, language);
  return (
    <Layout page={page} section="economy" title={t("market.fair.catalogueOf", { title: title.text })}>
      <Crumbs page={page} trail={[...fairTrail(page), { href: fair.href, label: title.text }]} />
      <p class="eyebrow">{t("market.fair.catalogue")}</p>
      <h1 lang={title.language}>{title.text}</h1>
      <p class="lede">
        <FairTimes page={page} fair={fair} /> · {fairPlace(page, fair)}
      </p>
      <p class="acts">
        <a href={`${fair.href}/catalogue`} aria-current={by === "stall" ? "true" : undefined}>
          {t("market.fair.byStall")}
        </a>
        <a href={`${fair.href}/catalogue?by=product`} aria-current={by === "product" ? "true" : undefined}>
          {t("market.fair.byProduct")}
        </a>
        {stalls.pages > 1 && (
          <a href={`${fair.href}/catalogue?part=all&by=${by}`}>{t("market.fair.whole")}</a>
        )}
      </p>
      {stalls.total === 0 && <Nothing>{t("market.fair.nobodyYet")}</Nothing>}
      {by === "stall" ? (
        <ByStall page={page} stalls={stalls.items} />
      ) : (
        <ByProduct page={page} stalls={stalls.items} />
      )}
      <Pages page={page} paged={stalls} />
    </Layout>
  );
}

function ByStall({ page, stalls }: { page: Page; stalls: readonly Stall[] }) {
  return (
    <div class="columns">
      {stalls.map((stall) => (
        <section>
          <h2>
            {stall.number}. <Said page={page} field={stall.organization.name} />
          </h2>
          <ul>
            {stall.offers.map((offer) => (
              <li>
                <Product page={page} offer={offer} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Product({ page, offer }: { page: Page; offer: OfferEntry }) {
  return (
    <>
      <b>
        <Said page={page} field={offer.title} />
      </b>
      <br />
      <small>
        {amountOf(page, offer)} · {returnWords(page, offer)}
      </small>
    </>
  );
}

function ByProduct({ page, stalls }: { page: Page; stalls: readonly Stall[] }) {
  const found = new Map<string, { readonly offer: OfferEntry; readonly stall: number }[]>();
  for (const { number, offers } of stalls)
    for (const offer of offers) {
      const name = categoryWords(page, offer.category);
      found.set(name, [...(found.get(name) ?? []), { offer, stall: number }]);
    }
  const categories = [...found].sort(([one], [other]) => one.localeCompare(other, page.language));
  return (
    <div class="columns">
      {categories.map(([name, products]) => (
        <section>
          <h2>{name}</h2>
          <ul>
            {products.map(({ offer, stall }) => (
              <li>
                <Product page={page} offer={offer} />{" "}
                <small>· {page.t("market.fair.stall", { number: stall })}</small>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
