// The two long forms of the follow-up: recording a commitment, and reporting on one.
import type { CommitmentView } from "#commitments";
import type { DecisionPoint } from "#congress";
import { regionName, regions } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { FileField, type FormState, LanguageField, Select, TextArea, TextField } from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import type { Page } from "../request.ts";
import { excerpt } from "../layout/excerpt.ts";
import { listTitle } from "./board.page.tsx";
import { unitWords } from "./words.ts";

type Common = { readonly page: Page; readonly form: FormState; readonly freshKey: string };

/** What of the commitment's own measures the report moves. */
function ProgressFields({
  page,
  form,
  commitment,
}: Pick<Common, "page" | "form"> & { commitment: CommitmentView }) {
  const { t } = page;
  return (
    <>
      {commitment.milestones.some((milestone) => !milestone.reachedAt) && (
        <fieldset>
          <legend>{t("commitments.report.milestones")}</legend>
          {commitment.milestones
            .filter((milestone) => !milestone.reachedAt)
            .map((milestone) => (
              <label class="choice">
                <input type="checkbox" name="milestone" value={String(milestone.position)} />
                {textIn(milestone.title, page.language).text}
              </label>
            ))}
        </fieldset>
      )}
      {commitment.indicators.map((indicator) => (
        <TextField
          t={t}
          form={form}
          name={`indicator-${indicator.position}`}
          inputmode="numeric"
          label={textIn(indicator.name, page.language).text}
          hint={t("commitments.indicatorValue", {
            reached: indicator.reached,
            target: indicator.target,
            unit: unitWords(indicator.unit),
          })}
          value={String(indicator.reached)}
        />
      ))}
    </>
  );
}

function EvidenceFields({ page, form }: Pick<Common, "page" | "form">) {
  const { t } = page;
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="link"
        type="url"
        label={t("commitments.report.link")}
        maxlength={2000}
      />
      <FileField
        t={t}
        form={form}
        name="file"
        label={t("commitments.report.file")}
        hint={t("commitments.report.fileHint")}
        accept="image/jpeg,image/png,image/webp,application/pdf,text/plain"
      />
    </>
  );
}

export function ReportPage({ page, form, freshKey, commitment }: Common & { commitment: CommitmentView }) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("commitments.report.title", { number: commitment.number })}
      section="commitments"
      trail={[
        { href: "/commitments", label: t("commitments.title") },
        { href: `/commitments/${commitment.number}`, label: textIn(commitment.title, page.language).text },
      ]}
      withFile
      freshKey={freshKey}
      send={t("commitments.report.send")}
    >
      <TextArea
        t={t}
        form={form}
        name="body"
        label={t("commitments.report.body")}
        hint={t("commitments.report.bodyHint")}
        required
        rows={8}
        maxlength={5000}
      />
      <LanguageField page={page} form={form} label={page.t("commitments.report.language")} />
      <EvidenceFields page={page} form={form} />
      <ProgressFields page={page} form={form} commitment={commitment} />
      <label class="choice">
        <input
          type="checkbox"
          name="claimsFulfilled"
          value="yes"
          checked={form.typed["claimsFulfilled"] === "yes"}
        />
        {t("commitments.report.claims")}
      </label>
    </FormPage>
  );
}

export type Commission = { readonly id: string; readonly name: string };

type WhereProps = Pick<Common, "page" | "form"> & { readonly commissions: readonly Commission[] };

function WhereAndWhen({ page, form, commissions }: WhereProps) {
  const { t, language } = page;
  return (
    <>
      <Select
        t={t}
        form={form}
        name="region"
        label={t("commitments.region")}
        required
        empty={t("commitments.chooseOne")}
        choices={regions.map((code) => ({ value: code, label: regionName(code, language) }))}
      />
      <TextField t={t} form={form} name="dueOn" type="date" label={t("commitments.due")} required />
      <TextArea
        t={t}
        form={form}
        name="milestones"
        label={t("commitments.record.milestones")}
        hint={t("commitments.record.milestonesHint")}
        rows={4}
        maxlength={3000}
      />
      <TextArea
        t={t}
        form={form}
        name="indicators"
        label={t("commitments.record.indicators")}
        hint={t("commitments.record.indicatorsHint")}
        rows={3}
        maxlength={2000}
      />
      <Select
        t={t}
        form={form}
        name="commissionId"
        label={t("commitments.commission")}
        required
        value={commissions[0]?.id}
        choices={commissions.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </>
  );
}

export function RecordPage({
  page,
  form,
  freshKey,
  points,
  commissions,
}: Common & { points: readonly DecisionPoint[]; commissions: readonly Commission[] }) {
  const { t, language } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("commitments.act.record")}
      section="commitments"
      trail={[{ href: "/commitments", label: t("commitments.title") }]}
      lede={t("commitments.record.lede")}
      freshKey={freshKey}
      send={t("commitments.record.send")}
    >
      <Select
        t={t}
        form={form}
        name="decisionPointId"
        label={t("commitments.record.point")}
        required
        empty={t("commitments.chooseOne")}
        choices={points.map((point) => ({
          value: point.id,
          label: `${excerpt(listTitle(point, language).text, 40)} · ${point.number}. ${excerpt(textIn(point.label, language).text, 90)}`,
        }))}
      />
      <TextArea
        t={t}
        form={form}
        name="title"
        label={t("commitments.record.what")}
        required
        rows={3}
        maxlength={300}
      />
      <LanguageField page={page} form={form} label={t("commitments.record.language")} />
      <TextField
        t={t}
        form={form}
        name="responsible"
        label={t("commitments.record.responsible")}
        hint={t("commitments.record.responsibleHint")}
        required
        maxlength={80}
      />
      <WhereAndWhen page={page} form={form} commissions={commissions} />
    </FormPage>
  );
}
