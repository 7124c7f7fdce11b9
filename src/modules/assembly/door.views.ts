// What the door shows: numbers for everybody; the list that a phone keeps, and what was set aside, for those who may see names.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { EditionId } from "#congress";
import type { Db } from "#platform/database/database";
import { regionOf } from "#platform/geography/index";
import type { Multilingual } from "#platform/multilingual";
import { writeToken } from "./badges.rules.ts";
import { inTheRoom, presenceAt, readInTheRoom } from "./presence.views.ts";
import type { DelegateId, SeatKind } from "./types.ts";

export type PresenceNumbers = {
  readonly people: number;
  readonly delegations: number;
  readonly accreditedDelegates: number;
  readonly accreditedDelegations: number;
  /** Regions (UN M49) with people in the room, those with most first. */
  readonly regions: readonly {
    readonly region: string;
    readonly people: number;
    readonly delegations: number;
  }[];
};

/** The fewest people of a region that everybody is told of: a row of one says when somebody came and went. */
export const FEWEST_OF_REGION = 3;
const QUARTER_MS = 15 * 60_000;

/** The past moment that everybody is told of: by the quarter of an hour, so that nobody's way through the door can be followed. */
export function momentForEverybody(at: Date): Date {
  return new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS);
}

/** How full the room was at a moment, without anybody's name; regions with at least `fewest` people in it. */
export async function presenceNumbers(
  db: Db,
  editionId: EditionId,
  at: Date,
  fewest = 1,
): Promise<PresenceNumbers> {
  const present = await presenceAt(db, editionId, at);
  const { rows } = await sql<{ country: string | null; people: number; delegations: number }>`
    select o.country, count(*)::int as people, count(distinct o.id)::int as delegations
    from (${inTheRoom(editionId, at)}) room join organizations o on o.id = room.organization_id
    group by o.country`.execute(db);
  const byRegion = Map.groupBy(rows, ({ country }) => country && regionOf(country));
  const regions = [...byRegion].flatMap(([region, of]) =>
    region
      ? [
          {
            region,
            people: of.reduce((sum, one) => sum + one.people, 0),
            delegations: of.reduce((sum, one) => sum + one.delegations, 0),
          },
        ]
      : [],
  );
  return {
    people: present.delegates.length,
    delegations: present.delegations.length,
    accreditedDelegates: present.accreditedDelegates,
    accreditedDelegations: present.accreditedDelegations,
    regions: regions
      .filter(({ people }) => people >= fewest)
      .sort((a, b) => b.people - a.people || a.region.localeCompare(b.region)),
  };
}

/** When the first and the last that counts was seen. */
export async function presenceSpan(
  db: Db,
  editionId: EditionId,
): Promise<{ readonly first: Date; readonly last: Date } | undefined> {
  const { rows } = await sql<{ first: Date | null; last: Date | null }>`
    select min(happened_at) as first, max(happened_at) as last from presence_events
    where edition_id = ${editionId} and set_aside is null`.execute(db);
  const [span] = rows;
  return span?.first && span.last ? { first: span.first, last: span.last } : undefined;
}

export type SetAside = {
  readonly id: string;
  readonly name: string | null;
  readonly organization: Multilingual | null;
  readonly shown: string | null;
  readonly direction: "in" | "out";
  readonly deviceAt: Date;
  readonly recordedAt: Date;
  readonly offline: boolean;
  /** A reason of `refusal.*`. */
  readonly reason: string;
};

/** What could not count, the latest first, and how much of it there is. */
export async function listSetAside(
  db: Db,
  editionId: EditionId,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<SetAside[]> {
  const { rows } = await sql<SetAside>`
    select e.id, p.name, o.name as organization, e.shown, e.direction, e.device_at as "deviceAt",
      e.recorded_at as "recordedAt", e.offline, e.set_aside as reason
    from presence_events e left join delegates d on d.id = e.delegate_id left join people p on p.id = d.person_id
    left join organizations o on o.id = e.organization_id
    where e.edition_id = ${editionId} and e.set_aside is not null
    order by e.sequence desc offset ${offset} limit ${limit}`.execute(db);
  return rows;
}

export async function countSetAside(db: Db, editionId: EditionId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from presence_events
    where edition_id = ${editionId} and set_aside is not null`.execute(db);
  return rows[0]?.count ?? 0;
}

export type DoorListEntry = {
  readonly id: DelegateId;
  readonly name: string;
  readonly organization: Multilingual;
  readonly seat: SeatKind;
  /** Eight bytes of the SHA-256 of the badge's token, in hex: enough to find whom a scan shows, and no badge. */
  readonly badge: string | null;
  readonly inside: boolean;
};

/** What a phone at the door needs while it has no network: accepted people, and nothing else about them. */
export async function listForDoor(db: Db, editionId: EditionId, at: Date): Promise<DoorListEntry[]> {
  const inside = await readInTheRoom(db, editionId, at);
  const { rows } = await sql<Omit<DoorListEntry, "badge" | "inside"> & { token: Buffer | null }>`
    select d.id, p.name, o.name as organization, d.seat, b.token
    from delegates d join people p on p.id = d.person_id join organizations o on o.id = d.organization_id
    left join badges b on b.delegate_id = d.id and b.replaced_at is null
    where d.edition_id = ${editionId} and d.state = 'accepted'
      and not exists (select from mandates m where m.id = d.mandate_id and m.recalled_at is not null)
    order by p.name, d.id`.execute(db);
  return rows.map(({ token, ...row }) => ({
    ...row,
    badge: token && badgeDigest(token),
    inside: inside.has(row.id),
  }));
}

/** Of the token as text, since that is what a phone reads off a badge. */
function badgeDigest(token: Buffer): string {
  return createHash("sha256").update(writeToken(token)).digest("hex").slice(0, 16);
}
