// Calling a round: in which currency, until when, and how.
import { type DenominationUnit, publications } from "#clearing";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, LanguageField, Select, TextField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";
import type { ActingFor } from "./acting-for.ts";
import { DenominationField } from "./obligation-forms.page.tsx";
import { CLEARING, clearingTrail } from "./words.tsx";

type CallProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly commissions: readonly ActingFor[];
  readonly denominations: readonly DenominationUnit[];
};

export function CallPage({ page, form, freshKey, commissions, denominations }: CallProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      section="economy"
      form={form}
      title={t("clearing.call.title")}
      trail={clearingTrail(page)}
      lede={t("clearing.call.lede")}
      action={`${CLEARING}/rounds/new`}
      freshKey={freshKey}
      send={t("clearing.call.send")}
    >
      <Select
        t={t}
        form={form}
        name="commission"
        label={t("clearing.round.calledBy")}
        required
        choices={commissions.map(({ id, name }) => ({ value: id, label: textIn(name, page.language).text }))}
      />
      <TextField t={t} form={form} name="title" label={t("clearing.call.name")} required maxlength={200} />
      <LanguageField page={page} form={form} label={t("clearing.call.language")} />
      <DenominationField page={page} form={form} denominations={denominations} />
      <TextField
        t={t}
        form={form}
        name="deadlineAt"
        type="datetime-local"
        label={t("clearing.round.deadline")}
        hint={t("clearing.call.deadlineHint")}
        required
      />
      <TextField
        t={t}
        form={form}
        name="lookHours"
        label={t("clearing.call.look")}
        hint={t("clearing.call.lookHint")}
        inputmode="numeric"
        value="48"
        required
      />
      <Select
        t={t}
        form={form}
        name="publication"
        label={t("clearing.round.published")}
        required
        choices={publications.map((one) => ({ value: one, label: t(`clearing.round.publication.${one}`) }))}
      />
      <label class="choice">
        <input type="checkbox" name="withCredit" value="yes" checked={form.typed["withCredit"] === "yes"} />
        {t("clearing.call.withCredit")}
      </label>
    </FormPage>
  );
}
