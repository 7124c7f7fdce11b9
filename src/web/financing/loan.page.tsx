// A loan as its parties see it: what is owed and when, who stands for it, and what each of them can do.
import { type GuarantorView, loanPath, type LoanSide, type LoanView } from "#financing";
import type { Currency } from "#ledger";
import { type FormState, TextField } from "../layout/forms.tsx";
import { When } from "../layout/parts.tsx";
import type { Page } from "../request.ts";
import {
  Act,
  AmountAct,
  type Amounts,
  amountsIn,
  Frame,
  loansPath,
  Party,
  Progress,
  Refused,
} from "./frame.tsx";
import { LoanStand, ScheduleFields } from "./loans.page.tsx";

export type LoanProps = {
  readonly page: Page;
  readonly loan: LoanView;
  readonly currency: Currency;
  readonly form: FormState;
  readonly freshKey: string;
  readonly today: string;
};

type WithAmounts = LoanProps & { readonly amounts: Amounts };

export function LoanPage(props: LoanProps) {
  const { page, loan, form } = props;
  const { t } = page;
  const amounts = amountsIn(page, props.currency);
  const all = { ...props, amounts };
  const total = loan.principal + loan.interest;
  return (
    <Frame page={page} title={loan.purpose} trail={[{ href: loansPath, label: t("financing.loans") }]}>
      <p>
        <LoanStand page={page} standing={loan.standing} />{" "}
        <span class="quiet">
          <Party page={page} party={loan.lender} /> → <Party page={page} party={loan.borrower} />
        </span>
      </p>
      <Refused page={page} form={form} />
      <div class="row two">
        <section>
          {loan.paidOverAt && (
            <Progress page={page} held={total - loan.open} goal={total} amounts={amounts} />
          )}
          <p>
            {t("financing.loan.sums", { principal: amounts(loan.principal), total: amounts(total) })}{" "}
            {loan.interest > 0n
              ? t("financing.loan.withInterest", {
                  interest: amounts(loan.interest),
                  rule: loan.interestRule ?? "",
                })
              : t("financing.loan.noInterest")}
          </p>
          {loan.reason && <p>{t("financing.loan.writtenOffSays", { reason: loan.reason })}</p>}
          <Schedule {...all} instalments={loan.schedule.instalments} />
          {loan.payments.length > 0 && <Payments {...all} />}
        </section>
        <section>
          <Doing {...all} />
          <Guarantors {...all} />
          <Rescheduling {...all} />
        </section>
      </div>
    </Frame>
  );
}

type ScheduleProps = WithAmounts & { readonly instalments: LoanView["schedule"]["instalments"] };

