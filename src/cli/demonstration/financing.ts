// Saving and lending of the demonstration, all invented: a pot of two, a circle of five in its third round, a fund with two
// appeals, and a loan with two of its six instalments paid. Each by its own treasurer on its own day.
import {
  answerGuarantee,
  answerLoan,
  contributeToPot,
  findFund,
  findLoan,
  foundCircle,
  foundFund,
  joinCircle,
  joinPot,
  openAppeal,
  openPot,
  payLoanOver,
  pledgeToAppeal,
  proposeLoan,
  repayLoan,
  reportOnAppeal,
  runDueRounds,
  settleDueAppeals,
  spendFromAppeal,
  startCircle,
} from "#financing";
import { findCurrencyByCode, partiesOfOrganization } from "#ledger";
import type { Ctx } from "#platform/context";
import type { Dates, Demo } from "./data.ts";
import type { DemoAppeal, DemoFinancing } from "./financing.data.ts";
import type { Cast } from "./people.ts";

type Account = { readonly id: string; readonly number: string };

type Telling = {
  readonly data: DemoFinancing;
  readonly dates: Dates;
  readonly shell: Ctx;
  readonly cast: Cast;
  readonly accounts: ReadonlyMap<string, Account>;
  /** Whoever keeps an organisation's money, on that day. */
  readonly keeper: (organization: string, on: string) => Ctx;
};

export async function loadFinancing(shell: Ctx, demo: Demo, dates: Dates, cast: Cast): Promise<void> {
  const data = demo.financing;
  const accounts = new Map<string, Account>();
  for (const organization of Object.keys(data.keepers)) {
    const parties = await partiesOfOrganization(shell, cast.organization(organization));
    const found = parties.find(
      ({ kind, currency }) => kind === "organization" && currency.code === data.currency,
    );
    if (found) accounts.set(organization, found);
  }
  const keeper = (organization: string, on: string) =>
    cast.acting(data.keepers[organization] ?? "", dates.instant(on));
  const telling: Telling = { data, dates, shell, cast, accounts, keeper };
  await fillPot(telling);
  await turnCircle(telling);
  await appealFor(telling);
  await lend(telling);
}

function accountOf({ accounts, data }: Telling, organization: string): Account {
  const account = accounts.get(organization);
  if (!account) throw new Error(`the demonstration's '${organization}' has no account in ${data.currency}`);
  return account;
}

async function fillPot(telling: Telling): Promise<void> {
  const { data, dates, keeper } = telling;
  const { pot } = data;
  const ctx = keeper(pot.by, pot.opened_on);
  const potId = await openPot(ctx, {
    requestKey: ctx.newId(),
    accountId: accountOf(telling, pot.by).id,
    name: pot.name,
    goal: BigInt(pot.goal),
    lockedUntil: dates.civil(pot.locked_until),
    early: "approvals",
    invite: pot.with.map((one) => accountOf(telling, one).number),
  });
  for (const one of pot.with)
    await joinPot(keeper(one, pot.opened_on), { potId, accountId: accountOf(telling, one).id });
  for (const [organization, amount, on] of pot.contributions)
    await contributeToPot(keeper(organization, on), {
      requestKey: ctx.newId(),
      potId,
      accountId: accountOf(telling, organization).id,
      amount: BigInt(amount),
    });
}

const ROUND_DAYS = 31;

async function turnCircle(telling: Telling): Promise<void> {
  const { data, dates, keeper, shell } = telling;
  const { circle } = data;
  const ctx = keeper(circle.by, circle.founded_on);
  const circleId = await foundCircle(ctx, {
    requestKey: ctx.newId(),
    accountId: accountOf(telling, circle.by).id,
    name: circle.name,
    contribution: BigInt(circle.contribution),
    rhythm: "monthly",
    startsOn: dates.civil(circle.starts_on),
    orderedBy: "lot",
    lotSource: circle.lot_source,
    aheadDays: 7,
    graceDays: 5,
    cover: "others",
    turnRule: "last",
    putOutAfter: 3,
    invite: circle.with.map((one) => accountOf(telling, one).number),
  });
  for (const one of circle.with)
    await joinCircle(keeper(one, circle.founded_on), { circleId, accountId: accountOf(telling, one).id });
  await startCircle(keeper(circle.by, circle.started_on), { circleId, drawn: circle.drawn });
  // As the daily job would have done it: on the first day, a month later, and now.
  const first = dates.instant(circle.starts_on);
  await runDueRounds({ ...shell, now: first });
  await runDueRounds({ ...shell, now: new Date(+first + ROUND_DAYS * 86_400_000) });
  await runDueRounds(shell);
}

