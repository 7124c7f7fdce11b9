// Asking for a new password, and choosing it.
import { FormPage } from "../layout/form-page.tsx";
import type { FormState } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";
import { EmailField, NewPasswordField } from "./fields.tsx";

type Props = { readonly page: Page; readonly form: FormState };

export function ForgottenPage({ page, form }: Props) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("accounts.forgotten.title")}
      lede={t("accounts.forgotten.lede")}
      send={t("accounts.forgotten.submit")}
    >
      <EmailField page={page} form={form} />
    </FormPage>
  );
}

export function AskedPage({ page }: { readonly page: Page }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.forgotten.askedTitle")}>
      <h1>{t("accounts.forgotten.askedTitle")}</h1>
      <p class="lede">{t("accounts.forgotten.asked")}</p>
    </Layout>
  );
}

export function ResetPage({ page, form }: Props) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("accounts.reset.title")}
      lede={t("accounts.reset.lede")}
      send={t("accounts.reset.submit")}
    >
      <NewPasswordField page={page} form={form} />
    </FormPage>
  );
}
