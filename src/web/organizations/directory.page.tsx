// The directory: search, filters with their counts, the list, and where the organisations are.
import {
  type DirectoryEntry,
  type DirectoryPage as Found,
  type FacetName,
  facetNames,
  LONGEST_QUERY,
} from "#confederation";
import { textIn } from "#platform/multilingual";
import { Submit } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import { Lang, Nothing, Num, Tag } from "../layout/parts.tsx";
import { worldMapSize } from "../maps/world-map.ts";
import type { Page } from "../request.ts";
import { facetLabel, kindAndPlace, type Search, searchAddress, toneOf } from "./words.ts";

type DirectoryProps = {
  readonly page: Page;
  readonly search: Search;
  readonly found: Found;
  /** Whether this is not the first page of the list. */
  readonly continued: boolean;
  readonly mayAdd: boolean;
};

export function DirectoryPage({ page, search, found, continued, mayAdd }: DirectoryProps) {
  const { t } = page;
  return (
    <Layout
      page={page}
      title={t("organizations.title")}
      section="organizations"
      description={t("organizations.lede")}
    >
      <h1>{t("organizations.title")}</h1>
      <p class="lede">{t("organizations.lede")}</p>
      {mayAdd && (
        <p class="acts">
          <a class="button second" href="/organizations/new">
            {t("organizations.act.new")}
          </a>
        </p>
      )}
      <SearchForm page={page} search={search} found={found} />
      <div class="row two">
        <section aria-labelledby="found">
          <h2 id="found">{t("organizations.found", { count: found.total })}</h2>
          <Chosen page={page} search={search} />
          {found.approximate && <p class="quiet">{t("organizations.approximate")}</p>}
          {found.total > 1 && <p class="hint">{t("organizations.order")}</p>}
          {found.total === 0 && <Nothing>{t("organizations.nothing")}</Nothing>}
          <ul class="list">
            {found.entries.map((entry) => (
              <li>
                <EntryLine page={page} entry={entry} />
              </li>
            ))}
          </ul>
          <Pages page={page} search={search} next={found.next} continued={continued} />
        </section>
        <section class="where" aria-labelledby="where">
          <h2 id="where">{t("organizations.where")}</h2>
          <img
            src={searchAddress(search, "/maps/world.svg")}
            alt={t("organizations.mapAlt")}
            width={worldMapSize.width}
            height={worldMapSize.height}
            loading="lazy"
          />
          <p class="hint">{t("organizations.mapSource")}</p>
          <FacetLinks
            page={page}
            search={search}
            found={found}
            facet="region"
            title={t("organizations.byRegion")}
          />
          <FacetLinks
            page={page}
            search={search}
            found={found}
            facet="kind"
            title={t("organizations.byKind")}
          />
        </section>
      </div>
    </Layout>
  );
}

function SearchForm({ page, search, found }: Pick<DirectoryProps, "page" | "search" | "found">) {
  const { t } = page;
  return (
    <form
      class="search card"
      method="get"
      action="/organizations"
      role="search"
      aria-label={t("organizations.filters")}
    >
      <div class="field">
        <label for="q">{t("organizations.q")}</label>
        <p class="hint" id="q-hint">
          {t("organizations.qHint")}
        </p>
        <input
          id="q"
          name="q"
          type="search"
          value={search.q}
          maxlength={LONGEST_QUERY}
          aria-describedby="q-hint"
        />
      </div>
      <div class="choices">
        {facetNames.map((facet) => (
          <div class="field">
            <label for={facet}>{t(`organizations.${facet}`)}</label>
            <select id={facet} name={facet}>
              <option value="">{t("organizations.any")}</option>
              {found.facets[facet].map(({ value, count }) => (
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
function Chosen({ page, search }: Pick<DirectoryProps, "page" | "search">) {
  const { t } = page;
  const chosen = facetNames.flatMap((facet) => {
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
        <a href="/organizations">{t("organizations.clear")}</a>
      </li>
    </ul>
  );
}

type FacetLinksProps = Pick<DirectoryProps, "page" | "search" | "found"> & {
  readonly facet: FacetName;
  readonly title: string;
};

function FacetLinks({ page, search, found, facet, title }: FacetLinksProps) {
  const values = found.facets[facet];
  if (values.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="counts">
        {values.map(({ value, count }) => (
          <li>
            <a
              href={searchAddress({ ...search, [facet]: value })}
              aria-current={search[facet] === value ? "true" : undefined}
            >
              {facetLabel(page, facet, value)}
            </a>
            <Num page={page} value={count} />
          </li>
        ))}
      </ul>
    </>
  );
}

type PagesProps = Pick<DirectoryProps, "page" | "search" | "continued"> & { readonly next: string | null };

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

/** One organisation in a list: its name, how it stands, what and where it is. */
export function EntryLine({ page, entry }: { page: Page; entry: DirectoryEntry }) {
  const name = textIn(entry.name, page.language);
  return (
    <>
      <div>
        <a href={`/organizations/${entry.slug}`}>
          <Lang page={page} of={name.language}>
            {name.text}
          </Lang>
        </a>{" "}
        {entry.status !== "listed" && (
          <Tag tone={toneOf[entry.status]}>{page.t(`organizations.status.${entry.status}`)}</Tag>
        )}{" "}
        {entry.isExample && <Tag tone="plain">{page.t("organizations.example")}</Tag>}
      </div>
      <small>{kindAndPlace(page, entry)}</small>
    </>
  );
}
