// The SQL of demurrage: accounts that it touches, what moved in them since, and how far it has counted.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Movement, Resting } from "./demurrage.rules.ts";
import type { AccountId, CurrencyId } from "./types.ts";

export type CountedCurrency = { readonly id: CurrencyId; readonly demurragePpm: number };

export async function listDecaying(ctx: Ctx): Promise<CountedCurrency[]> {
  const { rows } = await sql<CountedCurrency>`
    select id, demurrage_ppm as "demurragePpm" from currencies
    where demurrage_ppm > 0 and state = 'open' order by id`.execute(ctx.db);
  return rows;
}

export type CountedAccount = {
  readonly id: AccountId;
  readonly posted: bigint;
  readonly free: bigint;
  readonly version: bigint;
  readonly openedAt: Date;
  readonly counted: (Resting & { readonly version: bigint }) | null;
};

/**
 * The next accounts after one, locked in the order of their ids as movements lock them, so that what is read of them is
 * what they are posted from. The commons, issuers and clearing rest without loss.
 */
export async function lockNextAccounts(
  tx: Ctx,
  currencyId: CurrencyId,
  after: AccountId | null,
  limit: number,
): Promise<CountedAccount[]> {
  const { rows } = await sql<
    Omit<CountedAccount, "counted"> & { exact: string | null; until: Date; counted: bigint }
  >`
    select a.id, a.posted, a.posted - a.pending_out as free, a.version, a.opened_at as "openedAt",
      d.exact::text as exact, d.until, d.version as counted
    from ledger_accounts a left join demurrage_balances d on d.account_id = a.id
    where a.currency_id = ${currencyId} and a.holder_kind in ('organization', 'person', 'fund') and a.closed_at is null
      and (${after}::uuid is null or a.id > ${after}::uuid)
    order by a.id limit ${limit} for no key update of a`.execute(tx.db);
  return rows.map(({ exact, until, counted, ...account }) => ({
    ...account,
    counted: exact === null ? null : { exact: BigInt(exact), until, version: counted },
  }));
}

/** What moved in accounts since demurrage looked, but what it took itself. */
export async function readMovements(
  tx: Ctx,
  accounts: readonly CountedAccount[],
): Promise<ReadonlyMap<string, Movement[]>> {
  const { rows } = await sql<Movement & { accountId: string }>`
    select l.account_id as "accountId", l.amount, e.posted_at as at
    from unnest(${accounts.map(({ id }) => id)}::uuid[], ${accounts.map(({ counted }) => String(counted?.version ?? 0n))}::bigint[])
        as since(account_id, version)
      join ledger_lines l on l.account_id = since.account_id and l.version > since.version
      join ledger_entries e on e.id = l.entry_id
    where e.kind <> 'demurrage' order by l.account_id, l.version`.execute(tx.db);
  return Map.groupBy(rows, ({ accountId }) => accountId);
}

export async function keepCounted(
  tx: Ctx,
  counted: readonly { readonly id: AccountId; readonly version: bigint; readonly state: Resting }[],
): Promise<void> {
  await sql`
    insert into demurrage_balances (account_id, exact, version, until)
    select * from unnest(${counted.map(({ id }) => id)}::uuid[], ${counted.map(({ state }) => String(state.exact))}::numeric[],
      ${counted.map(({ version }) => String(version))}::bigint[], ${counted.map(({ state }) => state.until)}::timestamptz[])
    on conflict (account_id) do update
      set exact = excluded.exact, version = excluded.version, until = excluded.until`.execute(tx.db);
}

export async function commonsOf(tx: Ctx, currencyId: CurrencyId): Promise<AccountId> {
  const { rows } = await sql<{ id: AccountId }>`
    select id from ledger_accounts where currency_id = ${currencyId} and holder_kind = 'commons'`.execute(
    tx.db,
  );
  if (!rows[0]) throw new Error(`currency ${currencyId} has no commons`);
  return rows[0].id;
}
