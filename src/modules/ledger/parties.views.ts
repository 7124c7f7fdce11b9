// An account with whose it is and which currency it is in: what deciding about a payment needs to know of each side.
import type { OrganizationId, PersonId } from "#confederation";
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { readAccountNumber } from "./account-numbers.rules.ts";
import type { AccountHolder, AccountId, Currency, CurrencyId } from "./types.ts";

export type PartyCurrency = Pick<Currency, "slug" | "code" | "name" | "kind" | "scale" | "state"> & {
  readonly id: CurrencyId;
  readonly organizationId: OrganizationId;
  readonly expiresOn: string | null;
  readonly openBooks: boolean;
  readonly demurragePpm: number;
};

export type Party = {
  readonly id: AccountId;
  readonly number: string;
  readonly name: string | null;
  readonly kind: AccountHolder["kind"];
  readonly organizationId: OrganizationId | null;
  readonly personId: PersonId | null;
  readonly organization: { readonly slug: string; readonly name: Multilingual } | null;
  readonly currency: PartyCurrency;
  readonly posted: bigint;
  readonly pendingOut: bigint;
  readonly pendingIn: bigint;
  readonly minimum: bigint | null;
  readonly maximum: bigint | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** The amount above which a second person approves: the account's own or the currency's, whichever is less. */
  readonly approvalAbove: bigint | null;
};

type Row = Omit<Party, "currency" | "organization"> & {
  readonly currency: PartyCurrency;
  readonly slug: string | null;
  readonly holderName: Multilingual | null;
};

const columns = sql`a.id, a.number, a.name, a.holder_kind as kind, a.organization_id as "organizationId",
  a.person_id as "personId", a.posted, a.pending_out as "pendingOut", a.pending_in as "pendingIn", a.minimum, a.maximum,
  a.opened_at as "openedAt", a.closed_at as "closedAt", o.slug, o.name as "holderName",
  least(c.approval_above, (select l.above from ledger_approval_amounts l where l.account_id = a.id
    order by l.number desc limit 1)) as "approvalAbove",
  jsonb_build_object('id', c.id, 'slug', c.slug, 'code', c.code, 'name', c.name, 'kind', c.kind, 'scale', c.scale,
    'state', c.state, 'organizationId', c.organization_id, 'expiresOn', c.expires_on, 'openBooks', c.open_books,
    'demurragePpm', c.demurrage_ppm) as currency`;

async function partiesBy(ctx: Ctx, condition: RawBuilder<unknown>): Promise<Party[]> {
  const { rows } = await sql<Row>`
    select ${columns}
    from ledger_accounts a join currencies c on c.id = a.currency_id left join organizations o on o.id = a.organization_id
    where ${condition} order by c.code, a.number`.execute(ctx.db);
  return rows.map(({ slug, holderName, ...party }) => ({
    ...party,
    organization: slug !== null && holderName !== null ? { slug, name: holderName } : null,
  }));
}

export async function findParty(ctx: Ctx, id: AccountId): Promise<Party | undefined> {
  return (await partiesBy(ctx, sql`a.id = ${id}::uuid`))[0];
}

/** By the number that people read aloud, however it is grouped. */
export async function findPartyByNumber(ctx: Ctx, typed: string): Promise<Party | undefined> {
  const number = readAccountNumber(typed);
  return number === undefined ? undefined : (await partiesBy(ctx, sql`a.number = ${number}`))[0];
}

/** Accounts of organisations in a currency whose name holds some words: for whoever looks for whom to pay. */
export function searchParties(
  ctx: Ctx,
  currencyId: CurrencyId,
  words: string,
  limit: number,
): Promise<Party[]> {
  return partiesBy(
    ctx,
    sql`a.id in (
      select f.id from ledger_accounts f join organizations n on n.id = f.organization_id
      where f.currency_id = ${currencyId}::uuid and f.holder_kind in ('organization', 'issuer') and f.closed_at is null
        and exists (select 1 from jsonb_each_text(n.name -> 'texts') t where strpos(lower(t.value), lower(${words})) > 0)
      order by f.number limit ${limit})`,
  );
}

/** The accounts that a person may look into: their own, and those of organisations for which they hold a mandate. */
export function partiesOf(
  ctx: Ctx,
  { personId, organizationIds }: { readonly personId: string; readonly organizationIds: readonly string[] },
): Promise<Party[]> {
  return partiesBy(
    ctx,
    sql`a.person_id = ${personId}::uuid or a.organization_id = any(${[...organizationIds]}::uuid[])`,
  );
}

/** Accounts of one organisation, in every currency. */
export function partiesOfOrganization(ctx: Ctx, organizationId: OrganizationId): Promise<Party[]> {
  return partiesBy(ctx, sql`a.organization_id = ${organizationId}::uuid`);
}

export async function countOrganizationsIn(ctx: Ctx, currencyId: CurrencyId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ledger_accounts
    where currency_id = ${currencyId}::uuid and holder_kind = 'organization' and closed_at is null`.execute(
    ctx.db,
  );
  return rows[0]?.count ?? 0;
}

/** Open accounts of organisations in a currency, by their numbers. People's are in no list. */
export function organizationsIn(
  ctx: Ctx,
  currencyId: CurrencyId,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<Party[]> {
  return partiesBy(
    ctx,
    sql`a.id in (
      select id from ledger_accounts where currency_id = ${currencyId}::uuid and holder_kind = 'organization'
        and closed_at is null order by number offset ${offset} limit ${limit})`,
  );
}
