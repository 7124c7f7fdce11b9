// The organs of a congress, or those that stand by themselves.
import type { Organ } from "#assembly";
import { organPath } from "#assembly";
import type { Edition } from "#congress";
import { editionPath } from "#congress";
import { languagesWithin, regionName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

type OrgansProps = {
  readonly page: Page;
  /** Null: those that stand by themselves. */
  readonly edition: Edition | null;
  readonly organs: readonly Organ[];
  readonly mayFound: boolean;
  readonly asked: number;
};

const ORGANS_A_PAGE = 40;

export function editionTrail(page: Page, edition: Edition | null) {
  const congress = { href: "/congress", label: page.t("congress.title") };
  if (edition === null) return [congress];
  return [congress, { href: editionPath(edition.slug), label: textIn(edition.title, page.language).text }];
}

export function OrgansPage({ page, edition, organs, mayFound, asked }: OrgansProps) {
  const { t } = page;
  const title = t(edition ? "room.organs.title" : "room.organs.standingTitle");
  const base = edition ? editionPath(edition.slug) : "";
  const paged = pageOf(organs, asked, ORGANS_A_PAGE);
  return (
    <Layout page={page} title={title} section="congress">
      <Crumbs page={page} trail={editionTrail(page, edition)} />
      <h1>{title}</h1>
      <p class="lede">{t(edition ? "room.organs.lede" : "room.organs.standingLede")}</p>
      {mayFound && (
        <p class="acts">
          <a class="button" href={`${base}/organs/new`}>
            {t("room.organs.found")}
          </a>
        </p>
      )}
      {organs.length === 0 && <Nothing>{t("room.organs.empty")}</Nothing>}
      <ul class="list">
        {paged.items.map((organ) => (
          <li>
            <div>
              <a href={organPath(edition?.slug ?? null, organ.slug)}>
                <Said page={page} field={organ.name} />
              </a>
            </div>
            <small>
              {[
                t(`room.kind.${organ.kind}`),
                ...(organ.region ? [regionName(organ.region, page.language)] : []),
                ...(organ.cycleMonths === null ? [] : [t("room.organ.cycle", { months: organ.cycleMonths })]),
                languagesWithin(organ.languages, page.language),
              ].join(" · ")}
            </small>
          </li>
        ))}
      </ul>
      <Pages page={page} paged={paged} />
      {edition === null && (
        <p>
          <a href="/commitments/cycle">{t("room.organs.toCycle")}</a>
        </p>
      )}
    </Layout>
  );
}
