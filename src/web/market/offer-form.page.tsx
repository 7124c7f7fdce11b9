// The form of an offer or a need: published, or changed.
import {
  type ActingFor,
  categoryKeys,
  labelKeys,
  leafCategories,
  LONGEST_DESCRIPTION,
  LONGEST_TITLE,
  type OfferKind,
  type OfferView,
  unitName,
  units,
} from "#market";
import { textIn } from "#platform/multilingual";
import {
  type Choice,
  CountryField,
  FileField,
  type FormState,
  Select,
  TextArea,
  TextField,
} from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import { InLanguages } from "../layout/in-languages.tsx";
import type { Page } from "../request.ts";
import { PHOTOGRAPHS_OFFERED } from "./offer-form.ts";
import { categoryWords, marketTrail, seasonWords } from "./words.tsx";

export type OfferFormProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly kind: OfferKind;
  readonly freshKey: string;
  /** For which the reader may publish. */
  readonly organizations: readonly ActingFor[];
  readonly currencies: readonly Choice[];
  /** The one that is changed. */
  readonly editing?: OfferView;
};

export function OfferFormPage(props: OfferFormProps) {
  const { page, form, kind, freshKey, editing } = props;
  const { t } = page;
  const trail = marketTrail(page);
  return (
    <FormPage
      page={page}
      section="economy"
      form={form}
      title={editing ? t("market.act.edit") : t(`market.act.${kind}`)}
      trail={
        editing ? [...trail, { href: editing.href, label: textIn(editing.title, page.language).text }] : trail
      }
      lede={t(`market.form.lede.${kind}`)}
      withFile
      freshKey={editing ? undefined : freshKey}
      send={editing ? t("market.form.save") : t("market.form.publish")}
    >
      <input type="hidden" name="kind" value={kind} />
      {editing && (
        <input type="hidden" name="revision" value={form.typed["revision"] ?? String(editing.revision)} />
      )}
      {!editing && (
        <Select
          t={t}
          form={form}
          name="organizationId"
          label={t("market.form.organization")}
          required
          choices={props.organizations.map(({ id, name }) => ({
            value: id,
            label: textIn(name, page.language).text,
          }))}
        />
      )}
      <What {...props} />
      <HowMuch {...props} />
      <InReturn {...props} />
      <WhenAndWhere {...props} />
      <Shown {...props} />
    </FormPage>
  );
}

function What({ page, form, kind, editing }: OfferFormProps) {
  const { t } = page;
  return (
    <>
      <InLanguages
        page={page}
        form={form}
        name="title"
        label={t(`market.form.title.${kind}`)}
        hint={t(`market.form.titleHint.${kind}`)}
        field={editing?.title}
        maxlength={LONGEST_TITLE}
      />
      <Select
        t={t}
        form={form}
        name="category"
        label={t("market.category")}
        required
        empty={t("market.form.choose")}
        choices={leafCategories.map((key) => ({ value: key, label: categoryWords(page, key) }))}
      />
      <TextArea
        t={t}
        form={form}
        name="description"
        label={t("market.form.description")}
        hint={t("market.form.descriptionHint")}
        rows={4}
        maxlength={LONGEST_DESCRIPTION}
      />
    </>
  );
}

function HowMuch({ page, form, kind }: OfferFormProps) {
  const { t, language } = page;
  const known = units.map(({ code }) => ({ value: code, label: unitName(code, language) }));
  // What somebody named themselves stays among the choices of what they change.
  const own = form.typed["unit"] ?? "";
  const choices =
    own && !known.some(({ value }) => value === own)
      ? [...known, { value: own, label: unitName(own, language) }]
      : known;
  return (
    <fieldset>
      <legend>{t(`market.howMuch.${kind}`)}</legend>
      <div class="row half">
        <TextField
          t={t}
          form={form}
          name="quantity"
          label={t("market.quantity")}
          hint={t("market.form.quantityHint")}
          inputmode="decimal"
          maxlength={20}
        />
        <Select
          t={t}
          form={form}
          name="unit"
          label={t("market.unit")}
          hint={t("market.form.unitHint")}
          required
          choices={choices}
        />
      </div>
      <details open={Boolean(form.typed["ownUnit"])}>
        <summary>{t("market.form.otherUnit")}</summary>
        <TextField
          t={t}
          form={form}
          name="ownUnit"
          label={t("market.form.ownUnit")}
          hint={t("market.form.ownUnitHint")}
          maxlength={24}
        />
      </details>
    </fieldset>
  );
}

