// Calling an election: what is elected, from a template; then its rules in one form.
import type { Office } from "#confederation";
import type { EditionView } from "#congress";
import { type ElectionKind, type ElectionView, methodsOf } from "#elections";
import { regionName } from "#platform/geography/index";
import { textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, Select, TextArea, TextField } from "../layout/forms.tsx";
import { InLanguages } from "../layout/in-languages.tsx";
import type { Page } from "../request.ts";
import { BelowElections, trailTo } from "./election-frame.tsx";
import { templateNames } from "./templates.ts";

export function TemplatesPage({ page, edition }: { page: Page; edition: EditionView }) {
  const { t } = page;
  return (
    <BelowElections page={page} edition={edition} heading={t("elections.call")}>
      <p class="lede">{t("elections.callLede")}</p>
      <div class="row half">
        {templateNames.map((name) => (
          <section class="card">
            <h2>
              <a href={`${edition.href}/elections/new?template=${name}`}>{t(`elections.template.${name}`)}</a>
            </h2>
            <p>{t(`elections.templateSays.${name}`)}</p>
          </section>
        ))}
      </div>
    </BelowElections>
  );
}

export type ElectionFormProps = {
  readonly page: Page;
  readonly edition: EditionView;
  readonly kind: ElectionKind;
  /** The draft that is written anew. */
  readonly election?: ElectionView | undefined;
  readonly form: FormState;
  readonly freshKey: string;
  readonly offices: readonly Office[];
};

export function ElectionFormPage(props: ElectionFormProps) {
  const { page, edition, kind, election, form, freshKey } = props;
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t(election ? "elections.edit" : `elections.callKind.${kind}`)}
      section="congress"
      trail={trailTo({ page, edition, ...(election && { election }) })}
      {...(election ? {} : { freshKey })}
      action={election ? `${election.href}/edit` : `${edition.href}/elections/new`}
      send={t(election ? "elections.save" : "elections.draft")}
    >
      <input type="hidden" name="kind" value={kind} />
      <InLanguages page={page} form={form} name="title" label={t("elections.name")} maxlength={200} />
      <TextArea t={t} form={form} name="about" label={t("elections.about")} rows={4} maxlength={4000} />
      <Select
        t={t}
        form={form}
        name="method"
        label={t("elections.methodLabel")}
        hint={t("elections.methodHint")}
        required
        choices={methodsOf(kind).map((name) => ({ value: name, label: t(`elections.method.${name}`) }))}
      />
      {kind === "people" && <Seats {...props} />}
      {kind === "budget" && <Money {...props} />}
      {kind === "priorities" && (
        <TextField
          t={t}
          form={form}
          name="mostPoints"
          label={t("elections.mostPoints")}
          hint={t("elections.mostPointsHint")}
          inputmode="numeric"
          maxlength={3}
        />
      )}
      <Voting {...props} />
      <Ties {...props} />
      {kind === "people" && <Gives {...props} />}
    </FormPage>
  );
}

function Seats({ page, form, edition }: ElectionFormProps) {
  const { t } = page;
  const groups = [
    ...edition.regions.flatMap(({ region }) =>
      region ? [{ of: region, label: regionName(region, page.language) }] : [],
    ),
    ...["woman", "man"].map((of) => ({ of, label: t(`elections.gender.${of}`) })),
  ];
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="seats"
        label={t("elections.seats")}
        inputmode="numeric"
        maxlength={3}
        required
      />
      <fieldset>
        <legend>{t("elections.guarantees")}</legend>
        <p class="hint">{t("elections.guaranteesHint")}</p>
        {groups.map(({ of, label }) => (
          <TextField
            t={t}
            form={form}
            name={`least-${of}`}
            label={t("elections.atLeastOf", { group: label })}
            inputmode="numeric"
            maxlength={3}
          />
        ))}
      </fieldset>
    </>
  );
}

function Money({ page, form }: ElectionFormProps) {
  const { t } = page;
  const settings = (name: string, values: readonly string[]) => (
    <Select
      t={t}
      form={form}
      name={name}
      label={t(`elections.setting.${name}`)}
      hint={t(`elections.settingHint.${name}`)}
      required
      choices={values.map((value) => ({ value, label: t(`elections.setting.${name}.${value}`) }))}
    />
  );
  return (
    <>
      <TextField t={t} form={form} name="total" label={t("elections.total")} inputmode="decimal" required />
      <TextField
        t={t}
        form={form}
        name="currency"
        label={t("elections.currency")}
        hint={t("elections.currencyHint")}
        maxlength={12}
        required
      />
      <Select
        t={t}
        form={form}
        name="decimals"
        label={t("elections.decimals")}
        required
        value="2"
        choices={["0", "2"].map((value) => ({ value, label: value }))}
      />
      {settings("utility", ["cost", "cardinality"])}
      {settings("completion", ["add-one-greedy", "add-one", "greedy", "none"])}
    </>
  );
}

function Voting({ page, form }: ElectionFormProps) {
  const { t } = page;
  const choices = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`elections.${name}.${value}`) }));
  return (
    <>
      <Select
        t={t}
        form={form}
        name="weights"
        label={t("elections.weightsLabel")}
        required
        choices={choices("weights", ["one_each", "seats"])}
      />
      <Select
        t={t}
        form={form}
        name="secret"
        label={t("elections.secretLabel")}
        hint={t("elections.operatorSees")}
        required
        choices={choices("secret", ["open", "secret"])}
      />
      <Select
        t={t}
        form={form}
        name="publishes"
        label={t("elections.publishesLabel")}
        required
        choices={choices("publishes", ["yes", "no"])}
      />
    </>
  );
}

function Ties({ page, form }: ElectionFormProps) {
  const { t } = page;
  return (
    <>
      <Select
        t={t}
        form={form}
        name="ties"
        label={t("elections.tiesLabel")}
        required
        choices={["lot", "order"].map((value) => ({ value, label: t(`elections.ties.${value}`) }))}
      />
      <TextField
        t={t}
        form={form}
        name="lot"
        label={t("elections.source")}
        hint={t("elections.sourceHint")}
        maxlength={300}
        needed
      />
    </>
  );
}

function Gives({ page, form, offices }: ElectionFormProps) {
  const { t } = page;
  return (
    <fieldset>
      <legend>{t("elections.gives")}</legend>
      <TextField
        t={t}
        form={form}
        name="organ"
        label={t("elections.organ")}
        hint={t("elections.organHint")}
        maxlength={200}
      />
      <Select
        t={t}
        form={form}
        name="office"
        label={t("elections.office")}
        needed
        choices={offices.map(({ key, name }) => ({ value: key, label: textIn(name, page.language).text }))}
      />
      <TextField t={t} form={form} name="endsOn" type="date" label={t("elections.endsOn")} />
    </fieldset>
  );
}
