// The form that founds a currency, and the one that changes its rules.
import { type Currency, currencyPath, leftAfterMonths, writtenAmount } from "#ledger";
import { formatDecimal } from "#platform/i18n/i18n";
import { type Multilingual, textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, LanguageField, Select, TextArea, TextField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";
import { currenciesTrail } from "./currency.page.tsx";

type Common = { readonly page: Page; readonly form: FormState; readonly freshKey: string };
export type Founder = { readonly id: string; readonly name: Multilingual };

export function FoundPage({ page, form, freshKey, founders }: Common & { founders: readonly Founder[] }) {
  const { t, language } = page;
  const of = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      title={t("money.found.title")}
      section="economy"
      trail={currenciesTrail(page)}
      lede={t("money.found.lede")}
      freshKey={freshKey}
      send={t("money.found.send")}
    >
      <Select
        {...of}
        name="organizationId"
        label={t("money.found.organization")}
        required
        choices={founders.map(({ id, name }) => ({ value: id, label: textIn(name, language).text }))}
      />
      <Select
        {...of}
        name="kind"
        label={t("money.found.kind")}
        required
        choices={["mutual_credit", "time", "voucher", "mirror"].map((kind) => ({
          value: kind,
          label: `${t(`money.kind.${kind}`)}. ${t(`money.kindLede.${kind}`)}`,
        }))}
      />
      <TextField
        {...of}
        name="code"
        label={t("money.found.code")}
        hint={t("money.found.codeHint")}
        required
        maxlength={10}
      />
      <TextField
        {...of}
        name="scale"
        label={t("money.found.scale")}
        hint={t("money.found.scaleHint")}
        inputmode="numeric"
        value="2"
        required
      />
      <TermsFields page={page} form={form} />
      <VoucherFields page={page} form={form} />
      <MirrorFields page={page} form={form} />
      <label class="choice">
        <input type="checkbox" name="openBooks" value="yes" checked={form.typed["openBooks"] === "yes"} />
        {t("money.found.openBooks")}
      </label>
    </FormPage>
  );
}

const EXAMPLE_RATES = [20_000, 50_000, 100_000];

