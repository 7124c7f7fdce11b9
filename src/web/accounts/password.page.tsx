// Asking for a new password, and choosing it.
import { type FormState, FormRefusal, Submit, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";

type Props = { readonly page: Page; readonly form: FormState };

export function ForgottenPage({ page, form }: Props) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.forgotten.title")}>
      <h1>{t("accounts.forgotten.title")}</h1>
      <p class="lede">{t("accounts.forgotten.lede")}</p>
      <form method="post">
        <FormRefusal t={t} form={form} />
        <TextField
          t={t}
          form={form}
          name="email"
          type="email"
          label={t("accounts.email")}
          required
          autocomplete="username"
          maxlength={254}
        />
        <Submit label={t("accounts.forgotten.submit")} />
      </form>
    </Layout>
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
    <Layout page={page} title={t("accounts.reset.title")}>
      <h1>{t("accounts.reset.title")}</h1>
      <p class="lede">{t("accounts.reset.lede")}</p>
      <form method="post">
        <FormRefusal t={t} form={form} />
        <TextField
          t={t}
          form={form}
          name="newPassword"
          type="password"
          label={t("accounts.passwordNew")}
          hint={t("accounts.passwordHint")}
          required
          autocomplete="new-password"
          maxlength={256}
        />
        <Submit label={t("accounts.reset.submit")} />
      </form>
    </Layout>
  );
}
