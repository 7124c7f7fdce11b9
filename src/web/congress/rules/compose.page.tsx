// The form by which rules are put together: fields for people, a preview in sentences, and what past votes would have been.
import type { EditionView, Simulation } from "#congress";
import type { Rules } from "#algorithms/rules";
import { textIn } from "#platform/multilingual";
import { matterName } from "#platform/rule-sentences";
import { FormPage } from "../../layout/form-page.tsx";
import {
  type Choice,
  type FormState,
  LanguageField,
  Select,
  TextArea,
  TextField,
} from "../../layout/forms.tsx";
import type { Page } from "../../request.ts";
import {
  bases,
  faceParts,
  formMatters,
  type FormMatter,
  majorities,
  quorumBases,
  shares,
  ties,
} from "./rules-form.ts";
import { RulesInWords, WouldHaveBeen } from "./rules-parts.tsx";

export type ComposeProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly form: FormState;
  readonly freshKey: string;
  /** Null: whoever presides sets the first rules; else the delegations for which the reader may propose others. */
  readonly delegations: readonly Choice[] | null;
  /** What a form may start from, by name. */
  readonly templates: readonly Choice[];
  /** What was typed, as rules; once it was looked at, it can be sent. */
  readonly preview: { readonly rules: Rules; readonly simulation: Simulation } | null;
  /** What is wrong with rules that were given as data, in sentences. */
  readonly faults: readonly string[];
};

export function ComposePage(props: ComposeProps) {
  const { page, edition, form, freshKey, delegations, preview } = props;
  const { t } = page;
  const isFirst = delegations === null;
  return (
    <FormPage
      page={page}
      form={form}
      title={t(isFirst ? "rulebook.setFirst" : "rulebook.propose")}
      section="congress"
      trail={[
        { href: edition.href, label: textIn(edition.title, page.language).text },
        { href: `${edition.href}/rules`, label: t("rulebook.title") },
      ]}
      lede={t(isFirst ? "rulebook.setFirstSays" : "rulebook.proposeSays")}
      before={<Before {...props} />}
      freshKey={freshKey}
      send={t("rulebook.preview")}
      besideSend={
        preview && (
          <button class="button second" type="submit" name="step" value="send">
            {t(isFirst ? "rulebook.setFirst" : "rulebook.sendMotion")}
          </button>
        )
      }
    >
      {delegations && <AsMotion page={page} form={form} delegations={delegations} />}
      <TextField t={t} form={form} name="rulesName" label={t("rulebook.name")} required maxlength={200} />
      <LanguageField page={page} form={form} label={t("rulebook.language")} />
      <Fields page={page} form={form} />
      <details open={faceParts.some((field) => form.typed[field])}>
        <summary>{t("rulebook.faceTitle")}</summary>
        <p class="hint">{t("rulebook.faceHint")}</p>
        {faceParts.map((field) => (
          <TextArea
            t={t}
            form={form}
            name={field}
            label={t(`rules.face.${field}`)}
            hint={t(`rulebook.face.${field}`)}
            rows={3}
            maxlength={4000}
          />
        ))}
      </details>
      <details open={Boolean(form.typed["data"])}>
        <summary>{t("rulebook.dataTitle")}</summary>
        <TextArea
          t={t}
          form={form}
          name="data"
          label={t("rulebook.data")}
          hint={t("rulebook.dataHint")}
          rows={12}
        />
      </details>
    </FormPage>
  );
}

function AsMotion({
  page,
  form,
  delegations,
}: {
  page: Page;
  form: FormState;
  delegations: readonly Choice[];
}) {
  const { t } = page;
  return (
    <>
      <TextField t={t} form={form} name="title" label={t("motions.name")} required maxlength={200} />
      <TextArea
        t={t}
        form={form}
        name="reason"
        label={t("congress-acts.amendment.reason")}
        rows={4}
        maxlength={4000}
        required
      />
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("congress-acts.amendment.delegation")}
        required
        value={delegations[0]?.value}
        choices={delegations}
      />
    </>
  );
}

/** Where to start from; and, once the form was looked at, what it means. */
function Before({ page, templates, preview, faults }: ComposeProps) {
  const { t } = page;
  return (
    <>
      {faults.length > 0 && (
        <ul class="told">
          {faults.map((fault) => (
            <li>{fault}</li>
          ))}
        </ul>
      )}
      {preview ? (
        <section class="card">
          <h2>{t("rulebook.previewTitle")}</h2>
          <RulesInWords page={page} rules={preview.rules} level={3} />
          <WouldHaveBeen page={page} simulation={preview.simulation} />
        </section>
      ) : (
        <details>
          <summary>{t("rulebook.startFrom")}</summary>
          <ul class="columns">
            {templates.map(({ value, label }) => (
              <li>
                <a href={`?from=${value}`} rel="nofollow">
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

const choicesOf = (page: Page, family: string, values: readonly string[]): Choice[] =>
  values.map((value) => ({ value, label: page.t(`rulebook.${family}.${value}`) }));

function Fields({ page, form }: { page: Page; form: FormState }) {
  const { t } = page;
  const pick = (name: string, family: string, values: readonly string[], value: string) => (
    <Select
      t={t}
      form={form}
      name={name}
      label={t(`rulebook.field.${name}`)}
      required
      value={value}
      choices={choicesOf(page, family, values)}
    />
  );
  return (
    <>
      <fieldset>
        <legend>{t("rulebook.quorumTitle")}</legend>
        <Select
          t={t}
          form={form}
          name="quorum"
          label={t("rulebook.field.quorum")}
          needed
          value="half"
          empty={t("rulebook.noQuorum")}
          choices={choicesOf(page, "share", Object.keys(shares))}
        />
        {pick("quorumOf", "quorumOf", quorumBases, "votes_cast")}
      </fieldset>
      <fieldset>
        <legend>{t("rulebook.countingTitle")}</legend>
        {pick("base", "base", bases, "votes_without_abstentions")}
        {pick("tie", "tie", ties, "status_quo")}
      </fieldset>
      {formMatters.map((matter) => (
        <Matter page={page} form={form} matter={matter} />
      ))}
    </>
  );
}

function Matter({ page, form, matter }: { page: Page; form: FormState; matter: FormMatter }) {
  const { t } = page;
  const isDefault = matter === "default";
  return (
    <fieldset>
      <legend>{isDefault ? t("rulebook.inGeneral") : matterName(matter, page.language)}</legend>
      <Select
        t={t}
        form={form}
        name={`majority_${matter}`}
        label={t("rulebook.field.majority")}
        needed
        {...(isDefault ? { value: "half" } : { empty: t("rulebook.asInGeneral") })}
        choices={choicesOf(page, "majority", Object.keys(majorities))}
      />
      <Select
        t={t}
        form={form}
        name={`regions_${matter}`}
        label={t("rulebook.field.regions")}
        empty={t("rulebook.noRegions")}
        choices={choicesOf(page, "share", Object.keys(shares))}
      />
      <TextField
        t={t}
        form={form}
        name={`days_${matter}`}
        label={t("rulebook.field.days")}
        inputmode="numeric"
      />
      {matter === "text" && (
        <>
          <TextField
            t={t}
            form={form}
            name="readings"
            label={t("rulebook.field.readings")}
            inputmode="numeric"
          />
          <TextField
            t={t}
            form={form}
            name="readingDays"
            label={t("rulebook.field.readingDays")}
            inputmode="numeric"
          />
        </>
      )}
    </fieldset>
  );
}
