// Delegates as those read them who may know their names: their own organisation, the credentials commission, the door.
// Invariant: everything here holds names; a page asks `standingInRoom` before it shows any of it.
import { sql } from "kysely";
import { may, type OrganizationId, type PersonId } from "#confederation";
import type { Edition, EditionId } from "#congress";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import { folded } from "#platform/folding";
import type { Multilingual } from "#platform/multilingual";
import { writeToken } from "./badges.rules.ts";
import { findOrganOfMeeting } from "./organs.views.ts";
import { readInTheRoom } from "./presence.views.ts";
import { isCalled } from "./seats.views.ts";
import type { BadgeId, DelegateId, DelegateState, Organ, SeatKind, SubstitutionId } from "./types.ts";

export type NamedOrganization = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
};

export type DelegateEntry = {
  readonly id: DelegateId;
  readonly name: string;
  readonly organization: NamedOrganization;
  readonly seat: SeatKind;
  readonly rank: number;
  readonly state: DelegateState;
  readonly reason: Multilingual | null;
  readonly nominatedAt: Date;
  /** The badge that counts. */
  readonly badge: { readonly id: BadgeId; readonly token: string; readonly code: string } | null;
  /** In the room at the moment that was asked for. */
  readonly inside: boolean;
};

export type DelegateFilter = {
  readonly state?: DelegateState | undefined;
  readonly organizationId?: OrganizationId | undefined;
  readonly id?: DelegateId | undefined;
  /** Part of a person's or an organisation's name, in any language; accents and case do not matter. */
  readonly named?: string | undefined;
  readonly inside?: boolean | undefined;
};

export type Slice = { readonly offset: number; readonly limit: number };

type Row = Omit<DelegateEntry, "badge" | "inside"> & {
  badgeId: BadgeId | null;
  token: Buffer | null;
  code: string | null;
};

/** Delegates of an edition by organisation, seat and rank, and how many the filter leaves. */
export async function listDelegates(
  db: Db,
  editionId: EditionId,
  filter: DelegateFilter,
  { at, offset, limit }: Slice & { readonly at: Date },
): Promise<{ readonly total: number; readonly entries: DelegateEntry[] }> {
  const inside = await readInTheRoom(db, editionId, at);
  const { rows } = await sql<Row>`
    select d.id, p.name, jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) as organization, d.seat, d.rank,
      d.state, d.reason, d.nominated_at as "nominatedAt", b.id as "badgeId", b.token, b.code
    from delegates d join people p on p.id = d.person_id join organizations o on o.id = d.organization_id
    left join badges b on b.delegate_id = d.id and b.replaced_at is null
    where d.edition_id = ${editionId}
      and (${filter.state ?? null}::text is null or d.state = ${filter.state ?? null})
      and (${filter.organizationId ?? null}::uuid is null or d.organization_id = ${filter.organizationId ?? null}::uuid)
      and (${filter.id ?? null}::uuid is null or d.id = ${filter.id ?? null}::uuid)
    order by o.slug, d.seat desc, d.rank`.execute(db);
  // Few thousand at most, and names are folded as people type them, in every script.
  const words = filter.named === undefined ? [] : folded(filter.named).split(/\s+/u).filter(Boolean);
  const left = rows.filter(({ id, name, organization }) => {
    if (filter.inside !== undefined && filter.inside !== inside.has(id)) return false;
    const text = folded([name, ...Object.values(organization.name.texts)].join(" "));
    return words.every((word) => text.includes(word));
  });
  const entries = left.slice(offset, offset + limit).map(({ badgeId, token, code, ...row }) => ({
    ...row,
    inside: inside.has(row.id),
    badge: badgeId && token && code ? { id: badgeId, token: writeToken(token), code } : null,
  }));
  return { total: left.length, entries };
}

export async function findDelegate(
  db: Db,
  editionId: EditionId,
  id: DelegateId,
  at: Date,
): Promise<DelegateEntry | undefined> {
  const { entries } = await listDelegates(db, editionId, { id }, { at, offset: 0, limit: 1 });
  return entries[0];
}

