// The only SQL that writes delegates, their badges and who stands in for whom, and what their rules are told.
import { sql } from "kysely";
import type { MandateId, OrganizationId, PersonId } from "#confederation";
import type { Edition, EditionId } from "#congress";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { drawBadge } from "./badges.rules.ts";
import type { Period } from "./delegates.rules.ts";
import { isCalled } from "./seats.views.ts";
import type { Place } from "./request-keys.rules.ts";
import { tables } from "./tables.ts";
import type { BadgeId, DelegateId, DelegateState, SeatKind, SubstitutionId } from "./types.ts";

/** Whether an edition calls an organisation; undefined when there is no such organisation. */
export async function readCalled(
  { db }: Pick<Ctx, "db">,
  edition: Edition,
  organizationId: OrganizationId,
): Promise<{ readonly slug: string; readonly called: boolean } | undefined> {
  const { rows } = await sql<{ slug: string; called: boolean }>`
    select o.slug, ${isCalled(edition)} as called from organizations o where o.id = ${organizationId}`.execute(
    db,
  );
  return rows[0];
}

/** How many are named or accepted, and the rank of the last that was ever given. */
export async function countSent(
  { db }: Pick<Ctx, "db">,
  editionId: EditionId,
  organizationId: OrganizationId,
  seat: SeatKind,
): Promise<{ readonly taken: number; readonly accepted: number; readonly lastRank: number }> {
  const { rows } = await sql<{ taken: number; accepted: number; lastRank: number }>`
    select count(*) filter (where state in ('nominated', 'accepted'))::int as taken,
      count(*) filter (where state = 'accepted')::int as accepted, coalesce(max(rank), 0) as "lastRank"
    from delegates where edition_id = ${editionId} and organization_id = ${organizationId} and seat = ${seat}`.execute(
    db,
  );
  return rows[0] ?? { taken: 0, accepted: 0, lastRank: 0 };
}

/** What an earlier sending of the same form named. */
export async function findByRequest(
  { db }: Pick<Ctx, "db">,
  requestKey: string,
): Promise<{ readonly ids: DelegateId[]; readonly place: Place } | undefined> {
  const rows = await tables(db)
    .selectFrom("delegates")
    .select(["id", "edition_id", "organization_id"])
    .where("request_key", "=", requestKey)
    .orderBy("rank")
    .execute();
  const [first] = rows;
  return (
    first && {
      ids: rows.map(({ id }) => id as DelegateId),
      place: [first.edition_id, first.organization_id],
    }
  );
}

export type NewDelegate = {
  readonly editionId: EditionId;
  readonly organizationId: OrganizationId;
  readonly personId: PersonId;
  readonly seat: SeatKind;
  readonly rank: number;
  readonly nominatedUnder: MandateId;
  readonly requestKey: string;
  readonly actId: string;
};

export async function insertDelegates(tx: Ctx, sent: readonly NewDelegate[]): Promise<DelegateId[]> {
  const rows = sent.map((one) => ({
    id: tx.newId(),
    edition_id: one.editionId,
    organization_id: one.organizationId,
    person_id: one.personId,
    seat: one.seat,
    rank: one.rank,
    state: "nominated" as const,
    nominated_under: one.nominatedUnder,
    nominated_at: tx.now,
    decided_under: null,
    decided_at: null,
    mandate_id: null,
    withdrawn_under: null,
    withdrawn_at: null,
    reason: null,
    request_key: one.requestKey,
    act_id: one.actId,
  }));
  await tables(tx.db).insertInto("delegates").values(rows).execute();
  return rows.map(({ id }) => id as DelegateId);
}

export type DelegateFacts = {
  readonly id: DelegateId;
  readonly editionId: EditionId;
  readonly editionSlug: string;
  readonly organizationId: OrganizationId;
  readonly personId: PersonId;
  readonly seat: SeatKind;
  readonly state: DelegateState;
  readonly mandateId: MandateId | null;
  /** Who named them. */
  readonly nominatedBy: PersonId;
};

/** Delegates by their ids, locked for the act that follows, in an order that two acts share. */
export async function lockDelegates(tx: Ctx, ids: readonly string[]): Promise<DelegateFacts[]> {
  const { rows } = await sql<DelegateFacts>`
    select d.id, d.edition_id as "editionId", e.slug as "editionSlug", d.organization_id as "organizationId",
      d.person_id as "personId", d.seat, d.state, d.mandate_id as "mandateId", m.person_id as "nominatedBy"
    from delegates d join congress_editions e on e.id = d.edition_id join mandates m on m.id = d.nominated_under
    where d.id = any(${[...ids]}::uuid[]) order by d.id for update of d`.execute(tx.db);
  return rows;
}

export type Decision = {
  readonly state: "accepted" | "refused";
  readonly under: MandateId | null;
  readonly mandateId: MandateId | null;
  readonly reason: Multilingual | null;
};

