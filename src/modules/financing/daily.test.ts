import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#platform/ids";
import { useDatabase } from "../../../test/support/database.ts";
import { type Economy, foundEconomy, onDay, type Saver } from "../../../test/support/financing.ts";
import { doFinancingDay } from "./daily.service.ts";
import { daysAfter, monthsAfter, today } from "./days.rules.ts";
import { answerLoan, payLoanOver, proposeLoan, repayLoan } from "./loans.service.ts";
import type { LoanId } from "./types.ts";

describe("the daily job", () => {
  const test = useDatabase();
  let economy: Economy;
  let lender: Saver;
  let borrower: Saver;
  let loanId: LoanId;
  const first = monthsAfter(today(new Date()), 1);

  beforeAll(async () => {
    economy = await foundEconomy(test.db);
    lender = await economy.saver("Credit cooperative");
    borrower = await economy.saver("Mill");
    loanId = await proposeLoan(borrower.treasurer.ctx, {
      requestKey: newId(),
      side: "borrower",
      accountId: borrower.account.id,
      other: lender.account.number,
      purpose: "A second millstone",
      principal: 1_000n,
      count: 2,
      firstDueOn: first,
      rhythm: "monthly",
    });
    await answerLoan(lender.treasurer.ctx, { loanId, agrees: true });
    await payLoanOver(lender.treasurer.ctx, { loanId });
    // Of the borrower's people the treasurer alone has an account to write to.
    await sql`update people set account_id = 'account-mill' where id = ${borrower.treasurer.personId}`.execute(
      test.db,
    );
  });

  const run = (day: string) =>
    doFinancingDay(onDay(economy.node.shell, day), async (accountId) => `${accountId}@example.org`);
  const outbox = async () => {
    const { rows } = await sql<{ recipient: string; body: string }>`
      select recipient, body from mail_outbox order by created_at`.execute(test.db);
    return rows;
  };

  it("reminds a week before an instalment, and once it is late, each once", async () => {
    expect((await run(daysAfter(first, -8))).mails).toBe(0);
    const runs = await Promise.all([1, 2, 3].map(() => run(daysAfter(first, -7))));
    expect(runs.map(({ mails }) => mails).toSorted()).toEqual([0, 0, 1]);
    expect((await run(daysAfter(first, 1))).mails).toBe(1);
    expect((await run(daysAfter(first, 2))).mails).toBe(0);
    const mails = await outbox();
    expect(mails.map(({ recipient }) => recipient)).toEqual([
      "account-mill@example.org",
      "account-mill@example.org",
    ]);
    expect(mails[0]?.body).toContain(`/economy/loans/${loanId}`);
  });

  it("says nothing of what is paid", async () => {
    await repayLoan(borrower.treasurer.ctx, { requestKey: newId(), loanId, amount: 1_000n });
    expect((await run(monthsAfter(first, 1))).mails).toBe(0);
    expect(await outbox()).toHaveLength(2);
  });
});