function Schedule({ page, loan, amounts, today, instalments }: ScheduleProps) {
  const { t } = page;
  const isOwed = loan.state === "running" || loan.state === "called";
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t("financing.loan.due")}</th>
          <th scope="col" class="num">
            {t("financing.loan.instalment")}
          </th>
          <th scope="col" class="num">
            {t("financing.loan.paid")}
          </th>
        </tr>
      </thead>
      <tbody>
        {instalments.map(({ dueOn, amount, paid }) => (
          <tr>
            <td>
              <When page={page} at={dueOn} style="medium" />{" "}
              {isOwed && paid < amount && dueOn < today && <strong>{t("financing.loan.state.late")}</strong>}
              {paid === amount && "✓"}
            </td>
            <td class="num">{amounts(amount)}</td>
            <td class="num">{amounts(paid)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Payments({ page, loan, amounts }: WithAmounts) {
  const { t } = page;
  return (
    <>
      <h2>{t("financing.loan.payments")}</h2>
      <ul>
        {loan.payments.map(({ amount, paidAt, byGuarantor }) => (
          <li>
            <When page={page} at={paidAt} style="medium" /> · <span class="num">{amounts(amount)}</span>
            {byGuarantor && ` (${t("financing.loan.byGuarantor")})`}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the reader's sides can do in the state that the loan is in. */
function Doing(props: WithAmounts) {
  const { loan } = props;
  const lends = loan.sides.includes("lender");
  const borrows = loan.sides.includes("borrower");
  const answers = (loan.state === "asked" && lends) || (loan.state === "offered" && borrows);
  const withdraws =
    (loan.state === "asked" && borrows) || (loan.state === "offered" && lends) || loan.state === "agreed";
  const isOwed = loan.state === "running" || loan.state === "called";
  return (
    <>
      {answers && <Answering {...props} />}
      {loan.state === "agreed" && lends && (
        <Act action={`${loanPath(loan.id)}/pay-over`} send={props.page.t("financing.loan.payOver")} />
      )}
      {withdraws && loan.sides.length > 0 && (
        <Act action={`${loanPath(loan.id)}/withdraw`} send={props.page.t("financing.loan.withdraw")} second />
      )}
      {isOwed && borrows && <Repaying {...props} />}
      {isOwed && lends && <Collecting {...props} />}
    </>
  );
}

function Answering({ page, loan }: WithAmounts) {
  const { t } = page;
  return (
    <div class="card">
      <p>{t(`financing.loan.answer.${loan.state === "asked" ? "asked" : "offered"}`)}</p>
      <div class="acts">
        <Act action={`${loanPath(loan.id)}/answer`} send={t("financing.accept")} hidden={{ agrees: "yes" }} />
        <Act
          action={`${loanPath(loan.id)}/answer`}
          send={t("financing.decline")}
          second
          hidden={{ agrees: "no" }}
        />
      </div>
    </div>
  );
}

function Repaying({ page, loan, form, freshKey, amounts }: WithAmounts) {
  const { t } = page;
  return (
    <div class="card">
      <h2>{t("financing.loan.repay")}</h2>
      <AmountAct
        page={page}
        form={form}
        freshKey={freshKey}
        name="repayment"
        label={t("financing.amount")}
        hint={t("financing.loan.openSays", { open: amounts(loan.open) })}
        action={`${loanPath(loan.id)}/repay`}
        send={t("financing.pay")}
      />
    </div>
  );
}

function Collecting({ page, loan, form }: WithAmounts) {
  const { t } = page;
  const canCall = loan.standing === "late" && loan.guarantors.some(({ state }) => state === "accepted");
  return (
    <>
      {canCall && <Act action={`${loanPath(loan.id)}/call`} send={t("financing.loan.call")} second />}
      <details>
        <summary>{t("financing.loan.writeOff")}</summary>
        <Act action={`${loanPath(loan.id)}/write-off`} send={t("financing.loan.writeOff")} second>
          <TextField t={t} form={form} name="reason" label={t("financing.reason")} required maxlength={500} />
        </Act>
      </details>
    </>
  );
}

function Guarantors(props: WithAmounts) {
  const { page, loan, amounts } = props;
  const { t } = page;
  if (loan.guarantors.length === 0) return null;
  return (
    <>
      <h2>{t("financing.loan.guarantors")}</h2>
      <ul class="list">
        {loan.guarantors.map((one) => (
          <li>
            <span>
              <Party page={page} party={one} /> · <span class="num">{amounts(one.amount)}</span>,{" "}
              {t(`financing.loan.guarantee.${one.state}`, { called: amounts(one.called - one.paid) })}
            </span>
            {one.isOwn && <Standing {...props} one={one} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function Standing({ page, loan, form, freshKey, one }: WithAmounts & { readonly one: GuarantorView }) {
  const { t } = page;
  const hidden = { guarantorId: one.id };
  if (one.state === "asked" && loan.paidOverAt === null)
    return (
      <div class="acts">
        <Act
          action={`${loanPath(loan.id)}/guarantee`}
          send={t("financing.loan.stand")}
          hidden={{ ...hidden, accepts: "yes" }}
        />
        <Act
          action={`${loanPath(loan.id)}/guarantee`}
          send={t("financing.decline")}
          second
          hidden={{ ...hidden, accepts: "no" }}
        />
      </div>
    );
  if (one.state !== "called") return null;
  return (
    <AmountAct
      page={page}
      form={form}
      freshKey={freshKey}
      name="guaranteed"
      label={t("financing.amount")}
      action={`${loanPath(loan.id)}/pay-guarantee`}
      send={t("financing.pay")}
      hidden={hidden}
    />
  );
}

/** Other days for what is still owed: proposed by one side, in force once the other agrees. */
function Rescheduling(props: WithAmounts) {
  const { page, loan, form } = props;
  const { t } = page;
  const { proposal } = loan;
  if (loan.state !== "running") return null;
  if (proposal) {
    const answers = loan.sides.some((side) => side !== proposal.proposedBy);
    return (
      <div class="card">
        <h2>{t("financing.loan.otherDays")}</h2>
        <p>{proposal.because}</p>
        <Schedule {...props} instalments={proposal.instalments} />
        {answers && (
          <div class="acts">
            <Act
              action={`${loanPath(loan.id)}/answer-schedule`}
              send={t("financing.accept")}
              hidden={{ agrees: "yes" }}
            />
            <Act
              action={`${loanPath(loan.id)}/answer-schedule`}
              send={t("financing.decline")}
              second
              hidden={{ agrees: "no" }}
            />
          </div>
        )}
      </div>
    );
  }
  const side: LoanSide | undefined = loan.sides.includes("borrower") ? "borrower" : loan.sides[0];
  if (!side) return null;
  return (
    <details>
      <summary>{t("financing.loan.proposeDays")}</summary>
      <Act
        action={`${loanPath(loan.id)}/schedule`}
        send={t("financing.loan.proposeDays")}
        second
        hidden={{ side }}
      >
        <ScheduleFields page={page} form={form} />
        <TextField t={t} form={form} name="because" label={t("financing.reason")} required maxlength={500} />
      </Act>
    </details>
  );
}
