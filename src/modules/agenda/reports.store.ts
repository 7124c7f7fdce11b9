// The only SQL that writes reports on actions, their photographs and confirmations.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { tables } from "./tables.ts";
import type { ActionId, ActionReportId, CampaignId, Counting } from "./types.ts";

export async function findReportByRequest(tx: Ctx, requestKey: string): Promise<ActionReportId | undefined> {
  const row = await tables(tx.db)
    .selectFrom("action_reports")
    .select("id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.id as ActionReportId | undefined;
}

export type KeptPhotograph = {
  readonly hash: string;
  readonly smallHash: string;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  readonly alt: Multilingual;
};

export type NewReport = {
  readonly actionId: ActionId;
  readonly requestKey: string;
  readonly organizationId: OrganizationId;
  readonly participants: number | null;
  readonly counted: Counting | null;
  readonly body: Multilingual;
  readonly mandateId: string | null;
  readonly photographs: readonly KeptPhotograph[];
};

export async function insertReport(tx: Ctx, report: NewReport): Promise<ActionReportId> {
  const db = tables(tx.db);
  const id = tx.newId() as ActionReportId;
  await db
    .insertInto("action_reports")
    .values({
      id,
      action_id: report.actionId,
      request_key: report.requestKey,
      organization_id: report.organizationId,
      participants: report.participants,
      counted: report.counted,
      body: JSON.stringify(report.body),
      mandate_id: report.mandateId,
      reported_at: tx.now,
    })
    .execute();
  const rows = report.photographs.map((one, index) => ({
    id: tx.newId(),
    report_id: id,
    position: index + 1,
    file_hash: one.hash,
    small_hash: one.smallHash,
    width: one.width,
    height: one.height,
    placeholder: one.placeholder,
    alt: JSON.stringify(one.alt),
  }));
  if (rows.length > 0) await db.insertInto("action_photographs").values(rows).execute();
  return id;
}

/** When the first time of an action ended. */
export async function firstEnd(tx: Ctx, actionId: ActionId): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select min(ends_at) as at from action_occurrences where action_id = ${actionId}`.execute(tx.db);
  return rows[0]?.at ?? new Date(8.64e15);
}

export type ReportToConfirm = {
  readonly id: ActionReportId;
  readonly number: number;
  readonly actionId: ActionId;
  readonly organizationId: OrganizationId;
  readonly campaignId: CampaignId | null;
  readonly personId: string | null;
  readonly confirmed: boolean;
};

export async function lockReport(tx: Ctx, id: ActionReportId): Promise<ReportToConfirm | undefined> {
  const { rows } = await sql<ReportToConfirm>`
    select r.id, a.number, a.id as "actionId", a.organization_id as "organizationId", a.campaign_id as "campaignId",
      (select m.person_id from mandates m where m.id = r.mandate_id) as "personId",
      exists (select 1 from action_report_confirmations f where f.report_id = r.id) as confirmed
    from action_reports r join actions a on a.id = r.action_id where r.id = ${id} for update of r`.execute(
    tx.db,
  );
  return rows[0];
}

export async function insertConfirmation(
  tx: Ctx,
  id: ActionReportId,
  mandateId: string | null,
): Promise<void> {
  await tables(tx.db)
    .insertInto("action_report_confirmations")
    .values({ report_id: id, mandate_id: mandateId, confirmed_at: tx.now })
    .execute();
}
