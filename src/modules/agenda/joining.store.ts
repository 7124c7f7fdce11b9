// The only SQL that writes who holds an action together with those who announced it, and how that came about.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { tables } from "./tables.ts";
import type { Action, ActionId, JoiningStep } from "./types.ts";

/** Those who joined, in that order. */
export async function joinedOf(tx: Ctx, actionId: ActionId): Promise<OrganizationId[]> {
  const rows = await tables(tx.db)
    .selectFrom("action_organizers")
    .select("organization_id")
    .where("action_id", "=", actionId)
    .orderBy("joined_at")
    .execute();
  return rows.map((row) => row.organization_id as OrganizationId);
}

/** All who hold it: who announced it, then who joined. */
export async function organizersOf(tx: Ctx, action: Action): Promise<OrganizationId[]> {
  return [action.organizationId, ...(await joinedOf(tx, action.id))];
}

/** Where an organisation stands; undefined: it never asked. The action is locked. */
export async function latestStep(
  tx: Ctx,
  actionId: ActionId,
  organizationId: OrganizationId,
): Promise<JoiningStep | undefined> {
  const { rows } = await sql<{ step: JoiningStep }>`
    select j.step from action_joinings j where j.action_id = ${actionId} and j.organization_id = ${organizationId}
    order by j.ordinal desc limit 1`.execute(tx.db);
  return rows[0]?.step;
}

/** Organisations whose question is open. */
export async function askersOf(tx: Ctx, actionId: ActionId): Promise<OrganizationId[]> {
  const { rows } = await sql<{ id: OrganizationId; step: JoiningStep }>`
    select distinct on (j.organization_id) j.organization_id as id, j.step from action_joinings j
    where j.action_id = ${actionId} order by j.organization_id, j.ordinal desc`.execute(tx.db);
  return rows.filter(({ step }) => step === "asked").map(({ id }) => id);
}

export type Step = {
  readonly actionId: ActionId;
  readonly organizationId: OrganizationId;
  readonly mandateId: string | null;
} & (
  | { readonly step: "asked" | "accepted" | "left" }
  | { readonly step: "refused" | "removed"; readonly reason: Multilingual }
);

/** Keeps the step, and puts the organisation in or out. Gives the step's id. */
export async function takeStep(tx: Ctx, taken: Step): Promise<string> {
  const { actionId, organizationId, mandateId, step } = taken;
  const db = tables(tx.db);
  const id = tx.newId();
  await db
    .insertInto("action_joinings")
    .values({
      id,
      action_id: actionId,
      organization_id: organizationId,
      step,
      reason: "reason" in taken ? JSON.stringify(taken.reason) : null,
      mandate_id: mandateId,
      at: tx.now,
    })
    .execute();
  if (step === "accepted")
    await db
      .insertInto("action_organizers")
      .values({
        action_id: actionId,
        organization_id: organizationId,
        mandate_id: mandateId,
        joined_at: tx.now,
      })
      .execute();
  if (step === "removed" || step === "left")
    await db
      .deleteFrom("action_organizers")
      .where("action_id", "=", actionId)
      .where("organization_id", "=", organizationId)
      .execute();
  return id;
}
