// Loans: each is there for its parties, and for nobody else.
import {
  answerGuarantee,
  answerLoan,
  answerSchedule,
  callLoan,
  findLoan,
  listLoans,
  type LoanId,
  loanPath,
  type LoanView,
  payGuarantee,
  payLoanOver,
  proposeLoan,
  type ProposeLoanInput,
  proposeSchedule,
  repayLoan,
  withdrawLoan,
  writeLoanOff,
} from "#financing";
import type { Currency } from "#ledger";
import { parseAmount } from "#ledger";
import { Refusal } from "#platform/errors";
import { isId } from "#platform/ids";
import { Hono } from "hono";
import { askedPage, pageOf } from "../layout/paging.tsx";
import { afterAct } from "../ledger/after-act.ts";
import { type Env, type FormBody, signedIn, type WebContext } from "../request.ts";
import { loansPath } from "./frame.tsx";
import { LoanPage } from "./loan.page.tsx";
import { LoansPage, NewLoanPage } from "./loans.page.tsx";
import {
  acting,
  amountFrom,
  chosenAccount,
  currencyOf,
  linesOf,
  orNone,
  ownAccounts,
  type Shown,
  shownFirst,
  whole,
} from "./typed.ts";

const LOANS_A_PAGE = 30;

async function readLoan(c: WebContext): Promise<LoanView> {
  const id = c.req.param("id") ?? "";
  const loan = isId(id) ? await findLoan(c.var.ctx, id as LoanId) : undefined;
  if (!loan) throw new Refusal("missing", "loanUnknown");
  return loan;
}

async function showLoan(c: WebContext, { form, freshKey, status }: Shown) {
  const loan = await readLoan(c);
  const currency = await currencyOf(c, loan.currencyId);
  const today = c.var.ctx.now.toISOString().slice(0, 10);
  const shown = { page: c.var.page, loan, currency, form, freshKey, today };
  return c.html(<LoanPage {...shown} />, status);
}

async function showLoans(c: WebContext) {
  const loans = pageOf(await listLoans(c.var.ctx), askedPage(c), LOANS_A_PAGE);
  const currencies = new Map<string, Currency>();
  for (const { currencyId } of loans.items) currencies.set(currencyId, await currencyOf(c, currencyId));
  const canPropose = (await ownAccounts(c, "financing.lend")).length > 0;
  return c.html(
    <LoansPage page={c.var.page} loans={loans} currencies={currencies} canPropose={canPropose} />,
  );
}

async function showNew(c: WebContext, { form, freshKey, status }: Shown) {
  const accounts = await ownAccounts(c, "financing.lend");
  return c.html(
    <NewLoanPage page={c.var.page} form={form} freshKey={freshKey} accounts={accounts} />,
    status,
  );
}

