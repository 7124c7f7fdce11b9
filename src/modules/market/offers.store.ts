// The only SQL that writes offers and needs, their steps and photographs.
import { sql } from "kysely";
import type { MandateId, OrganizationId } from "#confederation";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { categoryWords } from "./categories.ts";
import type { Offer, OfferFacts, OfferId, OfferKind, OfferState, Price, Wanted } from "./types.ts";

/** Columns of `market_offers f` as an OfferRow. */
export const offerColumns = sql`f.id, f.number, f.kind, f.organization_id as "organizationId", f.title, f.description, f.category,
  f.unit, f.quantity, f.months, f.starts_on as "startsOn", f.ends_on as "endsOn", f.country, f.place,
  f.price_amount as "priceAmount", f.price_currency_id as "priceCurrencyId", f.price_official_code as "priceOfficialCode",
  f.wanted_category as "wantedCategory", f.wanted_words as "wantedWords", f.is_gift as "isGift", f.labels,
  f.members_only as "membersOnly", f.state, f.revision, f.published_at as "publishedAt", f.changed_at as "changedAt"`;

export type OfferRow = Omit<Offer, "price" | "wanted"> & {
  readonly priceAmount: bigint | null;
  readonly priceCurrencyId: string | null;
  readonly priceOfficialCode: string | null;
  readonly wantedCategory: Wanted["category"] | null;
  readonly wantedWords: Multilingual | null;
};

export function offerOf<Row extends OfferRow>(row: Row) {
  const { priceAmount, priceCurrencyId, priceOfficialCode, wantedCategory, wantedWords, ...rest } = row;
  const price =
    priceAmount === null
      ? null
      : ({ amount: priceAmount, currencyId: priceCurrencyId, officialCode: priceOfficialCode } as Price);
  const wanted =
    wantedCategory === null || wantedWords === null ? null : { category: wantedCategory, words: wantedWords };
  return { ...rest, price, wanted };
}

export async function findOfferByRequest(tx: Ctx, requestKey: string): Promise<number | undefined> {
  const { rows } = await sql<{ number: number }>`
    select number from market_offers where request_key = ${requestKey}`.execute(tx.db);
  return rows[0]?.number;
}

export async function lockOffer(
  tx: Ctx,
  of: { readonly number: number } | { readonly id: OfferId },
): Promise<Offer | undefined> {
  const which = "id" in of ? sql`f.id = ${of.id}` : sql`f.number = ${of.number}`;
  const { rows } = await sql<OfferRow>`
    select ${offerColumns} from market_offers f where ${which} for update`.execute(tx.db);
  return rows[0] && offerOf(rows[0]);
}

/** The written columns, in one order for inserting and changing. */
function valuesOf(facts: OfferFacts) {
  const { price, wanted } = facts;
  return {
    title: sql`${JSON.stringify(facts.title)}::jsonb`,
    description: sql`${facts.description && JSON.stringify(facts.description)}::jsonb`,
    category: sql`${facts.category}`,
    category_words: sql`${categoryWords(facts.category)}`,
    unit: sql`${facts.unit}`,
    quantity: sql`${facts.quantity}::bigint`,
    months: sql`${`{${facts.months.join(",")}}`}::smallint[]`,
    starts_on: sql`${facts.startsOn}::date`,
    ends_on: sql`${facts.endsOn}::date`,
    country: sql`${facts.country}`,
    place: sql`${facts.place}::text`,
    price_amount: sql`${price?.amount ?? null}::bigint`,
    price_currency_id: sql`${price?.currencyId ?? null}::uuid`,
    price_official_code: sql`${price?.officialCode ?? null}::text`,
    wanted_category: sql`${wanted?.category ?? null}::text`,
    wanted_words: sql`${wanted && JSON.stringify(wanted.words)}::jsonb`,
    is_gift: sql`${facts.isGift}::boolean`,
    labels: sql`${[...facts.labels]}::text[]`,
    members_only: sql`${facts.membersOnly}::boolean`,
  };
}

