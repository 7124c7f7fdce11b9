// The form by which a campaign is called: when, what for, and which decision calls it.
import { campaignPath, type CampaignView, precisions } from "#agenda";
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

type ChangeFormProps = Pick<CampaignFormProps, "page" | "form"> & { readonly campaign: CampaignView };

const YEARLY = "FREQ=YEARLY";
const MONTHLY = "FREQ=MONTHLY";

/** What the form shows of a campaign that is to be changed. */
function typedOf(campaign: CampaignView, language: string): Record<string, string> {
  const shown = language in campaign.title.texts ? language : campaign.title.source;
  const { purpose, precision, startsOn, endsOn, rule } = campaign;
  return {
    language: shown,
    title: campaign.title.texts[shown] ?? "",
    purpose: purpose.texts[shown] ?? purpose.texts[purpose.source] ?? "",
    precision,
    startsOn,
    endsOn: endsOn === startsOn ? "" : endsOn,
    rule: rule ?? "",
    added: campaign.added.join("\n"),
    without: campaign.without.join("\n"),
    sequence: String(campaign.sequence),
  };
}

/** What a campaign says of itself, to be said otherwise. Who called it and by which decision stays. */
export function ChangeCampaignPage({ page, form: sent, campaign }: ChangeFormProps) {
  const { t, language } = page;
  const form = sent.refusal ? sent : { ...sent, typed: typedOf(campaign, language) };
  const title = textIn(campaign.title, language).text;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("agenda.act.editCampaign")}
      section="agenda"
      trail={[...agendaTrail(page), { href: campaignPath(campaign.slug), label: title }]}
      lede={t("agenda.form.editCampaignLede")}
      send={t("agenda.form.save")}
    >
      <input type="hidden" name="sequence" value={form.typed["sequence"]} />
      <WordFields page={page} form={form} languageHint={t("agenda.form.languageHint")} />
      <DayFields page={page} form={form} kept={campaign.rule} />
      <TextArea
        t={t}
        form={form}
        name="added"
        label={t("agenda.form.added")}
        hint={t("agenda.form.withoutHint")}
        rows={2}
      />
      <TextArea
        t={t}
        form={form}
        name="without"
        label={t("agenda.form.without")}
        hint={t("agenda.form.withoutHint")}
        rows={2}
      />
    </FormPage>
  );
}

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
      <WordFields page={page} form={form} />
      <DayFields page={page} form={form} kept={null} />
      <DecisionFields page={page} form={form} points={points} texts={texts} />
    </FormPage>
  );
}

type FieldsProps = Pick<CampaignFormProps, "page" | "form">;

function WordFields({ page, form, languageHint }: FieldsProps & { languageHint?: string }) {
  const { t } = page;
  return (
    <>
      <TextField t={t} form={form} name="title" label={t("agenda.form.title")} required maxlength={200} />
      <LanguageField page={page} form={form} label={t("agenda.form.language")} hint={languageHint} />
      <TextArea
        t={t}
        form={form}
        name="purpose"
        label={t("agenda.form.purpose")}
        required
        rows={5}
        maxlength={3000}
      />
    </>
  );
}

/** `kept`: a rule that the campaign has already, which may be one that is not offered. */
function DayFields({ page, form, kept }: FieldsProps & { kept: string | null }) {
  const { t } = page;
  const offered = [
    { value: YEARLY, label: t("agenda.form.repeat.yearly") },
    { value: MONTHLY, label: t("agenda.form.repeat.monthlyDay") },
  ];
  const isOffered = kept === null || offered.some(({ value }) => value === kept);
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
        choices={isOffered ? offered : [...offered, { value: kept, label: t("agenda.form.repeat.kept") }]}
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
