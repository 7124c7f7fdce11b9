// Nobody moves a large amount alone: each act that pays, asked for by one and approved by another.
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { recallMandate } from "#confederation";
import {
  approvePayment,
  findAccount,
  listWaiting,
  type Performed,
  refusePayment,
  withdrawPayment,
} from "#ledger";
import { newId } from "#platform/ids";
import { listActs } from "#platform/log/views";
import { inOneLanguage } from "#platform/multilingual";
import { useDatabase } from "../../../test/support/database.ts";
import { type Economy, foundEconomy, onDay, type Saver } from "../../../test/support/financing.ts";
import { personWithOffice } from "../../../test/support/node.ts";
import {
  appealPath,
  foundFund,
  openAppeal,
  pledgeToAppeal,
  settleDueAppeals,
  spendFromAppeal,
} from "./appeals.service.ts";
import { daysAfter, monthsAfter, today } from "./days.rules.ts";
import { findAppeal, findFund } from "./funds.views.ts";
import {
  answerGuarantee,
  answerLoan,
  callLoan,
  payGuarantee,
  payLoanOver,
  proposeLoan,
  repayLoan,
} from "./loans.service.ts";
import { findLoan } from "./loans.views.ts";
import type { FundId, LoanId } from "./types.ts";

const refusedAs = (reason: string) => expect.objectContaining({ reason });
const english = (text: string) => inOneLanguage("en", text);

/** What waits, as a decision names it. */
function waitingOf(done: Performed) {
  if (done.state !== "waiting") throw new Error("it should wait for a second person");
  return { approvalId: done.approvalId };
}