/** What of 100 is left after a month and after a year, at rates that are in use: read before a rate is chosen. */
function DemurrageExamples({ page }: { page: Page }) {
  const { t, language } = page;
  const left = (rate: number, months: number) =>
    formatDecimal(writtenAmount(leftAfterMonths(10_000n, rate, months), 2), 2, language);
  return (
    <>
      <p class="hint">{t("money.found.demurrageExample")}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("money.found.rate")}</th>
            <th scope="col" class="num">
              {t("money.found.afterMonth")}
            </th>
            <th scope="col" class="num">
              {t("money.found.afterYear")}
            </th>
          </tr>
        </thead>
        <tbody>
          {EXAMPLE_RATES.map((rate) => (
            <tr>
              <th scope="row">{rate / 10_000} %</th>
              <td class="num">{left(rate, 1)}</td>
              <td class="num">{left(rate, 12)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

type FieldsProps = Pick<Common, "page" | "form"> & { readonly currency?: Currency };

function plain(page: Page, amount: bigint | null | undefined, currency: Currency | undefined): string {
  if (amount === null || amount === undefined || !currency) return "";
  const { kind, scale } = currency;
  // Hours are written as a clock shows them, which reads back exactly.
  if (kind === "time") {
    const size = amount < 0n ? -amount : amount;
    return `${amount < 0n ? "-" : ""}${size / 60n}:${String(size % 60n).padStart(2, "0")}`;
  }
  return formatDecimal(writtenAmount(amount, scale), scale, page.language);
}

function TermsFields({ page, form, currency }: FieldsProps) {
  const { t, language } = page;
  const of = { t, form };
  return (
    <>
      <TextField
        {...of}
        name="name"
        label={t("money.found.name")}
        value={currency ? textIn(currency.name, language).text : ""}
        required
        maxlength={80}
      />
      <LanguageField page={page} form={form} label={t("money.found.language")} />
      <TextArea
        {...of}
        name="rules"
        label={t("money.rules")}
        hint={t("money.found.rulesHint")}
        value={currency?.rules ? textIn(currency.rules, language).text : ""}
        required
        maxlength={5_000}
      />
      <TextField
        {...of}
        name="defaultMinimum"
        label={t("money.found.minimum")}
        hint={t("money.found.minimumHint")}
        value={plain(page, currency?.defaultMinimum, currency)}
        maxlength={30}
      />
      <TextField
        {...of}
        name="defaultMaximum"
        label={t("money.found.maximum")}
        hint={t("money.found.maximumHint")}
        value={plain(page, currency?.defaultMaximum, currency)}
        maxlength={30}
      />
      <TextField
        {...of}
        name="approvalAbove"
        label={t("money.found.approval")}
        hint={t("money.found.approvalHint")}
        value={plain(page, currency?.approvalAbove, currency)}
        maxlength={30}
      />
      <TextField
        {...of}
        name="demurrage"
        label={t("money.found.demurrage")}
        hint={t("money.found.demurrageHint")}
        value={currency ? formatDecimal(String(currency.demurragePpm / 10_000), 2, language) : "0"}
        inputmode="decimal"
        maxlength={8}
      />
      <DemurrageExamples page={page} />
    </>
  );
}

function VoucherFields({ page, form }: FieldsProps) {
  const { t } = page;
  const of = { t, form };
  return (
    <fieldset>
      <legend>{t("money.found.onlyVouchers")}</legend>
      <TextArea {...of} name="backing" label={t("money.found.backing")} rows={3} maxlength={2_000} />
      <TextField {...of} name="expiresOn" type="date" label={t("money.found.expiresOn")} />
      <Select
        {...of}
        name="onExpiry"
        label={t("money.found.onExpiry")}
        empty=""
        choices={["redeem", "take_back"].map((value) => ({ value, label: t(`money.onExpiry.${value}`) }))}
      />
    </fieldset>
  );
}

function MirrorFields({ page, form }: FieldsProps) {
  const { t } = page;
  const of = { t, form };
  return (
    <fieldset>
      <legend>{t("money.found.onlyMirrors")}</legend>
      <TextField
        {...of}
        name="mirrors"
        label={t("money.found.mirrors")}
        hint={t("money.found.mirrorsHint")}
        maxlength={3}
      />
      <TextField {...of} name="reserveKeptBy" label={t("money.found.reserveKeptBy")} maxlength={200} />
    </fieldset>
  );
}

export function ChangePage({ page, form, currency }: Omit<Common, "freshKey"> & { currency: Currency }) {
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t("money.change.title")}
      section="economy"
      trail={[
        ...currenciesTrail(page),
        { href: currencyPath(currency.slug), label: textIn(currency.name, page.language).text },
      ]}
      lede={t("money.change.lede")}
      send={t("money.change.send")}
      after={<CloseForm page={page} form={form} currency={currency} />}
    >
      <TermsFields page={page} form={form} currency={currency} />
      {currency.expiresOn && (
        <TextField
          t={t}
          form={form}
          name="expiresOn"
          type="date"
          label={t("money.found.expiresOn")}
          value={currency.expiresOn}
        />
      )}
      <TextArea
        t={t}
        form={form}
        name="because"
        label={t("money.because")}
        rows={3}
        required
        maxlength={500}
      />
    </FormPage>
  );
}

function CloseForm({ page, form, currency }: Omit<Common, "freshKey"> & { currency: Currency }) {
  const { t } = page;
  return (
    <details>
      <summary>{t("money.close.title")}</summary>
      <form method="post" action={`${currencyPath(currency.slug)}/close`}>
        <p class="hint">{t("money.close.hint")}</p>
        <TextArea t={t} form={form} name="plan" label={t("money.close.plan")} rows={3} maxlength={2_000} />
        <input type="hidden" name="language" value={page.language} />
        <p class="acts">
          <button class="button second" type="submit">
            {t("money.close.send")}
          </button>
        </p>
      </form>
    </details>
  );
}
