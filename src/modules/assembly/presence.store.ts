// The only SQL that writes what the door saw, and what its rules are told.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { EditionId } from "#congress";
import type { Ctx } from "#platform/context";
import type { DelegationInRoom, KeptEvent, Seen, Shown, Substitution } from "./presence.rules.ts";
import { tables } from "./tables.ts";
import type { DelegateId, PresenceEventId } from "./types.ts";

export type RecordedEvent = KeptEvent & { readonly setAside: string | null };

/** Events that arrived before, and what became of them. */
export async function readRecorded(
  { db }: Pick<Ctx, "db">,
  ids: readonly PresenceEventId[],
): Promise<Map<PresenceEventId, RecordedEvent>> {
  const { rows } = await sql<RecordedEvent & { id: PresenceEventId }>`
    select id, edition_id as "editionId", direction, delegate_id as "delegateId", shown, set_aside as "setAside"
    from presence_events where id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...event }) => [id, event]));
}

export type ShownDelegate = Shown & { readonly organizationId: OrganizationId };

type Asked = {
  readonly delegateIds: readonly DelegateId[];
  readonly tokens: readonly Buffer[];
  readonly codes: readonly string[];
};

export type ShownIndex = {
  byId(id: DelegateId): ShownDelegate | undefined;
  byToken(token: Buffer): ShownDelegate | undefined;
  byCode(code: string): ShownDelegate | undefined;
};

type ShownRow = Omit<ShownDelegate, "badgeReplacedAt"> & {
  token: Buffer | null;
  code: string | null;
  replacedAt: Date | null;
};

/** Delegates by their ids or by what their badges showed, those of other editions too. */
export async function readShown(
  { db }: Pick<Ctx, "db">,
  editionId: EditionId,
  { delegateIds, tokens, codes }: Asked,
): Promise<ShownIndex> {
  const { rows } = await sql<ShownRow>`
    select d.id as "delegateId", d.organization_id as "organizationId", d.seat, d.edition_id = ${editionId} as "ofThisEdition",
      case when d.mandate_id is not null then d.decided_at end as "acceptedAt",
      least(d.withdrawn_at, m.recalled_at) as "withdrawnAt",
      b.token, b.code, b.replaced_at as "replacedAt"
    from delegates d left join badges b on b.delegate_id = d.id left join mandates m on m.id = d.mandate_id
    where d.id = any(${[...delegateIds]}::uuid[]) or b.token = any(${[...tokens]}::bytea[])
      or b.code = any(${[...codes]}::text[])`.execute(db);
  const shown = ({ token: _token, code: _code, replacedAt: badgeReplacedAt, ...row }: ShownRow) => ({
    ...row,
    badgeReplacedAt,
  });
  const byId = new Map(rows.map((row) => [row.delegateId, { ...shown(row), badgeReplacedAt: null }]));
  const byToken = new Map(rows.map((row) => [row.token?.toString("hex"), shown(row)]));
  const byCode = new Map(rows.map((row) => [row.code, shown(row)]));
  return {
    byId: (id) => byId.get(id),
    byToken: (token) => byToken.get(token.toString("hex")),
    byCode: (code) => byCode.get(code),
  };
}

/** What is known of these delegations in the room of an edition; seats are found by the caller. */
export async function readRooms(
  { db }: Pick<Ctx, "db">,
  editionId: EditionId,
  organizationIds: readonly OrganizationId[],
): Promise<Map<OrganizationId, Omit<DelegationInRoom, "seats">>> {
  const of = sql`edition_id = ${editionId} and organization_id = any(${[...organizationIds]}::uuid[])`;
  const { rows: seen } = await sql<Seen & { organizationId: OrganizationId }>`
    select organization_id as "organizationId", delegate_id as "delegateId", direction, happened_at as at
    from presence_events where set_aside is null and ${of} order by happened_at, sequence`.execute(db);
  const { rows: people } = await sql<{
    organizationId: OrganizationId;
    id: DelegateId;
    isAlternate: boolean;
    withdrawnAt: Date | null;
  }>`
    select d.organization_id as "organizationId", d.id, d.seat = 'alternate' as "isAlternate",
      least(d.withdrawn_at, m.recalled_at) as "withdrawnAt"
    from delegates d left join mandates m on m.id = d.mandate_id
    where d.edition_id = ${editionId} and d.organization_id = any(${[...organizationIds]}::uuid[])`.execute(
    db,
  );
  const { rows: substitutions } = await sql<Substitution & { organizationId: OrganizationId }>`
    select d.organization_id as "organizationId", s.delegate_id as "delegateId", s.alternate_id as "alternateId",
      s.starts_at as "startsAt", coalesce(least(s.ended_at, s.ends_at), s.ends_at) as "endsAt"
    from substitutions s join delegates d on d.id = s.delegate_id
    where s.edition_id = ${editionId} and d.organization_id = any(${[...organizationIds]}::uuid[])`.execute(
    db,
  );
  return new Map(
    organizationIds.map((id) => {
      const own = people.filter((one) => one.organizationId === id);
      const withdrawn = own.flatMap((one) => (one.withdrawnAt ? [[one.id, one.withdrawnAt] as const] : []));
      return [
        id,
        {
          seen: seen.filter((one) => one.organizationId === id),
          substitutions: substitutions.filter((one) => one.organizationId === id),
          alternates: new Set(own.filter((one) => one.isAlternate).map((one) => one.id)),
          withdrawn: new Map(withdrawn),
        },
      ];
    }),
  );
}

export type NewPresence = RecordedEvent & {
  readonly id: PresenceEventId;
  readonly organizationId: OrganizationId | null;
  readonly happenedAt: Date;
  readonly deviceAt: Date;
  readonly offline: boolean;
  readonly recordedUnder: MandateId;
};

export async function insertPresence(tx: Ctx, events: readonly NewPresence[]): Promise<void> {
  if (events.length === 0) return;
  await tables(tx.db)
    .insertInto("presence_events")
    .values(
      events.map((one) => ({
        id: one.id,
        edition_id: one.editionId,
        delegate_id: one.delegateId,
        organization_id: one.organizationId,
        direction: one.direction,
        happened_at: one.happenedAt,
        device_at: one.deviceAt,
        recorded_at: tx.now,
        offline: one.offline,
        recorded_under: one.recordedUnder,
        shown: one.shown,
        set_aside: one.setAside,
      })),
    )
    .execute();
}
