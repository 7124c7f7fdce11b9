// How an organisation stands to an action that others announced, for those whom it concerns.
import { sql } from "kysely";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { JoiningStep } from "./types.ts";

export type Joining = {
  readonly organization: { readonly id: string; readonly slug: string; readonly name: Multilingual };
  readonly step: JoiningStep;
  readonly reason: Multilingual | null;
  readonly at: Date;
};

/** The latest step of each organisation, who waits longest first. */
export async function listJoinings(db: Db, actionId: string): Promise<Joining[]> {
  const { rows } = await sql<Joining>`
    select * from (
      select distinct on (j.organization_id) jsonb_build_object('id', g.id, 'slug', g.slug, 'name', g.name) as organization,
        j.step, j.reason, j.at
      from action_joinings j join organizations g on g.id = j.organization_id
      where j.action_id = ${actionId} order by j.organization_id, j.ordinal desc) as latest
    order by at, organization ->> 'slug'`.execute(db);
  return rows;
}

/** Actions of some organisations about which somebody asked and has no answer yet: number, title, how many ask. */
export type Waiting = { readonly number: number; readonly title: Multilingual; readonly asking: number };

export async function listWaiting(
  db: Db,
  organizationIds: readonly string[],
  now: Date,
  most: number,
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select a.number, a.title, count(*)::int as asking
    from actions a cross join lateral (
      select distinct on (j.organization_id) j.step from action_joinings j
      where j.action_id = a.id order by j.organization_id, j.ordinal desc) as latest
    where a.organization_id = any(${[...organizationIds]}::uuid[]) and a.state = 'announced' and a.last_at > ${now}
      and latest.step = 'asked'
    group by a.id order by a.last_at, a.number limit ${most}`.execute(db);
  return rows;
}
