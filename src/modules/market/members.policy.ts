// Who sees what is for members only: whoever holds a mandate in force on this node, and its shell.
import { sql } from "kysely";
import { actsFor, type Capability, type OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";

export { type ActingFor, actsFor } from "#confederation";

export async function seesMembersOnly(ctx: Ctx): Promise<boolean> {
  if (ctx.actor.kind === "visitor") return false;
  if (ctx.actor.kind === "shell") return true;
  const { rows } = await sql<{ holds: boolean }>`
    select exists (select 1 from mandates m where m.person_id = ${ctx.actor.personId}::uuid and m.recalled_at is null
      and m.starts_at <= ${ctx.now} and (m.ends_at is null or m.ends_at > ${ctx.now})) as holds`.execute(
    ctx.db,
  );
  return rows[0]?.holds === true;
}

/** Of these organisations, those for which the reader may do something. */
export async function actsForAny(
  ctx: Ctx,
  capability: Capability,
  ids: readonly OrganizationId[],
): Promise<OrganizationId[]> {
  const own = new Set((await actsFor(ctx, capability)).map(({ id }) => id));
  return ids.filter((id) => own.has(id));
}
