// The forms of an interest and of terms.
import {
  type ActingFor,
  type AgreementView,
  leafCategories,
  LONGEST_MESSAGE,
  type OfferView,
  transports,
  unitName,
  units,
} from "#market";
import { textIn } from "#platform/multilingual";
import { type Choice, type FormState, Select, TextArea, TextField } from "../layout/forms.tsx";
import { FormPage } from "../layout/form-page.tsx";
import type { Page } from "../request.ts";
import { ownTrail } from "./agreement-frame.ts";
import { BACK_OFFERED, PARTS_OFFERED } from "./terms-form.ts";
import { amountOf, categoryWords, marketTrail, returnWords } from "./words.tsx";

type AskProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly offer: OfferView;
  readonly organizations: readonly ActingFor[];
};

export function AskPage({ page, form, freshKey, offer, organizations }: AskProps) {
  const { t, language } = page;
  const title = textIn(offer.title, language).text;
  return (
    <FormPage
      page={page}
      section="economy"
      form={form}
      title={t(`market.ask.title.${offer.kind}`, { title })}
      trail={[...marketTrail(page), { href: offer.href, label: title }]}
      lede={`${amountOf(page, offer)} · ${returnWords(page, offer)}`}
      freshKey={freshKey}
      send={t(`market.act.ask.${offer.kind}`)}
    >
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("market.form.organization")}
        required
        choices={organizations.map(({ id, name }) => ({ value: id, label: textIn(name, language).text }))}
      />
      <TextField
        t={t}
        form={form}
        name="quantity"
        label={t("market.ask.quantity", { unit: unitName(offer.unit, language) })}
        inputmode="decimal"
        maxlength={20}
      />
      <TextArea
        t={t}
        form={form}
        name="message"
        label={t("market.ask.message")}
        hint={t("market.ask.messageHint")}
        required
        rows={4}
        maxlength={LONGEST_MESSAGE}
      />
    </FormPage>
  );
}

type TermsProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly agreement: AgreementView;
  readonly currencies: readonly Choice[];
  /** The side for which the reader writes. */
  readonly side: string;
};

export function TermsPage(props: TermsProps) {
  const { page, form, agreement, side } = props;
  const { t, language } = page;
  const title = textIn(agreement.offer.title, language).text;
  return (
    <FormPage
      page={page}
      section="economy"
      form={form}
      title={t("market.terms.title")}
      trail={[...ownTrail(page), { href: agreement.href, label: title }]}
      lede={t("market.terms.lede")}
      send={t("market.terms.send")}
    >
      <input type="hidden" name="organizationId" value={side} />
      <input type="hidden" name="version" value={form.typed["version"] ?? String(agreement.version)} />
      <Parts {...props} />
      <Money {...props} />
      <Back {...props} />
      <Select
        t={t}
        form={form}
        name="transport"
        label={t("market.agreement.transport")}
        required
        choices={transports.map((value) => ({ value, label: t(`market.agreement.transport.${value}`) }))}
      />
      <TextArea
        t={t}
        form={form}
        name="note"
        label={t("market.agreement.note")}
        hint={t("market.terms.noteHint")}
        rows={3}
        maxlength={LONGEST_MESSAGE}
      />
    </FormPage>
  );
}

const rows = (count: number) => Array.from({ length: count }, (_, index) => index);

function Parts({ page, form, agreement }: TermsProps) {
  const { t, language } = page;
  const { title, unit } = agreement.offer;
  return (
    <fieldset>
      <legend>{textIn(title, language).text}</legend>
      <p class="hint">{t("market.terms.partsHint")}</p>
      {rows(PARTS_OFFERED).map((row) => (
        <div class="row half">
          <TextField
            t={t}
            form={form}
            name={`part-${row}`}
            label={t("market.terms.part", { number: row + 1, unit: unitName(unit, language) })}
            inputmode="decimal"
            maxlength={20}
            required={row === 0}
          />
          <TextField t={t} form={form} name={`due-${row}`} label={t("market.agreement.dueOn")} type="date" />
        </div>
      ))}
    </fieldset>
  );
}

function Money({ page, form, currencies }: TermsProps) {
  const { t } = page;
  return (
    <fieldset>
      <legend>{t("market.agreement.price")}</legend>
      <div class="row half">
        <TextField
          t={t}
          form={form}
          name="price"
          label={t("market.terms.total")}
          hint={t("market.terms.totalHint")}
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
      <TextField
        t={t}
        form={form}
        name="payDays"
        label={t("market.terms.payDays")}
        hint={t("market.terms.payDaysHint")}
        inputmode="numeric"
        maxlength={3}
      />
    </fieldset>
  );
}

function Back({ page, form }: TermsProps) {
  const { t, language } = page;
  const isOpen = rows(BACK_OFFERED).some((row) => form.typed[`back-${row}`]);
  return (
    <details open={isOpen}>
      <summary>{t("market.terms.barter")}</summary>
      <p class="hint">{t("market.terms.barterHint")}</p>
      {rows(BACK_OFFERED).map((row) => (
        <fieldset>
          <legend>{t("market.terms.back", { number: row + 1 })}</legend>
          <TextField t={t} form={form} name={`back-${row}`} label={t("market.terms.what")} maxlength={200} />
          <Select
            t={t}
            form={form}
            name={`backCategory-${row}`}
            label={t("market.category")}
            empty="–"
            choices={leafCategories.map((key) => ({ value: key, label: categoryWords(page, key) }))}
          />
          <div class="row three">
            <TextField
              t={t}
              form={form}
              name={`backQuantity-${row}`}
              label={t("market.quantity")}
              inputmode="decimal"
              maxlength={20}
            />
            <Select
              t={t}
              form={form}
              name={`backUnit-${row}`}
              label={t("market.unit")}
              required
              choices={units.map(({ code }) => ({ value: code, label: unitName(code, language) }))}
            />
            <TextField
              t={t}
              form={form}
              name={`backDue-${row}`}
              label={t("market.agreement.dueOn")}
              type="date"
            />
          </div>
        </fieldset>
      ))}
    </details>
  );
}
