// Where signing out leads. Its island wipes what pages kept in this browser for the person who signed out.
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";

export function SignedOutPage({ page }: { page: Page }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.signedOut.title")} islands={["signed-out.js"]}>
      <h1>{t("accounts.signedOut.title")}</h1>
      <p class="lede">{t("accounts.signedOut.lede")}</p>
      <p class="acts">
        <a class="button second" href="/">
          {t("accounts.signedOut.home")}
        </a>
      </p>
    </Layout>
  );
}
