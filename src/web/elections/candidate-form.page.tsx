// Putting somebody forward, or an option or a project on the ballot.
import { type ElectionView, genders } from "#elections";
import { FormPage } from "../layout/form-page.tsx";
import { type Choice, type FormState, Select, TextArea, TextField } from "../layout/forms.tsx";
import { InLanguages } from "../layout/in-languages.tsx";
import type { Page } from "../request.ts";
import { trailTo } from "./election-frame.tsx";

export type CandidateFormProps = {
  readonly page: Page;
  readonly election: ElectionView;
  readonly form: FormState;
  readonly freshKey: string;
  /** The reader's delegations; of options there are none. */
  readonly delegations: readonly Choice[];
  /** People of those delegations. */
  readonly people: readonly Choice[];
};

export function CandidateFormPage(props: CandidateFormProps) {
  const { page, election, form, freshKey } = props;
  const { t } = page;
  const people = election.kind === "people";
  return (
    <FormPage
      page={page}
      form={form}
      title={t(people ? "elections.nominate" : `elections.add.${election.kind}`)}
      section="congress"
      trail={trailTo({ page, edition: election.edition, election })}
      lede={t(people ? "elections.nominateLede" : "elections.addLede")}
      freshKey={freshKey}
      action={`${election.href}/candidates/new`}
      send={t(people ? "elections.nominate" : `elections.add.${election.kind}`)}
    >
      {people ? <Person {...props} /> : <Option {...props} />}
    </FormPage>
  );
}

function Person({ page, election, form, delegations, people }: CandidateFormProps) {
  const { t } = page;
  const byGender = election.rules.guarantees.some(({ by }) => by === "gender");
  return (
    <>
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("elections.delegation")}
        required
        value={delegations[0]?.value}
        choices={delegations}
      />
      <Select
        t={t}
        form={form}
        name="person"
        label={t("elections.person")}
        hint={t("elections.personHint")}
        needed
        empty={t("elections.someoneElse")}
        choices={people}
      />
      <TextField
        t={t}
        form={form}
        name="name"
        label={t("elections.personName")}
        hint={t("elections.personNameHint")}
        maxlength={160}
      />
      <label class="choice">
        <input type="checkbox" name="hasAccepted" value="yes" checked={form.typed["hasAccepted"] === "yes"} />
        <span>{t("elections.hasAccepted")}</span>
      </label>
      {form.refusal?.fields.some(({ field }) => field === "hasAccepted") && (
        <p class="reason">{t("refusal.consentMissing")}</p>
      )}
      {byGender && (
        <Select
          t={t}
          form={form}
          name="gender"
          label={t("elections.genderLabel")}
          hint={t("elections.genderHint")}
          needed
          empty={t("elections.notSaid")}
          choices={genders.map((value) => ({ value, label: t(`elections.gender.${value}`) }))}
        />
      )}
      <TextArea t={t} form={form} name="about" label={t("elections.aboutPerson")} rows={4} maxlength={1000} />
    </>
  );
}

function Option({ page, election, form }: CandidateFormProps) {
  const { t } = page;
  return (
    <>
      <InLanguages page={page} form={form} name="name" label={t("elections.optionName")} maxlength={200} />
      <TextArea t={t} form={form} name="about" label={t("elections.about")} rows={4} maxlength={1000} />
      {election.rules.budget && (
        <TextField
          t={t}
          form={form}
          name="cost"
          label={t("elections.cost", { currency: election.rules.budget.currency })}
          inputmode="decimal"
          required
        />
      )}
      <TextField
        t={t}
        form={form}
        name="organ"
        label={t("elections.responsible")}
        hint={t("elections.organHint")}
        maxlength={200}
      />
    </>
  );
}
