// The assembly of an edition as it leaves the node: for an archive that others check without it.
// Invariant: only what is public already. People are numbers by delegation; of requests for the floor nothing is said but
// which delegation was given it; how a sitting is joined from elsewhere stays inside.
import { sql } from "kysely";
import { canonicalJson } from "#algorithms/transparency";
import type { MandateId, OrganizationId } from "#confederation";
import { type EditionId, editionPath, type RollCallId } from "#congress";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { EventFacts, ItemDocument, ItemKind, ItemState, SittingState } from "./sitting-model.ts";
import type { OrganId, OrganKind, OrganRules, SeatKind, SeatMethod } from "./types.ts";

export type ArchivedRules = {
  readonly number: number;
  readonly rules: OrganRules;
  readonly languages: readonly string[];
  readonly inForceFrom: Date;
  readonly decision: Multilingual | null;
  readonly mandate: MandateId | null;
  readonly act: string;
};

export type ArchivedOrgan = {
  readonly id: OrganId;
  readonly slug: string;
  readonly kind: OrganKind;
  readonly name: Multilingual;
  readonly organization: OrganizationId;
  readonly region: string | null;
  readonly cycleMonths: number | null;
  readonly cycleFrom: string | null;
  readonly foundedAt: Date;
  readonly act: string;
  readonly rules: readonly ArchivedRules[];
};

/** The organs of an edition in the order of their ids, each with every version of its rules. */
export async function listArchivedOrgans(db: Db, editionId: EditionId): Promise<ArchivedOrgan[]> {
  const organs = await sql<Omit<ArchivedOrgan, "rules">>`
    select id, slug, kind, name, organization_id as organization, region, cycle_months as "cycleMonths",
      cycle_from::text as "cycleFrom", founded_at as "foundedAt", act_id as act
    from organs where edition_id = ${editionId} order by id`.execute(db);
  const rules = await sql<ArchivedRules & { organ: OrganId }>`
    select r.organ_id as organ, r.number, r.rules, r.languages, r.in_force_from as "inForceFrom", r.decision,
      r.mandate_id as mandate, r.act_id as act
    from organ_rules r join organs o on o.id = r.organ_id
    where o.edition_id = ${editionId} order by r.organ_id, r.number`.execute(db);
  return organs.rows.map((organ) => ({
    ...organ,
    rules: rules.rows.filter((one) => one.organ === organ.id).map(({ organ: _organ, ...one }) => one),
  }));
}

export type ArchivedCall = {
  readonly number: number;
  readonly method: SeatMethod;
  readonly alternatesForSeat: number;
  readonly nominationsUntil: Date | null;
  readonly seats: Readonly<Record<OrganizationId, number>>;
  readonly decision: Multilingual;
  readonly mandate: MandateId | null;
  readonly setAt: Date;
  readonly act: string;
};

export async function listArchivedCalls(db: Db, editionId: EditionId): Promise<ArchivedCall[]> {
  const { rows } = await sql<ArchivedCall>`
    select number, method, alternates_for_seat as "alternatesForSeat", nominations_until as "nominationsUntil",
      coalesce((select jsonb_object_agg(organization_id, seats) from delegation_seats where allocation_id = a.id), '{}')
        as seats,
      decision, mandate_id as mandate, set_at as "setAt", act_id as act
    from seat_allocations a where edition_id = ${editionId} order by number`.execute(db);
  return rows;
}

export type ArchivedDelegates = {
  /** How many people each organisation sent, by what became of them. */
  readonly numbers: readonly {
    readonly organization: OrganizationId;
    readonly seat: SeatKind;
    readonly nominated: number;
    readonly accepted: number;
    readonly refused: number;
    readonly withdrawn: number;
  }[];
  readonly substitutions: readonly {
    readonly organization: OrganizationId;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly endedAt: Date | null;
    readonly mandate: MandateId;
    readonly act: string;
  }[];
};

export async function readArchivedDelegates(db: Db, editionId: EditionId): Promise<ArchivedDelegates> {
  const numbers = await sql<ArchivedDelegates["numbers"][number]>`
    select organization_id as organization, seat,
      (count(*) filter (where state = 'nominated'))::int as nominated,
      (count(*) filter (where state = 'accepted'))::int as accepted,
      (count(*) filter (where state = 'refused'))::int as refused,
      (count(*) filter (where state = 'withdrawn'))::int as withdrawn
    from delegates where edition_id = ${editionId} group by 1, 2 order by 1, 2`.execute(db);
  const substitutions = await sql<ArchivedDelegates["substitutions"][number]>`
    select d.organization_id as organization, s.starts_at as "startsAt", s.ends_at as "endsAt",
      s.ended_at as "endedAt", s.mandate_id as mandate, s.act_id as act
    from substitutions s join delegates d on d.id = s.delegate_id
    where s.edition_id = ${editionId} order by s.id`.execute(db);
  return { numbers: numbers.rows, substitutions: substitutions.rows };
}

export type ArchivedEvent = {
  readonly type: string;
  readonly item: string | null;
  /** Of whoever was given the floor or was passed over. */
  readonly organization: OrganizationId | null;
  readonly speech: string | null;
  readonly rollCall: RollCallId | null;
  readonly facts: EventFacts;
  readonly happenedAt: Date;
  readonly mandate: MandateId | null;
  readonly act: string;
};

