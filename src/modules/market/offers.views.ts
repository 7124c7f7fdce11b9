// Reading offers and needs.
// Invariant: what is for members only is not there for anybody else, whichever way it is asked for.
import { type RawBuilder, sql } from "kysely";
import type { OrganizationId } from "#confederation";
import type { Unit } from "#ledger";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { takenOf } from "./agreements.store.ts";
import { denominationKey, readUnits } from "./currencies.ts";
import { actsFor, seesMembersOnly } from "./members.policy.ts";
import { offerColumns, offerOf, type OfferRow } from "./offers.store.ts";
import { offerPath } from "./paths.ts";
import type { Denomination, Offer, OfferId } from "./types.ts";

export type Holder = {
  readonly id: OrganizationId;
  readonly slug: string;
  readonly name: Multilingual;
  readonly isExample: boolean;
};

export type PhotographView = {
  readonly hash: string;
  readonly smallHash: string;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  readonly alt: Multilingual;
};

export type OfferEntry = Offer & {
  readonly href: string;
  readonly organization: Holder;
  /** How its price is read and written; null where it has none. */
  readonly priceUnit: Unit | null;
  readonly photograph: PhotographView | null;
};

export type OfferView = Omit<OfferEntry, "photograph"> & {
  readonly photographs: readonly PhotographView[];
  /** In thousandths: what agreements in force have not taken; null where it is not counted. */
  readonly left: bigint | null;
};

type Joined = OfferRow & {
  readonly slug: string;
  readonly name: Multilingual;
  readonly isExample: boolean;
};

const photographColumns = sql`p.offer_id as "offerId", p.file_hash as hash, p.small_hash as "smallHash", p.width, p.height,
  p.placeholder, p.alt`;

/** Offers as their lists show them; `wanted` gives their ids in the order in which they are to stand. */
export async function readOffers(ctx: Ctx, wanted: RawBuilder<unknown>): Promise<OfferEntry[]> {
  const { rows } = await sql<Joined>`
    with wanted as materialized (${wanted})
    select ${offerColumns}, o.slug, o.name, o.is_example as "isExample"
    from wanted join market_offers f on f.id = wanted.id join organizations o on o.id = f.organization_id
    order by wanted.place`.execute(ctx.db);
  const offers = rows.map(offerOf);
  const units = await readUnits(
    ctx,
    offers.flatMap(({ price }) => price ?? []),
  );
  const photographs = await readPhotographs(
    ctx,
    offers.map(({ id }) => id),
    true,
  );
  return offers.map(({ slug, name, isExample, ...offer }) => ({
    ...offer,
    href: offerPath(offer.number),
    organization: { id: offer.organizationId, slug, name, isExample },
    priceUnit: unitOf(units, offer.price),
    photograph: photographs.get(offer.id)?.[0] ?? null,
  }));
}

function unitOf(units: ReadonlyMap<string, Unit>, price: Denomination | null): Unit | null {
  return price === null ? null : (units.get(denominationKey(price)) ?? null);
}

async function readPhotographs(
  ctx: Pick<Ctx, "db">,
  ids: readonly OfferId[],
  firstOnly: boolean,
): Promise<Map<OfferId, PhotographView[]>> {
  const { rows } = await sql<PhotographView & { offerId: OfferId }>`
    select ${photographColumns} from market_photographs p where p.offer_id = any(${[...ids]}::uuid[])
      and (not ${firstOnly} or p.position = (select min(position) from market_photographs q where q.offer_id = p.offer_id))
    order by p.offer_id, p.position`.execute(ctx.db);
  const found = new Map<OfferId, PhotographView[]>();
  for (const { offerId, ...rest } of rows) found.set(offerId, [...(found.get(offerId) ?? []), rest]);
  return found;
}

/** One offer or need; undefined also for whoever may not know of it. */
export async function findOffer(ctx: Ctx, number: number): Promise<OfferView | undefined> {
  const [found] = await readOffers(
    ctx,
    sql`select id, 1 as place from market_offers where number = ${number}`,
  );
  if (!found || (found.membersOnly && !(await seesMembersOnly(ctx)))) return undefined;
  const { photograph: _first, ...offer } = found;
  const photographs = (await readPhotographs(ctx, [offer.id], false)).get(offer.id) ?? [];
  const taken = offer.quantity === null ? 0n : await takenOf(ctx, offer.id);
  const left = offer.quantity === null ? null : offer.quantity > taken ? offer.quantity - taken : 0n;
  return { ...offer, photographs, left };
}

/** How many an organisation has, and a page of them, the latest first; those that are not open for whoever may change them. */
export async function countOffersOf(ctx: Ctx, organizationId: OrganizationId, all: boolean): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from market_offers f where ${await seenOf(ctx, organizationId, all)}`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

export async function listOffersOf(
  ctx: Ctx,
  organizationId: OrganizationId,
  all: boolean,
  page: { readonly offset: number; readonly limit: number },
): Promise<OfferEntry[]> {
  return readOffers(
    ctx,
    sql`select f.id, row_number() over (order by f.changed_at desc, f.id desc) as place from market_offers f
      where ${await seenOf(ctx, organizationId, all)} order by place offset ${page.offset} limit ${page.limit}`,
  );
}

/** A page of what the reader's organisations have, whatever its state. */
export async function listOwnOffers(
  ctx: Ctx,
  page: { readonly offset: number; readonly limit: number },
): Promise<OfferEntry[]> {
  const own = (await actsFor(ctx, "market.offer")).map(({ id }) => id);
  return readOffers(
    ctx,
    sql`select f.id, row_number() over (order by f.changed_at desc, f.id desc) as place from market_offers f
      where f.organization_id = any(${own}::uuid[]) order by place offset ${page.offset} limit ${page.limit}`,
  );
}

async function seenOf(ctx: Ctx, organizationId: OrganizationId, all: boolean): Promise<RawBuilder<unknown>> {
  const whose = sql`f.organization_id = ${organizationId}::uuid`;
  if (all) return whose;
  const members = await seesMembersOnly(ctx);
  const today = ctx.now.toISOString().slice(0, 10);
  return sql`${whose} and f.state = 'open' and (f.ends_on is null or f.ends_on >= ${today}::date)
    and (${members} or not f.members_only)`;
}

/** Whether a file is a photograph that this reader may see. */
export async function isPhotograph(ctx: Ctx, hash: string): Promise<boolean> {
  const { rows } = await sql<{ members: boolean }>`
    select bool_and(f.members_only) as members from market_photographs p join market_offers f on f.id = p.offer_id
    where p.file_hash = ${hash} or p.small_hash = ${hash} having count(*) > 0`.execute(ctx.db);
  const [found] = rows;
  return found !== undefined && (!found.members || (await seesMembersOnly(ctx)));
}
