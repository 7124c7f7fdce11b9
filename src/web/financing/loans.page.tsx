// Loans of the reader's organisations, and the form that proposes one.
import { type LoanEntry, loanPath, type LoanStanding, rhythms, sides } from "#financing";
import type { Currency } from "#ledger";
import { FormPage } from "../layout/form-page.tsx";
import { type Choice, type FormState, Select, TextArea, TextField } from "../layout/forms.tsx";
import { type Paged, Pages } from "../layout/paging.tsx";
import { Nothing, Tag, type Tone, When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import { belowEconomy, amountsIn, Frame, loansPath, nameOf } from "./frame.tsx";

const tones: Readonly<Record<LoanStanding, Tone>> = {
  asked: "plain",
  offered: "plain",
  declined: "quiet",
  withdrawn: "quiet",
  agreed: "going",
  running: "going",
  late: "late",
  called: "late",
  repaid: "done",
  written_off: "quiet",
};

export function LoanStand({ page, standing }: { page: Page; standing: LoanStanding }) {
  return <Tag tone={tones[standing]}>{page.t(`financing.loan.state.${standing}`)}</Tag>;
}

type ListProps = {
  readonly page: Page;
  readonly loans: Paged<LoanEntry>;
  readonly currencies: ReadonlyMap<string, Currency>;
  readonly canPropose: boolean;
};

export function LoansPage({ page, loans, currencies, canPropose }: ListProps) {
  const { t } = page;
  return (
    <Frame page={page} title={t("financing.loans")}>
      <p class="lede">{t("financing.loansLede")}</p>
      {loans.total === 0 && <Nothing>{t("financing.noLoans")}</Nothing>}
      <ul class="list">
        {loans.items.map((loan) => {
          const currency = currencies.get(loan.currencyId);
          const open = loan.state === "running" || loan.state === "called";
          return (
            <li>
              <div>
                <a href={loanPath(loan.id)}>{loan.purpose}</a>{" "}
                <LoanStand page={page} standing={loan.standing} />
              </div>
              <small>
                {t("financing.loan.fromTo", {
                  lender: nameOf(page, loan.lender),
                  borrower: nameOf(page, loan.borrower),
                })}
                {currency && ` · ${amountsIn(page, currency)(loan.principal)}`}
                {open && loan.nextDueOn && (
                  <>
                    {" · "}
                    {t("financing.loan.nextDue")} <When page={page} at={loan.nextDueOn} style="medium" />
                  </>
                )}
              </small>
            </li>
          );
        })}
      </ul>
      <Pages page={page} paged={loans} />
      {canPropose && (
        <p class="acts">
          <a class="button second" href={`${loansPath}/new`}>
            {t("financing.loan.propose")}
          </a>
        </p>
      )}
    </Frame>
  );
}

type NewProps = {
  readonly page: Page;
  readonly form: FormState;
  readonly freshKey: string;
  readonly accounts: readonly Choice[];
};

/** When the instalments are due. */
export function ScheduleFields({ page, form }: Pick<NewProps, "page" | "form">) {
  const { t } = page;
  const field = { t, form };
  return (
    <>
      <TextField
        {...field}
        name="count"
        label={t("financing.loan.count")}
        required
        inputmode="numeric"
        maxlength={3}
      />
      <Select
        {...field}
        name="rhythm"
        label={t("financing.rhythmLabel")}
        required
        value="monthly"
        choices={rhythms.map((one) => ({ value: one, label: t(`financing.rhythm.${one}`) }))}
      />
      <TextField {...field} name="firstDueOn" label={t("financing.loan.firstDueOn")} required type="date" />
    </>
  );
}

export function NewLoanPage({ page, form, freshKey, accounts }: NewProps) {
  const { t } = page;
  const field = { t, form };
  return (
    <FormPage
      page={page}
      form={form}
      title={t("financing.loan.propose")}
      section="economy"
      trail={belowEconomy(page, [{ href: loansPath, label: t("financing.loans") }])}
      lede={t("financing.loan.proposeLede")}
      freshKey={freshKey}
      send={t("financing.loan.send")}
    >
      <Select
        {...field}
        name="side"
        label={t("financing.loan.side")}
        required
        value="borrower"
        choices={sides.map((one) => ({ value: one, label: t(`financing.loan.sideChoice.${one}`) }))}
      />
      <Select
        {...field}
        name="accountId"
        label={t("financing.loan.ownAccount")}
        required
        choices={accounts}
      />
      <TextField {...field} name="other" label={t("financing.loan.otherAccount")} required maxlength={40} />
      <TextArea
        {...field}
        name="purpose"
        label={t("financing.loan.purpose")}
        required
        rows={2}
        maxlength={500}
      />
      <TextField
        {...field}
        name="principal"
        label={t("financing.amount")}
        required
        inputmode="decimal"
        maxlength={40}
      />
      <ScheduleFields page={page} form={form} />
      <fieldset>
        <legend>{t("financing.loan.interest")}</legend>
        <TextField
          {...field}
          name="interest"
          label={t("financing.loan.interestSum")}
          hint={t("financing.loan.interestHint")}
          inputmode="decimal"
          maxlength={40}
        />
        <TextField {...field} name="interestRule" label={t("financing.loan.interestRule")} maxlength={300} />
      </fieldset>
      <TextArea
        {...field}
        name="guarantors"
        label={t("financing.loan.guarantors")}
        hint={t("financing.loan.guarantorsHint")}
        rows={3}
        maxlength={1000}
      />
    </FormPage>
  );
}
