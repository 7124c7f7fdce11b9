// The only SQL that writes organs, their rules, their meetings and what these ask of the congress.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { DecisionPointId, EditionId } from "#congress";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { Place } from "./request-keys.rules.ts";
import { tables } from "./tables.ts";
import type { CongressRequestId, Organ, OrganId, OrganRules } from "./types.ts";

type By = { readonly mandateId: MandateId | null; readonly requestKey: string; readonly actId: string };

export type NewOrgan = Omit<Organ, "id" | "rules" | "languages"> & By;

export async function insertOrgan(tx: Ctx, organ: NewOrgan): Promise<OrganId> {
  const id = tx.newId() as OrganId;
  await tables(tx.db)
    .insertInto("organs")
    .values({
      id,
      slug: organ.slug,
      kind: organ.kind,
      name: JSON.stringify(organ.name),
      organization_id: organ.organizationId,
      edition_id: organ.editionId,
      region: organ.region,
      cycle_months: organ.cycleMonths,
      cycle_from: organ.cycleFrom,
      mandate_id: organ.mandateId,
      founded_at: tx.now,
      request_key: organ.requestKey,
      act_id: organ.actId,
    })
    .execute();
  return id;
}

export type NewRules = By & {
  readonly organId: OrganId;
  readonly rules: OrganRules;
  readonly languages: readonly string[];
  readonly decision: Multilingual | null;
};

/** Adds the rules that hold from now on; gives their number. */
export async function insertRules(tx: Ctx, fresh: NewRules): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into organ_rules (organ_id, number, rules, languages, in_force_from, decision, mandate_id, request_key, act_id)
    select ${fresh.organId}::uuid, coalesce(max(number), 0) + 1, ${JSON.stringify(fresh.rules)}::jsonb,
      ${[...fresh.languages]}::text[], ${tx.now}::timestamptz, ${fresh.decision && JSON.stringify(fresh.decision)}::jsonb,
      ${fresh.mandateId}::uuid, ${fresh.requestKey}::uuid, ${fresh.actId}::uuid
    from organ_rules where organ_id = ${fresh.organId}
    returning number`.execute(tx.db);
  return rows[0]?.number ?? 1;
}

/** The organ that an earlier sending of the same form founded. */
export async function findOrganByRequest(
  { db }: Pick<Ctx, "db">,
  requestKey: string,
): Promise<{ readonly slug: string; readonly place: Place } | undefined> {
  const row = await tables(db)
    .selectFrom("organs")
    .select(["slug", "edition_id", "organization_id"])
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row && { slug: row.slug, place: foundedIn(row.edition_id, row.organization_id) };
}

/** Where an organ is founded: in an edition, or where it stands by itself, in its organisation. */
export function foundedIn(editionId: string | null, organizationId: string): Place {
  return editionId ?? organizationId;
}

/** Whose rules an earlier sending of the same form changed. */
export async function organOfRules({ db }: Pick<Ctx, "db">, requestKey: string): Promise<string | undefined> {
  const row = await tables(db)
    .selectFrom("organ_rules")
    .select("organ_id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.organ_id;
}

/** The point of a decision for which an earlier sending of the same form asked the congress. */
export async function pointOfRequest(
  { db }: Pick<Ctx, "db">,
  requestKey: string,
): Promise<string | undefined> {
  const row = await tables(db)
    .selectFrom("congress_requests")
    .select("decision_point_id")
    .where("request_key", "=", requestKey)
    .executeTakeFirst();
  return row?.decision_point_id;
}

export async function organizationExists({ db }: Pick<Ctx, "db">, id: OrganizationId): Promise<boolean> {
  const { rows } = await sql`select 1 from organizations where id = ${id}`.execute(db);
  return rows.length > 0;
}

/** A form sent twice finds the edition that it convened already among the organ's meetings. */
export async function insertMeeting(tx: Ctx, editionId: EditionId, organId: OrganId): Promise<void> {
  await tables(tx.db)
    .insertInto("organ_editions")
    .values({ edition_id: editionId, organ_id: organId })
    .onConflict((conflict) => conflict.column("edition_id").doNothing())
    .execute();
}

export type PointOfMeeting = {
  readonly editionId: EditionId;
  readonly editionSlug: string;
  readonly convenedBy: OrganizationId;
  readonly organId: OrganId | null;
};

/** The edition whose text a decision point belongs to, and the organ whose meeting that was, if any. */
export async function readPointOfMeeting(
  { db }: Pick<Ctx, "db">,
  decisionPointId: DecisionPointId,
): Promise<PointOfMeeting | undefined> {
  const { rows } = await sql<PointOfMeeting>`
    select e.id as "editionId", e.slug as "editionSlug", e.convened_by as "convenedBy", m.organ_id as "organId"
    from decision_points p join congress_texts t on t.id = p.text_id join congress_editions e on e.id = t.edition_id
    left join organ_editions m on m.edition_id = e.id where p.id = ${decisionPointId}`.execute(db);
  return rows[0];
}

export type NewRequest = By & {
  readonly decisionPointId: DecisionPointId;
  readonly organId: OrganId;
  readonly fromEditionId: EditionId;
  readonly wish: Multilingual;
};

export async function insertRequest(tx: Ctx, request: NewRequest): Promise<CongressRequestId> {
  const id = tx.newId() as CongressRequestId;
  await tables(tx.db)
    .insertInto("congress_requests")
    .values({
      id,
      decision_point_id: request.decisionPointId,
      organ_id: request.organId,
      from_edition_id: request.fromEditionId,
      wish: JSON.stringify(request.wish),
      mandate_id: request.mandateId,
      asked_at: tx.now,
      taken_up_by: null,
      taken_up_at: null,
      taken_up_under: null,
      request_key: request.requestKey,
      act_id: request.actId,
    })
    .execute();
  return id;
}

export async function findRequestOfPoint(
  { db }: Pick<Ctx, "db">,
  decisionPointId: DecisionPointId,
): Promise<{ id: CongressRequestId; requestKey: string } | undefined> {
  const row = await tables(db)
    .selectFrom("congress_requests")
    .select(["id", "request_key as requestKey"])
    .where("decision_point_id", "=", decisionPointId)
    .executeTakeFirst();
  return row && { ...row, id: row.id as CongressRequestId };
}

/** The request, locked for the act that follows. */
export async function lockRequest(
  tx: Ctx,
  id: string,
): Promise<{ id: CongressRequestId; takenUpBy: EditionId | null } | undefined> {
  const row = await tables(tx.db)
    .selectFrom("congress_requests")
    .select(["id", "taken_up_by as takenUpBy"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row && { id: row.id as CongressRequestId, takenUpBy: row.takenUpBy as EditionId | null };
}

export async function markTakenUp(
  tx: Ctx,
  id: CongressRequestId,
  editionId: EditionId,
  under: MandateId | null,
): Promise<void> {
  await tables(tx.db)
    .updateTable("congress_requests")
    .set({ taken_up_by: editionId, taken_up_at: tx.now, taken_up_under: under })
    .where("id", "=", id)
    .execute();
}

/** Whether an edition is a meeting of an organ that stands by itself. */
export async function isMeeting({ db }: Pick<Ctx, "db">, editionId: EditionId): Promise<boolean> {
  const row = await tables(db)
    .selectFrom("organ_editions")
    .select("organ_id")
    .where("edition_id", "=", editionId)
    .executeTakeFirst();
  return row !== undefined;
}
