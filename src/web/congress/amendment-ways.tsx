// Between the pages about a text's open amendments, and back to where somebody came from: the text, and its sitting.
import type { SittingSummary } from "#assembly";
import { textIn } from "#platform/multilingual";
import type { Page } from "../request.ts";

type WaysProps = {
  readonly page: Page;
  /** Of the text. */
  readonly href: string;
  readonly here: "list" | "conflicts" | "order" | "together";
  /** The one that has the text on its agenda. */
  readonly sitting: SittingSummary | undefined;
};

export function WaysOfAmendments({ page, href, here, sitting }: WaysProps) {
  const { t } = page;
  const ways = (["conflicts", "order", "together"] as const).filter((way) => way !== here);
  return (
    <>
      <p class="acts">
        {ways.map((way) => (
          <a class="button second" href={`${href}/amendments/${way}`}>
            {t(`amendments.way.${way}`)}
          </a>
        ))}
      </p>
      <p>
        <a href={href}>{t("amendments.way.text")}</a>
        {here !== "list" && (
          <>
            {" · "}
            <a href={`${href}/amendments`}>{t("amendments.way.list")}</a>
          </>
        )}
        {sitting && (
          <>
            {" · "}
            <a href={sitting.href}>
              {t("amendments.way.sitting", { sitting: textIn(sitting.title, page.language).text })}
            </a>
          </>
        )}
      </p>
    </>
  );
}

/** Several numbers as a list in the reader's language. */
export function listed(page: Page, numbers: readonly number[]): string {
  const words = numbers.map((number) => page.t("amendments.number", { number }));
  return new Intl.ListFormat(page.language, { type: "conjunction" }).format(words);
}
