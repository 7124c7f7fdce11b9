// What moved in a currency, month by month, as bars with the figures beside.
import type { Month, Unit } from "#ledger";
import { formatInstant } from "#platform/i18n/i18n";
import type { Page } from "../request.ts";
import { amountWords } from "./words.tsx";

/** Length of the longest bar. */
const WIDTH = 1000n;

type MonthsProps = { readonly page: Page; readonly months: readonly Month[]; readonly unit: Unit };

const monthWords = (page: Page, month: string) =>
  formatInstant(new Date(`${month}-01T00:00:00Z`), page.language, { month: "short", year: "numeric" });

export function Months({ page, months, unit }: MonthsProps) {
  const { t } = page;
  const used = months.slice(
    Math.max(
      0,
      months.findIndex(({ movements }) => movements > 0),
    ),
  );
  const longest = used.reduce((most, { amount }) => (amount !== null && amount > most ? amount : most), 1n);
  return (
    <>
      <p class="hint">{t("money.volumeHint")}</p>
      <table class="bars">
        <thead>
          <tr>
            <th scope="col">{t("money.month")}</th>
            <th scope="col" class="num">
              {t("money.moved")}
            </th>
          </tr>
        </thead>
        <tbody>
          {used.map(({ month, movements, amount }) => (
            <tr>
              <th scope="row">
                {monthWords(page, month)}
                <svg class="bar" aria-hidden="true" viewBox={`0 0 ${WIDTH} 1`} preserveAspectRatio="none">
                  <rect class="done" width={String(((amount ?? 0n) * WIDTH) / longest)} height="1" />
                </svg>
              </th>
              <td class="num">
                {amount === null
                  ? t("money.fewMovements", { count: movements })
                  : amountWords(page, amount, unit)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
