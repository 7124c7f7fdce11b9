// Who is called to an edition and how many seats each has, as pages and rules read it.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Edition, EditionId } from "#congress";
import type { Db } from "#platform/database/database";
import { regionOf } from "#platform/geography/index";
import type { Multilingual } from "#platform/multilingual";
import { Refusal } from "#platform/errors";
import { hold, type Verdict } from "#platform/rules";
import { parse } from "#platform/validation";
import { z } from "zod";
import { findSeats, isFound, type SeatsFound } from "./seats.rules.ts";
import { seatMethod } from "./seats.schema.ts";
import type { SeatMethod } from "./types.ts";

/** What holds where no call was decided. */
const WITHOUT_A_CALL = { seats: 1, alternatesForSeat: 1 } as const;

export type CalledOrganization = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
  /** UN M49. */
  readonly region: string | null;
};

/** In SQL: an organisation `o` that an edition calls. */
export const isCalled = ({ id, callsAll }: Pick<Edition, "id" | "callsAll">) => sql`
  case when ${callsAll}::boolean then o.status = 'affiliated'
    else o.status not in ('suspended', 'withdrawn', 'refused')
      and exists (select 1 from congress_called c where c.edition_id = ${id} and c.organization_id = o.id) end`;

/** Affiliated organisations of a region (UN M49). */
export async function listAffiliatedOf(db: Db, region: string): Promise<OrganizationId[]> {
  const { rows } = await sql<{ id: OrganizationId; country: string | null }>`
    select id, country from organizations where status = 'affiliated' order by slug`.execute(db);
  return rows.filter(({ country }) => country && regionOf(country) === region).map(({ id }) => id);
}

export async function listCalled(db: Db, edition: Edition): Promise<CalledOrganization[]> {
  const { rows } = await sql<Omit<CalledOrganization, "region"> & { country: string | null }>`
    select o.id, o.slug, o.name, o.country from organizations o where ${isCalled(edition)} order by o.slug`.execute(
    db,
  );
  return rows.map(({ country, ...row }) => ({ ...row, region: country && regionOf(country) }));
}

export type Call = {
  readonly id: string;
  readonly number: number;
  readonly method: SeatMethod;
  readonly alternatesForSeat: number;
  readonly nominationsUntil: Date | null;
  readonly decision: Multilingual;
  readonly setAt: Date;
  readonly actId: string;
};

/** The calls that were decided, the one in force first. */
export async function listCalls(db: Db, editionId: EditionId): Promise<Call[]> {
  const { rows } = await sql<Call>`
    select id, number, method, alternates_for_seat as "alternatesForSeat", nominations_until as "nominationsUntil",
      decision, set_at as "setAt", act_id as "actId"
    from seat_allocations where edition_id = ${editionId} order by number desc`.execute(db);
  return rows;
}

export type Seats = { readonly seats: number; readonly alternates: number; readonly until: Date | null };

/** How many seats and alternates a called organisation has by the call in force. */
export async function seatsOf(db: Db, editionId: EditionId, organizationId: OrganizationId): Promise<Seats> {
  const { rows } = await sql<{ seats: number | null; alternates: number; until: Date | null }>`
    select s.seats, a.alternates_for_seat as alternates, a.nominations_until as until
    from seat_allocations a
    left join delegation_seats s on s.allocation_id = a.id and s.organization_id = ${organizationId}
    where a.edition_id = ${editionId} order by a.number desc limit 1`.execute(db);
  const [call] = rows;
  if (!call)
    return { seats: WITHOUT_A_CALL.seats, alternates: WITHOUT_A_CALL.alternatesForSeat, until: null };
  // Affiliated after the call: it has none until the next one.
  const seats = call.seats ?? 0;
  return { seats, alternates: seats * call.alternates, until: call.until };
}

export type DelegationSeats = CalledOrganization & {
  readonly seats: number;
  readonly nominated: number;
  readonly accepted: number;
  readonly alternates: number;
};

/** Every called organisation with its seats and how many of them are taken, by the order of their addresses. */
export async function listDelegationSeats(db: Db, edition: Edition): Promise<DelegationSeats[]> {
  const { rows } = await sql<Omit<DelegationSeats, "region"> & { country: string | null }>`
    with call as (select id from seat_allocations where edition_id = ${edition.id} order by number desc limit 1),
    sent as (select organization_id, count(*) filter (where seat = 'delegate' and state = 'nominated')::int as nominated,
        count(*) filter (where seat = 'delegate' and state = 'accepted')::int as accepted,
        count(*) filter (where seat = 'alternate' and state = 'accepted')::int as alternates
      from delegates where edition_id = ${edition.id} group by organization_id)
    select o.id, o.slug, o.name, o.country,
      case when exists (select 1 from call) then coalesce(s.seats, 0) else ${WITHOUT_A_CALL.seats}::int end as seats,
      coalesce(sent.nominated, 0) as nominated, coalesce(sent.accepted, 0) as accepted,
      coalesce(sent.alternates, 0) as alternates
    from organizations o
    left join delegation_seats s on s.organization_id = o.id and s.allocation_id = (select id from call)
    left join sent on sent.organization_id = o.id
    where ${isCalled(edition)} order by o.slug`.execute(db);
  return rows.map(({ country, ...row }) => ({ ...row, region: country && regionOf(country) }));
}

export type SeatPreview = {
  readonly called: readonly (CalledOrganization & { readonly seats: number; readonly tied: boolean })[];
  readonly total: number;
};

/** What a method would give, before it is decided. Refuses as `setSeats` does. */
export async function previewSeats(db: Db, edition: Edition, asked: SeatMethod): Promise<SeatPreview> {
  const { method } = parse(z.object({ method: seatMethod }), { method: asked });
  const called = await listCalled(db, edition);
  return previewOf(called, seatsOrRefusal(findSeats(method, called)));
}

/** The seats that were found, or the rule that there is no such division by. */
export function seatsOrRefusal(found: SeatsFound | Verdict): SeatsFound {
  if (isFound(found)) return found;
  hold(found, "invalid");
  throw new Refusal("invalid", "inputInvalid");
}

function previewOf(called: readonly CalledOrganization[], { seats, tied }: SeatsFound): SeatPreview {
  const rows = called.map((one) => ({
    ...one,
    seats: seats.get(one.id) ?? 0,
    tied: tied.includes(one.id),
  }));
  return { called: rows, total: rows.reduce((sum, { seats: own }) => sum + own, 0) };
}
