// Founding an organ, changing its rules, convening a meeting.
import { defaultRules, type Organ, organPath } from "#assembly";
import type { Edition } from "#congress";
import { regionName, regions, writeLanguages } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { type Choice, type FormState, LanguageField, Select, TextArea, TextField } from "../layout/forms.tsx";
import { WhenAndWhereFields } from "../congress/when-and-where.tsx";
import { FormPage } from "../layout/form-page.tsx";
import type { Page } from "../request.ts";
import { editionTrail } from "./organs.page.tsx";
import { fractionOf, namedShares, shareFrom, shareWords } from "./words.ts";

type FormProps = { readonly page: Page; readonly form: FormState; readonly freshKey: string };

const alternations = ["none", "region", "gender"] as const;

function Quorum({ page, form, organ }: Pick<FormProps, "page" | "form"> & { organ?: Organ }) {
  const { t } = page;
  const { quorum } = organ?.rules ?? defaultRules;
  const shares = [...new Set([...namedShares, fractionOf(quorum.share)])];
  return (
    <>
      <Select
        t={t}
        form={form}
        name="quorumOf"
        label={t("room.form.quorumOf")}
        required
        value={quorum.of}
        choices={(["delegations", "delegates"] as const).map((value) => ({
          value,
          label: t(`room.form.quorumOf.${value}`),
        }))}
      />
      <Select
        t={t}
        form={form}
        name="share"
        label={t("room.form.share")}
        required
        value={fractionOf(quorum.share)}
        choices={shares.map((value) => ({ value, label: shareWords(page, shareFrom(value)) }))}
      />
    </>
  );
}

function RulesFields({ page, form, organ }: Pick<FormProps, "page" | "form"> & { organ?: Organ }) {
  const { t } = page;
  const { speaking } = organ?.rules ?? defaultRules;
  const chosen = (name: "firstTimeFirst" | "namesPublic") =>
    form.typed["requestKey"] ? form.typed[name] === "yes" : speaking[name] === true;
  return (
    <>
      <fieldset>
        <legend>{t("room.form.quorum")}</legend>
        <Quorum page={page} form={form} organ={organ} />
      </fieldset>
      <fieldset>
        <legend>{t("room.form.speaking")}</legend>
        <label class="choice">
          <input type="checkbox" name="firstTimeFirst" value="yes" checked={chosen("firstTimeFirst")} />
          {t("room.rule.firstTimeFirst")}
        </label>
        <label class="choice">
          <input type="checkbox" name="namesPublic" value="yes" checked={chosen("namesPublic")} />
          {t("room.rule.namesPublic")}
        </label>
        <Select
          t={t}
          form={form}
          name="alternation"
          label={t("room.form.alternation")}
          required
          value={speaking.alternation}
          choices={alternations.map((value) => ({ value, label: t(`room.form.alternation.${value}`) }))}
        />
        <TextField
          t={t}
          form={form}
          name="seconds"
          type="number"
          label={t("room.form.seconds")}
          hint={t("room.form.noLimitHint")}
          value={speaking.seconds === null ? "" : String(speaking.seconds)}
        />
        <TextField
          t={t}
          form={form}
          name="timesPerItem"
          type="number"
          label={t("room.form.times")}
          hint={t("room.form.noLimitHint")}
          value={speaking.timesPerItem === null ? "" : String(speaking.timesPerItem)}
        />
      </fieldset>
      <TextField
        t={t}
        form={form}
        name="languages"
        label={t("room.form.languages")}
        hint={t("room.form.languagesHint")}
        required
        value={writeLanguages(organ?.languages ?? page.profile.languages, page.language)}
      />
    </>
  );
}

function Cycle({ page, form }: Pick<FormProps, "page" | "form">) {
  const { t } = page;
  return (
    <fieldset>
      <legend>{t("room.form.cycle")}</legend>
      <TextField
        t={t}
        form={form}
        name="cycleMonths"
        type="number"
        label={t("room.form.cycleMonths")}
        hint={t("room.form.cycleHint")}
      />
      <TextField t={t} form={form} name="cycleFrom" type="date" label={t("room.form.cycleFrom")} />
    </fieldset>
  );
}

