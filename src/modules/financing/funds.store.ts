// The only SQL that writes funds, appeals, pledges and what became of the money.
import { sql } from "kysely";
import type { z } from "zod";
import type { Ctx } from "#platform/context";
import { Refusal } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import type { foundFundInput, openAppealInput } from "./funds.schema.ts";
import type { AppealState, PledgeState } from "./machines.rules.ts";
import { tables } from "./tables.ts";
import type { AppealId, By, FundId } from "./types.ts";

export type FundRow = {
  id: FundId;
  slug: string;
  organization_id: string;
  currency_id: string;
  name: Multilingual;
};

export async function readFund(ctx: Ctx, id: string): Promise<FundRow> {
  const row = await tables(ctx.db)
    .selectFrom("funds")
    .select(["id", "slug", "organization_id", "currency_id", "name"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new Refusal("missing", "fundUnknown");
  return row as unknown as FundRow;
}

export async function findFundByRequest(tx: Ctx, requestKey: string): Promise<string | undefined> {
  const row = await tables(tx.db)
    .selectFrom("funds")
    .select("slug")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.slug;
}

export async function fundSlugs(tx: Ctx): Promise<Set<string>> {
  const rows = await tables(tx.db).selectFrom("funds").select("slug").execute();
  return new Set(rows.map(({ slug }) => slug));
}

export async function insertFund(
  tx: Ctx,
  slug: string,
  wanted: z.output<typeof foundFundInput>,
): Promise<FundId> {
  const id = tx.newId() as FundId;
  await tables(tx.db)
    .insertInto("funds")
    .values({
      id,
      request_key: wanted.requestKey,
      slug,
      organization_id: wanted.organizationId,
      currency_id: wanted.currencyId,
      name: JSON.stringify(wanted.name),
      purpose: JSON.stringify(wanted.purpose),
      rules: JSON.stringify(wanted.rules),
      founded_at: tx.now,
    })
    .execute();
  return id;
}

/** The appeal, locked against every other act on it. */
export async function lockAppeal(tx: Ctx, number: number) {
  const row = await tables(tx.db)
    .selectFrom("appeals")
    .selectAll()
    .where("number", "=", number)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal("missing", "appealUnknown", { number });
  return { ...row, title: row.title as unknown as Multilingual };
}
export type AppealRow = Awaited<ReturnType<typeof lockAppeal>>;

export async function findAppealByRequest(tx: Ctx, requestKey: string): Promise<number | undefined> {
  const row = await tables(tx.db)
    .selectFrom("appeals")
    .select("number")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.number;
}

export async function nextAppealNumber(tx: Ctx): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select coalesce(max(number), 0) + 1 as number from appeals`.execute(tx.db);
  return rows[0]?.number ?? 1;
}

type NewAppeal = {
  id: AppealId;
  number: number;
  accountId: string;
  wanted: z.output<typeof openAppealInput>;
};

export async function insertAppeal(tx: Ctx, { id, number, accountId, wanted }: NewAppeal): Promise<void> {
  await tables(tx.db)
    .insertInto("appeals")
    .values({
      id,
      number,
      request_key: wanted.requestKey,
      fund_id: wanted.fundId,
      account_id: accountId,
      title: JSON.stringify(wanted.title),
      body: JSON.stringify(wanted.body),
      goal: wanted.goal,
      rule: wanted.rule,
      closes_on: wanted.closesOn,
      commitment_number: wanted.commitment,
      state: "open",
      opened_at: tx.now,
      closed_at: null,
    })
    .execute();
}

export async function setAppealState(tx: Ctx, appeal: AppealRow, state: AppealState): Promise<void> {
  await tables(tx.db)
    .updateTable("appeals")
    .set({ state, closed_at: appeal.closed_at ?? tx.now })
    .where("id", "=", appeal.id)
    .execute();
}

export async function findPledgeByRequest(tx: Ctx, requestKey: string): Promise<string | undefined> {
  const row = await tables(tx.db)
    .selectFrom("pledges")
    .select("id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.id;
}

type NewPledge = {
  appealId: string;
  requestKey: string;
  accountId: string;
  amount: bigint;
  named: boolean;
} & ({ holdId: string; entryId: null } | { holdId: null; entryId: string });

export async function insertPledge(tx: Ctx, pledge: NewPledge, by: By): Promise<string> {
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("pledges")
    .values({
      id,
      appeal_id: pledge.appealId,
      request_key: pledge.requestKey,
      account_id: pledge.accountId,
      amount: pledge.amount,
      named: pledge.named,
      hold_id: pledge.holdId,
      entry_id: pledge.entryId,
      refund_entry_id: null,
      state: pledge.holdId === null ? "given" : "held",
      mandate_id: by.mandateId,
      pledged_at: tx.now,
    })
    .execute();
  return id;
}

export async function listPledges(ctx: Ctx, appealId: string, state: PledgeState) {
  return tables(ctx.db)
    .selectFrom("pledges")
    .selectAll()
    .where("appeal_id", "=", appealId)
    .where("state", "=", state)
    .orderBy("id")
    .execute();
}
export type PledgeRow = Awaited<ReturnType<typeof listPledges>>[number];

export async function findPledge(tx: Ctx, appealId: string, id: string): Promise<PledgeRow> {
  const row = await tables(tx.db)
    .selectFrom("pledges")
    .selectAll()
    .where("id", "=", id)
    .where("appeal_id", "=", appealId)
    .executeTakeFirst();
  if (!row) throw new Refusal("missing", "pledgeUnknown");
  return row;
}

export async function setPledge(
  tx: Ctx,
  id: string,
  change: { state: PledgeState; entry_id?: string; refund_entry_id?: string },
): Promise<void> {
  await tables(tx.db).updateTable("pledges").set(change).where("id", "=", id).execute();
}

export async function wasSpent(tx: Ctx, requestKey: string): Promise<boolean> {
  const { rows } = await sql`select 1 from appeal_spendings where request_key = ${requestKey}`.execute(tx.db);
  return rows.length > 0;
}

export async function countSpendings(tx: Ctx, appealId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from appeal_spendings where appeal_id = ${appealId}`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

type NewSpending = {
  appealId: string;
  requestKey: string;
  accountId: string;
  amount: bigint;
  purpose: Multilingual;
  entryId: string;
};

export async function insertSpending(tx: Ctx, spending: NewSpending, by: By): Promise<void> {
  await tables(tx.db)
    .insertInto("appeal_spendings")
    .values({
      id: tx.newId(),
      appeal_id: spending.appealId,
      request_key: spending.requestKey,
      account_id: spending.accountId,
      amount: spending.amount,
      purpose: JSON.stringify(spending.purpose),
      entry_id: spending.entryId,
      mandate_id: by.mandateId,
      spent_at: tx.now,
    })
    .execute();
}

export async function wasReported(tx: Ctx, requestKey: string): Promise<boolean> {
  const { rows } = await sql`select 1 from appeal_reports where request_key = ${requestKey}`.execute(tx.db);
  return rows.length > 0;
}

export async function insertAppealReport(
  tx: Ctx,
  report: { appealId: string; requestKey: string; body: Multilingual; closes: boolean },
  by: By,
): Promise<void> {
  await tables(tx.db)
    .insertInto("appeal_reports")
    .values({
      id: tx.newId(),
      appeal_id: report.appealId,
      request_key: report.requestKey,
      body: JSON.stringify(report.body),
      closes: report.closes,
      mandate_id: by.mandateId,
      reported_at: tx.now,
    })
    .execute();
}

/** Numbers of appeals whose last day is over and that nobody settled yet. */
export async function listDueAppeals(ctx: Ctx, today: string): Promise<number[]> {
  const rows = await tables(ctx.db)
    .selectFrom("appeals")
    .select("number")
    .where("state", "=", "open")
    .where("closes_on", "<", today)
    .orderBy("number")
    .execute();
  return rows.map(({ number }) => number);
}
