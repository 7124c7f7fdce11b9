// Organs as pages and other files read them.
import { sql } from "kysely";
import type { DecisionPointId, EditionId } from "#congress";
import type { Db } from "#platform/database/database";
import type { Multilingual } from "#platform/multilingual";
import type { CongressRequestId, Organ, OrganId, OrganRules } from "./types.ts";

/** Everything of an organ but what it decides anew: the latest rules and languages are those shown. */
const organColumns = sql`
  o.id, o.slug, o.kind, o.name, o.organization_id as "organizationId", o.edition_id as "editionId", o.region,
  r.languages, r.rules, o.cycle_months as "cycleMonths", o.cycle_from as "cycleFrom"`;
const withLatestRules = sql`
  organs o cross join lateral (
    select languages, rules from organ_rules where organ_id = o.id order by number desc limit 1) r`;

/** An organ by its slug among those of the edition, or, for null, among those that stand by themselves. */
export async function findOrgan(
  db: Db,
  editionId: EditionId | null,
  slug: string,
): Promise<Organ | undefined> {
  const { rows } = await sql<Organ>`
    select ${organColumns} from ${withLatestRules}
    where o.slug = ${slug} and o.edition_id is not distinct from ${editionId}::uuid`.execute(db);
  return rows[0];
}

/** The plenary that an edition has from the moment it is convened. */
export async function findPlenary(db: Db, editionId: EditionId): Promise<Organ> {
  const { rows } = await sql<Organ>`
    select ${organColumns} from ${withLatestRules}
    where o.edition_id = ${editionId} and o.kind = 'plenary'`.execute(db);
  const [plenary] = rows;
  if (!plenary) throw new Error(`the edition ${editionId} has no plenary`);
  return plenary;
}

/** The organs of an edition, the plenary first; or, for null, those that stand by themselves. */
export async function listOrgans(db: Db, editionId: EditionId | null): Promise<Organ[]> {
  const { rows } = await sql<Organ>`
    select ${organColumns} from ${withLatestRules}
    where o.edition_id is not distinct from ${editionId}::uuid
    order by array_position(array['plenary', 'working_table', 'commission', 'regional_meeting'], o.kind), o.slug`.execute(
    db,
  );
  return rows;
}

/** The rules that an organ had at a moment: those decide what happened then. */
export async function rulesAt(db: Db, organId: OrganId, at: Date): Promise<OrganRules> {
  const { rows } = await sql<{ rules: OrganRules }>`
    select rules from organ_rules where organ_id = ${organId}
    order by in_force_from <= ${at} desc, case when in_force_from <= ${at} then number end desc, number
    limit 1`.execute(db);
  const [found] = rows;
  if (!found) throw new Error(`the organ ${organId} has no rules`);
  return found.rules;
}

export type RulesInTime = {
  readonly number: number;
  readonly rules: OrganRules;
  readonly languages: readonly string[];
  readonly inForceFrom: Date;
  readonly decision: Multilingual | null;
  readonly actId: string;
};

/** What an organ decided about itself, the latest first. */
export async function listRules(db: Db, organId: OrganId): Promise<RulesInTime[]> {
  const { rows } = await sql<RulesInTime>`
    select number, rules, languages, in_force_from as "inForceFrom", decision, act_id as "actId"
    from organ_rules where organ_id = ${organId} order by number desc`.execute(db);
  return rows;
}

export type OrganOfficer = {
  readonly name: string;
  readonly officeName: Multilingual;
  readonly presides: boolean;
};

/**
 * Who presides over an organ, keeps its minutes, or decides on credentials for it; chairs first. Of an organ whose organisation
 * did not convene the congress, a commission's own, everybody who holds a listed office of it: they are its members.
 */
