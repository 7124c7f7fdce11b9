// Loans between organisations, from proposal to the last instalment.
// Invariant: what is owed is what both agreed to; it changes by payments alone, and when it is due only by agreement.
import { actOfTwo, type AskSecond, type Performed, performAct } from "#ledger";
import { type Ctx, transact } from "#platform/context";
import { Refusal } from "#platform/errors";
import { hold } from "#platform/rules";
import { parse } from "#platform/validation";
import { today } from "./days.rules.ts";
import {
  allocated,
  calledFor,
  equalInstalments,
  instalmentsHoldSomething,
  interestHasARule,
  openOf,
  paymentIsOwed,
  somethingIsLate,
} from "./loan-schedule.rules.ts";
import {
  firstInstalmentIsAhead,
  guaranteeIsOfALoanToCome,
  guarantorsAnswered,
  loanCanBeRescheduled,
  loanIsBetweenOrganizations,
  loanIsOwed,
  loanIsProposed,
  noOtherProposal,
  otherSide,
  partiesDiffer,
  proposerOf,
  somebodyStandsForIt,
  withinGuarantee,
} from "./loans.rules.ts";
import {
  type AnswerGuaranteeInput,
  answerGuaranteeInput,
  type AnswerLoanInput,
  answerLoanInput,
  type AnswerScheduleInput,
  answerScheduleInput,
  type LoanInput,
  loanInput,
  type LoanSide,
  type PayGuaranteeInput,
  payGuaranteeInput,
  type ProposeLoanInput,
  proposeLoanInput,
  type ProposeScheduleInput,
  proposeScheduleInput,
  type RepayInput,
  repayInput,
  sides,
  type WriteOffInput,
  writeOffInput,
} from "./loans.schema.ts";
import {
  addPaid,
  findLoanByRequest,
  type GuarantorRow,
  insertGuarantor,
  insertLoan,
  insertPayment,
  insertSchedule,
  listGuarantors,
  type LoanRow,
  lockLoan,
  readInstalments,
  readSchedules,
  setGuarantor,
  setLoan,
  setSchedule,
  wasPaid,
} from "./loans.store.ts";
import {
  guarantee as guaranteeMachine,
  type GuaranteeState,
  loan as loanMachine,
  type LoanState,
  type Side,
} from "./machines.rules.ts";
import { accountByNumber, actFor, mayActFor, partyAccount } from "./parties.policy.ts";
import { payerOf, payWithSecond } from "./purses.ts";
import { keepStep, takeStep } from "./steps.store.ts";
import type { By, LoanId } from "./types.ts";

export const loanPath = (id: string) => `/economy/loans/${id}`;

/** Offers a loan as a lender, or asks for one as a borrower; needs `financing.lend` there. */
export async function proposeLoan(ctx: Ctx, input: ProposeLoanInput): Promise<LoanId> {
  const wanted = parse(proposeLoanInput, input);
  const total = wanted.principal + wanted.interest;
  hold(
    [interestHasARule(wanted.interest, wanted.interestRule), instalmentsHoldSomething(total, wanted.count)],
    "invalid",
  );
  return transact(ctx, async (tx) => {
    const own = await partyAccount(tx, wanted.accountId);
    const by = await actFor(tx, own.party, "financing.lend");
    const earlier = await findLoanByRequest(tx, wanted.requestKey);
    if (earlier) return earlier;
    const { currencyId } = own;
    const other = await accountByNumber(tx, wanted.other, currencyId, "other");
    const guarantors = [];
    for (const { number, amount } of wanted.guarantors)
      guarantors.push({ ...(await accountByNumber(tx, number, currencyId, "guarantors")), amount });
    const [lender, borrower] = wanted.side === "lender" ? [own, other] : [other, own];
    const standing = guarantors.map(({ party }) => party);
    hold(
      [
        loanIsBetweenOrganizations([lender.party, borrower.party, ...standing]),
        partiesDiffer(lender.party, borrower.party, standing),
        firstInstalmentIsAhead(wanted.firstDueOn, today(tx.now)),
      ],
      "invalid",
    );
    const loanId = await insertLoan(tx, { currencyId, lender: lender.id, borrower: borrower.id, wanted });
    const to = wanted.side === "lender" ? "offered" : "asked";
    await keepStep(tx, { machine: loanMachine, about: loanId, from: null, to }, by);
    const instalments = equalInstalments(total, wanted.count, wanted.firstDueOn, wanted.rhythm);
    const { side } = wanted;
    await insertSchedule(tx, { loanId, version: 1, side, because: null, state: "in_force", instalments });
    for (const { id, amount } of guarantors) {
      const guarantor = await insertGuarantor(tx, loanId, id, amount);
      await keepStep(tx, { machine: guaranteeMachine, about: guarantor, from: null, to: "asked" }, by);
    }
    return loanId;
  });
}

