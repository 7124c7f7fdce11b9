// Three short forms of a currency: issuing, stating the reserve, opening an account.
import { type Currency, currencyPath } from "#ledger";
import { type Multilingual, textIn } from "#platform/multilingual";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, Select, TextField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";
import { currenciesTrail, Demurrage } from "./currency.page.tsx";

type Common = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly currency: Currency;
};

export const currencyTrail = (page: Page, currency: Pick<Currency, "slug" | "name">) => [
  ...currenciesTrail(page),
  { href: currencyPath(currency.slug), label: textIn(currency.name, page.language).text },
];

function CurrencyForm(props: Common & { readonly name: string; readonly children?: unknown }) {
  const { page, form, freshKey, currency, name } = props;
  const { t } = page;
  return (
    <FormPage
      page={page}
      form={form}
      title={t(`money.${name}.title`)}
      section="economy"
      trail={currencyTrail(page, currency)}
      lede={t(`money.${name}.lede`)}
      freshKey={freshKey}
      send={t(`money.${name}.send`)}
    >
      {props.children as never}
    </FormPage>
  );
}

export function IssuePage(props: Common) {
  const { page, form } = props;
  const of = { t: page.t, form };
  return (
    <CurrencyForm {...props} name="issue">
      <TextField {...of} name="toAccount" label={page.t("money.pay.to")} required maxlength={40} />
      <TextField {...of} name="amount" label={page.t("money.amount")} required maxlength={30} />
      <TextField {...of} name="text" label={page.t("money.pay.text")} required maxlength={200} />
    </CurrencyForm>
  );
}

export function ReservePage(props: Common) {
  const { page, form } = props;
  const of = { t: page.t, form };
  return (
    <CurrencyForm {...props} name="reserve">
      <TextField {...of} name="amount" label={page.t("money.amount")} required maxlength={30} />
      <TextField {...of} name="asOf" type="date" label={page.t("money.reserve.asOf")} required />
      <TextField
        {...of}
        name="evidence"
        label={page.t("money.reserve.evidence")}
        hint={page.t("money.reserve.evidenceHint")}
        required
        maxlength={500}
      />
    </CurrencyForm>
  );
}

type OpenProps = Common & {
  readonly organizations: readonly { readonly id: string; readonly name: Multilingual }[];
};

export function OpenPage({ organizations, ...props }: OpenProps) {
  const { page, form, currency } = props;
  const { t, language } = page;
  return (
    <CurrencyForm {...props} name="open">
      <p>
        <Demurrage page={page} currency={currency} />
      </p>
      <Select
        t={t}
        form={form}
        name="organizationId"
        label={t("money.open.whose")}
        needed
        value={organizations[0]?.id ?? ""}
        empty={t("money.open.mine")}
        choices={organizations.map(({ id, name }) => ({ value: id, label: textIn(name, language).text }))}
      />
      <TextField
        t={t}
        form={form}
        name="name"
        label={t("money.open.name")}
        hint={t("money.open.nameHint")}
        maxlength={80}
      />
    </CurrencyForm>
  );
}