/** Whose badge a token or a code is, and of which edition; also one that was replaced. */
export async function findBadge(
  db: Db,
  by: { readonly token: Buffer } | { readonly code: string },
): Promise<
  { readonly delegateId: DelegateId; readonly edition: string; readonly replaced: boolean } | undefined
> {
  const { rows } = await sql<{ delegateId: DelegateId; edition: string; replaced: boolean }>`
    select d.id as "delegateId", e.slug as edition, b.replaced_at is not null as replaced
    from badges b join delegates d on d.id = b.delegate_id join congress_editions e on e.id = d.edition_id
    where ${"token" in by ? sql`b.token = ${by.token}` : sql`b.code = ${by.code}`}`.execute(db);
  return rows[0];
}

export type StandingInRoom = {
  /** May set seats and found organs. */
  readonly convenes: boolean;
  readonly presides: boolean;
  /** Decides on credentials, prints badges. */
  readonly credentials: boolean;
  readonly admits: boolean;
  /** Called organisations for which the reader may name people. */
  readonly nominates: readonly NamedOrganization[];
  /** The organ that stands by itself whose meeting the edition is, if it is one. */
  readonly meetingOf: Organ | undefined;
};

/** What a page should offer to whoever reads it. Only a hint: the acts themselves ask again. */
export async function standingInRoom(ctx: Ctx, edition: Edition): Promise<StandingInRoom> {
  const { convenedBy } = edition;
  return {
    convenes: await may(ctx, "congress.convene", convenedBy),
    presides: await may(ctx, "congress.preside", convenedBy),
    credentials: await may(ctx, "assembly.credential", convenedBy),
    admits: await may(ctx, "assembly.admit", convenedBy),
    nominates: await nominatingFor(ctx, edition),
    meetingOf: await findOrganOfMeeting(ctx.db, edition.id),
  };
}

async function nominatingFor(ctx: Ctx, edition: Edition): Promise<NamedOrganization[]> {
  if (ctx.actor.kind !== "person") return [];
  const { rows } = await sql<NamedOrganization>`
    select o.id, o.slug, o.name from organizations o
    where exists (select 1 from mandates m join offices f on f.key = m.office
        where m.organization_id = o.id and m.person_id = ${ctx.actor.personId}
          and 'assembly.nominate' = any(f.capabilities) and m.recalled_at is null and m.starts_at <= ${ctx.now}
          and (m.ends_at is null or m.ends_at > ${ctx.now}))
      and ${isCalled(edition)}
    order by o.slug`.execute(ctx.db);
  return rows;
}

/** People of the organisation who are not named for the edition yet. */
export async function listNameable(
  ctx: Ctx,
  editionId: EditionId,
  organizationId: OrganizationId,
): Promise<{ readonly id: PersonId; readonly name: string }[]> {
  const { rows } = await sql<{ id: PersonId; name: string }>`
    select distinct p.id, p.name from people p join mandates m on m.person_id = p.id
    where m.organization_id = ${organizationId} and m.recalled_at is null
      and not exists (select 1 from delegates d where d.edition_id = ${editionId} and d.person_id = p.id
        and d.state in ('nominated', 'accepted'))
    order by p.name, p.id limit 200`.execute(ctx.db);
  return rows;
}

export type SubstitutionEntry = {
  readonly id: SubstitutionId;
  readonly delegate: string;
  readonly alternate: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly ended: boolean;
};

/** Who stands in for whom in a delegation, the latest first. */
export async function listSubstitutions(
  db: Db,
  editionId: EditionId,
  organizationId: OrganizationId,
): Promise<SubstitutionEntry[]> {
  const { rows } = await sql<SubstitutionEntry>`
    select s.id, one.name as delegate, other.name as alternate, s.starts_at as "startsAt", s.ends_at as "endsAt",
      s.ended_at is not null as ended
    from substitutions s join delegates d on d.id = s.delegate_id join people one on one.id = d.person_id
    join delegates a on a.id = s.alternate_id join people other on other.id = a.person_id
    where s.edition_id = ${editionId} and d.organization_id = ${organizationId}
    order by s.starts_at desc, s.id desc limit 100`.execute(db);
  return rows;
}
