// The form by which an organisation says what took part, after an action.
import { type ActionView, countings, MOST_PHOTOGRAPHS } from "#agenda";
import { textIn } from "#platform/multilingual";
import { FileField, type FormState, LanguageField, Select, TextArea, TextField } from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import type { Page } from "../request.ts";
import { agendaTrail } from "./campaign.page.tsx";

type ReportFormProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly action: ActionView;
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
};

/** Fields of photographs in the form: more come with another report. */
export const PHOTOGRAPHS_OFFERED = Math.min(3, MOST_PHOTOGRAPHS);

export function ReportFormPage({ page, form, freshKey, action, organizations }: ReportFormProps) {
  const { t, language } = page;
  const trail = [
    ...agendaTrail(page),
    { href: `/agenda/actions/${action.number}`, label: textIn(action.title, language).text },
  ];
  return (
    <FormPage
      page={page}
      form={form}
      title={t("agenda.act.report")}
      section="agenda"
      trail={trail}
      lede={t("agenda.report.lede")}
      freshKey={freshKey}
      withFile
      send={t("agenda.report.send")}
    >
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("agenda.form.organization")}
        required
        choices={organizations.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <div class="row half">
        <TextField
          t={t}
          form={form}
          name="participants"
          label={t("agenda.report.participants")}
          hint={t("agenda.report.participantsHint")}
          inputmode="numeric"
        />
        <Select
          t={t}
          form={form}
          name="counted"
          label={t("agenda.report.counted")}
          empty="–"
          choices={countings.map((value) => ({ value, label: t(`agenda.counted.${value}`) }))}
        />
      </div>
      <TextArea
        t={t}
        form={form}
        name="body"
        label={t("agenda.report.body")}
        required
        rows={5}
        maxlength={5000}
      />
      <LanguageField page={page} form={form} label={t("agenda.form.language")} />
      <PhotographFields page={page} form={form} />
    </FormPage>
  );
}

function PhotographFields({ page, form }: Pick<ReportFormProps, "page" | "form">) {
  const { t } = page;
  const positions = Array.from({ length: PHOTOGRAPHS_OFFERED }, (_, index) => index);
  return (
    <fieldset>
      <legend>{t("agenda.report.photographs")}</legend>
      <p class="hint">{t("agenda.report.photographsHint")}</p>
      {positions.map((position) => (
        <>
          <FileField
            t={t}
            form={form}
            name={`photograph-${position}`}
            label={t("agenda.report.photograph", { number: position + 1 })}
            accept="image/jpeg,image/png,image/webp"
          />
          <TextField
            t={t}
            form={form}
            name={`alt-${position}`}
            label={t("agenda.report.alt")}
            maxlength={300}
          />
        </>
      ))}
    </fieldset>
  );
}
