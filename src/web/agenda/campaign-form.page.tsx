// The form by which a campaign is called: when, what for, and which decision calls it.
import { precisions } from "#agenda";
import type { AdoptedText, DecisionPoint } from "#congress";
import { textIn } from "#platform/multilingual";
import { excerpt } from "../layout/excerpt.ts";
import { type FormState, LanguageField, Select, TextArea, TextField } from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import type { Page } from "../request.ts";
import { agendaTrail } from "./campaign.page.tsx";

type CampaignFormProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly points: readonly DecisionPoint[];
  readonly texts: readonly AdoptedText[];
};

export function CampaignFormPage({ page, form, freshKey, organizations, points, texts }: CampaignFormProps) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("agenda.act.call")}
      section="agenda"
      trail={agendaTrail(page)}
      lede={t("agenda.form.callLede")}
      freshKey={freshKey}
      send={t("agenda.act.call")}
    >
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("agenda.form.calling")}
        required
        choices={organizations.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextField t={t} form={form} name="title" label={t("agenda.form.title")} required maxlength={200} />
      <LanguageField page={page} form={form} label={t("agenda.form.language")} />
      <TextArea
        t={t}
        form={form}
        name="purpose"
        label={t("agenda.form.purpose")}
        required
        rows={5}
        maxlength={3000}
      />
      <DayFields page={page} form={form} />
      <DecisionFields page={page} form={form} points={points} texts={texts} />
    </FormPage>
  );
}

function DayFields({ page, form }: Pick<CampaignFormProps, "page" | "form">) {
  const { t } = page;
  return (
    <fieldset>
      <legend>{t("agenda.when")}</legend>
      <Select
        t={t}
        form={form}
        name="precision"
        label={t("agenda.form.precision")}
        required
        choices={precisions.map((value) => ({ value, label: t(`agenda.precision.${value}`) }))}
      />
      <TextField t={t} form={form} name="startsOn" label={t("agenda.form.startsOn")} type="date" required />
      <TextField
        t={t}
        form={form}
        name="endsOn"
        label={t("agenda.form.endsOn")}
        hint={t("agenda.form.endsOnHint")}
        type="date"
      />
      <Select
        t={t}
        form={form}
        name="rule"
        label={t("agenda.form.repeats")}
        empty={t("agenda.form.repeat.none")}
        choices={[
          { value: "FREQ=YEARLY", label: t("agenda.form.repeat.yearly") },
          { value: "FREQ=MONTHLY", label: t("agenda.form.repeat.monthlyDay") },
        ]}
      />
    </fieldset>
  );
}

/** One of the three is enough. */
function DecisionFields({
  page,
  form,
  points,
  texts,
}: Pick<CampaignFormProps, "page" | "form" | "points" | "texts">) {
  const { t, language } = page;
  return (
    <fieldset>
      <legend>{t("agenda.form.decision")}</legend>
      <p class="hint">{t("agenda.form.decisionHint")}</p>
      <Select
        t={t}
        form={form}
        name="decisionPointId"
        label={t("agenda.form.decisionPoint")}
        empty="–"
        choices={points.map((point) => ({
          value: point.id,
          label: `${point.number}. ${excerpt(textIn(point.label, language).text, 80)}`,
        }))}
      />
      <Select
        t={t}
        form={form}
        name="textId"
        label={t("agenda.form.decisionText")}
        empty="–"
        choices={texts.map(({ id, title }) => ({
          value: id,
          label: excerpt(textIn(title, language).text, 80),
        }))}
      />
      <TextArea
        t={t}
        form={form}
        name="decision"
        label={t("agenda.form.decisionWords")}
        rows={2}
        maxlength={1000}
      />
    </fieldset>
  );
}
