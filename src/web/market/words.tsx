// How goods, quantities, prices and seasons are said and linked, the same on every page of the market.
import {
  type CategoryKey,
  categoryName,
  categoryPath,
  formatQuantity,
  isCategory,
  type Offer,
  type OfferEntry,
  type OfferState,
  unitName,
} from "#market";
import { formatAmount, type Unit } from "#ledger";
import { countryName } from "#platform/geography/index";
import { formatInstant } from "#platform/i18n/i18n";
import { textIn } from "#platform/multilingual";
import { type Crumb, Lang, Said, Tag, type Tone } from "../layout/parts.tsx";
import type { Page } from "../request.ts";

export const MARKET = "/market";

export function marketTrail(page: Page): Crumb[] {
  return [
    { href: "/economy", label: page.t("layout.section.economy") },
    { href: MARKET, label: page.t("market.title") },
  ];
}

export const toneOf: Readonly<Record<OfferState, Tone>> = {
  open: "done",
  paused: "going",
  exhausted: "quiet",
  withdrawn: "late",
};

/** `Food › Fruit`. */
export function categoryWords(page: Page, key: string): string {
  if (!isCategory(key)) return key;
  return categoryPath(key)
    .map((one) => categoryName(one, page.language))
    .join(" › ");
}

export function leafName(page: Page, key: CategoryKey): string {
  return categoryName(key, page.language);
}

/** Months by their numbers from 1, runs taken together: `July–September, December`. */
export function seasonWords(page: Page, months: readonly number[]): string {
  if (months.length === 0) return page.t("market.allYear");
  const name = (month: number) =>
    formatInstant(new Date(Date.UTC(2024, month - 1, 15)), page.language, { month: "long" });
  const runs: number[][] = [];
  for (const month of [...months].sort((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run && run.at(-1) === month - 1) run.push(month);
    else runs.push([month]);
  }
  // A season that goes on over the new year is one.
  const [first, last] = [runs[0], runs.at(-1)];
  if (first && last && runs.length > 1 && first[0] === 1 && last.at(-1) === 12) {
    runs.shift();
    last.push(...first);
  }
  return runs
    .map((run) => (run.length > 1 ? `${name(run[0] ?? 1)}–${name(run.at(-1) ?? 1)}` : name(run[0] ?? 1)))
    .join(", ");
}

export function placeWords(page: Page, { place, country }: Pick<Offer, "place" | "country">): string {
  return [place, countryName(country, page.language)].filter(Boolean).join(", ");
}

/** `2,50 USD / kg`. */
export function priceWords(page: Page, amount: bigint, unit: Unit, per: string): string {
  return page.t("market.pricePer", {
    price: formatAmount(page.language, amount, unit),
    unit: unitName(per, page.language, "one"),
  });
}

/** What is expected in return, or given for what is needed, in a few words. */
export function returnWords(page: Page, offer: Omit<OfferEntry, "photograph">): string {
  const { t } = page;
  const said = [
    offer.price && offer.priceUnit && priceWords(page, offer.price.amount, offer.priceUnit, offer.unit),
    offer.wanted &&
      t(`market.barterFor.${offer.kind}`, { what: textIn(offer.wanted.words, page.language).text }),
    offer.isGift && t(`market.gift.${offer.kind}`),
  ].filter(Boolean);
  return said.join(` ${t("market.or")} `);
}

export function amountOf(page: Page, { quantity, unit }: Pick<Offer, "quantity" | "unit">): string {
  return quantity === null
    ? page.t("market.notCounted", { unit: unitName(unit, page.language) })
    : formatQuantity(page.language, quantity, unit);
}

/** One offer or need in a list. */
export function OfferLine({ page, offer, whose = true }: { page: Page; offer: OfferEntry; whose?: boolean }) {
  const { t } = page;
  const title = textIn(offer.title, page.language);
  const { photograph } = offer;
  return (
    <div class={photograph ? "goods" : undefined}>
      <div>
        <a href={offer.href}>
          <Lang page={page} of={title.language}>
            {title.text}
          </Lang>
        </a>{" "}
        {offer.kind === "need" && <Tag tone="going">{t("market.kind.need")}</Tag>}{" "}
        {offer.state !== "open" && <Tag tone={toneOf[offer.state]}>{t(`market.state.${offer.state}`)}</Tag>}{" "}
        {offer.membersOnly && <Tag tone="plain">{t("market.membersOnly")}</Tag>}
        <div>
          {amountOf(page, offer)} · {returnWords(page, offer)}
        </div>
        <small>
          {whose && (
            <>
              <Said page={page} field={offer.organization.name} /> ·{" "}
            </>
          )}
          {placeWords(page, offer)}
        </small>
      </div>
      {photograph && (
        <img
          src={`/market/photographs/${photograph.smallHash}`}
          alt=""
          width={photograph.width}
          height={photograph.height}
          loading="lazy"
        />
      )}
    </div>
  );
}