export type ArchivedItem = {
  readonly id: string;
  readonly position: number;
  readonly title: Multilingual;
  readonly kind: ItemKind;
  readonly plannedMinutes: number | null;
  readonly documents: readonly ItemDocument[];
  readonly state: ItemState;
};

export type ArchivedMinutes = {
  readonly factsHash: string;
  readonly drawnUpAt: Date;
  readonly act: string;
  /** Slug of the text that they became. */
  readonly text: string | null;
  readonly submittedUnder: MandateId | null;
  readonly submittedAt: Date | null;
  readonly remarks: readonly {
    readonly entry: number;
    readonly mode: string;
    readonly words: Multilingual | null;
    readonly mandate: MandateId | null;
    readonly writtenAt: Date;
    readonly act: string;
  }[];
};

export type ArchivedSitting = {
  readonly number: number;
  readonly organ: OrganId;
  readonly title: Multilingual;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly zone: string;
  readonly place: string | null;
  readonly languages: readonly string[];
  readonly state: SittingState;
  readonly plannedUnder: MandateId | null;
  readonly plannedAt: Date;
  readonly act: string;
  readonly items: readonly ArchivedItem[];
  /** What has its place in the log, in the order in which it happened. */
  readonly events: readonly ArchivedEvent[];
  readonly minutes: ArchivedMinutes | null;
};

type SittingRow = Omit<ArchivedSitting, "items" | "events" | "minutes"> & { readonly id: string };

export async function* listArchivedSittings(db: Db, editionId: EditionId): AsyncGenerator<ArchivedSitting> {
  const { rows } = await sql<SittingRow>`
    select id, number, organ_id as organ, title, starts_at as "startsAt", ends_at as "endsAt", zone, place, languages,
      state, planned_under as "plannedUnder", planned_at as "plannedAt", act_id as act
    from sittings where edition_id = ${editionId} order by number`.execute(db);
  for (const { id, ...sitting } of rows) {
    const items = await sql<ArchivedItem>`
      select id, position, title, kind, planned_minutes as "plannedMinutes", documents, state
      from agenda_items where sitting_id = ${id} order by position`.execute(db);
    const events = await sql<ArchivedEvent>`
      select e.type, e.item_id as item, r.organization_id as organization, r.kind as speech,
        e.roll_call_id as "rollCall", e.facts, e.happened_at as "happenedAt", e.mandate_id as mandate, e.act_id as act
      from sitting_events e left join speaking_requests r on r.id = e.request_id
      where e.sitting_id = ${id} and e.act_id is not null order by e.sequence`.execute(db);
    yield { ...sitting, items: items.rows, events: events.rows, minutes: await readMinutesOf(db, id) };
  }
}

async function readMinutesOf(db: Db, sittingId: string): Promise<ArchivedMinutes | null> {
  const minutes = await sql<Omit<ArchivedMinutes, "remarks">>`
    select encode(facts_hash, 'hex') as "factsHash", m.drawn_up_at as "drawnUpAt", m.act_id as act, t.slug as text,
      m.submitted_under as "submittedUnder", m.submitted_at as "submittedAt"
    from sitting_minutes m left join congress_texts t on t.id = m.text_id
    where m.sitting_id = ${sittingId}`.execute(db);
  const [found] = minutes.rows;
  if (!found) return null;
  const remarks = await sql<ArchivedMinutes["remarks"][number]>`
    select entry, mode, words, written_under as mandate, written_at as "writtenAt", act_id as act
    from minutes_remarks where sitting_id = ${sittingId} order by sequence`.execute(db);
  return { ...found, remarks: remarks.rows };
}

/** The bytes that the hash of a sitting's minutes is over. */
export async function readArchivedMinutes(db: Db, editionId: EditionId, number: number): Promise<Uint8Array> {
  const { rows } = await sql<{ facts: unknown }>`
    select m.facts from sitting_minutes m join sittings s on s.id = m.sitting_id
    where s.edition_id = ${editionId} and s.number = ${number}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`sitting ${number} has no minutes`);
  return canonicalJson(row.facts);
}

export type ArchivedRequest = {
  readonly id: string;
  readonly decisionPoint: string;
  /** Address of the meeting that asked. */
  readonly from: string;
  readonly wish: Multilingual;
  readonly mandate: MandateId | null;
  readonly askedAt: Date;
  readonly act: string;
  /** Address of the congress that took it up. */
  readonly takenUpBy: string | null;
  readonly takenUpAt: Date | null;
};

/** What an edition asked of a congress, and what it took up of what others asked. */
export async function listArchivedRequests(
  db: Db,
  edition: {
    readonly id: EditionId;
    readonly slug: string;
  },
): Promise<ArchivedRequest[]> {
  const { rows } = await sql<ArchivedRequest>`
    select r.id, r.decision_point_id as "decisionPoint", f.slug as from, r.wish, r.mandate_id as mandate,
      r.asked_at as "askedAt", r.act_id as act, t.slug as "takenUpBy", r.taken_up_at as "takenUpAt"
    from congress_requests r join congress_editions f on f.id = r.from_edition_id
    left join congress_editions t on t.id = r.taken_up_by
    where ${edition.id} in (r.from_edition_id, r.taken_up_by) order by r.id`.execute(db);
  // Whether a later congress took it up is for that one to say: its act is not about this edition.
  return rows.map((one) => {
    const here = one.takenUpBy === edition.slug;
    return {
      ...one,
      from: editionPath(one.from),
      takenUpBy: here ? editionPath(edition.slug) : null,
      takenUpAt: here ? one.takenUpAt : null,
    };
  });
}