export async function markDecided(tx: Ctx, id: DelegateId, decision: Decision): Promise<void> {
  await tables(tx.db)
    .updateTable("delegates")
    .set({
      state: decision.state,
      decided_under: decision.under,
      decided_at: tx.now,
      mandate_id: decision.mandateId,
      reason: decision.reason && JSON.stringify(decision.reason),
    })
    .where("id", "=", id)
    .execute();
}

export async function markWithdrawn(
  tx: Ctx,
  id: DelegateId,
  { under, reason }: { readonly under: MandateId; readonly reason: Multilingual },
): Promise<void> {
  await tables(tx.db)
    .updateTable("delegates")
    .set({
      state: "withdrawn",
      withdrawn_under: under,
      withdrawn_at: tx.now,
      reason: JSON.stringify(reason),
    })
    .where("id", "=", id)
    .execute();
}

export async function issueBadge(tx: Ctx, delegateId: DelegateId, under: MandateId | null): Promise<void> {
  await tables(tx.db)
    .insertInto("badges")
    .values({
      id: tx.newId(),
      delegate_id: delegateId,
      ...drawBadge(),
      issued_at: tx.now,
      issued_under: under,
      replaced_at: null,
    })
    .execute();
}

/** The badge that a delegate has counts no more. */
export async function endBadge(tx: Ctx, delegateId: DelegateId): Promise<void> {
  await tables(tx.db)
    .updateTable("badges")
    .set({ replaced_at: tx.now })
    .where("delegate_id", "=", delegateId)
    .where("replaced_at", "is", null)
    .execute();
}

/** Whose badge it is, locked for the act that follows. */
export async function lockBadge(
  tx: Ctx,
  id: BadgeId,
): Promise<
  { delegateId: DelegateId; editionId: EditionId; state: DelegateState; replaced: boolean } | undefined
> {
  const { rows } = await sql<{
    delegateId: DelegateId;
    editionId: EditionId;
    state: DelegateState;
    replaced: boolean;
  }>`
    select d.id as "delegateId", d.edition_id as "editionId", d.state, b.replaced_at is not null as replaced
    from badges b join delegates d on d.id = b.delegate_id where b.id = ${id} for update of b`.execute(tx.db);
  return rows[0];
}

/** The times in which either of two already stands in or is stood in for. */
export async function readOverlapping(tx: Ctx, ids: readonly DelegateId[]): Promise<Period[]> {
  const { rows } = await sql<Period>`
    select starts_at as "startsAt", ends_at as "endsAt" from substitutions
    where ended_at is null and (delegate_id = any(${[...ids]}::uuid[]) or alternate_id = any(${[...ids]}::uuid[]))`.execute(
    tx.db,
  );
  return rows;
}

export type NewSubstitution = Period & {
  readonly editionId: EditionId;
  readonly delegateId: DelegateId;
  readonly alternateId: DelegateId;
  readonly mandateId: MandateId;
  readonly requestKey: string;
  readonly actId: string;
};

export async function insertSubstitution(tx: Ctx, fresh: NewSubstitution): Promise<SubstitutionId> {
  const id = tx.newId() as SubstitutionId;
  await tables(tx.db)
    .insertInto("substitutions")
    .values({
      id,
      edition_id: fresh.editionId,
      delegate_id: fresh.delegateId,
      alternate_id: fresh.alternateId,
      starts_at: fresh.startsAt,
      ends_at: fresh.endsAt,
      mandate_id: fresh.mandateId,
      named_at: tx.now,
      ended_at: null,
      request_key: fresh.requestKey,
      act_id: fresh.actId,
    })
    .execute();
  return id;
}

export async function findSubstitutionByRequest(
  { db }: Pick<Ctx, "db">,
  requestKey: string,
): Promise<{ readonly id: SubstitutionId; readonly place: Place } | undefined> {
  const row = await tables(db)
    .selectFrom("substitutions")
    .innerJoin("delegates", "delegates.id", "substitutions.delegate_id")
    .select(["substitutions.id", "delegates.edition_id", "delegates.organization_id"])
    .where("substitutions.request_key", "=", requestKey)
    .executeTakeFirst();
  return row && { id: row.id as SubstitutionId, place: [row.edition_id, row.organization_id] };
}

export async function lockSubstitution(
  tx: Ctx,
  id: SubstitutionId,
): Promise<{ delegateId: DelegateId; ended: boolean } | undefined> {
  const { rows } = await sql<{ delegateId: DelegateId; ended: boolean }>`
    select delegate_id as "delegateId", ended_at is not null as ended from substitutions
    where id = ${id} for update`.execute(tx.db);
  return rows[0];
}

export async function markSubstitutionEnded(tx: Ctx, id: SubstitutionId): Promise<void> {
  await tables(tx.db).updateTable("substitutions").set({ ended_at: tx.now }).where("id", "=", id).execute();
}
