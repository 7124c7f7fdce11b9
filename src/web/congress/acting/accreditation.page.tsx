// The chair finds which delegations may vote.
import type { EditionView, OrganizationBrief } from "#congress";
import { textIn } from "#platform/multilingual";
import { type FormState, FormRefusal, Submit, TextField } from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { Crumbs, Lang, Nothing } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";

type AccreditationProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly edition: EditionView;
  readonly waiting: readonly OrganizationBrief[];
};

function Name({ page, organization }: { page: Page; organization: OrganizationBrief }) {
  const { text, language } = textIn(organization.name, page.language);
  return (
    <a href={`/organizations/${organization.slug}`}>
      <Lang page={page} of={language}>
        {text}
      </Lang>
    </a>
  );
}

function Waiting({ page, waiting }: Pick<AccreditationProps, "page" | "waiting">) {
  const { t } = page;
  if (waiting.length === 0) return <Nothing>{t("congress-acts.accreditation.noneWaiting")}</Nothing>;
  return (
    <ul class="list">
      {waiting.map((organization) => (
        <li>
          <form method="post">
            <input type="hidden" name="organization" value={organization.slug} />
            <p>
              <Name page={page} organization={organization} />
            </p>
            <button
              class="button second"
              type="submit"
              aria-label={t("congress-acts.accreditation.sendNamed", {
                name: textIn(organization.name, page.language).text,
              })}
            >
              {t("congress-acts.accreditation.send")}
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}

export function AccreditationPage({ page, form, edition, waiting }: AccreditationProps) {
  const { t } = page;
  const title = t("congress-acts.accreditation.title");
  return (
    <Layout page={page} title={title} section="congress">
      <Crumbs
        page={page}
        trail={[{ href: edition.href, label: textIn(edition.title, page.language).text }]}
      />
      <h1>{title}</h1>
      <p class="lede">{t("congress-acts.accreditation.lede")}</p>
      <FormRefusal t={t} form={form} />
      <h2>{t("congress-acts.accreditation.waiting")}</h2>
      <Waiting page={page} waiting={waiting} />
      <form method="post">
        <TextField
          t={t}
          form={form}
          name="organization"
          label={t("congress-acts.accreditation.organization")}
          hint={t("congress-acts.accreditation.organizationHint")}
          required
          maxlength={80}
        />
        <Submit label={t("congress-acts.accreditation.send")} second />
      </form>
      <h2>{t("congress-acts.accreditation.accredited", { count: edition.delegations.length })}</h2>
      <ul>
        {edition.delegations.map(({ organization }) => (
          <li>
            <Name page={page} organization={organization} />
          </li>
        ))}
      </ul>
    </Layout>
  );
}
