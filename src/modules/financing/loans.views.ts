// What the parties of a loan see of it: lender, borrower and guarantors, and nobody else.
import { sql } from "kysely";
import type { Capability } from "#confederation";
import type { Ctx } from "#platform/context";
import { today } from "./days.rules.ts";
import { type InstalmentPaid, lateOnes, openOf } from "./loan-schedule.rules.ts";
import type { LoanSide } from "./loans.schema.ts";
import { listGuarantors, readInstalments, readSchedules } from "./loans.store.ts";
import type { GuaranteeState, LoanState } from "./machines.rules.ts";
import { mayActFor, nameParties, ownAccountIds } from "./parties.policy.ts";
import { tables } from "./tables.ts";
import type { LoanId, NamedParty } from "./types.ts";

export const seesLoans: readonly Capability[] = ["financing.lend"];

/** What a page says of a loan: its state, or that something of it is late. */
export type LoanStanding = LoanState | "late";

export type LoanEntry = {
  readonly id: LoanId;
  readonly purpose: string;
  readonly currencyId: string;
  readonly lender: NamedParty;
  readonly borrower: NamedParty;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly open: bigint;
  readonly state: LoanState;
  readonly standing: LoanStanding;
  /** Null: all is paid. */
  readonly nextDueOn: string | null;
};

export type GuarantorView = NamedParty & {
  readonly id: string;
  readonly amount: bigint;
  readonly called: bigint;
  readonly paid: bigint;
  readonly state: GuaranteeState;
  readonly isOwn: boolean;
};

export type ScheduleView = {
  readonly version: number;
  readonly proposedBy: LoanSide;
  readonly because: string | null;
  readonly state: "proposed" | "in_force" | "replaced" | "declined";
  readonly instalments: readonly InstalmentPaid[];
};

export type LoanPaymentView = {
  readonly amount: bigint;
  readonly paidAt: Date;
  readonly byGuarantor: boolean;
};

export type LoanView = LoanEntry & {
  readonly interestRule: string | null;
  readonly proposedAt: Date;
  readonly paidOverAt: Date | null;
  readonly guarantors: readonly GuarantorView[];
  /** In force. */
  readonly schedule: ScheduleView;
  readonly proposal: ScheduleView | null;
  readonly payments: readonly LoanPaymentView[];
  /** On which sides the actor could act. */
  readonly sides: readonly LoanSide[];
  readonly reason: string | null;
};

async function entryOf(ctx: Ctx, id: string): Promise<(LoanEntry & { version: number }) | undefined> {
  const row = await tables(ctx.db).selectFrom("loans").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) return undefined;
  const named = await nameParties(ctx, [row.lender_account, row.borrower_account]);
  const [lender, borrower] = [named.get(row.lender_account), named.get(row.borrower_account)];
  if (!lender || !borrower) return undefined;
  const instalments = await readInstalments(ctx, id, row.schedule_version);
  const isLate = row.state === "running" && lateOnes(instalments, today(ctx.now)).length > 0;
  return {
    id: row.id as LoanId,
    purpose: row.purpose,
    currencyId: row.currency_id,
    lender,
    borrower,
    principal: row.principal,
    interest: row.interest,
    open: openOf(instalments),
    state: row.state,
    standing: isLate ? "late" : row.state,
    nextDueOn: instalments.find(({ amount, paid }) => paid < amount)?.dueOn ?? null,
    version: row.schedule_version,
  };
}

const MOST_LISTED = 100;

/** Loans that the actor's organisations give, take or stand for; the latest first. */
export async function listLoans(ctx: Ctx): Promise<LoanEntry[]> {
  const own = await ownAccountIds(ctx, seesLoans);
  const { rows } = await sql<{ id: string }>`
    select l.id from loans l where l.lender_account = any(${own}::uuid[]) or l.borrower_account = any(${own}::uuid[])
      or exists (select 1 from loan_guarantors g where g.loan_id = l.id and g.account_id = any(${own}::uuid[]))
    order by l.id desc limit ${MOST_LISTED}`.execute(ctx.db);
  const entries = [];
  for (const { id } of rows) {
    const entry = await entryOf(ctx, id);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** A loan as a party of it sees it; undefined for everybody else. */
export async function findLoan(ctx: Ctx, id: LoanId): Promise<LoanView | undefined> {
  const entry = await entryOf(ctx, id);
  if (!entry) return undefined;
  const sides: LoanSide[] = [];
  if (await mayActFor(ctx, entry.lender.party, seesLoans)) sides.push("lender");
  if (await mayActFor(ctx, entry.borrower.party, seesLoans)) sides.push("borrower");
  const guarantors = await guarantorsOf(ctx, id);
  if (sides.length === 0 && !guarantors.some(({ isOwn }) => isOwn)) return undefined;
  const schedules = await schedulesOf(ctx, id);
  const schedule = schedules.find(({ version }) => version === entry.version);
  if (!schedule) return undefined;
  const row = await tables(ctx.db)
    .selectFrom("loans")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return {
    ...entry,
    interestRule: row.interest_rule,
    proposedAt: row.proposed_at,
    paidOverAt: row.paid_over_at,
    guarantors,
    schedule,
    proposal: schedules.find(({ state }) => state === "proposed") ?? null,
    payments: await paymentsOf(ctx, id),
    sides,
    reason: await reasonOf(ctx, id),
  };
}

async function guarantorsOf(ctx: Ctx, id: LoanId): Promise<GuarantorView[]> {
  const rows = await listGuarantors(ctx, id);
  const named = await nameParties(
    ctx,
    rows.map(({ account_id }) => account_id),
  );
  const views: GuarantorView[] = [];
  for (const { id: guarantorId, account_id, amount, called, paid, state } of rows) {
    const party = named.get(account_id);
    if (!party) continue;
    const isOwn = await mayActFor(ctx, party.party, seesLoans);
    views.push({ ...party, id: guarantorId, amount, called, paid, state, isOwn });
  }
  return views;
}

async function schedulesOf(ctx: Ctx, id: LoanId): Promise<ScheduleView[]> {
  const views: ScheduleView[] = [];
  for (const { version, proposed_by, because, state } of await readSchedules(ctx, id)) {
    const instalments = await readInstalments(ctx, id, version);
    views.push({ version, proposedBy: proposed_by, because, state, instalments });
  }
  return views;
}

async function paymentsOf(ctx: Ctx, id: LoanId): Promise<LoanPaymentView[]> {
  const { rows } = await sql<LoanPaymentView>`
    select amount, paid_at as "paidAt", guarantor_id is not null as "byGuarantor" from loan_payments
    where loan_id = ${id} order by paid_at desc, id desc limit ${MOST_LISTED}`.execute(ctx.db);
  return rows;
}

async function reasonOf(ctx: Ctx, id: LoanId): Promise<string | null> {
  const { rows } = await sql<{ reason: string | null }>`
    select reason from financing_steps where about = ${id} and to_state = 'written_off'`.execute(ctx.db);
  return rows[0]?.reason ?? null;
}
