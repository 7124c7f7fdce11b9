// Agreeing on an account: how far it may go, and from which amount on two people pay.
import { type Party, writtenAmount } from "#ledger";
import { formatDecimal } from "#platform/i18n/i18n";
import { FormPage } from "../layout/form-page.tsx";
import { type FormState, TextArea, TextField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";
import { accountTrail } from "./account.page.tsx";

type Props = { readonly page: Page; readonly form: FormState; readonly account: Party };

/** As the form's field shows it, so that it reads back exactly; empty for no limit. */
export function fieldAmount(
  page: Page,
  amount: bigint | null,
  { currency }: Pick<Party, "currency">,
): string {
  if (amount === null) return "";
  if (currency.kind !== "time")
    return formatDecimal(writtenAmount(amount, currency.scale), currency.scale, page.language);
  const size = amount < 0n ? -amount : amount;
  return `${amount < 0n ? "-" : ""}${size / 60n}:${String(size % 60n).padStart(2, "0")}`;
}

export function LimitsPage({ page, form, account }: Props) {
  const { t } = page;
  const of = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      title={t("money.limits.title")}
      section="economy"
      trail={accountTrail(page, account)}
      lede={t("money.limits.lede")}
      send={t("money.limits.send")}
    >
      <TextField
        {...of}
        name="minimum"
        label={t("money.limits.minimum")}
        hint={t("money.limits.minimumHint")}
        value={fieldAmount(page, account.minimum, account)}
        maxlength={30}
      />
      <TextField
        {...of}
        name="maximum"
        label={t("money.limits.maximum")}
        hint={t("money.limits.maximumHint")}
        value={fieldAmount(page, account.maximum, account)}
        maxlength={30}
      />
      <TextArea {...of} name="because" label={t("money.because")} rows={3} required maxlength={500} />
    </FormPage>
  );
}

export function ApprovalAmountPage({ page, form, account }: Props) {
  const { t } = page;
  const of = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      title={t("money.approvalAmount.title")}
      section="economy"
      trail={accountTrail(page, account)}
      lede={t("money.approvalAmount.lede")}
      send={t("money.limits.send")}
    >
      <TextField
        {...of}
        name="above"
        label={t("money.approvalAmount.above")}
        hint={t("money.approvalAmount.aboveHint")}
        value={fieldAmount(page, account.approvalAbove, account)}
        maxlength={30}
      />
      <TextArea {...of} name="because" label={t("money.because")} rows={3} required maxlength={500} />
    </FormPage>
  );
}
