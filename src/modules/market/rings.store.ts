// The only SQL that writes barter rings, their steps and answers; and what is open for barter.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { CategoryKey } from "./categories.ts";
import type { RingState } from "./rings.rules.ts";
import type { OfferId, RingId } from "./types.ts";

export type ForBarter = {
  readonly id: OfferId;
  readonly organizationId: OrganizationId;
  readonly title: Multilingual;
  readonly category: CategoryKey;
  readonly unit: string;
  /** What is left of it; one unit where it is not counted. */
  readonly quantity: bigint;
  readonly wantedCategory: CategoryKey | null;
  readonly wantedWords: Multilingual | null;
  readonly isGift: boolean;
};

/** Open offers for barter and gifts, the oldest first, that no ring under way uses: at most so many. */
export async function listForBarter(ctx: Pick<Ctx, "db" | "now">, most: number): Promise<ForBarter[]> {
  const today = ctx.now.toISOString().slice(0, 10);
  const { rows } = await sql<ForBarter>`
    select * from (
      select f.id, f.organization_id as "organizationId", f.title, f.category, f.unit,
        case when f.quantity is null then 1000 else f.quantity - market_taken(f.id) end as quantity,
        f.wanted_category as "wantedCategory", f.wanted_words as "wantedWords", f.is_gift as "isGift"
      from market_offers f
      where f.kind = 'offer' and f.state = 'open' and (f.wanted_category is not null or f.is_gift)
        and (f.ends_on is null or f.ends_on >= ${today}::date)
        and not exists (select 1 from market_ring_steps s join market_rings r on r.id = s.ring_id
          where (s.offer_id = f.id or s.wanted_by = f.id) and r.state = 'proposed' and r.lapses_at > ${ctx.now})
      order by f.published_at, f.id limit ${most}) as open
    where quantity > 0`.execute(ctx.db);
  return rows;
}

export type RingStep = {
  readonly position: number;
  readonly fromId: OrganizationId;
  readonly offerId: OfferId;
  readonly toId: OrganizationId;
  readonly wantedBy: OfferId;
  readonly quantity: bigint;
};

export type Ring = {
  readonly id: RingId;
  readonly kind: "ring" | "chain";
  readonly state: RingState;
  readonly proposedAt: Date;
  readonly lapsesAt: Date;
};

export async function insertRing(
  tx: Ctx,
  ring: {
    readonly kind: Ring["kind"];
    readonly lapsesAt: Date;
    readonly mandateId: MandateId | null;
    readonly steps: readonly Omit<RingStep, "position">[];
  },
): Promise<RingId> {
  const id = tx.newId() as RingId;
  await sql`
    insert into market_rings (id, kind, state, proposed_at, lapses_at, state_at, mandate_id)
    values (${id}, ${ring.kind}, 'proposed', ${tx.now}, ${ring.lapsesAt}, ${tx.now}, ${ring.mandateId}::uuid)`.execute(
    tx.db,
  );
  for (const [index, step] of ring.steps.entries())
    await sql`
      insert into market_ring_steps (ring_id, position, from_id, offer_id, to_id, wanted_by, quantity)
      values (${id}, ${index + 1}, ${step.fromId}, ${step.offerId}, ${step.toId}, ${step.wantedBy}, ${step.quantity})`.execute(
      tx.db,
    );
  return id;
}

export async function lockRing(tx: Ctx, id: RingId): Promise<Ring | undefined> {
  const { rows } = await sql<Ring>`
    select id, kind, state, proposed_at as "proposedAt", lapses_at as "lapsesAt" from market_rings
    where id = ${id} for update`.execute(tx.db);
  return rows[0];
}

export async function listRingSteps(ctx: Pick<Ctx, "db">, id: RingId): Promise<RingStep[]> {
  const { rows } = await sql<RingStep>`
    select position, from_id as "fromId", offer_id as "offerId", to_id as "toId", wanted_by as "wantedBy", quantity
    from market_ring_steps where ring_id = ${id} order by position`.execute(ctx.db);
  return rows;
}

export async function listRingAnswers(
  ctx: Pick<Ctx, "db">,
  id: RingId,
): Promise<{ readonly organizationId: OrganizationId; readonly saysYes: boolean }[]> {
  const { rows } = await sql<{ organizationId: OrganizationId; saysYes: boolean }>`
    select organization_id as "organizationId", says_yes as "saysYes" from market_ring_answers where ring_id = ${id}`.execute(
    ctx.db,
  );
  return rows;
}

export async function insertRingAnswer(
  tx: Ctx,
  id: RingId,
  answer: {
    readonly organizationId: OrganizationId;
    readonly saysYes: boolean;
    readonly mandateId: MandateId | null;
  },
): Promise<void> {
  await sql`
    insert into market_ring_answers (ring_id, organization_id, says_yes, mandate_id, answered_at)
    values (${id}, ${answer.organizationId}, ${answer.saysYes}, ${answer.mandateId}::uuid, ${tx.now})`.execute(
    tx.db,
  );
}

export async function moveRing(tx: Ctx, id: RingId, state: Exclude<RingState, "proposed">): Promise<void> {
  await sql`update market_rings set state = ${state}, state_at = ${tx.now} where id = ${id}`.execute(tx.db);
}
