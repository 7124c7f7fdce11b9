// The only SQL that writes fairs, their stalls and what each brings.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { FairId, FairState, OfferId, StallId } from "./types.ts";

export type FairFacts = {
  readonly title: Multilingual;
  readonly about: Multilingual | null;
  readonly country: string;
  readonly city: string;
  readonly address: string | null;
  /** IANA. */
  readonly zone: string;
  /** `YYYY-MM-DDTHH:MM`, as its clocks show it. */
  readonly startsLocal: string;
  readonly endsLocal: string;
  readonly link: string | null;
};

export type Fair = FairFacts & {
  readonly id: FairId;
  readonly number: number;
  readonly organizationId: OrganizationId;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly state: FairState;
  readonly reason: Multilingual | null;
  readonly revision: number;
};

/** Columns of `market_fairs r` as a Fair. */
export const fairColumns = sql`r.id, r.number, r.organization_id as "organizationId", r.title, r.about, r.country, r.city, r.address,
  r.zone, r.starts_local as "startsLocal", r.ends_local as "endsLocal", r.starts_at as "startsAt", r.ends_at as "endsAt", r.link,
  r.state, r.reason, r.revision`;

export async function findFairByRequest(tx: Ctx, requestKey: string): Promise<number | undefined> {
  const { rows } = await sql<{ number: number }>`
    select number from market_fairs where request_key = ${requestKey}`.execute(tx.db);
  return rows[0]?.number;
}

export async function lockFair(tx: Ctx, number: number): Promise<Fair | undefined> {
  const { rows } = await sql<Fair>`
    select ${fairColumns} from market_fairs r where r.number = ${number} for update`.execute(tx.db);
  return rows[0];
}

type Times = Pick<Fair, "startsAt" | "endsAt">;

function valuesOf(facts: FairFacts, { startsAt, endsAt }: Times) {
  return {
    title: sql`${JSON.stringify(facts.title)}::jsonb`,
    about: sql`${facts.about && JSON.stringify(facts.about)}::jsonb`,
    country: sql`${facts.country}`,
    city: sql`${facts.city}`,
    address: sql`${facts.address}::text`,
    zone: sql`${facts.zone}`,
    starts_local: sql`${facts.startsLocal}`,
    ends_local: sql`${facts.endsLocal}`,
    starts_at: sql`${startsAt}::timestamptz`,
    ends_at: sql`${endsAt}::timestamptz`,
    link: sql`${facts.link}::text`,
  };
}

export async function insertFair(
  tx: Ctx,
  wanted: {
    readonly requestKey: string;
    readonly organizationId: OrganizationId;
    readonly mandateId: MandateId | null;
    readonly facts: FairFacts;
    readonly times: Times;
  },
): Promise<number> {
  const values = valuesOf(wanted.facts, wanted.times);
  const { rows } = await sql<{ number: number }>`
    insert into market_fairs (id, number, request_key, organization_id, state, mandate_id, called_at,
      ${sql.join(Object.keys(values).map((column) => sql.ref(column)))})
    select ${tx.newId()}::uuid, coalesce(max(number), 0) + 1, ${wanted.requestKey}::uuid, ${wanted.organizationId}::uuid, 'called',
      ${wanted.mandateId}::uuid, ${tx.now}, ${sql.join(Object.values(values))}
    from market_fairs returning number`.execute(tx.db);
  return rows[0]?.number ?? 0;
}

export async function rewriteFair(tx: Ctx, id: FairId, facts: FairFacts, times: Times): Promise<void> {
  const set = Object.entries(valuesOf(facts, times)).map(
    ([column, value]) => sql`${sql.ref(column)} = ${value}`,
  );
  await sql`update market_fairs set ${sql.join(set)}, revision = revision + 1 where id = ${id}`.execute(
    tx.db,
  );
}

export async function markCancelled(tx: Ctx, id: FairId, reason: Multilingual): Promise<void> {
  await sql`
    update market_fairs set state = 'cancelled', reason = ${JSON.stringify(reason)}::jsonb, revision = revision + 1
    where id = ${id}`.execute(tx.db);
}

/** Of others than this organisation, those that left too: their numbers stay theirs. */
export async function countOtherStalls(
  tx: Ctx,
  fairId: FairId,
  organizationId: OrganizationId,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from market_stalls
    where fair_id = ${fairId} and organization_id <> ${organizationId}`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

export type Joined = { readonly id: StallId; readonly number: number; readonly isNew: boolean };

/** Its stall at the fair, with the number that it keeps. */
export async function writeStall(
  tx: Ctx,
  fairId: FairId,
  wanted: {
    readonly organizationId: OrganizationId;
    readonly note: Multilingual | null;
    readonly mandateId: MandateId | null;
  },
): Promise<Joined> {
  const { organizationId, note, mandateId } = wanted;
  const { rows: there } = await sql<{ id: StallId; number: number; left: boolean }>`
    update market_stalls set note = ${note && JSON.stringify(note)}::jsonb, left_at = null, mandate_id = ${mandateId}::uuid
    from (select id as old_id, left_at is not null as left from market_stalls
      where fair_id = ${fairId} and organization_id = ${organizationId} for update) as old
    where id = old_id returning id, number, old.left`.execute(tx.db);
  if (there[0]) return { id: there[0].id, number: there[0].number, isNew: there[0].left };
  const { rows } = await sql<{ id: StallId; number: number }>`
    insert into market_stalls (id, fair_id, organization_id, number, note, mandate_id, joined_at)
    select ${tx.newId()}::uuid, ${fairId}::uuid, ${organizationId}::uuid, coalesce(max(number), 0) + 1,
      ${note && JSON.stringify(note)}::jsonb, ${mandateId}::uuid, ${tx.now}
    from market_stalls where fair_id = ${fairId}::uuid returning id, number`.execute(tx.db);
  const [made] = rows;
  if (!made) throw new Error("a stall was not written");
  return { ...made, isNew: true };
}

export async function bringOffers(tx: Ctx, stallId: StallId, offers: readonly OfferId[]): Promise<void> {
  await sql`delete from market_stall_offers where stall_id = ${stallId}`.execute(tx.db);
  await sql`
    insert into market_stall_offers (stall_id, offer_id)
    select ${stallId}::uuid, offer from unnest(${[...offers]}::uuid[]) as offer`.execute(tx.db);
}

/** Whether there was one to leave. */
export async function leaveStall(tx: Ctx, fairId: FairId, organizationId: OrganizationId): Promise<boolean> {
  const { rows } = await sql<{ id: StallId }>`
    update market_stalls set left_at = ${tx.now}
    where fair_id = ${fairId} and organization_id = ${organizationId} and left_at is null returning id`.execute(
    tx.db,
  );
  return rows.length > 0;
}
