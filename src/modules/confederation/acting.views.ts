// For which organisations somebody can do something, to offer it in lists and forms. The acts themselves ask `authorise`.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { Capability, OrganizationId } from "./types.ts";

export type ActingFor = { readonly id: OrganizationId; readonly slug: string; readonly name: Multilingual };

const MOST_OFFERED = 300;

/**
 * Organisations for which the reader's mandates allow something: their own, and those below where a mandate reaches so far.
 * For choosing in forms; the acts ask `authorise`.
 */
export async function actsFor(ctx: Ctx, capability: Capability): Promise<ActingFor[]> {
  if (ctx.actor.kind !== "person") return [];
  const { rows } = await sql<ActingFor>`
    with recursive mine as (
      select m.organization_id as id, m.covers = 'organization_and_below' as reaches, 0 as depth
      from mandates m join offices o on o.key = m.office
      where m.person_id = ${ctx.actor.personId}::uuid and ${capability} = any(o.capabilities) and m.recalled_at is null
        and m.starts_at <= ${ctx.now} and (m.ends_at is null or m.ends_at > ${ctx.now})
      union
      select o.id, true, mine.depth + 1 from organizations o join mine on o.parent_id = mine.id
      where mine.reaches and mine.depth < 64
    )
    select o.id, o.slug, o.name from (select id, min(depth) as depth from mine group by id) as own
    join organizations o on o.id = own.id order by own.depth, o.slug limit ${MOST_OFFERED}`.execute(ctx.db);
  return rows;
}
