// The first page of an empty node, for whoever holds the link that it printed.
import { organizationKinds } from "#confederation";
import { languageName } from "#platform/geography/index";
import { catalogueLanguages } from "#platform/i18n/i18n";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, Select, TextField } from "../layout/forms.tsx";
import { Layout } from "../layout/layout.tsx";
import type { Page } from "../request.ts";
import { EmailField, NewPasswordField } from "./fields.tsx";

type Props = { readonly page: Page; readonly form: FormState; readonly chosen: readonly string[] };

/** For whoever comes before the node was set up. */
export function WaitingPage({ page }: { readonly page: Page }) {
  const { t } = page;
  return (
    <Layout page={page} title={t("accounts.setup.waitingTitle")}>
      <h1>{t("accounts.setup.waitingTitle")}</h1>
      <p class="lede">{t("accounts.setup.waiting")}</p>
    </Layout>
  );
}

export function SetupPage({ page, form, chosen }: Props) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("accounts.setup.title")}
      lede={t("accounts.setup.lede")}
      send={t("accounts.setup.submit")}
    >
      <NodeFields page={page} form={form} chosen={chosen} />
      <fieldset>
        <legend>{t("accounts.setup.organization")}</legend>
        <TextField
          t={t}
          form={form}
          name="organizationName"
          label={t("accounts.setup.organizationName")}
          required
          maxlength={200}
        />
        <Select
          t={t}
          form={form}
          name="kind"
          label={t("accounts.setup.kind")}
          required
          value="network"
          choices={organizationKinds.map((kind) => ({
            value: kind,
            label: t(`organizations.kind.${kind}`),
          }))}
        />
      </fieldset>
      <fieldset>
        <legend>{t("accounts.setup.account")}</legend>
        <NewAccountFields page={page} form={form} withEmail />
      </fieldset>
    </FormPage>
  );
}

function NodeFields({ page, form, chosen }: Props) {
  const { t } = page;
  const languages = catalogueLanguages.map((tag) => ({ value: tag, label: languageName(tag, tag) }));
  return (
    <fieldset>
      <legend>{t("accounts.setup.node")}</legend>
      <TextField
        t={t}
        form={form}
        name="node-name"
        label={t("accounts.setup.nodeName")}
        hint={t("accounts.setup.nodeNameHint")}
        required
        maxlength={120}
      />
      <TextField
        t={t}
        form={form}
        name="place"
        label={t("accounts.setup.place")}
        hint={t("accounts.setup.placeHint")}
        maxlength={120}
      />
      <Select
        t={t}
        form={form}
        name="language"
        label={t("accounts.setup.language")}
        required
        value={page.language}
        choices={languages}
      />
      <div class="field" role="group" aria-labelledby="l-languages">
        <p class="hint" id="l-languages">
          {t("accounts.setup.languages")}
        </p>
        {languages.map(({ value, label }) => (
          <label class="choice" lang={value}>
            <input type="checkbox" name="languages" value={value} checked={chosen.includes(value)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Name, e-mail unless it is known, and the password. */
export function NewAccountFields({
  page,
  form,
  withEmail,
}: {
  readonly page: Page;
  readonly form: FormState;
  readonly withEmail: boolean;
}) {
  const { t } = page;
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="name"
        label={t("accounts.name")}
        hint={t("accounts.nameHint")}
        required
        autocomplete="name"
        maxlength={160}
      />
      {withEmail && <EmailField page={page} form={form} hint={t("accounts.emailHint")} />}
      <NewPasswordField page={page} form={form} name="password" label={t("accounts.password")} />
    </>
  );
}