export async function listOfficers(db: Db, organ: Organ, now: Date): Promise<OrganOfficer[]> {
  const { rows } = await sql<OrganOfficer>`
    select p.name, f.name as "officeName", 'congress.preside' = any(f.capabilities) as presides
    from mandates m join offices f on f.key = m.office join people p on p.id = m.person_id
    where m.organization_id = ${organ.organizationId} and not f.unlisted
      and (f.capabilities && array['congress.preside', 'assembly.minute', 'assembly.credential']
        or (${organ.kind} in ('commission', 'working_table') and not exists (select 1 from congress_editions e
          where e.id = ${organ.editionId}::uuid and e.convened_by = m.organization_id)))
      and m.recalled_at is null and m.starts_at <= ${now} and (m.ends_at is null or m.ends_at > ${now})
    order by presides desc, f.position, m.starts_at limit 60`.execute(db);
  return rows;
}

export type Meeting = {
  readonly edition: string;
  readonly title: Multilingual;
  readonly hostCity: string;
  readonly startsOn: string;
  readonly endsOn: string;
};

/** The meetings of an organ that stands by itself, the latest first. */
export async function listMeetings(db: Db, organId: OrganId): Promise<Meeting[]> {
  const { rows } = await sql<Meeting>`
    select e.slug as edition, e.title, e.host_city as "hostCity", e.starts_on as "startsOn", e.ends_on as "endsOn"
    from organ_editions m join congress_editions e on e.id = m.edition_id
    where m.organ_id = ${organId} order by e.starts_on desc, e.slug`.execute(db);
  return rows;
}

/** The editions that are meetings of organs rather than congresses. */
export async function listMeetingEditions(db: Db): Promise<Set<EditionId>> {
  const { rows } = await sql<{ id: EditionId }>`select edition_id as id from organ_editions`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** The organ whose meeting an edition is, if it is one. */
export async function findOrganOfMeeting(db: Db, editionId: EditionId): Promise<Organ | undefined> {
  const { rows } = await sql<Organ>`
    select ${organColumns} from ${withLatestRules}
    where o.id = (select organ_id from organ_editions where edition_id = ${editionId})`.execute(db);
  return rows[0];
}

export type CongressRequest = {
  readonly id: CongressRequestId;
  readonly decisionPointId: DecisionPointId;
  readonly wish: Multilingual;
  readonly askedAt: Date;
  readonly organ: { readonly slug: string; readonly name: Multilingual };
  readonly fromEdition: { readonly slug: string; readonly title: Multilingual };
  /** The congress that put it on its agenda. */
  readonly takenUpBy: { readonly slug: string; readonly title: Multilingual } | null;
  /** The sitting on whose agenda it is there: such an item has the request's id (`takeUpInSitting`). */
  readonly sitting: {
    readonly number: number;
    readonly title: Multilingual;
    readonly position: number;
  } | null;
  readonly actId: string;
};

type RequestFilter = {
  readonly waiting?: boolean;
  readonly fromEditionId?: EditionId;
  readonly takenUpBy?: EditionId;
};

/** What meetings asked of the congress, the earliest first. */
export async function listCongressRequests(db: Db, filter: RequestFilter): Promise<CongressRequest[]> {
  const { rows } = await sql<CongressRequest>`
    select r.id, r.decision_point_id as "decisionPointId", r.wish, r.asked_at as "askedAt", r.act_id as "actId",
      jsonb_build_object('slug', o.slug, 'name', o.name) as organ,
      jsonb_build_object('slug', e.slug, 'title', e.title) as "fromEdition",
      case when t.id is not null then jsonb_build_object('slug', t.slug, 'title', t.title) end as "takenUpBy",
      case when s.id is not null then
        jsonb_build_object('number', s.number, 'title', s.title, 'position', i.position) end as sitting
    from congress_requests r join organs o on o.id = r.organ_id join congress_editions e on e.id = r.from_edition_id
    left join congress_editions t on t.id = r.taken_up_by
    left join agenda_items i on i.id = r.id left join sittings s on s.id = i.sitting_id
    where (${filter.waiting ?? null}::boolean is null or (r.taken_up_by is null) = ${filter.waiting ?? null}::boolean)
      and (${filter.fromEditionId ?? null}::uuid is null or r.from_edition_id = ${filter.fromEditionId ?? null}::uuid)
      and (${filter.takenUpBy ?? null}::uuid is null or r.taken_up_by = ${filter.takenUpBy ?? null}::uuid)
    order by r.asked_at, r.id`.execute(db);
  return rows;
}
