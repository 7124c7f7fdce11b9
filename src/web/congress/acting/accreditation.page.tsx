// The chair finds which delegations may vote.
import type { EditionView, OrganizationBrief } from "#congress";
import { textIn } from "#platform/multilingual";
import {
  type FormState,
  FormRefusal,
  LanguageField,
  Submit,
  TextArea,
  TextField,
} from "../../layout/forms.tsx";
import { Layout } from "../../layout/layout.tsx";
import { pageOf, Pages } from "../../layout/paging.tsx";
import { Crumbs, Lang, Nothing } from "../../layout/parts.tsx";
import type { Page } from "../../request.ts";

type AccreditationProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly edition: EditionView;
  readonly waiting: readonly OrganizationBrief[];
  /** Which page of those accredited. */
  readonly asked: number;
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

function Withdraw({ page, form, path }: Pick<AccreditationProps, "page" | "form"> & { path: string }) {
  const { t } = page;
  return (
    <details open={form.typed["withdrawn"] !== undefined}>
      <summary>{t("congress-acts.accreditation.withdraw")}</summary>
      <p>{t("congress-acts.accreditation.withdrawHint")}</p>
      <form method="post" action={`${path}/accreditation/withdraw`}>
        <TextField
          t={t}
          form={form}
          name="withdrawn"
          label={t("congress-acts.accreditation.organization")}
          hint={t("congress-acts.accreditation.organizationHint")}
          required
          maxlength={80}
        />
        <TextArea
          t={t}
          form={form}
          name="reason"
          label={t("congress-acts.accreditation.reason")}
          required
          rows={3}
          maxlength={1000}
        />
        <LanguageField page={page} form={form} label={t("congress-acts.reasonLanguage")} />
        <Submit label={t("congress-acts.accreditation.withdraw")} second />
      </form>
    </details>
  );
}

const DELEGATIONS_A_PAGE = 100;

export function AccreditationPage({ page, form, edition, waiting, asked }: AccreditationProps) {
  const { t } = page;
  const accredited = pageOf(edition.delegations, asked, DELEGATIONS_A_PAGE);
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
      <h2 id="accredited">
        {t("congress-acts.accreditation.accredited", { count: edition.delegations.length })}
      </h2>
      <ul>
        {accredited.items.map(({ organization }) => (
          <li>
            <Name page={page} organization={organization} />
          </li>
        ))}
      </ul>
      <Pages page={page} paged={accredited} to="accredited" />
      {edition.delegations.length > 0 && <Withdraw page={page} form={form} path={edition.href} />}
    </Layout>
  );
}
