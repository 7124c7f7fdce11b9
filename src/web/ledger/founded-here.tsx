// The currencies that an organisation founded, on its own page.
import { type Currency, currencyPath } from "#ledger";
import { Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export type Founded = readonly Pick<Currency, "slug" | "name">[];

export function FoundedHere({ page, currencies }: { page: Page; currencies: Founded }) {
  if (currencies.length === 0) return null;
  return (
    <p>
      {page.t("money.foundedHere")}{" "}
      {currencies.map(({ slug, name }, at) => (
        <>
          {at > 0 && ", "}
          <a href={currencyPath(slug)}>
            <Said page={page} field={name} />
          </a>
        </>
      ))}
    </p>
  );
}
