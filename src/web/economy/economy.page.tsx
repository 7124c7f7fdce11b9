// The economy's first page: what there is here, each with its way in, and the reader's own accounts.
import type { Child } from "hono/jsx";
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";

/** A part of the economy: `economy.part.<name>` and `economy.part.<name>Lede` are its words. */
export type Part = { readonly name: string; readonly href: string };

/** The parts, in the order in which somebody who is new would look for them. Each module adds its own. */
export const parts: readonly Part[] = [
  { name: "market", href: "/market" },
  { name: "currencies", href: "/economy/currencies" },
  { name: "clearing", href: "/clearing" },
  { name: "funds", href: "/economy/funds" },
  { name: "savings", href: "/economy/savings" },
  { name: "loans", href: "/economy/loans" },
];

type EconomyProps = {
  readonly page: Page;
  /** What the reader has here; nothing for a visitor. */
  readonly own?: Child;
};

export function EconomyPage({ page, own }: EconomyProps) {
  const { t } = page;
  return (
    <Layout page={page} title={t("economy.title")} section="economy" description={t("economy.lede")}>
      <h1>{t("economy.title")}</h1>
      <p class="lede">{t("economy.lede")}</p>
      {own}
      <div class="row half">
        {parts.map(({ name, href }) => (
          <section class="card">
            <h2>
              <a href={href}>{t(`economy.part.${name}`)}</a>
            </h2>
            <p>{t(`economy.part.${name}Lede`)}</p>
          </section>
        ))}
      </div>
    </Layout>
  );
}