function InReturn({ page, form, kind, currencies }: OfferFormProps) {
  const { t } = page;
  return (
    <fieldset>
      <legend>{t(`market.inReturn.${kind}`)}</legend>
      <p class="hint">{t(`market.form.returnHint.${kind}`)}</p>
      <div class="row half">
        <TextField
          t={t}
          form={form}
          name="price"
          label={t("market.form.price")}
          inputmode="decimal"
          maxlength={30}
        />
        <Select
          t={t}
          form={form}
          name="currency"
          label={t("market.form.currency")}
          required
          choices={currencies}
        />
      </div>
      <div class="row half">
        <TextField
          t={t}
          form={form}
          name="wanted"
          label={t(`market.form.wanted.${kind}`)}
          hint={t("market.form.wantedHint")}
          maxlength={200}
        />
        <Select
          t={t}
          form={form}
          name="wantedCategory"
          label={t("market.form.wantedCategory")}
          empty="–"
          choices={categoryKeys.map((key) => ({ value: key, label: categoryWords(page, key) }))}
        />
      </div>
      <Tick form={form} name="isGift" label={t(`market.form.isGift.${kind}`)} />
    </fieldset>
  );
}

function WhenAndWhere({ page, form, kind }: OfferFormProps) {
  const { t } = page;
  return (
    <>
      <fieldset>
        <legend>{t("market.season")}</legend>
        <p class="hint">{t("market.form.seasonHint")}</p>
        <div class="choices">
          {Array.from({ length: 12 }, (_, index) => index + 1).map((month) => (
            <Tick form={form} name={`month-${month}`} label={seasonWords(page, [month])} />
          ))}
        </div>
        <div class="row half">
          <TextField t={t} form={form} name="startsOn" type="date" label={t("market.form.startsOn")} />
          <TextField t={t} form={form} name="endsOn" type="date" label={t("market.form.endsOn")} />
        </div>
      </fieldset>
      <fieldset>
        <legend>{t("market.where")}</legend>
        <div class="row half">
          <CountryField
            page={page}
            form={form}
            label={t("market.form.country")}
            required
            empty={t("market.form.choose")}
          />
          <TextField
            t={t}
            form={form}
            name="place"
            label={t("market.form.place")}
            hint={t(`market.form.placeHint.${kind}`)}
            maxlength={120}
          />
        </div>
      </fieldset>
    </>
  );
}

function Shown({ page, form, kind, editing }: OfferFormProps) {
  const { t } = page;
  return (
    <>
      {kind === "offer" && (
        <fieldset>
          <legend>{t("market.form.labels")}</legend>
          <p class="hint">{t("market.form.labelsHint")}</p>
          {labelKeys.map((label) => (
            <Tick form={form} name={`label-${label}`} label={t(`market.label.${label}`)} />
          ))}
        </fieldset>
      )}
      <fieldset>
        <legend>{t("market.form.photographs")}</legend>
        <p class="hint">{t("market.form.photographsHint")}</p>
        {editing && editing.photographs.length > 0 && (
          <Tick form={form} name="withoutPhotographs" label={t("market.form.withoutPhotographs")} />
        )}
        {Array.from({ length: PHOTOGRAPHS_OFFERED }, (_, position) => (
          <div class="row half">
            <FileField
              t={t}
              form={form}
              name={`photograph-${position}`}
              label={t("market.form.photograph", { number: position + 1 })}
              accept="image/jpeg,image/png,image/webp"
            />
            <TextField
              t={t}
              form={form}
              name={`alt-${position}`}
              label={t("market.form.alt")}
              maxlength={300}
            />
          </div>
        ))}
      </fieldset>
      <Tick form={form} name="membersOnly" label={t("market.form.membersOnly")} />
    </>
  );
}

export function Tick({ form, name, label }: { form: FormState; name: string; label: string }) {
  return (
    <label class="choice">
      <input type="checkbox" name={name} value="yes" checked={form.typed[name] === "yes"} />
      {label}
    </label>
  );
}