type FoundProps = FormProps & {
  readonly edition: Edition | null;
  readonly organizations: readonly Choice[];
};

export function FoundOrganPage({ page, form, freshKey, edition, organizations }: FoundProps) {
  const { t } = page;
  const offered = edition
    ? (["working_table", "commission"] as const)
    : (["regional_meeting", "commission"] as const);
  return (
    <FormPage
      page={page}
      form={form}
      freshKey={freshKey}
      title={t("room.organs.found")}
      section="congress"
      trail={editionTrail(page, edition)}
      lede={t("room.form.foundLede")}
      send={t("room.form.found")}
    >
      <TextField t={t} form={form} name="name" label={t("room.form.name")} required maxlength={200} />
      <LanguageField page={page} form={form} label={t("room.form.nameLanguage")} />
      <TextField
        t={t}
        form={form}
        name="slug"
        label={t("room.form.slug")}
        hint={t("room.form.slugHint")}
        required
        maxlength={80}
      />
      <Select
        t={t}
        form={form}
        name="kind"
        label={t("room.form.kind")}
        required
        choices={offered.map((value) => ({ value, label: t(`room.kind.${value}`) }))}
      />
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("room.form.organization")}
        hint={t("room.form.organizationHint")}
        required
        choices={organizations}
      />
      {edition === null && (
        <Select
          t={t}
          form={form}
          name="region"
          label={t("room.form.region")}
          empty={t("room.form.noRegion")}
          choices={regions.map((value) => ({ value, label: regionName(value, page.language) }))}
        />
      )}
      {edition === null && <Cycle page={page} form={form} />}
      <RulesFields page={page} form={form} />
    </FormPage>
  );
}

export function ChangeRulesPage({
  page,
  form,
  freshKey,
  edition,
  organ,
}: FormProps & { readonly edition: Edition | null; readonly organ: Organ }) {
  const { t } = page;
  const name = textIn(organ.name, page.language).text;
  return (
    <FormPage
      page={page}
      form={form}
      freshKey={freshKey}
      title={t("room.organ.changeRules")}
      section="congress"
      trail={[
        ...editionTrail(page, edition),
        { href: organPath(edition?.slug ?? null, organ.slug), label: name },
      ]}
      lede={t("room.form.rulesLede")}
      send={t("room.form.setRules")}
    >
      <RulesFields page={page} form={form} organ={organ} />
      <Decision page={page} form={form} />
    </FormPage>
  );
}

/** The assembly's words for what is set, and their language. */
export function Decision({ page, form }: Pick<FormProps, "page" | "form">) {
  const { t } = page;
  return (
    <>
      <TextArea
        t={t}
        form={form}
        name="decision"
        label={t("room.form.decision")}
        hint={t("room.form.decisionHint")}
        required
        rows={3}
        maxlength={1000}
      />
      <LanguageField page={page} form={form} label={t("room.form.decisionLanguage")} />
    </>
  );
}

export function ConveneMeetingPage({ page, form, freshKey, organ }: FormProps & { readonly organ: Organ }) {
  const { t } = page;
  const name = textIn(organ.name, page.language).text;
  return (
    <FormPage
      page={page}
      form={form}
      freshKey={freshKey}
      title={t("room.organ.convene")}
      section="congress"
      trail={[
        { href: "/organs", label: t("room.organs.standingTitle") },
        { href: organPath(null, organ.slug), label: name },
      ]}
      lede={t("room.form.meetingLede")}
      send={t("room.organ.convene")}
    >
      <TextField t={t} form={form} name="title" label={t("room.form.title")} required maxlength={200} />
      <LanguageField page={page} form={form} label={t("room.form.nameLanguage")} />
      <TextField
        t={t}
        form={form}
        name="slug"
        label={t("room.form.slug")}
        hint={t("room.form.slugHint")}
        required
        maxlength={80}
      />
      <WhenAndWhereFields page={page} form={form} />
      <p class="hint">{t("room.form.meetingCalls")}</p>
    </FormPage>
  );
}
