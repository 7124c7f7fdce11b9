// Organs as pages and other files read them.
import { sql } from "kysely";
import type { EditionId } from "#congress";
import type { Db } from "#platform/database/database";
import type { Organ, OrganId, OrganRules } from "./types.ts";

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
