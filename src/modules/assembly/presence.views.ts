// Who was in the room at a moment, told from what the door saw.
// Invariant: only what counts is read, so that the same moment always gives the same answer, but for lists that a phone
// sends later.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { EditionId } from "#congress";
import type { Db } from "#platform/database/database";
import type { DelegateId } from "./types.ts";

export type PresenceAt = {
  /** People in the room, by the order in which they were named. */
  readonly delegates: DelegateId[];
  /** Accredited delegations with somebody in the room. */
  readonly delegations: OrganizationId[];
  /** Accepted for a seat at that moment; alternates are not counted. */
  readonly accreditedDelegates: number;
  /** Accredited at that moment, including those whose accreditation was withdrawn later. */
  readonly accreditedDelegations: number;
};

/** Delegations of an edition that were accredited at a moment. */
const accredited = (editionId: EditionId, at: Date) => sql`
  select organization_id from delegations where edition_id = ${editionId} and accredited_at <= ${at}
  union
  select organization_id from withdrawn_accreditations
  where edition_id = ${editionId} and accredited_at <= ${at} and withdrawn_at > ${at}`;

/** Of `delegates d`: neither taken back at a moment, nor without the mandate that acceptance gave them. */
const sentAt = (at: Date) => sql`(d.withdrawn_at is null or d.withdrawn_at > ${at}) and not exists (
  select from mandates m where m.id = d.mandate_id and m.recalled_at <= ${at})`;

/** Delegates of an edition who were in the room: the last that the door saw of them before that moment. */
export const inTheRoom = (editionId: EditionId, at: Date) => sql`
  select d.id, d.organization_id from (
    select distinct on (delegate_id) delegate_id, direction from presence_events
    where edition_id = ${editionId} and set_aside is null and happened_at <= ${at}
    order by delegate_id, happened_at desc, sequence desc
  ) last
  join delegates d on d.id = last.delegate_id
  where last.direction = 'in' and ${sentAt(at)}`;

/**
 * Whoever was in the room, to be asked person by person: joined in SQL, the planner takes it for a few rows and looks through
 * all of them for each delegate.
 */
export async function readInTheRoom(db: Db, editionId: EditionId, at: Date): Promise<Set<DelegateId>> {
  const { rows } = await sql<{ id: DelegateId }>`select id from (${inTheRoom(editionId, at)}) room`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Presence at any moment, past ones too. */
export async function presenceAt(db: Db, editionId: EditionId, at: Date): Promise<PresenceAt> {
  const { rows } = await sql<PresenceAt>`
    with accredited as (${accredited(editionId, at)}), present as (${inTheRoom(editionId, at)})
    select
      coalesce((select array_agg(id order by id) from present), '{}') as delegates,
      coalesce((select array_agg(organization_id order by organization_id)
        from (select distinct organization_id from present where organization_id in (select * from accredited)) p),
        '{}') as delegations,
      (select count(*)::int from delegates d where d.edition_id = ${editionId} and d.seat = 'delegate'
        and d.mandate_id is not null and d.decided_at <= ${at} and ${sentAt(at)})
        as "accreditedDelegates",
      (select count(*)::int from accredited) as "accreditedDelegations"`.execute(db);
  return rows[0] as PresenceAt;
}