export type NewOffer = {
  readonly kind: OfferKind;
  readonly organizationId: OrganizationId;
  readonly requestKey: string;
  readonly mandateId: MandateId | null;
  readonly facts: OfferFacts;
};

export async function insertOffer(tx: Ctx, wanted: NewOffer): Promise<{ id: OfferId; number: number }> {
  const id = tx.newId() as OfferId;
  const values = valuesOf(wanted.facts);
  const { rows } = await sql<{ number: number }>`
    insert into market_offers (id, number, request_key, kind, organization_id, state, published_at, changed_at, mandate_id,
      ${sql.join(Object.keys(values).map((column) => sql.ref(column)))})
    select ${id}::uuid, coalesce(max(number), 0) + 1, ${wanted.requestKey}::uuid, ${wanted.kind}, ${wanted.organizationId}::uuid,
      'open', ${tx.now}, ${tx.now}, ${wanted.mandateId}::uuid, ${sql.join(Object.values(values))}
    from market_offers
    returning number`.execute(tx.db);
  await insertOfferStep(tx, id, "published", wanted.mandateId);
  return { id, number: rows[0]?.number ?? 0 };
}

export async function rewriteOffer(
  tx: Ctx,
  id: OfferId,
  facts: OfferFacts,
  mandateId: MandateId | null,
): Promise<void> {
  const set = Object.entries(valuesOf(facts)).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  await sql`
    update market_offers set ${sql.join(set)}, revision = revision + 1, changed_at = ${tx.now} where id = ${id}`.execute(
    tx.db,
  );
  await insertOfferStep(tx, id, "changed", mandateId);
}

type Step = "published" | "changed" | "paused" | "resumed" | "exhausted" | "withdrawn";

async function insertOfferStep(tx: Ctx, id: OfferId, what: Step, mandateId: MandateId | null): Promise<void> {
  await sql`
    insert into market_offer_steps (id, offer_id, what, mandate_id, made_at)
    values (${tx.newId()}, ${id}, ${what}, ${mandateId}::uuid, ${tx.now})`.execute(tx.db);
}

export async function moveOfferTo(
  tx: Ctx,
  id: OfferId,
  to: { readonly state: OfferState; readonly what: Step },
  mandateId: MandateId | null,
): Promise<void> {
  // A tombstone keeps no words of what was withdrawn beyond its title, which agreements on it may name.
  const gone = to.state === "withdrawn" ? sql`, description = null, place = null, labels = '{}'` : sql``;
  await sql`
    update market_offers set state = ${to.state}, revision = revision + 1, changed_at = ${tx.now} ${gone}
    where id = ${id}`.execute(tx.db);
  if (to.state === "withdrawn") await deletePhotographs(tx, id);
  await insertOfferStep(tx, id, to.what, mandateId);
}

export type KeptPhotograph = {
  readonly hash: string;
  readonly smallHash: string;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  readonly alt: Multilingual;
};

export async function deletePhotographs(tx: Ctx, id: OfferId): Promise<void> {
  await sql`delete from market_photographs where offer_id = ${id}`.execute(tx.db);
}

export async function countPhotographs(tx: Ctx, id: OfferId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from market_photographs where offer_id = ${id}`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

export async function insertPhotographs(
  tx: Ctx,
  id: OfferId,
  kept: readonly KeptPhotograph[],
): Promise<void> {
  const there = await countPhotographs(tx, id);
  for (const [index, one] of kept.entries())
    await sql`
      insert into market_photographs (id, offer_id, position, file_hash, small_hash, width, height, placeholder, alt)
      values (${tx.newId()}, ${id}, ${there + index + 1}, ${one.hash}, ${one.smallHash}, ${one.width}, ${one.height},
        ${one.placeholder}, ${JSON.stringify(one.alt)}::jsonb)`.execute(tx.db);
}
