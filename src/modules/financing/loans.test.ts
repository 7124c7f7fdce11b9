import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { type Economy, foundEconomy, onDay, type Saver } from "../../../test/support/financing.ts";
import { daysAfter, monthsAfter, today } from "./days.rules.ts";
import { partiesDiffer } from "./loans.rules.ts";
import type { ProposeLoanInput } from "./loans.schema.ts";
import {
  answerGuarantee,
  answerLoan,
  answerSchedule,
  callLoan,
  payGuarantee,
  payLoanOver,
  proposeLoan,
  proposeSchedule,
  repayLoan,
  withdrawLoan,
  writeLoanOff,
} from "./loans.service.ts";
import { findLoan, listLoans } from "./loans.views.ts";
import type { LoanId } from "./types.ts";

const refusedAs = (reason: string) => expect.objectContaining({ reason });

describe("a loan between organisations", () => {
  const test = useDatabase();
  let economy: Economy;
  let lender: Saver;
  let borrower: Saver;
  let standing: Saver[];
  const start = today(new Date());
  const first = monthsAfter(start, 1);

  beforeAll(async () => {
    economy = await foundEconomy(test.db);
    lender = await economy.saver("Credit cooperative");
    borrower = await economy.saver("Mill");
    standing = [await economy.saver("School"), await economy.saver("Bakery")];
  });

  const ask = (more: Partial<ProposeLoanInput> = {}) =>
    proposeLoan(borrower.treasurer.ctx, {
      requestKey: newId(),
      side: "borrower",
      accountId: borrower.account.id,
      other: lender.account.number,
      purpose: "A second millstone",
      principal: 10_000n,
      count: 3,
      firstDueOn: first,
      rhythm: "monthly",
      ...more,
    });
  const guaranteed = () =>
    ask({
      guarantors: standing.map(({ account }, at) => ({
        number: account.number,
        amount: at === 0 ? 6_000n : 3_000n,
      })),
    });
  const agree = (loanId: LoanId, agrees = true) => answerLoan(lender.treasurer.ctx, { loanId, agrees });
  const payOver = (loanId: LoanId) => payLoanOver(lender.treasurer.ctx, { loanId });
  const repay = (loanId: LoanId, amount: bigint, requestKey = newId()) =>
    repayLoan(borrower.treasurer.ctx, { requestKey, loanId, amount });
  const see = async (loanId: LoanId, who = borrower, day = start) =>
    (await findLoan(onDay(who.treasurer.ctx, day), loanId))!;
  const running = async (more: Partial<ProposeLoanInput> = {}) => {
    const loanId = await ask(more);
    await agree(loanId);
    await payOver(loanId);
    return loanId;
  };
  const stand = async (loanId: LoanId) => {
    const { guarantors } = await see(loanId);
    for (const [at, { id: guarantorId }] of guarantors.entries())
      await answerGuarantee(standing[at]!.treasurer.ctx, { loanId, guarantorId, accepts: true });
    return guarantors;
  };

  it("is asked for, agreed, paid over and paid back to the unit", async () => {
    const before = await economy.posted(borrower.account);
    const loanId = await running();
    expect(await economy.posted(borrower.account)).toBe(before + 10_000n);
    expect((await see(loanId)).schedule.instalments.map(({ amount }) => amount)).toEqual([
      3_334n,
      3_333n,
      3_333n,
    ]);
    const requestKey = newId();
    await repay(loanId, 3_400n, requestKey);
    await repay(loanId, 3_400n, requestKey);
    const seen = await see(loanId, lender, daysAfter(first, 1));
    expect(seen.schedule.instalments.map(({ paid }) => paid)).toEqual([3_334n, 66n, 0n]);
    expect(seen).toMatchObject({ open: 6_600n, standing: "running", nextDueOn: monthsAfter(start, 2) });
    expect((await see(loanId, lender, monthsAfter(start, 3))).standing).toBe("late");
    await expect(repay(loanId, 6_601n)).rejects.toEqual(refusedAs("moreThanIsOwed"));
    await repay(loanId, 6_600n);
    expect(await see(loanId)).toMatchObject({ state: "repaid", open: 0n, nextDueOn: null });
    expect(await economy.posted(borrower.account)).toBe(before);
    await expect(repay(loanId, 1n)).rejects.toEqual(refusedAs("loanIsNotOwed"));
  });

  it("can be offered, declined and withdrawn, each by its side", async () => {
    const offer = await proposeLoan(lender.treasurer.ctx, {
      requestKey: newId(),
      side: "lender",
      accountId: lender.account.id,
      other: borrower.account.number,
      purpose: "For the harvest",
      principal: 500n,
      count: 1,
      firstDueOn: first,
      rhythm: "monthly",
    });
    await expect(agree(offer)).rejects.toEqual(refusedAs("noMandateForThis"));
    await expect(withdrawLoan(borrower.treasurer.ctx, { loanId: offer })).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    await answerLoan(borrower.treasurer.ctx, { loanId: offer, agrees: true });
    await expect(answerLoan(borrower.treasurer.ctx, { loanId: offer, agrees: true })).rejects.toEqual(
      refusedAs("loanIsAnswered"),
    );
    await withdrawLoan(borrower.treasurer.ctx, { loanId: offer });
    await expect(payOver(offer)).rejects.toEqual(refusedAs("financingStepUnknown"));
    const asked = await ask();
    await agree(asked, false);
    await expect(withdrawLoan(borrower.treasurer.ctx, { loanId: asked })).rejects.toEqual(
      refusedAs("financingStepUnknown"),
    );
    await expect(payOver(asked)).rejects.toEqual(refusedAs("financingStepUnknown"));
  });

  it("says its interest as a sum with a rule, and owes no more than that", async () => {
    await expect(ask({ interest: 300n })).rejects.toEqual(refusedAs("interestNeedsARule"));
    const loanId = await running({ interest: 301n, interestRule: "Statutes of the cooperative, article 9" });
    expect(await see(loanId)).toMatchObject({ open: 10_301n, interest: 301n });
    await repay(loanId, 10_301n);
    expect((await see(loanId)).state).toBe("repaid");
  });

  it("waits for its guarantors, and calls on them in proportion when something is late", async () => {
    const loanId = await guaranteed();
    await agree(loanId);
    await expect(payOver(loanId)).rejects.toEqual(refusedAs("guarantorsUnanswered"));
    const [school, bakery] = await stand(loanId);
    await payOver(loanId);
    await expect(
      answerGuarantee(standing[0]!.treasurer.ctx, { loanId, guarantorId: school!.id, accepts: false }),
    ).rejects.toEqual(refusedAs("loanIsPaidOver"));
    await repay(loanId, 4_000n);
    const call = (day: string) => callLoan(onDay(lender.treasurer.ctx, day), { loanId });
    await expect(call(first)).rejects.toEqual(refusedAs("nothingIsLate"));
    await call(monthsAfter(start, 4));
    const seen = await see(loanId, standing[0]!);
    expect(seen.guarantors.map(({ called, state }) => [called, state])).toEqual([
      [4_000n, "called"],
      [2_000n, "called"],
    ]);
    const stands = (at: number, guarantorId: string, amount: bigint) =>
      payGuarantee(standing[at]!.treasurer.ctx, { requestKey: newId(), loanId, guarantorId, amount });
    await expect(stands(0, school!.id, 4_001n)).rejects.toEqual(refusedAs("moreThanIsCalled"));
    await expect(stands(1, school!.id, 1n)).rejects.toEqual(refusedAs("noMandateForThis"));
    await stands(0, school!.id, 4_000n);
    await repay(loanId, 500n);
    await stands(1, bakery!.id, 1_500n);
    const end = await see(loanId);
    expect([end.state, end.guarantors.map(({ state }) => state)]).toEqual(["repaid", ["fulfilled", "ended"]]);
  });

  it("cannot be called where nobody stands for it, and can be written off with a reason", async () => {
    const loanId = await running();
    const late = onDay(lender.treasurer.ctx, monthsAfter(start, 4));
    await expect(callLoan(late, { loanId })).rejects.toEqual(refusedAs("nobodyStandsForIt"));
    expect((await see(loanId)).state).toBe("running");
    await expect(writeLoanOff(borrower.treasurer.ctx, { loanId, reason: "The flood" })).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    await writeLoanOff(late, { loanId, reason: "The flood" });
    expect(await see(loanId)).toMatchObject({ state: "written_off", reason: "The flood" });
    await expect(repay(loanId, 1n)).rejects.toEqual(refusedAs("loanIsNotOwed"));
  });

  it("is given other days by agreement, with what was paid meanwhile counted", async () => {
    const loanId = await running();
    await repay(loanId, 1_000n);
    const later = monthsAfter(start, 6);
    const propose = () =>
      proposeSchedule(borrower.treasurer.ctx, {
        loanId,
        side: "borrower",
        because: "The river was low",
        count: 2,
        firstDueOn: later,
        rhythm: "monthly",
      });
    await expect(answerSchedule(lender.treasurer.ctx, { loanId, agrees: true })).rejects.toEqual(
      refusedAs("noScheduleProposed"),
    );
    await propose();
    await expect(propose()).rejects.toEqual(refusedAs("scheduleAlreadyProposed"));
    await expect(answerSchedule(borrower.treasurer.ctx, { loanId, agrees: true })).rejects.toEqual(
      refusedAs("noMandateForThis"),
    );
    await answerSchedule(lender.treasurer.ctx, { loanId, agrees: false });
    await propose();
    await repay(loanId, 500n);
    await answerSchedule(lender.treasurer.ctx, { loanId, agrees: true });
    const seen = await see(loanId);
    expect(seen.schedule.instalments).toEqual([
      { dueOn: later, amount: 4_500n, paid: 500n },
      { dueOn: monthsAfter(start, 7), amount: 4_500n, paid: 0n },
    ]);
    expect(seen.open).toBe(8_500n);
    await repay(loanId, 8_500n);
  });

  it("is seen by its parties alone", async () => {
    const loanId = await guaranteed();
    const stranger = await economy.saver("Stranger");
    expect(await findLoan(stranger.treasurer.ctx, loanId)).toBeUndefined();
    expect(await listLoans(stranger.treasurer.ctx)).toEqual([]);
    await expect(agree(loanId).then(() => withdrawLoan(stranger.treasurer.ctx, { loanId }))).rejects.toEqual(
      refusedAs("loanUnknown"),
    );
    await expect(
      repayLoan(stranger.treasurer.ctx, { requestKey: newId(), loanId, amount: 1n }),
    ).rejects.toEqual(refusedAs("loanUnknown"));
    expect((await listLoans(standing[1]!.treasurer.ctx))[0]).toMatchObject({ id: loanId });
    expect((await see(loanId, standing[1]!)).sides).toEqual([]);
  });

  it("refuses what cannot be a loan", async () => {
    await expect(ask({ other: borrower.account.number })).rejects.toEqual(refusedAs("loanToOneself"));
    await expect(ask({ firstDueOn: start })).rejects.toEqual(refusedAs("instalmentInThePast"));
    await expect(ask({ principal: 2n })).rejects.toEqual(refusedAs("moreInstalmentsThanUnits"));
    const neighbour = await economy.person("A neighbour");
    await expect(ask({ other: neighbour.account.number })).rejects.toEqual(
      refusedAs("loanBetweenOrganizations"),
    );
    await expect(ask({ guarantors: [{ number: lender.account.number, amount: 1n }] })).rejects.toEqual(
      refusedAs("guarantorIsAnother"),
    );
    await expect(ask({ other: "1" })).rejects.toMatchObject({
      fields: [{ field: "other", reason: "accountOfNobody" }],
    });
    const organization = (organizationId: string) => ({ kind: "organization", organizationId }) as never;
    expect(partiesDiffer(organization("a"), organization("b"), [organization("c")])).toEqual({ ok: true });
    const requestKey = newId();
    expect(await ask({ requestKey })).toBe(await ask({ requestKey }));
  });
});
