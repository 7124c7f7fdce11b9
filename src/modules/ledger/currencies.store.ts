// The only SQL that writes currencies.
import { sql } from "kysely";
import type { Ctx } from "#platform/context";
import type { Multilingual } from "#platform/multilingual";
import { tables } from "./tables.ts";
import type { Currency, CurrencyId } from "./types.ts";

export type NewCurrency = Omit<Currency, "id" | "state" | "foundedAt"> & {
  readonly requestKey: string;
  readonly mandateId: string | null;
};

const asJson = (text: Multilingual | null) => (text === null ? null : JSON.stringify(text));

/** A new currency, open from now on. Its slug and its code are unique (`currencies_slug_key`, `currencies_code_key`). */
export async function insertCurrency(tx: Ctx, currency: NewCurrency): Promise<CurrencyId> {
  const id = tx.newId() as CurrencyId;
  await tables(tx.db)
    .insertInto("currencies")
    .values({
      id,
      slug: currency.slug,
      code: currency.code,
      name: JSON.stringify(currency.name),
      kind: currency.kind,
      scale: currency.scale,
      organization_id: currency.organizationId,
      rules: asJson(currency.rules),
      default_minimum: currency.defaultMinimum,
      default_maximum: currency.defaultMaximum,
      demurrage_ppm: currency.demurragePpm,
      approval_above: currency.approvalAbove,
      backing: asJson(currency.backing),
      expires_on: currency.expiresOn,
      mirrors: currency.mirrors,
      open_books: currency.openBooks,
      founded_at: tx.now,
      founded_under: currency.mandateId,
      request_key: currency.requestKey,
    })
    .execute();
  return id;
}

/** Locks a currency's row for a change of its terms. */
export async function lockCurrency(tx: Ctx, id: CurrencyId): Promise<boolean> {
  const { rows } = await sql`select 1 from currencies where id = ${id} for update`.execute(tx.db);
  return rows.length > 0;
}
