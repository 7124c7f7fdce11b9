// The frame of every page: head, brand, languages, navigation, main, foot.
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { languageName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { assetPath } from "../assets.ts";
import type { Page } from "../request.ts";

/** The sections of the main navigation, in its order. */
export const sections = ["home", "congress", "commitments", "agenda", "economy", "organizations"] as const;
export type Section = (typeof sections)[number];

const PATHS: Readonly<Record<Section, string>> = {
  home: "/",
  congress: "/congress",
  commitments: "/commitments",
  agenda: "/agenda",
  economy: "/economy",
  organizations: "/organizations",
};

/** ISO 15924. */
const RIGHT_TO_LEFT = new Set(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"]);

/** By the script that the language is mostly written in, unless its tag names another: `pa` and `pa-Arab` differ. */
export function directionOf(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? "") ? "rtl" : "ltr";
}

function inLanguage(address: URL, language: string): string {
  const there = new URL(address);
  there.searchParams.set("lang", language);
  return there.pathname + there.search;
}

function Languages({ page }: { page: Page }) {
  return (
    <ul class="langs" aria-label={page.t("layout.languages")}>
      {page.profile.languages.map((tag) => (
        <li>
          <a
            href={inLanguage(page.address, tag)}
            lang={tag}
            hreflang={tag}
            aria-current={tag === page.language ? "true" : undefined}
          >
            {languageName(tag, tag)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Navigation({ page, section }: { page: Page; section: Section | undefined }) {
  return (
    <nav class="main" aria-label={page.t("layout.navigation")}>
      <ul>
        {sections.map((name) => (
          <li>
            <a
              href={PATHS[name]}
              aria-current={
                name === section ? (page.address.pathname === PATHS[name] ? "page" : "true") : undefined
              }
            >
              {page.t(`layout.section.${name}`)}
            </a>
          </li>
        ))}
        <li class="me">
          {page.viewer ? (
            <a href="/account">{page.viewer.name}</a>
          ) : (
            <a href="/sign-in">{page.t("layout.signIn")}</a>
          )}
        </li>
      </ul>
    </nav>
  );
}

type LayoutProps = {
  readonly page: Page;
  readonly title: string;
  readonly section?: Section | undefined;
  /** One sentence for search results and link previews. */
  readonly description?: string;
  /** Island scripts of this page, by asset name; public pages have none. */
  readonly islands?: readonly string[];
  readonly children?: Child;
};

export function Layout({ page, title, section, description, islands = [], children }: LayoutProps) {
  const name = textIn(page.profile.name, page.language).text;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={page.language} dir={directionOf(page.language)}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{title === name ? name : `${title} · ${name}`}</title>
          {description && <meta name="description" content={description} />}
          <link rel="stylesheet" href={assetPath("cumbe.css")} />
          <link rel="icon" href={assetPath("icon.svg")} type="image/svg+xml" />
          <link rel="canonical" href={page.address.href} />
          {islands.map((island) => (
            <script type="module" src={assetPath(island)}></script>
          ))}
        </head>
        <body>
          <a class="skip" href="#main">
            {page.t("layout.skip")}
          </a>
          <header class="top">
            <div class="wrap">
              <a class="brand" href="/">
                {name}
                {page.profile.place && (
                  <small>{page.t("layout.nodeOf", { place: page.profile.place })}</small>
                )}
              </a>
              <Languages page={page} />
              <Navigation page={page} section={section} />
            </div>
          </header>
          {page.profile.demonstration && (
            <aside class="demonstration" aria-label={page.t("layout.demonstrationLabel")}>
              <p class="wrap">{page.t("layout.demonstration")}</p>
            </aside>
          )}
          <main id="main" class="wrap">
            {children}
          </main>
          <footer class="foot">
            <div class="wrap">
              <span>{page.t("layout.foot")}</span>
              <a href="/who-sees-what">{page.t("layout.visibility")}</a>
              <a href="/log">{page.t("layout.log")}</a>
              <a href="/api/openapi.json">{page.t("layout.api")}</a>
              <a href="/source.tar.gz">{page.t("layout.source")}</a>
            </div>
          </footer>
        </body>
      </html>
    </>
  );
}