/** Under what the actor acts on a side of a loan; who is on no side of it is told that there is no such loan. */
async function asSide(tx: Ctx, loan: LoanRow, side: LoanSide): Promise<By> {
  const accountOf = (one: LoanSide) => (one === "lender" ? loan.lender_account : loan.borrower_account);
  const { party } = await partyAccount(tx, accountOf(side));
  if (!(await mayActFor(tx, party, ["financing.lend"]))) {
    const other = await partyAccount(tx, accountOf(otherSide(side)));
    if (tx.actor.kind === "person" && !(await mayActFor(tx, other.party, ["financing.lend"])))
      throw new Refusal("missing", "loanUnknown");
  }
  return actFor(tx, party, "financing.lend");
}

type Move = { readonly to: LoanState; readonly side: Side; readonly by: By; readonly reason?: string };

async function moveLoan(tx: Ctx, loan: LoanRow, { to, side, by, reason }: Move): Promise<void> {
  const step = { machine: loanMachine, about: loan.id, from: loan.state, to, side };
  await takeStep(tx, reason === undefined ? step : { ...step, reason }, by);
  await setLoan(tx, loan.id, { state: to });
}

async function moveGuarantor(
  tx: Ctx,
  guarantor: GuarantorRow,
  to: GuaranteeState,
  { side, by }: { side: Side; by: By },
): Promise<void> {
  const step = { machine: guaranteeMachine, about: guarantor.id, from: guarantor.state, to, side };
  await takeStep(tx, step, by);
  await setGuarantor(tx, guarantor.id, { state: to });
}

/** Nobody stands for a loan that is over. */
async function endGuarantees(tx: Ctx, loanId: string, side: "lender" | "borrower", by: By): Promise<void> {
  for (const one of await listGuarantors(tx, loanId))
    if (one.state === "accepted" || one.state === "called")
      await moveGuarantor(tx, one, "ended", { side, by });
}

/** The other side agrees to what was proposed, or declines. */
export async function answerLoan(ctx: Ctx, input: AnswerLoanInput): Promise<void> {
  const { loanId, agrees } = parse(answerLoanInput, input);
  await transact(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    const side = loan.state === "asked" ? "lender" : "borrower";
    const by = await asSide(tx, loan, side);
    hold(loanIsProposed(loan.state));
    await moveLoan(tx, loan, { to: agrees ? "agreed" : "declined", side, by });
    if (!agrees) await endGuarantees(tx, loanId, side, by);
  });
}

/** Takes a proposal back; once it is agreed, either side can until the money goes over. */
export async function withdrawLoan(ctx: Ctx, input: LoanInput): Promise<void> {
  const { loanId } = parse(loanInput, input);
  await transact(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    const side =
      loan.state === "asked" || loan.state === "offered"
        ? proposerOf(loan.state)
        : await sideOfActor(tx, loan);
    const by = await asSide(tx, loan, side);
    await moveLoan(tx, loan, { to: "withdrawn", side, by });
    await endGuarantees(tx, loanId, side, by);
  });
}

async function sideOfActor(tx: Ctx, loan: LoanRow): Promise<LoanSide> {
  for (const side of sides) {
    const { party } = await partyAccount(tx, side === "lender" ? loan.lender_account : loan.borrower_account);
    if (await mayActFor(tx, party, ["financing.lend"])) return side;
  }
  throw new Refusal("missing", "loanUnknown");
}

async function asGuarantor(tx: Ctx, loanId: LoanId, guarantorId: string) {
  const guarantor = (await listGuarantors(tx, loanId)).find(({ id }) => id === guarantorId);
  if (!guarantor) throw new Refusal("missing", "loanUnknown");
  const { party } = await partyAccount(tx, guarantor.account_id);
  return { guarantor, by: await actFor(tx, party, "financing.lend") };
}

