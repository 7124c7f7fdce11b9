// Reading fairs: everything of them is public.
import { sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { type Fair, fairColumns } from "./fairs.store.ts";
import { type Holder, type OfferEntry, readOffers } from "./offers.views.ts";
import { fairPath } from "./paths.ts";
import type { FairId, OfferId, StallId } from "./types.ts";

export type FairEntry = Fair & {
  readonly href: string;
  readonly organization: Holder;
  readonly stalls: number;
};

export type Stall = {
  readonly id: StallId;
  readonly number: number;
  readonly organization: Holder;
  readonly note: Multilingual | null;
  readonly offers: readonly OfferEntry[];
};

export type FairView = FairEntry & { readonly brought: number };

type Row = Fair & {
  readonly slug: string;
  readonly name: Multilingual;
  readonly isExample: boolean;
  readonly stalls: number;
};

const joined = sql`select ${fairColumns}, o.slug, o.name, o.is_example as "isExample",
  (select count(*)::int from market_stalls s where s.fair_id = r.id and s.left_at is null) as stalls
  from market_fairs r join organizations o on o.id = r.organization_id`;

function entryOf({ slug, name, isExample, ...fair }: Row): FairEntry {
  return {
    ...fair,
    href: fairPath(fair.number),
    organization: { id: fair.organizationId, slug, name, isExample },
  };
}

export async function countFairs(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from market_fairs`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

/** Those to come first, the nearest first; then those that are over, the latest first. */
export async function listFairs(
  ctx: Ctx,
  page: { readonly offset: number; readonly limit: number },
): Promise<FairEntry[]> {
  const { rows } = await sql<Row>`
    ${joined} order by (r.ends_at > ${ctx.now} and r.state = 'called') desc,
      case when r.ends_at > ${ctx.now} then extract(epoch from r.starts_at) else -extract(epoch from r.starts_at) end, r.id
    offset ${page.offset} limit ${page.limit}`.execute(ctx.db);
  return rows.map(entryOf);
}

export async function findFair(ctx: Ctx, number: number): Promise<FairView | undefined> {
  const { rows } = await sql<Row>`${joined} where r.number = ${number}`.execute(ctx.db);
  if (!rows[0]) return undefined;
  const fair = entryOf(rows[0]);
  const { rows: counted } = await sql<{ brought: number }>`
    select count(*)::int as brought ${broughtTo(fair.id)}`.execute(ctx.db);
  return { ...fair, brought: counted[0]?.brought ?? 0 };
}

/** What is brought and still public: an offer may be withdrawn, or kept for members, after it was announced. */
const broughtTo = (fairId: FairId) => sql`
  from market_stalls s join market_stall_offers b on b.stall_id = s.id join market_offers f on f.id = b.offer_id
  where s.fair_id = ${fairId} and s.left_at is null and f.state <> 'withdrawn' and not f.members_only`;

type StallRow = Omit<Stall, "organization" | "offers"> & {
  readonly organizationId: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
  readonly isExample: boolean;
};

/** A page of its stalls by number, each with what it brings; without a page: all of them, for the wall. */
export async function listStalls(
  ctx: Ctx,
  fairId: FairId,
  page?: { readonly offset: number; readonly limit: number },
): Promise<Stall[]> {
  const { rows } = await sql<StallRow>`
    select s.id, s.number, s.organization_id as "organizationId", s.note, o.slug, o.name, o.is_example as "isExample"
    from market_stalls s join organizations o on o.id = s.organization_id
    where s.fair_id = ${fairId} and s.left_at is null order by s.number
    offset ${page?.offset ?? 0} limit ${page?.limit ?? null}`.execute(ctx.db);
  const ids = rows.map(({ id }) => id);
  const { rows: pairs } = await sql<{ stallId: StallId; offerId: OfferId }>`
    select s.id as "stallId", f.id as "offerId" ${broughtTo(fairId)} and s.id = any(${ids}::uuid[])`.execute(
    ctx.db,
  );
  const offers = await readOffers(
    ctx,
    sql`select id, place from unnest(${pairs.map(({ offerId }) => offerId)}::uuid[]) with ordinality as listed (id, place)`,
  );
  const stallOf = new Map(pairs.map(({ stallId, offerId }) => [offerId, stallId]));
  return rows.map(({ organizationId, slug, name, isExample, ...stall }) => ({
    ...stall,
    organization: { id: organizationId, slug, name, isExample },
    offers: offers
      .filter(({ id }) => stallOf.get(id) === stall.id)
      .sort((one, other) => one.number - other.number),
  }));
}

/** The stall of an organisation, where it has one. */
export async function findStall(
  ctx: Ctx,
  fairId: FairId,
  organizationId: OrganizationId,
): Promise<{ readonly note: Multilingual | null; readonly offers: readonly number[] } | undefined> {
  const { rows } = await sql<{ note: Multilingual | null; offers: number[] }>`
    select s.note, array(select f.number from market_stall_offers b join market_offers f on f.id = b.offer_id
      where b.stall_id = s.id order by f.number) as offers
    from market_stalls s where s.fair_id = ${fairId} and s.organization_id = ${organizationId} and s.left_at is null`.execute(
    ctx.db,
  );
  return rows[0];
}
