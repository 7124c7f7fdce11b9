// Between the pages about a text's open amendments.
import type { Page } from "../request.ts";

/** The ways between the pages about open amendments. */
export function WaysOfAmendments({ page, href, here }: { page: Page; href: string; here: string }) {
  const ways = ["conflicts", "order", "together"].filter((way) => way !== here);
  return (
    <p class="acts">
      {ways.map((way) => (
        <a class="button second" href={`${href}/amendments/${way}`}>
          {page.t(`amendments.way.${way}`)}
        </a>
      ))}
    </p>
  );
}

/** Several numbers as a list in the reader's language. */
export function listed(page: Page, numbers: readonly number[]): string {
  const words = numbers.map((number) => page.t("amendments.number", { number }));
  return new Intl.ListFormat(page.language, { type: "conjunction" }).format(words);
}