/** Who was asked to stand for it says whether they do. */
export async function answerGuarantee(ctx: Ctx, input: AnswerGuaranteeInput): Promise<void> {
  const { loanId, guarantorId, accepts } = parse(answerGuaranteeInput, input);
  await transact(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    const { guarantor, by } = await asGuarantor(tx, loanId, guarantorId);
    hold(guaranteeIsOfALoanToCome(loan.state));
    await moveGuarantor(tx, guarantor, accepts ? "accepted" : "declined", { side: "guarantor", by });
  });
}

/** The lender pays the loan over; above the amount that needs two people, not before a second one approves. */
export const payLoanOver = (ctx: Ctx, input: LoanInput): Promise<Performed> =>
  performAct(ctx, payingOver, input);

const payingOver = actOfTwo({
  name: "financing.loan.pay_over",
  schema: loanInput,
  async run(tx, { loanId }, ask) {
    const loan = await lockLoan(tx, loanId);
    const by = await asSide(tx, loan, "lender");
    await moveLoan(tx, loan, { to: "running", side: "lender", by });
    const instalments = await readInstalments(tx, loanId, loan.schedule_version);
    hold([
      guarantorsAnswered((await listGuarantors(tx, loanId)).map(({ state }) => state)),
      firstInstalmentIsAhead(instalments[0]?.dueOn ?? "", today(tx.now)),
    ]);
    const { lender_account: from, borrower_account: to, principal: amount, purpose: text } = loan;
    const payer = payerOf((await partyAccount(tx, from)).party, "financing.lend");
    const payment = { kind: "loan", from, to, amount, text, about: loanPath(loanId) } as const;
    await payWithSecond(tx, ask, payment, payer, by);
    await setLoan(tx, loanId, { paid_over_at: tx.now });
  },
});

type Paying = {
  readonly loan: LoanRow;
  readonly guarantor: GuarantorRow | null;
  readonly amount: bigint;
  readonly requestKey: string;
  readonly ask: AskSecond;
};

/** A payment to the lender: the oldest instalment first; the last one ends the loan. */
async function payLender(
  tx: Ctx,
  { loan, guarantor, amount, requestKey, ask }: Paying,
  by: By,
): Promise<void> {
  const version = loan.schedule_version;
  const instalments = await readInstalments(tx, loan.id, version);
  const open = openOf(instalments);
  hold([loanIsOwed(loan.state), paymentIsOwed(amount, open)]);
  const from = guarantor?.account_id ?? loan.borrower_account;
  const payer = payerOf((await partyAccount(tx, from)).party, "financing.lend");
  const payment = { from, to: loan.lender_account, amount, text: loan.purpose, about: loanPath(loan.id) };
  const entryId = await payWithSecond(tx, ask, { kind: "repayment", ...payment }, payer, by);
  await insertPayment(
    tx,
    { loanId: loan.id, requestKey, guarantorId: guarantor?.id ?? null, amount, entryId },
    by,
  );
  await addPaid(tx, loan.id, version, allocated(instalments, amount));
  if (guarantor) {
    const paid = guarantor.paid + amount;
    await setGuarantor(tx, guarantor.id, { paid });
    if (paid === guarantor.called) await moveGuarantor(tx, guarantor, "fulfilled", { side: "guarantor", by });
  }
  if (open > amount) return;
  await moveLoan(tx, loan, { to: "repaid", side: guarantor ? "guarantor" : "borrower", by });
  for (const { version: proposed, state } of await readSchedules(tx, loan.id))
    if (state === "proposed") await setSchedule(tx, loan.id, proposed, "declined");
  await endGuarantees(tx, loan.id, "borrower", by);
}

/** The borrower pays back, as much as they like of what is owed; a large amount with a second person. */
export const repayLoan = (ctx: Ctx, input: RepayInput): Promise<Performed> =>
  performAct(ctx, repayment, input);

const repayment = actOfTwo({
  name: "financing.loan.repay",
  schema: repayInput,
  async run(tx, { loanId, amount, requestKey }, ask) {
    const loan = await lockLoan(tx, loanId);
    const by = await asSide(tx, loan, "borrower");
    if (await wasPaid(tx, requestKey)) return;
    await payLender(tx, { loan, guarantor: null, amount, requestKey, ask }, by);
  },
});

