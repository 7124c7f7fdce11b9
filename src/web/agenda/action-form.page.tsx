// The form of a local action: announced, or changed. Where one that looks the same is there already, the form asks.
import { accessibilities, actionKinds, type ActionView, type CampaignView } from "#agenda";
import { textIn } from "#platform/multilingual";
import {
  CountryField,
  type FormState,
  LanguageField,
  Select,
  TextArea,
  TextField,
} from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import { Said } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { repetitions } from "./action-form.ts";
import { agendaTrail } from "./campaign.page.tsx";
import { daysWords, placeWords, timeWords } from "./words.tsx";

export type ActionFormProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  /** For which the reader may announce. */
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly campaigns: readonly CampaignView[];
  /** What looks the same as what was typed. */
  readonly alike: readonly ActionView[];
  /** The one that is changed. */
  readonly editing?: ActionView;
};

export function ActionFormPage(props: ActionFormProps) {
  const { page, form, freshKey, editing } = props;
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t(editing ? "agenda.act.edit" : "agenda.act.announce")}
      section="agenda"
      trail={agendaTrail(page)}
      lede={t(editing ? "agenda.form.editLede" : "agenda.form.announceLede")}
      freshKey={editing ? undefined : freshKey}
      send={t(editing ? "agenda.form.save" : "agenda.act.announce")}
    >
      {editing && (
        <input type="hidden" name="sequence" value={form.typed["sequence"] ?? String(editing.sequence)} />
      )}
      <Alike {...props} />
      {!editing && <Whose {...props} />}
      <What {...props} />
      <When {...props} />
      <Where {...props} />
      <Who {...props} />
    </FormPage>
  );
}

/** "Is it this one?": to join it, or to say that theirs is another. */
function Alike({ page, alike }: ActionFormProps) {
  const { t } = page;
  if (alike.length === 0) return null;
  return (
    <div class="told" role="alert">
      <h2>{t("agenda.alike.title")}</h2>
      <p>{t("agenda.alike.ask")}</p>
      <ul class="list">
        {alike.map((action) => (
          <li>
            <a href={`/agenda/actions/${action.number}`}>
              <Said page={page} field={action.title} />
            </a>
            <small>
              {[
                action.startsLocal.slice(0, 10),
                timeWords(page, action, action.lastAt),
                placeWords(page, action),
                action.address,
                ...action.organizers.map(({ name }) => textIn(name, page.language).text),
              ]
                .filter(Boolean)
                .join(" · ")}
            </small>
            <p class="acts">
              <button
                class="button second"
                type="submit"
                formaction={`/agenda/actions/${action.number}/join`}
                formnovalidate
              >
                {t("agenda.alike.join")}
              </button>
            </p>
          </li>
        ))}
      </ul>
      <label class="choice">
        <input type="checkbox" name="insists" value="yes" />
        {t("agenda.alike.insist")}
      </label>
    </div>
  );
}

function Whose({ page, form, organizations, campaigns }: ActionFormProps) {
  const { t, language } = page;
  return (
    <>
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("agenda.form.organization")}
        required
        choices={organizations.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        t={t}
        form={form}
        name="campaign"
        label={t("agenda.form.campaign")}
        hint={t("agenda.form.campaignHint")}
        empty={t("agenda.form.noCampaign")}
        choices={campaigns.map((campaign) => ({
          value: campaign.slug,
          label: `${textIn(campaign.title, language).text} · ${daysWords(page, campaign, campaign)}`,
        }))}
      />
    </>
  );
}

function What({ page, form }: ActionFormProps) {
  const { t } = page;
  return (
    <>
      <TextField t={t} form={form} name="title" label={t("agenda.form.title")} required maxlength={200} />
      <LanguageField page={page} form={form} label={t("agenda.form.language")} />
      <Select
        t={t}
        form={form}
        name="kind"
        label={t("agenda.facet.kind")}
        required
        choices={actionKinds.map((kind) => ({ value: kind, label: t(`agenda.kind.${kind}`) }))}
      />
      <TextArea
        t={t}
        form={form}
        name="description"
        label={t("agenda.form.description")}
        rows={5}
        maxlength={5000}
      />
    </>
  );
}

function Checkbox({
  form,
  name,
  label,
  value = "yes",
}: {
  form: FormState;
  name: string;
  label: string;
  value?: string;
}) {
  return (
    <label class="choice">
      <input type="checkbox" name={name} value={value} checked={form.typed[name] === value} />
      {label}
    </label>
  );
}