async function appealFor(telling: Telling): Promise<void> {
  const { data, dates, cast } = telling;
  const { fund } = data;
  const manager = (on: string) => cast.acting(fund.by, dates.instant(on));
  const ctx = manager(fund.founded_on);
  const currency = await findCurrencyByCode(ctx, data.currency);
  const slug = await foundFund(ctx, {
    requestKey: ctx.newId(),
    organizationId: cast.organization(fund.organization),
    currencyId: currency?.id ?? "",
    name: fund.name,
    purpose: fund.purpose,
    rules: fund.rules,
  });
  const found = await findFund(ctx, slug);
  for (const appeal of data.appeals) await tellAppeal(telling, appeal, found?.id ?? "", manager);
}

async function tellAppeal(
  telling: Telling,
  appeal: DemoAppeal,
  fundId: string,
  manager: (on: string) => Ctx,
): Promise<void> {
  const { dates, keeper, shell } = telling;
  const { newId } = shell;
  const number = await openAppeal(manager(appeal.opened_on), {
    requestKey: newId(),
    fundId,
    title: appeal.title,
    body: appeal.body,
    goal: BigInt(appeal.goal),
    rule: "all_or_nothing",
    closesOn: dates.civil(appeal.closes_on),
  });
  for (const [organization, amount, named, on] of appeal.pledges)
    await pledgeToAppeal(keeper(organization, on), {
      requestKey: newId(),
      number,
      accountId: accountOf(telling, organization).id,
      amount: BigInt(amount),
      named,
    });
  if (appeal.settled_on) await settleDueAppeals({ ...shell, now: dates.instant(appeal.settled_on) });
  for (const { to, amount, on, purpose } of appeal.spent)
    await spendFromAppeal(manager(on), {
      requestKey: newId(),
      number,
      to: accountOf(telling, to).number,
      amount: BigInt(amount),
      purpose,
    });
  for (const { on, body } of appeal.reports)
    await reportOnAppeal(manager(on), { requestKey: newId(), number, body });
}

async function lend(telling: Telling): Promise<void> {
  const { data, dates, keeper } = telling;
  const { loan } = data;
  const borrower = keeper(loan.borrower, loan.asked_on);
  const { newId } = borrower;
  const loanId = await proposeLoan(borrower, {
    requestKey: newId(),
    side: "borrower",
    accountId: accountOf(telling, loan.borrower).id,
    other: accountOf(telling, loan.lender).number,
    purpose: loan.purpose,
    principal: BigInt(loan.principal),
    count: loan.count,
    firstDueOn: dates.civil(loan.first_due_on),
    rhythm: "monthly",
    guarantors: [{ number: accountOf(telling, loan.guarantor).number, amount: BigInt(loan.guaranteed) }],
  });
  const guarantor = (await findLoan(borrower, loanId))?.guarantors[0]?.id ?? "";
  await answerGuarantee(keeper(loan.guarantor, loan.asked_on), {
    loanId,
    guarantorId: guarantor,
    accepts: true,
  });
  await answerLoan(keeper(loan.lender, loan.asked_on), { loanId, agrees: true });
  await payLoanOver(keeper(loan.lender, loan.paid_over_on), { loanId });
  for (const [amount, on] of loan.repaid)
    await repayLoan(keeper(loan.borrower, on), { requestKey: newId(), loanId, amount: BigInt(amount) });
}
