// The market: search, filters with their counts, and what is offered and needed.
import {
  categoryName,
  categoryPath,
  isCategory,
  LONGEST_QUERY,
  type MarketFacet,
  marketFacets,
  type MarketPage as Found,
} from "#market";
import { countryName, regionName } from "#platform/geography/index";
import { Submit } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Nothing, Num } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { type Search, searchAddress } from "./search.ts";
import { categoryWords, MARKET, OfferLine, seasonWords } from "./words.tsx";

export type MarketOffers = {
  /** Whether the reader may publish for some organisation. */
  readonly publish: boolean;
  /** Whether there is a market of their own to look at. */
  readonly own: boolean;
};

type MarketProps = {
  readonly page: Page;
  readonly search: Search;
  readonly found: Found;
  /** Whether this is not the first page of the list. */
  readonly continued: boolean;
  readonly offers: MarketOffers;
};

export function MarketPage(props: MarketProps) {
  const { page, search, found, continued } = props;
  const { t } = page;
  return (
    <Layout page={page} section="economy" title={t("market.title")} description={t("market.lede")}>
      <h1>{t("market.title")}</h1>
      <p class="lede">{t("market.lede")}</p>
      <Ways {...props} />
      <SearchForm page={page} search={search} found={found} />
      <div class="row two">
        <section aria-labelledby="found">
          <h2 id="found">{t("market.found", { count: found.total })}</h2>
          <Chosen page={page} search={search} />
          {found.approximate && <p class="quiet">{t("organizations.approximate")}</p>}
          {found.total === 0 && <Nothing>{t("market.nothing")}</Nothing>}
          <ul class="list">
            {found.entries.map((offer) => (
              <li>
                <OfferLine page={page} offer={offer} />
              </li>
            ))}
          </ul>
          <Pages page={page} search={search} next={found.next} continued={continued} />
        </section>
        <section class="where" aria-labelledby="by-category">
          <p>
            <a href="/market/barter">{t("market.barter.title")}</a> ·{" "}
            <a href="/market/missing">{t("market.missing.title")}</a>
          </p>
          <h2 id="by-category">{t("market.byCategory")}</h2>
          <Categories page={page} search={search} found={found} />
        </section>
      </div>
    </Layout>
  );
}

function Ways({ page, offers }: MarketProps) {
  const { t } = page;
  return (
    <p class="acts">
      {offers.publish && (
        <>
          <a class="button" href="/market/new?kind=offer">
            {t("market.act.offer")}
          </a>
          <a class="button second" href="/market/new?kind=need">
            {t("market.act.need")}
          </a>
        </>
      )}
      {offers.own && (
        <a class="button second" href="/market/own">
          {t("market.own.title")}
        </a>
      )}
      <a class="button second" href="/market/fairs">
        {t("market.fair.fairs")}
      </a>
    </p>
  );
}

export function facetLabel(page: Page, facet: MarketFacet, value: string): string {
  switch (facet) {
    case "region":
      return regionName(value, page.language);
    case "country":
      return countryName(value, page.language);
    case "category":
      return categoryWords(page, value);
    case "month":
      return seasonWords(page, [Number(value)]);
    default:
      return page.t(`market.${facet}.${value}`);
  }
}

/** In the order of a calendar, or of the counts. */
function choicesOf(found: Found, facet: MarketFacet) {
  const values = found.facets[facet];
  return facet === "month"
    ? values.toSorted((one, other) => Number(one.value) - Number(other.value))
    : values;
}

function SearchForm({ page, search, found }: Pick<MarketProps, "page" | "search" | "found">) {
  const { t } = page;
  return (
    <form
      class="search card"
      method="get"
      action={MARKET}
      role="search"
      aria-label={t("organizations.filters")}
    >
      <div class="field">
        <label for="q">{t("market.q")}</label>
        <input id="q" name="q" type="search" value={search.q} maxlength={LONGEST_QUERY} />
      </div>
      <div class="choices">
        {marketFacets.map((facet) => (
          <div class="field">
            <label for={facet}>{t(`market.facet.${facet}`)}</label>
            <select id={facet} name={facet}>
              <option value="">{t("organizations.any")}</option>
              {choicesOf(found, facet).map(({ value, count }) => (
                <option value={value} selected={search[facet] === value}>
                  {t("organizations.choice", { label: facetLabel(page, facet, value), count })}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
      <Submit label={t("organizations.search")} />
    </form>
  );
}

/** The filters that are set, each a link that takes it away. */
function Chosen({ page, search }: Pick<MarketProps, "page" | "search">) {
  const { t } = page;
  const chosen = marketFacets.flatMap((facet) => {
    const value = search[facet];
    return value ? [{ facet, label: facetLabel(page, facet, value) }] : [];
  });
  if (chosen.length === 0 && !search.q) return null;
  return (
    <ul class="chosen">
      {chosen.map(({ facet, label }) => (
        <li>
          <a
            href={searchAddress({ ...search, [facet]: undefined })}
            aria-label={t("organizations.remove", { label })}
          >
            {label} ×
          </a>
        </li>
      ))}
      <li>
        <a href={MARKET}>{t("organizations.clear")}</a>
      </li>
    </ul>
  );
}

/** What there is, from the outermost down, with how much of it. */
function Categories({ page, search, found }: Pick<MarketProps, "page" | "search" | "found">) {
  const counts = new Map(found.facets.category.map(({ value, count }) => [value, count]));
  const known = [...counts.keys()].filter(isCategory);
  const outer = known.filter((key) => categoryPath(key).length === 1);
  return (
    <>
      {outer.map((key) => (
        <>
          <h3>
            <a href={searchAddress({ ...search, category: key })}>{categoryName(key, page.language)}</a>
          </h3>
          <ul class="counts">
            {known
              .filter((leaf) => leaf !== key && categoryPath(leaf)[0] === key)
              .map((leaf) => (
                <li>
                  <a
                    href={searchAddress({ ...search, category: leaf })}
                    aria-current={search.category === leaf ? "true" : undefined}
                  >
                    {categoryName(leaf, page.language)}
                  </a>
                  <Num page={page} value={counts.get(leaf) ?? 0} />
                </li>
              ))}
          </ul>
        </>
      ))}
    </>
  );
}

type PagesProps = Pick<MarketProps, "page" | "search" | "continued"> & { readonly next: string | null };

function Pages({ page, search, next, continued }: PagesProps) {
  if (!next && !continued) return null;
  return (
    <nav class="acts" aria-label={page.t("organizations.pages")}>
      {continued && <a href={searchAddress(search)}>{page.t("organizations.first")}</a>}
      {next && (
        <a class="button second" href={searchAddress({ ...search, after: next })} rel="next">
          {page.t("organizations.next")}
        </a>
      )}
    </nav>
  );
}
