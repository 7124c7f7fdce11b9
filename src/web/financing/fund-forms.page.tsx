// Forms of those who manage funds: a new fund, a new appeal.
import { appealRules, fundPath, type FundView } from "#financing";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { type Choice, type FormState, LanguageField, Select, TextArea, TextField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";
import { belowEconomy, fundsPath } from "./frame.tsx";

type Props = { readonly page: Page; readonly form: FormState; readonly freshKey: string };

export function NewFundPage({
  page,
  form,
  freshKey,
  organizations,
  currencies,
}: Props & { readonly organizations: readonly Choice[]; readonly currencies: readonly Choice[] }) {
  const { t } = page;
  const field = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      title={t("financing.fund.found")}
      section="economy"
      trail={belowEconomy(page, [{ href: fundsPath, label: t("financing.funds") }])}
      lede={t("financing.fund.foundLede")}
      freshKey={freshKey}
      send={t("financing.fund.found")}
    >
      <Select
        {...field}
        name="organizationId"
        label={t("financing.fund.organization")}
        required
        choices={organizations}
      />
      <Select
        {...field}
        name="currencyId"
        label={t("financing.fund.currency")}
        required
        choices={currencies}
      />
      <LanguageField page={page} form={form} label={t("financing.language")} />
      <TextField {...field} name="name" label={t("financing.name")} required maxlength={160} />
      <TextArea
        {...field}
        name="purpose"
        label={t("financing.fund.purpose")}
        required
        rows={3}
        maxlength={2000}
      />
      <TextArea
        {...field}
        name="rules"
        label={t("financing.circle.rules")}
        hint={t("financing.fund.rulesHint")}
        required
        rows={5}
        maxlength={4000}
      />
    </FormPage>
  );
}

export function NewAppealPage({ page, form, freshKey, fund }: Props & { readonly fund: FundView }) {
  const { t } = page;
  const field = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      title={t("financing.appeal.open")}
      section="economy"
      trail={belowEconomy(page, [
        { href: fundsPath, label: t("financing.funds") },
        { href: fundPath(fund.slug), label: textIn(fund.name, page.language).text },
      ])}
      freshKey={freshKey}
      send={t("financing.appeal.open")}
    >
      <LanguageField page={page} form={form} label={t("financing.language")} />
      <TextField {...field} name="title" label={t("financing.appeal.title")} required maxlength={160} />
      <TextArea
        {...field}
        name="body"
        label={t("financing.appeal.body")}
        required
        rows={6}
        maxlength={5000}
      />
      <TextField
        {...field}
        name="goal"
        label={t("financing.goal")}
        required
        inputmode="decimal"
        maxlength={40}
      />
      <Select
        {...field}
        name="rule"
        label={t("financing.appeal.rule")}
        required
        choices={appealRules.map((one) => ({ value: one, label: t(`financing.appeal.ruleChoice.${one}`) }))}
      />
      <TextField {...field} name="closesOn" label={t("financing.appeal.closesOn")} required type="date" />
      <TextField
        {...field}
        name="commitment"
        label={t("financing.appeal.commitmentNumber")}
        hint={t("financing.appeal.commitmentHint")}
        inputmode="numeric"
        maxlength={9}
      />
    </FormPage>
  );
}
