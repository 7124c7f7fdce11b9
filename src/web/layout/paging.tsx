// Long lists and long texts in pages, so that no page of a node grows beyond what a weak network can carry.
// Invariant: an item stands on exactly one page, and a page that is asked for and not there is the nearest that is.
import type { Page, WebContext } from "../request.ts";

export type Paged<Item> = {
  readonly items: readonly Item[];
  /** From 1. */
  readonly number: number;
  readonly pages: number;
  /** Of the whole list. */
  readonly total: number;
};

/** The page that the address asks for, by a parameter of this name; the first one unless it says a number. */
export function askedPage(c: WebContext, name = "page"): number {
  const asked = c.req.query(name) ?? "";
  return /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
}

/** Which rows a page of a list of `total` holds. */
export function rangeOf(total: number, asked: number, most: number) {
  const pages = Math.max(1, Math.ceil(total / most));
  const number = Math.min(asked, pages);
  return { number, pages, total, offset: (number - 1) * most, limit: most };
}

/** A page of a list that was read whole. */
export function pageOf<Item>(items: readonly Item[], asked: number, most: number): Paged<Item> {
  const { number, pages, total, offset } = rangeOf(items.length, asked, most);
  return { items: items.slice(offset, offset + most), number, pages, total };
}

/** A page of what `divide` gave. */
export function groupOf<Item>(groups: readonly (readonly Item[])[], asked: number): Paged<Item> {
  const number = Math.min(asked, Math.max(1, groups.length));
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  return { items: groups[number - 1] ?? [], number, pages: Math.max(1, groups.length), total };
}

/**
 * Items in order, in groups of at most `most` by weight; one that is heavier stands alone. A group of more than half of
 * it also ends before an item that begins something.
 */
export function divide<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  most: number,
  begins: (item: Item) => boolean = () => false,
): Item[][] {
  const groups: Item[][] = [];
  let weight = 0;
  for (const item of items) {
    const own = weightOf(item);
    const open = groups.at(-1);
    const full = weight + own > most || (begins(item) && weight > most / 2);
    if (open && !full) open.push(item);
    else groups.push([item]);
    weight = open && !full ? weight + own : own;
  }
  return groups;
}

/**
 * About how much a text weighs: its bytes in UTF-8, but for scripts of many signs (from U+0800 on), which compress badly.
 * Prose of either weighs about a third of it once compressed.
 */
export function weightOfText(text: string): number {
  let weight = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    weight += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 5;
  }
  return weight;
}

/** The address being read, with one parameter changed. */
export function addressWith(page: Page, name: string, value: string | number): string {
  const there = new URL(page.address);
  there.searchParams.set(name, String(value));
  return there.pathname + there.search;
}

type PagesProps = {
  readonly page: Page;
  readonly paged: Pick<Paged<unknown>, "number" | "pages">;
  /** The parameter that names the page. */
  readonly name?: string;
  /** The id of what is paged, to come back to. */
  readonly to?: string;
};

/** Where in the list the reader is, and the ways on; nothing where there is one page. */
export function Pages({ page, paged, name = "page", to }: PagesProps) {
  const { number, pages } = paged;
  const { t } = page;
  if (pages < 2) return null;
  const href = (value: number) => addressWith(page, name, value) + (to ? `#${to}` : "");
  return (
    <nav class="acts" aria-label={t("layout.pages")}>
      {number > 1 && (
        <a class="button second" href={href(number - 1)} rel="prev">
          {t("layout.previousPage")}
        </a>
      )}
      <span>{t("layout.pageOf", { number, pages })}</span>
      {number < pages && (
        <a class="button second" href={href(number + 1)} rel="next">
          {t("layout.nextPage")}
        </a>
      )}
    </nav>
  );
}