/** One a line: an account number, a space or a colon, an amount. */
function guarantorsFrom(c: WebContext, body: FormBody, currency: Currency) {
  return linesOf(body.get("guarantors")).map((line) => {
    const [, number, amount] = /^([\d-]+)[\s:;]+(.+)$/.exec(line) ?? [];
    try {
      return { number: number ?? "", amount: parseAmount(c.var.page.language, amount ?? "", currency) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal("invalid", "inputInvalid", {}, [
        { field: "guarantors", reason: error.reason, facts: error.facts },
      ]);
    }
  });
}

const scheduleFrom = (body: FormBody) => ({
  count: whole(body.get("count")),
  firstDueOn: body.get("firstDueOn"),
  rhythm: body.get("rhythm") as ProposeLoanInput["rhythm"],
});

async function proposeFrom(c: WebContext, body: FormBody): Promise<string> {
  const { value: accountId, currency } = chosenAccount(await ownAccounts(c, "financing.lend"), body);
  const id = await proposeLoan(c.var.ctx, {
    requestKey: body.get("requestKey"),
    side: body.get("side") as ProposeLoanInput["side"],
    accountId,
    other: body.get("other"),
    purpose: body.get("purpose"),
    principal: amountFrom(c, body, "principal", currency),
    interest: orNone(body.get("interest")) ? amountFrom(c, body, "interest", currency) : 0n,
    interestRule: orNone(body.get("interestRule")),
    ...scheduleFrom(body),
    guarantors: guarantorsFrom(c, body, currency),
  });
  return loanPath(id);
}

type LoanWork = (c: WebContext, loan: LoanView, body: FormBody) => Promise<unknown>;

const onLoan = (work: LoanWork, amountName = "amount") =>
  acting(
    showLoan,
    async (c, body) => {
      const loan = await readLoan(c);
      return afterAct(await work(c, loan, body), loanPath(loan.id));
    },
    (path) => (path === "amount" ? amountName : (path.split(".")[0] ?? path)),
  );

const repay: LoanWork = async (c, { id: loanId, currencyId }, body) =>
  repayLoan(c.var.ctx, {
    requestKey: body.get("requestKey"),
    loanId,
    amount: amountFrom(c, body, "repayment", await currencyOf(c, currencyId)),
  });

const stand: LoanWork = async (c, { id: loanId, currencyId }, body) =>
  payGuarantee(c.var.ctx, {
    requestKey: body.get("requestKey"),
    loanId,
    guarantorId: body.get("guarantorId"),
    amount: amountFrom(c, body, "guaranteed", await currencyOf(c, currencyId)),
  });

const guarantee: LoanWork = (c, { id: loanId }, body) =>
  answerGuarantee(c.var.ctx, {
    loanId,
    guarantorId: body.get("guarantorId"),
    accepts: body.get("accepts") === "yes",
  });

const reschedule: LoanWork = (c, { id: loanId }, body) =>
  proposeSchedule(c.var.ctx, {
    loanId,
    side: body.get("side") as ProposeLoanInput["side"],
    because: body.get("because"),
    ...scheduleFrom(body),
  });

const agrees = (body: FormBody) => body.get("agrees") === "yes";
const LOAN = `${loansPath}/:id`;

export const loansRoutes = new Hono<Env>()
  .get(loansPath, signedIn, (c) => showLoans(c))
  .get(`${loansPath}/new`, signedIn, (c) => showNew(c, shownFirst()))
  .post(`${loansPath}/new`, signedIn, acting(showNew, proposeFrom))
  .get(LOAN, signedIn, (c) => showLoan(c, shownFirst()))
  .post(
    `${LOAN}/answer`,
    signedIn,
    onLoan((c, { id: loanId }, body) => answerLoan(c.var.ctx, { loanId, agrees: agrees(body) })),
  )
  .post(
    `${LOAN}/withdraw`,
    signedIn,
    onLoan((c, { id: loanId }) => withdrawLoan(c.var.ctx, { loanId })),
  )
  .post(
    `${LOAN}/pay-over`,
    signedIn,
    onLoan((c, { id: loanId }) => payLoanOver(c.var.ctx, { loanId })),
  )
  .post(`${LOAN}/repay`, signedIn, onLoan(repay, "repayment"))
  .post(`${LOAN}/guarantee`, signedIn, onLoan(guarantee))
  .post(`${LOAN}/pay-guarantee`, signedIn, onLoan(stand, "guaranteed"))
  .post(`${LOAN}/schedule`, signedIn, onLoan(reschedule))
  .post(
    `${LOAN}/answer-schedule`,
    signedIn,
    onLoan((c, { id: loanId }, body) => answerSchedule(c.var.ctx, { loanId, agrees: agrees(body) })),
  )
  .post(
    `${LOAN}/call`,
    signedIn,
    onLoan((c, { id: loanId }) => callLoan(c.var.ctx, { loanId })),
  )
  .post(
    `${LOAN}/write-off`,
    signedIn,
    onLoan((c, { id: loanId }, body) => writeLoanOff(c.var.ctx, { loanId, reason: body.get("reason") })),
  );
