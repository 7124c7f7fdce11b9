// The sittings of an edition, by their days.
import type { SittingSummary } from "#assembly";
import type { EditionView } from "#congress";
import { textIn } from "#platform/multilingual";
import { Layout } from "../layout/layout.tsx";
import { pageOf, Pages } from "../layout/paging.tsx";
import { Crumbs, Nothing, Said, Tag } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { dayOf, hoursOf, sittingTone } from "./words.ts";

type SittingsProps = {
  readonly page: Page;
  readonly edition: Pick<EditionView, "href" | "title">;
  readonly sittings: readonly SittingSummary[];
  readonly mayPlan: boolean;
  readonly asked: number;
};

const SITTINGS_A_PAGE = 40;

/** Sittings in the order of their hours, under the days on which they start. */
export function SittingList({ page, sittings }: Pick<SittingsProps, "page" | "sittings">) {
  const days = Map.groupBy(sittings, (sitting) => dayOf(page, sitting));
  return (
    <>
      {[...days].map(([day, of]) => (
        <section>
          <h2>{day}</h2>
          <ul class="list">
            {of.map((sitting) => (
              <li>
                <div>
                  <a href={sitting.href}>
                    <Said page={page} field={sitting.title} />
                  </a>{" "}
                  <Tag tone={sittingTone[sitting.state]}>{page.t(`sittings.state.${sitting.state}`)}</Tag>
                </div>
                <small>
                  {hoursOf(page, sitting)} · <Said page={page} field={sitting.organName} />
                  {sitting.place && ` · ${sitting.place}`}
                </small>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function SittingsPage({ page, edition, sittings, mayPlan, asked }: SittingsProps) {
  const { t } = page;
  const shown = pageOf(sittings, asked, SITTINGS_A_PAGE);
  const zones = new Set(sittings.map(({ zone }) => zone.replaceAll("_", " ")));
  return (
    <Layout page={page} title={t("sittings.title")} section="congress" description={t("sittings.lede")}>
      <Crumbs
        page={page}
        trail={[
          { href: "/congress", label: t("congress.title") },
          { href: edition.href, label: textIn(edition.title, page.language).text },
        ]}
      />
      <h1>{t("sittings.title")}</h1>
      <p class="lede">{t("sittings.lede")}</p>
      {mayPlan && (
        <p class="acts">
          <a class="button" href={`${edition.href}/sittings/new`}>
            {t("sittings.plan")}
          </a>
        </p>
      )}
      {sittings.length === 0 ? (
        <Nothing>{t("sittings.none")}</Nothing>
      ) : (
        <p class="quiet">{t("sittings.zones", { zones: [...zones].join(", ") })}</p>
      )}
      <SittingList page={page} sittings={shown.items} />
      <Pages page={page} paged={shown} />
    </Layout>
  );
}