describe("above the amount that needs two people", () => {
  const test = useDatabase();
  let economy: Economy;
  let lender: Saver;
  let borrower: Saver;
  let standing: Saver;
  const start = today(new Date());
  const first = monthsAfter(start, 1);

  beforeAll(async () => {
    economy = await foundEconomy(test.db);
    lender = await economy.saver("Credit cooperative");
    borrower = await economy.saver("Mill");
    standing = await economy.saver("School");
    await sql`update currencies set approval_above = 5000 where id = ${economy.currency.id}`.execute(test.db);
  });

  const agreedLoan = async (guaranteed = false) => {
    const loanId = await proposeLoan(borrower.treasurer.ctx, {
      requestKey: newId(),
      side: "borrower",
      accountId: borrower.account.id,
      other: lender.account.number,
      purpose: "A second millstone",
      principal: 10_000n,
      count: 2,
      firstDueOn: first,
      rhythm: "monthly",
      guarantors: guaranteed ? [{ number: standing.account.number, amount: 10_000n }] : [],
    });
    const [guarantor] = (await see(loanId)).guarantors;
    if (guarantor)
      await answerGuarantee(standing.treasurer.ctx, { loanId, guarantorId: guarantor.id, accepts: true });
    await answerLoan(lender.treasurer.ctx, { loanId, agrees: true });
    return loanId;
  };
  const see = async (loanId: LoanId) => (await findLoan(borrower.treasurer.ctx, loanId))!;
  const payOver = (loanId: LoanId) => payLoanOver(lender.treasurer.ctx, { loanId });
  const running = async (guaranteed = false) => {
    const loanId = await agreedLoan(guaranteed);
    await approvePayment(lender.spokesperson.ctx, waitingOf(await payOver(loanId)));
    return loanId;
  };
  const repay = (loanId: LoanId, amount: bigint, requestKey = newId(), ctx = borrower.treasurer.ctx) =>
    repayLoan(ctx, { requestKey, loanId, amount });
  const held = async ({ account }: Saver) => (await findAccount(economy.node.shell, account.id))?.pendingOut;

  it("a loan is paid over once another of the lender's approves, and by nobody else", async () => {
    const loanId = await agreedLoan();
    const before = await economy.posted(lender.account);
    const [once, again] = [waitingOf(await payOver(loanId)), waitingOf(await payOver(loanId))];
    expect(again).toEqual(once);
    expect([(await see(loanId)).state, await held(lender)]).toEqual(["agreed", 10_000n]);
    await expect(approvePayment(lender.treasurer.ctx, once)).rejects.toEqual(refusedAs("secondPersonNeeded"));
    await expect(approvePayment(borrower.spokesperson.ctx, once)).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    await approvePayment(lender.spokesperson.ctx, once);
    expect([(await see(loanId)).state, await held(lender)]).toEqual(["running", 0n]);
    expect(await economy.posted(lender.account)).toBe(before - 10_000n);
  });

  it("a repayment waits, is seen where approvals are, and counts on the loan when it is approved", async () => {
    const loanId = await running();
    await repay(loanId, 5_000n);
    expect((await see(loanId)).open).toBe(5_000n);
    const other = await running();
    const requestKey = newId();
    const wanted = waitingOf(await repay(other, 5_001n, requestKey));
    expect(waitingOf(await repay(other, 5_001n, requestKey))).toEqual(wanted);
    expect((await see(other)).open).toBe(10_000n);
    expect(await listWaiting(economy.node.shell, borrower.account.id)).toMatchObject([
      { id: wanted.approvalId, amount: 5_001n, act: "financing.loan.repay" },
    ]);
    await approvePayment(borrower.spokesperson.ctx, wanted);
    expect((await see(other)).open).toBe(4_999n);
    expect(await repay(other, 5_001n, requestKey)).toEqual({ state: "done" });
    expect((await see(other)).open).toBe(4_999n);
  });

  it("nothing is left of what was refused, taken back or lapsed", async () => {
    const loanId = await running();
    const before = await economy.posted(borrower.account);
    const refused = waitingOf(await repay(loanId, 6_000n));
    await refusePayment(borrower.spokesperson.ctx, { ...refused, reason: "Not this month" });
    const withdrawn = waitingOf(await repay(loanId, 6_000n));
    await withdrawPayment(borrower.treasurer.ctx, withdrawn);
    for (const decided of [refused, withdrawn])
      await expect(approvePayment(borrower.spokesperson.ctx, decided)).rejects.toEqual(
        refusedAs("approvalDecided"),
      );
    const lapsing = waitingOf(await repay(loanId, 6_000n));
    await expect(
      approvePayment(onDay(borrower.spokesperson.ctx, daysAfter(start, 8)), lapsing),
    ).rejects.toEqual(refusedAs("approvalLapsed"));
    expect([(await see(loanId)).open, await economy.posted(borrower.account)]).toEqual([10_000n, before]);
    await withdrawPayment(borrower.treasurer.ctx, lapsing);
  });

  it("what a recalled person asked for is nobody's any more, and the loan's rules are asked again", async () => {
    const loanId = await running();
    const gone = await personWithOffice(economy.node, borrower.organizationId, "treasurer");
    const theirs = waitingOf(await repay(loanId, 6_000n, newId(), gone.ctx));
    const large = waitingOf(await repay(loanId, 5_500n));
    await recallMandate(economy.node.operator, {
      mandateId: gone.mandateId,
      decision: english("The assembly named somebody else"),
    });
    await expect(approvePayment(borrower.spokesperson.ctx, theirs)).rejects.toEqual(
      refusedAs("placerMayNotAnyMore"),
    );
    await refusePayment(borrower.spokesperson.ctx, { ...theirs, reason: "Recalled" });
    await repay(loanId, 5_000n);
    const before = await economy.posted(borrower.account);
    await expect(approvePayment(borrower.spokesperson.ctx, large)).rejects.toEqual(
      refusedAs("moreThanIsOwed"),
    );
    expect([await economy.posted(borrower.account), await held(borrower)]).toEqual([before, 5_500n]);
    await withdrawPayment(borrower.treasurer.ctx, large);
  });

  it("a guarantor's payment waits as well", async () => {
    const loanId = await running(true);
    await callLoan(onDay(lender.treasurer.ctx, monthsAfter(start, 3)), { loanId });
    const [guarantor] = (await see(loanId)).guarantors;
    const stand = (amount: bigint) =>
      payGuarantee(standing.treasurer.ctx, {
        requestKey: newId(),
        loanId,
        guarantorId: guarantor!.id,
        amount,
      });
    expect(await stand(1_000n)).toEqual({ state: "done" });
    const wanted = waitingOf(await stand(9_000n));
    expect((await see(loanId)).open).toBe(9_000n);
    await expect(approvePayment(standing.treasurer.ctx, wanted)).rejects.toEqual(
      refusedAs("secondPersonNeeded"),
    );
    await approvePayment(standing.spokesperson.ctx, wanted);
    expect((await see(loanId)).state).toBe("repaid");
  });

  it("what is spent from an appeal is public once a second manager's person approved it", async () => {
    const slug = await foundFund(lender.spokesperson.ctx, {
      requestKey: newId(),
      organizationId: lender.organizationId,
      currencyId: economy.currency.id,
      name: english("Seeds and roofs"),
      purpose: english("For those whom a flood left without either"),
      rules: english("Two reports a year"),
    });
    const number = await openAppeal(lender.spokesperson.ctx, {
      requestKey: newId(),
      fundId: (await findFund(economy.node.shell, slug))!.id as FundId,
      title: english("A roof for the school"),
      body: english("Sixty sheets of zinc"),
      goal: 9_000n,
      rule: "all_or_nothing",
      closesOn: daysAfter(start, 3),
    });
    for (const { treasurer, account } of [standing, borrower])
      await pledgeToAppeal(treasurer.ctx, {
        requestKey: newId(),
        number,
        accountId: account.id,
        amount: 5_000n,
      });
    await settleDueAppeals(onDay(economy.node.shell, daysAfter(start, 4)));
    const spend = (amount: bigint) =>
      spendFromAppeal(lender.spokesperson.ctx, {
        requestKey: newId(),
        number,
        to: standing.account.number,
        amount,
        purpose: english("Zinc"),
      });
    const spent = async () =>
      (await listActs(test.db, { subject: appealPath(number) }, 20)).acts.filter(
        ({ type }) => type === "financing.appeal.spent",
      ).length;
    const before = await economy.posted(standing.account);
    const wanted = waitingOf(await spend(6_000n));
    expect([await spent(), (await findAppeal(economy.node.shell, number))!.spendings.length]).toEqual([0, 0]);
    expect(await listWaiting(economy.node.shell, lender.account.id)).toMatchObject([
      { id: wanted.approvalId, act: "financing.appeal.spend" },
    ]);
    expect(await listWaiting(economy.node.shell, standing.account.id)).toEqual([]);
    await expect(approvePayment(lender.spokesperson.ctx, wanted)).rejects.toEqual(
      refusedAs("secondPersonNeeded"),
    );
    await expect(approvePayment(standing.treasurer.ctx, wanted)).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    await approvePayment(lender.treasurer.ctx, wanted);
    expect(await economy.posted(standing.account)).toBe(before + 6_000n);
    expect(await spent()).toBe(1);
  });
});
