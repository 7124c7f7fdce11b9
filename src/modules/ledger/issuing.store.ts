// Where a currency's issued amounts come from.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { AccountId, CurrencyId } from "./types.ts";

export async function issuerOf(tx: Ctx, currencyId: CurrencyId): Promise<AccountId> {
  const { rows } = await sql<{ id: AccountId }>`
    select id from ledger_accounts where currency_id = ${currencyId} and holder_kind = 'issuer'`.execute(
    tx.db,
  );
  if (!rows[0]) throw new Error(`currency ${currencyId} has no issuer`);
  return rows[0].id;
}
