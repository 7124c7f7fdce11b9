// The only SQL that writes loans, their schedules, guarantors and payments.
import { sql } from "kysely";
import type { z } from "zod";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { Instalment, InstalmentPaid } from "./loan-schedule.rules.ts";
import type { LoanSide, proposeLoanInput } from "./loans.schema.ts";
import type { GuaranteeState, LoanState } from "./machines.rules.ts";
import { tables } from "./tables.ts";
import type { By, LoanId } from "./types.ts";

/** The loan, locked against every other act on it. */
export async function lockLoan(tx: Ctx, id: string) {
  const row = await tables(tx.db)
    .selectFrom("loans")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal("missing", "loanUnknown");
  return row;
}
export type LoanRow = Awaited<ReturnType<typeof lockLoan>>;

export async function findLoanByRequest(tx: Ctx, requestKey: string): Promise<LoanId | undefined> {
  const row = await tables(tx.db)
    .selectFrom("loans")
    .select("id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.id as LoanId | undefined;
}

type NewLoan = {
  currencyId: string;
  lender: string;
  borrower: string;
  wanted: z.output<typeof proposeLoanInput>;
};

export async function insertLoan(
  tx: Ctx,
  { currencyId, lender, borrower, wanted }: NewLoan,
): Promise<LoanId> {
  const id = tx.newId() as LoanId;
  await tables(tx.db)
    .insertInto("loans")
    .values({
      id,
      request_key: wanted.requestKey,
      currency_id: currencyId,
      lender_account: lender,
      borrower_account: borrower,
      purpose: wanted.purpose,
      principal: wanted.principal,
      interest: wanted.interest,
      interest_rule: wanted.interest === 0n ? null : wanted.interestRule,
      state: wanted.side === "lender" ? "offered" : "asked",
      proposed_at: tx.now,
      paid_over_at: null,
    })
    .execute();
  return id;
}

export async function setLoan(
  tx: Ctx,
  id: string,
  change: { state?: LoanState; paid_over_at?: Date; schedule_version?: number },
): Promise<void> {
  await tables(tx.db).updateTable("loans").set(change).where("id", "=", id).execute();
}

type NewSchedule = {
  loanId: string;
  version: number;
  side: LoanSide;
  because: string | null;
  state: "proposed" | "in_force";
  instalments: readonly Instalment[];
};

export async function insertSchedule(tx: Ctx, wanted: NewSchedule): Promise<void> {
  const { loanId: loan_id, version, instalments } = wanted;
  await tables(tx.db)
    .insertInto("loan_schedules")
    .values({
      loan_id,
      version,
      proposed_by: wanted.side,
      because: wanted.because,
      state: wanted.state,
      proposed_at: tx.now,
    })
    .execute();
  await tables(tx.db)
    .insertInto("loan_instalments")
    .values(
      instalments.map(({ dueOn, amount }, at) => ({
        loan_id,
        version,
        number: at + 1,
        due_on: dueOn,
        amount,
      })),
    )
    .execute();
}

export async function readSchedules(ctx: Ctx, loanId: string) {
  return tables(ctx.db)
    .selectFrom("loan_schedules")
    .selectAll()
    .where("loan_id", "=", loanId)
    .orderBy("version")
    .execute();
}

export async function setSchedule(
  tx: Ctx,
  loanId: string,
  version: number,
  state: "in_force" | "replaced" | "declined",
): Promise<void> {
  await tables(tx.db)
    .updateTable("loan_schedules")
    .set({ state })
    .where("loan_id", "=", loanId)
    .where("version", "=", version)
    .execute();
}

export async function readInstalments(ctx: Ctx, loanId: string, version: number): Promise<InstalmentPaid[]> {
  const rows = await tables(ctx.db)
    .selectFrom("loan_instalments")
    .select(["due_on", "amount", "paid"])
    .where("loan_id", "=", loanId)
    .where("version", "=", version)
    .orderBy("number")
    .execute();
  return rows.map((row) => ({ dueOn: row.due_on, amount: row.amount, paid: row.paid }));
}

/** Adds to each instalment, in their order. */
export async function addPaid(
  tx: Ctx,
  loanId: string,
  version: number,
  parts: readonly bigint[],
): Promise<void> {
  await sql`update loan_instalments i set paid = i.paid + n.part
    from unnest(${[...parts]}::bigint[]) with ordinality as n (part, number)
    where i.loan_id = ${loanId} and i.version = ${version} and i.number = n.number and n.part > 0`.execute(
    tx.db,
  );
}

export async function insertGuarantor(
  tx: Ctx,
  loanId: string,
  accountId: string,
  amount: bigint,
): Promise<string> {
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("loan_guarantors")
    .values({ id, loan_id: loanId, account_id: accountId, amount, state: "asked" })
    .execute();
  return id;
}

export async function listGuarantors(ctx: Ctx, loanId: string) {
  return tables(ctx.db)
    .selectFrom("loan_guarantors")
    .selectAll()
    .where("loan_id", "=", loanId)
    .orderBy("id")
    .execute();
}
export type GuarantorRow = Awaited<ReturnType<typeof listGuarantors>>[number];

export async function setGuarantor(
  tx: Ctx,
  id: string,
  change: { state?: GuaranteeState; called?: bigint; paid?: bigint },
): Promise<void> {
  await tables(tx.db).updateTable("loan_guarantors").set(change).where("id", "=", id).execute();
}

export async function wasPaid(tx: Ctx, requestKey: string): Promise<boolean> {
  const { rows } = await sql`select 1 from loan_payments where request_key = ${requestKey}`.execute(tx.db);
  return rows.length > 0;
}

type NewPayment = {
  loanId: string;
  requestKey: string;
  guarantorId: string | null;
  amount: bigint;
  entryId: string;
};

export async function insertPayment(tx: Ctx, payment: NewPayment, by: By): Promise<void> {
  await tables(tx.db)
    .insertInto("loan_payments")
    .values({
      id: tx.newId(),
      loan_id: payment.loanId,
      request_key: payment.requestKey,
      guarantor_id: payment.guarantorId,
      amount: payment.amount,
      entry_id: payment.entryId,
      mandate_id: by.mandateId,
      paid_at: tx.now,
    })
    .execute();
}
