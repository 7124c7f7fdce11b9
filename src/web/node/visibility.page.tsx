// Who can see what: said before somebody writes a thing that could hurt them. SECURITY.md has the whole of it.
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";

/** Who reads it, and what: each line is a message of its own, so that a change here is a change of what is promised. */
const readers = {
  everybody: ["organizations", "mandates", "congress", "sittings", "commitments", "agenda", "economy", "log"],
  few: ["email", "language", "account", "password", "delegates", "floor", "money"],
  operator: ["machine", "log"],
  nobody: ["address", "others"],
} as const;

export function VisibilityPage({ page }: { readonly page: Page }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("visibility.title")} description={t("visibility.lede")}>
      <h1>{t("visibility.title")}</h1>
      <p class="lede">{t("visibility.lede")}</p>
      <div class="board">
        {Object.entries(readers).map(([reader, lines]) => (
          <section class="card">
            <h2>{t(`visibility.${reader}`)}</h2>
            <ul class="list">
              {lines.map((line) => (
                <li>{t(`visibility.${reader}.${line}`)}</li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Layout>
  );
}
