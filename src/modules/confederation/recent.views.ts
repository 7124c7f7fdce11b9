// What is new in the confederation, for the home page.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { OrganizationKind } from "./types.ts";

export type RecentAffiliation = {
  readonly slug: string;
  readonly name: Multilingual;
  readonly kind: OrganizationKind;
  readonly country: string | null;
  readonly place: string | null;
  readonly at: Date;
};

/** The organisations that were affiliated last and still are. */
export async function listRecentAffiliations(db: Db, limit: number): Promise<RecentAffiliation[]> {
  const { rows } = await sql<RecentAffiliation>`
    select g.slug, g.name, g.kind, g.country, g.place, s.acted_at as at
    from affiliation_steps s join organizations g on g.id = s.organization_id
    where s.step = 'affiliated' and g.status = 'affiliated'
      and not exists (select 1 from affiliation_steps later
        where later.organization_id = s.organization_id and later.sequence > s.sequence and later.step = 'affiliated')
    order by s.sequence desc limit ${limit}`.execute(db);
  return rows;
}
