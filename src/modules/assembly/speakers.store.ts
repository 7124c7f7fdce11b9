// The only SQL that writes requests for the floor.
import { sql } from "kysely";
import type { OrganizationId, PersonId } from "#confederation";
import type { EditionId } from "#congress";
import type { Ctx } from "#platform/context";
import type { Db } from "#platform/database/database";
import type {
  AgendaItemId,
  Gender,
  SittingId,
  SpeakingKind,
  SpeakingRequest,
  SpeakingRequestId,
  SpeakingState,
} from "./sitting-model.ts";
import { tables } from "./tables.ts";

/** Every request of a sitting, or those of one person, in the order of asking. */
export async function readRequests(
  db: Db,
  sittingId: SittingId,
  personId: string | null = null,
): Promise<SpeakingRequest[]> {
  const { rows } = await sql<SpeakingRequest>`
    select id, item_id as "itemId", kind, organization_id as "organizationId", person_id as "personId", gender,
      asked_at as "askedAt", sequence, state, given_at as "givenAt", ended_at as "endedAt"
    from speaking_requests
    where sitting_id = ${sittingId} and (${personId}::uuid is null or person_id = ${personId}::uuid)
    order by sequence`.execute(db);
  return rows;
}

export type NewRequest = {
  readonly sittingId: SittingId;
  readonly itemId: AgendaItemId;
  readonly kind: SpeakingKind;
  readonly organizationId: OrganizationId;
  readonly personId: PersonId;
  readonly gender: Gender | null;
  readonly byDesk: boolean;
  readonly sequence: number;
};

export async function insertRequest(tx: Ctx, id: SpeakingRequestId, request: NewRequest): Promise<void> {
  await tables(tx.db)
    .insertInto("speaking_requests")
    .values({
      id,
      sitting_id: request.sittingId,
      item_id: request.itemId,
      kind: request.kind,
      organization_id: request.organizationId,
      person_id: request.personId,
      gender: request.gender,
      by_desk: request.byDesk,
      asked_at: tx.now,
      sequence: request.sequence,
      state: "waiting",
      given_at: null,
      ended_at: null,
    })
    .execute();
}

export async function setRequestState(tx: Ctx, id: SpeakingRequestId, state: SpeakingState): Promise<void> {
  await tables(tx.db)
    .updateTable("speaking_requests")
    .set({
      state,
      ...(state === "speaking" && { given_at: tx.now }),
      ...(state === "spoken" && { ended_at: tx.now }),
      // What somebody said of themselves served its purpose, unless the floor goes on alternating by it.
      ...((state === "withdrawn" || state === "skipped") && { gender: null }),
    })
    .where("id", "=", id)
    .execute();
}

/** What people said of themselves for a list is forgotten when the sitting is over. */
export async function forgetGenders(tx: Ctx, sittingId: SittingId): Promise<void> {
  await tables(tx.db)
    .updateTable("speaking_requests")
    .set({ gender: null })
    .where("sitting_id", "=", sittingId)
    .execute();
}

const A_DAY_MS = 24 * 60 * 60_000;

/**
 * The same for sittings that nobody closed, a day after they were to end; called every night. Of a sitting that goes on
 * longer, what was said in its first days is forgotten too. Returns how many requests forgot.
 */
export async function forgetStaleGenders({ db, now }: Pick<Ctx, "db" | "now">): Promise<number> {
  const { numAffectedRows } = await sql`
    update speaking_requests r set gender = null from sittings s
    where r.gender is not null and s.id = r.sitting_id
      and s.ends_at < ${new Date(now.getTime() - A_DAY_MS)}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

export type PossibleSpeaker = {
  readonly personId: PersonId;
  readonly name: string;
  readonly organizationId: OrganizationId;
};

/**
 * Who can have the floor: accepted delegates, and whoever speaks for an accredited delegation by a mandate in force.
 * `who` narrows it to one person, or to a badge's code or a name as it was typed.
 */
export async function possibleSpeakers(
  ctx: Pick<Ctx, "db" | "now">,
  editionId: EditionId,
  who: { readonly personId: string } | { readonly typed: string },
): Promise<PossibleSpeaker[]> {
  const typed = "typed" in who ? who.typed.trim() : null;
  const meant =
    typed === null
      ? sql`p.id = ${"personId" in who ? who.personId : null}::uuid`
      : sql`(lower(p.name) = lower(${typed}) or exists (
          select 1 from badges b where b.delegate_id = possible.delegate_id and b.replaced_at is null
            and lower(b.code) = lower(${typed})))`;
  const { rows } = await sql<PossibleSpeaker>`
    with possible as (
      select d.person_id, d.organization_id, d.id as delegate_id from delegates d
      where d.edition_id = ${editionId} and d.state = 'accepted'
        and not exists (select from mandates m where m.id = d.mandate_id and m.recalled_at is not null)
      union all
      select m.person_id, m.organization_id, null from mandates m join offices o on o.key = m.office
      where 'assembly.speak' = any(o.capabilities) and m.recalled_at is null and m.starts_at <= ${ctx.now}
        and (m.ends_at is null or m.ends_at > ${ctx.now})
    )
    select distinct p.id as "personId", p.name, possible.organization_id as "organizationId"
    from possible join people p on p.id = possible.person_id
    join delegations g on g.edition_id = ${editionId} and g.organization_id = possible.organization_id
    where ${meant} order by p.name, possible.organization_id limit 20`.execute(ctx.db);
  return rows;
}
