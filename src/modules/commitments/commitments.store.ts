// The only SQL that writes commitments, their steps and reports.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { z } from "zod";
import type { recordCommitmentInput, reportInput } from "./commitments.schema.ts";
import { type CommitmentRow, tables } from "./tables.ts";
import type { Commitment, CommitmentId, CommitmentState, ReportId } from "./types.ts";

export function commitmentOf(row: CommitmentRow & { title: unknown }): Commitment {
  return {
    id: row.id as CommitmentId,
    number: row.number,
    decisionPointId: row.decision_point_id as Commitment["decisionPointId"],
    commissionId: row.commission_id as Commitment["commissionId"],
    responsibleId: row.responsible_id as Commitment["responsibleId"],
    title: row.title as unknown as Multilingual,
    region: row.region,
    dueOn: row.due_on,
    state: row.state,
    proposedAt: row.proposed_at,
    stateAt: row.state_at,
    reportedAt: row.reported_at,
  };
}

/** The commitment that an earlier sending of the same form made. */
export async function findByRequest(tx: Ctx, requestKey: string): Promise<number | undefined> {
  const row = await tables(tx.db)
    .selectFrom("commitments")
    .select("number")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.number;
}

export async function lockCommitment(tx: Ctx, number: number): Promise<Commitment | undefined> {
  const row = await tables(tx.db)
    .selectFrom("commitments")
    .selectAll()
    .where("number", "=", number)
    .forUpdate()
    .executeTakeFirst();
  return row && commitmentOf(row as unknown as CommitmentRow);
}

export async function insertCommitment(
  tx: Ctx,
  wanted: z.output<typeof recordCommitmentInput>,
): Promise<{ id: CommitmentId; number: number }> {
  const db = tables(tx.db);
  const id = tx.newId() as CommitmentId;
  const { rows } = await sql<{
    number: number;
  }>`select coalesce(max(number), 0) + 1 as number from commitments`.execute(tx.db);
  const number = rows[0]?.number ?? 1;
  await db
    .insertInto("commitments")
    .values({
      id,
      number,
      request_key: wanted.requestKey,
      decision_point_id: wanted.decisionPointId,
      commission_id: wanted.commissionId,
      responsible_id: wanted.responsibleId,
      title: JSON.stringify(wanted.title),
      region: wanted.region,
      due_on: wanted.dueOn,
      state: "proposed",
      proposed_at: tx.now,
      state_at: tx.now,
      reported_at: null,
    })
    .execute();
  const milestones = wanted.milestones.map((milestone, index) => ({
    id: tx.newId(),
    commitment_id: id,
    position: index + 1,
    title: JSON.stringify(milestone.title),
    due_on: milestone.dueOn,
    reached_at: null,
  }));
  if (milestones.length > 0) await db.insertInto("commitment_milestones").values(milestones).execute();
  const indicators = wanted.indicators.map((indicator, index) => ({
    id: tx.newId(),
    commitment_id: id,
    position: index + 1,
    name: JSON.stringify(indicator.name),
    unit: indicator.unit,
    target: indicator.target,
    reached: 0,
  }));
  if (indicators.length > 0) await db.insertInto("commitment_indicators").values(indicators).execute();
  return { id, number };
}

type Step = {
  id: CommitmentId;
  from: CommitmentState | null;
  to: CommitmentState;
  reason: Multilingual | null;
  mandateId: string | null;
};

export async function recordStep(tx: Ctx, step: Step): Promise<void> {
  const db = tables(tx.db);
  await db
    .insertInto("commitment_steps")
    .values({
      id: tx.newId(),
      commitment_id: step.id,
      from_state: step.from,
      to_state: step.to,
      reason: step.reason && JSON.stringify(step.reason),
      mandate_id: step.mandateId,
      made_at: tx.now,
    })
    .execute();
  if (step.from)
    await db
      .updateTable("commitments")
      .set({ state: step.to, state_at: tx.now })
      .where("id", "=", step.id)
      .execute();
}

export async function findReportByRequest(tx: Ctx, requestKey: string): Promise<ReportId | undefined> {
  const row = await tables(tx.db)
    .selectFrom("commitment_reports")
    .select("id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.id as ReportId | undefined;
}

export type KeptEvidence =
  | { readonly url: string }
  | { readonly hash: string; readonly name: string; readonly mediaType: string; readonly sizeBytes: number };

type NewReport = {
  commitment: Commitment;
  wanted: z.output<typeof reportInput>;
  evidence: readonly KeptEvidence[];
  mandateId: string | null;
};

export async function insertReport(
  tx: Ctx,
  { commitment, wanted, evidence, mandateId }: NewReport,
): Promise<ReportId> {
  const db = tables(tx.db);
  const id = tx.newId() as ReportId;
  await db
    .insertInto("commitment_reports")
    .values({
      id,
      commitment_id: commitment.id,
      request_key: wanted.requestKey,
      body: JSON.stringify(wanted.body),
      claims_fulfilled: wanted.claimsFulfilled,
      mandate_id: mandateId,
      reported_at: tx.now,
    })
    .execute();
  const rows = evidence.map((item, index) => ({
    id: tx.newId(),
    report_id: id,
    position: index + 1,
    url: "url" in item ? item.url : null,
    file_hash: "url" in item ? null : item.hash,
    file_name: "url" in item ? null : item.name,
    media_type: "url" in item ? null : item.mediaType,
    size_bytes: "url" in item ? null : item.sizeBytes,
  }));
  if (rows.length > 0) await db.insertInto("report_evidence").values(rows).execute();
  await db.updateTable("commitments").set({ reported_at: tx.now }).where("id", "=", commitment.id).execute();
  return id;
}

/** Marks milestones as reached now; those reached earlier keep their day. Returns how many positions exist. */
export async function reachMilestones(
  tx: Ctx,
  id: CommitmentId,
  positions: readonly number[],
): Promise<number> {
  if (positions.length === 0) return 0;
  const { rows } = await sql<{ position: number }>`
    update commitment_milestones set reached_at = coalesce(reached_at, ${tx.now})
    where commitment_id = ${id} and position = any(${[...positions]}) returning position`.execute(tx.db);
  return rows.length;
}

export async function setIndicators(
  tx: Ctx,
  id: CommitmentId,
  values: readonly { position: number; reached: number }[],
): Promise<number> {
  let found = 0;
  for (const { position, reached } of values) {
    const result = await tables(tx.db)
      .updateTable("commitment_indicators")
      .set({ reached })
      .where("commitment_id", "=", id)
      .where("position", "=", position)
      .executeTakeFirst();
    found += Number(result.numUpdatedRows);
  }
  return found;
}

export type LastReport = { readonly claimsFulfilled: boolean; readonly personId: string | null };

/** What the last report says, and who made it: nobody known where it came from the node's shell. */
export async function readLastReport(tx: Ctx, id: CommitmentId): Promise<LastReport | undefined> {
  const { rows } = await sql<LastReport>`
    select r.claims_fulfilled as "claimsFulfilled", m.person_id as "personId"
    from commitment_reports r left join mandates m on m.id = r.mandate_id
    where r.commitment_id = ${id} order by r.reported_at desc, r.id desc limit 1`.execute(tx.db);
  return rows[0];
}

export async function organizationExists(tx: Ctx, id: OrganizationId): Promise<boolean> {
  const { rows } = await sql`select 1 from organizations where id = ${id}`.execute(tx.db);
  return rows.length > 0;
}
