// The only SQL that changes a currency's terms, and that keeps what was changed and what is said of reserves.
import type { OrganizationId } from "#confederation";
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import type { z } from "zod";
import type { changeCurrencyInput, foundCurrencyInput, stateReserveInput } from "./currencies.schema.ts";
import { insertCurrency } from "./currencies.store.ts";
import type { Currency, CurrencyId } from "./types.ts";

export type FoundedBefore = { readonly id: CurrencyId; readonly slug: string };

/** The currency that an earlier sending of the same form founded. */
export async function findFounded(tx: Ctx, requestKey: string): Promise<FoundedBefore | undefined> {
  const { rows } = await sql<FoundedBefore>`
    select id, slug from currencies where request_key = ${requestKey}`.execute(tx.db);
  return rows[0];
}

export async function organizationExists(tx: Ctx, id: OrganizationId): Promise<boolean> {
  const { rows } = await sql`select 1 from organizations where id = ${id}`.execute(tx.db);
  return rows.length > 0;
}

/** Slugs that begin so, and whether the code is taken. */
export async function readTaken(tx: Ctx, base: string, code: string) {
  const { rows } = await sql<{ slug: string; sameCode: boolean }>`
    select slug, code = ${code} as "sameCode" from currencies
    where starts_with(slug, ${base}) or code = ${code}`.execute(tx.db);
  return { slugs: new Set(rows.map(({ slug }) => slug)), code: rows.some(({ sameCode }) => sameCode) };
}

type Wanted = z.output<typeof foundCurrencyInput>;

const json = (field: Multilingual | null) => (field === null ? null : JSON.stringify(field));

/** A new currency, with what is said beforehand of its end and of its reserve. */
export async function insertFounded(
  tx: Ctx,
  slug: string,
  { onExpiry, reserveKeptBy, ...wanted }: Wanted,
  mandateId: string | null,
): Promise<CurrencyId> {
  const { name, rules, backing } = wanted as Pick<Currency, "name" | "rules" | "backing">;
  const id = await insertCurrency(tx, { ...wanted, name, rules, backing, slug, mandateId });
  await sql`
    update currencies set on_expiry = ${onExpiry}, reserve_kept_by = ${reserveKeptBy} where id = ${id}`.execute(
    tx.db,
  );
  return id;
}

/** What of a currency may change. */
export type Terms = {
  readonly name: Multilingual;
  readonly rules: Multilingual;
  readonly defaultMinimum: bigint | null;
  readonly defaultMaximum: bigint | null;
  readonly demurragePpm: number;
  readonly approvalAbove: bigint | null;
  readonly expiresOn: string | null;
};

export type LockedCurrency = Terms & {
  readonly id: CurrencyId;
  readonly slug: string;
  readonly kind: Wanted["kind"];
  readonly organizationId: OrganizationId;
  readonly state: "open" | "closed";
};

/** A currency as it stands, locked for the act that follows. */
export async function lockCurrency(tx: Ctx, id: CurrencyId): Promise<LockedCurrency | undefined> {
  const { rows } = await sql<LockedCurrency>`
    select id, slug, kind, organization_id as "organizationId", state, name, rules,
      default_minimum as "defaultMinimum", default_maximum as "defaultMaximum", demurrage_ppm as "demurragePpm",
      approval_above as "approvalAbove", expires_on as "expiresOn"
    from currencies where id = ${id} for no key update`.execute(tx.db);
  return rows[0];
}

/** Terms as they are kept and shown for ever: amounts as decimal strings of minor units. */
export function termsRecord(terms: Terms) {
  const { name, rules, defaultMinimum, defaultMaximum, demurragePpm, approvalAbove, expiresOn } = terms;
  const text = (amount: bigint | null) => amount?.toString() ?? null;
  return {
    name,
    rules,
    defaultMinimum: text(defaultMinimum),
    defaultMaximum: text(defaultMaximum),
    demurragePpm,
    approvalAbove: text(approvalAbove),
    expiresOn,
  };
}

export async function writeTerms(
  tx: Ctx,
  was: LockedCurrency,
  wanted: z.output<typeof changeCurrencyInput>,
  mandateId: string | null,
): Promise<void> {
  await sql`
    update currencies set name = ${json(wanted.name)}::jsonb, rules = ${json(wanted.rules)}::jsonb,
      default_minimum = ${wanted.defaultMinimum}::bigint, default_maximum = ${wanted.defaultMaximum}::bigint,
      demurrage_ppm = ${wanted.demurragePpm}, approval_above = ${wanted.approvalAbove}::bigint,
      expires_on = ${wanted.expiresOn}::date
    where id = ${was.id}`.execute(tx.db);
  await sql`
    insert into currency_changes (currency_id, number, was, became, because, mandate_id, changed_at)
    select ${was.id}, coalesce(max(number), 0) + 1, ${JSON.stringify(termsRecord(was))}::jsonb,
      ${JSON.stringify(termsRecord(wanted))}::jsonb, ${wanted.because}, ${mandateId}::uuid, ${tx.now}::timestamptz
    from currency_changes where currency_id = ${was.id}`.execute(tx.db);
}

export async function markClosed(tx: Ctx, id: CurrencyId, plan: Multilingual | null): Promise<void> {
  await sql`
    update currencies set state = 'closed', closed_at = ${tx.now}, closing_plan = ${json(plan)}::jsonb
    where id = ${id}`.execute(tx.db);
}

/** Accounts in which something is left or pending. */
export async function countBalancesLeft(tx: Ctx, id: CurrencyId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ledger_accounts
    where currency_id = ${id} and (posted <> 0 or pending_out <> 0 or pending_in <> 0)`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

/** Whether an earlier sending of the same form said it already. */
export async function insertReserveStatement(
  tx: Ctx,
  wanted: z.output<typeof stateReserveInput>,
  mandateId: string | null,
): Promise<"new" | "saidBefore"> {
  const { rows } = await sql`
    insert into reserve_statements (id, currency_id, amount, as_of, evidence, mandate_id, stated_at, request_key)
    values (${tx.newId()}, ${wanted.currencyId}, ${wanted.amount}, ${wanted.asOf}, ${wanted.evidence}, ${mandateId},
      ${tx.now}, ${wanted.requestKey})
    on conflict (request_key) do nothing returning 1`.execute(tx.db);
  return rows.length > 0 ? "new" : "saidBefore";
}

/** What the last statement says is in the reserve, and what of the currency is out; null: none was made. */
export async function readReserve(tx: Ctx, id: CurrencyId): Promise<{ reserve: bigint | null; out: bigint }> {
  const { rows } = await sql<{ reserve: bigint | null; out: bigint }>`
    select (select amount from reserve_statements where currency_id = ${id} order by stated_at desc, id desc limit 1)
        as reserve,
      coalesce((select -posted from ledger_accounts where currency_id = ${id} and holder_kind = 'issuer'), 0) as out`.execute(
    tx.db,
  );
  return rows[0] ?? { reserve: null, out: 0n };
}