function When({ page, form, editing }: ActionFormProps) {
  const { t } = page;
  const offered = repetitions.filter((each) => each !== "kept" || editing?.rule);
  return (
    <fieldset>
      <legend>{t("agenda.when")}</legend>
      <Checkbox form={form} name="allDay" label={t("agenda.form.allDay")} />
      <div class="row half">
        <TextField t={t} form={form} name="startsOn" label={t("agenda.form.startsOn")} type="date" required />
        <TextField
          t={t}
          form={form}
          name="startsTime"
          label={t("agenda.form.startsTime")}
          type="time"
          needed
        />
      </div>
      <div class="row half">
        <TextField
          t={t}
          form={form}
          name="endsOn"
          label={t("agenda.form.endsOn")}
          hint={t("agenda.form.endsOnHint")}
          type="date"
        />
        <TextField t={t} form={form} name="endsTime" label={t("agenda.form.endsTime")} type="time" needed />
      </div>
      <ZoneField page={page} form={form} />
      <input type="hidden" name="keptRule" value={form.typed["keptRule"] ?? ""} />
      <Select
        t={t}
        form={form}
        name="repeats"
        label={t("agenda.form.repeats")}
        required
        choices={offered.map((value) => ({ value, label: t(`agenda.form.repeat.${value}`) }))}
      />
      <TextField
        t={t}
        form={form}
        name="until"
        label={t("agenda.form.until")}
        hint={t("agenda.form.untilHint")}
        type="date"
      />
      <TextArea
        t={t}
        form={form}
        name="without"
        label={t("agenda.form.without")}
        hint={t("agenda.form.withoutHint")}
        rows={2}
      />
    </fieldset>
  );
}

const zones = Intl.supportedValuesOf("timeZone");

/** The zone as people can type it, with those that there are to choose from. */
function ZoneField({ page, form }: { page: Page; form: FormState }) {
  const { t } = page;
  return (
    <Select
      t={t}
      form={form}
      name="zone"
      label={t("agenda.form.zone")}
      hint={t("agenda.form.zoneHint")}
      required
      choices={[...new Set([...zones, form.typed["zone"] ?? ""])]
        .filter(Boolean)
        .map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
    />
  );
}

function Where({ page, form }: ActionFormProps) {
  const { t } = page;
  return (
    <fieldset>
      <legend>{t("agenda.where")}</legend>
      <TextField t={t} form={form} name="city" label={t("agenda.form.city")} required maxlength={120} />
      <CountryField page={page} form={form} label={t("agenda.facet.country")} empty="" required />
      <TextField
        t={t}
        form={form}
        name="address"
        label={t("agenda.form.address")}
        hint={t("agenda.form.addressHint")}
        maxlength={300}
      />
      <div class="row half">
        <TextField t={t} form={form} name="latitude" label={t("agenda.form.latitude")} inputmode="decimal" />
        <TextField
          t={t}
          form={form}
          name="longitude"
          label={t("agenda.form.longitude")}
          inputmode="decimal"
        />
      </div>
      <p class="hint">{t("agenda.form.coordinatesHint")}</p>
      <Checkbox form={form} name="isExact" label={t("agenda.form.isExact")} />
    </fieldset>
  );
}

function Who({ page, form, editing }: ActionFormProps) {
  const { t } = page;
  const chosen = new Set<string>(
    form.refusal ? (form.typed["accessibilities"] ?? "").split(" ") : (editing?.accessibility ?? []),
  );
  return (
    <>
      <TextField
        t={t}
        form={form}
        name="contact"
        label={t("agenda.contact")}
        hint={t("agenda.form.contactHint")}
        maxlength={200}
      />
      <fieldset>
        <legend>{t("agenda.access")}</legend>
        {accessibilities.map((each) => (
          <label class="choice">
            <input type="checkbox" name="accessibility" value={each} checked={chosen.has(each)} />
            {t(`agenda.accessibility.${each}`)}
          </label>
        ))}
      </fieldset>
      <TextField
        t={t}
        form={form}
        name="languages"
        label={t("agenda.languages")}
        hint={t("agenda.form.languagesHint")}
      />
      <TextField t={t} form={form} name="link" label={t("agenda.link")} type="url" maxlength={2000} />
    </>
  );
}
