// What is missing, by category and region, as the market and the analysis of clearing show it.
import { categoryName, type Missing } from "#market";
import { regionName } from "#platform/geography/index";
import { Num } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export function MissingTable({
  page,
  missing,
}: {
  readonly page: Page;
  readonly missing: readonly Missing[];
}) {
  const { t, language } = page;
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t("market.missing.title")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("market.category")}</th>
            <th scope="col">{t("market.facet.region")}</th>
            <th scope="col" class="num">
              {t("market.missing.needs")}
            </th>
            <th scope="col" class="num">
              {t("market.missing.elsewhere")}
            </th>
          </tr>
        </thead>
        <tbody>
          {missing.map(({ category, region, needs, offeredElsewhere }) => (
            <tr>
              <th scope="row">
                <a href={`/market?kind=need&category=${category}&region=${region}`}>
                  {categoryName(category, language)}
                </a>
              </th>
              <td>{regionName(region, language)}</td>
              <td class="num">
                <Num page={page} value={needs} />
              </td>
              <td class="num">
                {offeredElsewhere > 0 ? (
                  <a href={`/market?kind=offer&category=${category}`}>
                    <Num page={page} value={offeredElsewhere} />
                  </a>
                ) : (
                  <Num page={page} value={0} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
