// The only SQL that writes previews of calendar files.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import { tables } from "./tables.ts";

const KEPT_HOURS = 24;

type NewPreview = {
  readonly organizationId: OrganizationId;
  readonly choices: unknown;
  readonly body: string;
};

export async function insertPreview(tx: Ctx, { organizationId, choices, body }: NewPreview): Promise<string> {
  const id = tx.newId();
  await tables(tx.db)
    .insertInto("action_imports")
    .values({ id, organization_id: organizationId, choices: JSON.stringify(choices), body, read_at: tx.now })
    .execute();
  return id;
}

/** The preview, which is gone with it. */
export async function takePreview(
  tx: Ctx,
  id: string,
): Promise<{ organizationId: OrganizationId; choices: unknown; body: string } | undefined> {
  const { rows } = await sql<{ organizationId: OrganizationId; choices: unknown; body: string }>`
    delete from action_imports where id = ${id} and read_at > ${new Date(tx.now.getTime() - KEPT_HOURS * 3_600_000)}
    returning organization_id as "organizationId", choices, body`.execute(tx.db);
  return rows[0];
}

export async function forgetPreviews(tx: Ctx): Promise<void> {
  await tables(tx.db)
    .deleteFrom("action_imports")
    .where("read_at", "<", new Date(tx.now.getTime() - KEPT_HOURS * 3_600_000))
    .execute();
}