/** One side proposes other days for what is still owed. */
export async function proposeSchedule(ctx: Ctx, input: ProposeScheduleInput): Promise<void> {
  const { loanId, side, because, count, firstDueOn, rhythm } = parse(proposeScheduleInput, input);
  await transact(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    await asSide(tx, loan, side);
    const schedules = await readSchedules(tx, loanId);
    const open = openOf(await readInstalments(tx, loanId, loan.schedule_version));
    hold([
      loanCanBeRescheduled(loan.state),
      noOtherProposal(schedules.some(({ state }) => state === "proposed")),
      firstInstalmentIsAhead(firstDueOn, today(tx.now)),
      instalmentsHoldSomething(open, count),
    ]);
    const version = (schedules.at(-1)?.version ?? 0) + 1;
    const instalments = equalInstalments(open, count, firstDueOn, rhythm);
    await insertSchedule(tx, { loanId, version, side, because, state: "proposed", instalments });
  });
}

/** The other side agrees to other days, or declines. What was paid since lessens the last instalments. */
export async function answerSchedule(ctx: Ctx, input: AnswerScheduleInput): Promise<void> {
  const { loanId, agrees } = parse(answerScheduleInput, input);
  await transact(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    const proposed = (await readSchedules(tx, loanId)).find(({ state }) => state === "proposed");
    if (!proposed) {
      await sideOfActor(tx, loan);
      throw new Refusal("conflict", "noScheduleProposed");
    }
    await asSide(tx, loan, otherSide(proposed.proposed_by));
    if (!agrees) return setSchedule(tx, loanId, proposed.version, "declined");
    hold(loanCanBeRescheduled(loan.state));
    const open = openOf(await readInstalments(tx, loanId, loan.schedule_version));
    const instalments = await readInstalments(tx, loanId, proposed.version);
    const paidSince = openOf(instalments) - open;
    await addPaid(tx, loanId, proposed.version, allocated(instalments, paidSince));
    await setSchedule(tx, loanId, loan.schedule_version, "replaced");
    await setSchedule(tx, loanId, proposed.version, "in_force");
    await setLoan(tx, loanId, { schedule_version: proposed.version });
  });
}

/** Once an instalment is late the lender can call on those who stand for the loan, for all that is open. */
export async function callLoan(ctx: Ctx, input: LoanInput): Promise<void> {
  const { loanId } = parse(loanInput, input);
  await transact(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    const by = await asSide(tx, loan, "lender");
    await moveLoan(tx, loan, { to: "called", side: "lender", by });
    const instalments = await readInstalments(tx, loanId, loan.schedule_version);
    const guarantors = await listGuarantors(tx, loanId);
    hold([
      somethingIsLate(instalments, today(tx.now)),
      somebodyStandsForIt(guarantors.map(({ state }) => state)),
    ]);
    const accepted = guarantors.filter(({ state }) => state === "accepted");
    const called = calledFor(
      openOf(instalments),
      accepted.map(({ amount }) => amount),
    );
    for (const [at, one] of accepted.entries()) {
      const part = called[at] ?? 0n;
      if (part === 0n) continue;
      await setGuarantor(tx, one.id, { called: part });
      await moveGuarantor(tx, one, "called", { side: "lender", by });
    }
  });
}

/** A guarantor pays what they were called for; a large amount with a second person. */
export const payGuarantee = (ctx: Ctx, input: PayGuaranteeInput): Promise<Performed> =>
  performAct(ctx, standingFor, input);

const standingFor = actOfTwo({
  name: "financing.loan.stand_for",
  schema: payGuaranteeInput,
  async run(tx, { loanId, guarantorId, amount, requestKey }, ask) {
    const loan = await lockLoan(tx, loanId);
    const { guarantor, by } = await asGuarantor(tx, loanId, guarantorId);
    if (await wasPaid(tx, requestKey)) return;
    hold(withinGuarantee(amount, guarantor.called, guarantor.paid));
    await payLender(tx, { loan, guarantor, amount, requestKey, ask }, by);
  },
});

/** The lender gives up what is still owed, with a reason. */
export async function writeLoanOff(ctx: Ctx, input: WriteOffInput): Promise<void> {
  const { loanId, reason } = parse(writeOffInput, input);
  await transact(ctx, async (tx) => {
    const loan = await lockLoan(tx, loanId);
    const by = await asSide(tx, loan, "lender");
    await moveLoan(tx, loan, { to: "written_off", side: "lender", by, reason });
    await endGuarantees(tx, loanId, "lender", by);
  });
}
