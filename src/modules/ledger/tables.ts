// The rows of this module's tables, as Kysely sees them. Whoever writes them does so by the stored functions.
import type { Generated } from "kysely";
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { Multilingual } from "#platform/multilingual";
import type { AccountHolder, CurrencyKind, EntryKind, HoldState } from "./types.ts";

export type LedgerTables = {
  currencies: {
    id: string;
    slug: string;
    code: string;
    name: Json<Multilingual>;
    kind: CurrencyKind;
    scale: number;
    organization_id: string;
    rules: Json<Multilingual> | null;
    default_minimum: bigint | null;
    default_maximum: bigint | null;
    demurrage_ppm: Generated<number>;
    approval_above: bigint | null;
    backing: Json<Multilingual> | null;
    expires_on: string | null;
    mirrors: string | null;
    state: Generated<"open" | "closed">;
    open_books: Generated<boolean>;
    founded_at: Date;
    founded_under: string | null;
    request_key: string;
  };
  ledger_accounts: {
    id: string;
    number: string;
    currency_id: string;
    holder_kind: AccountHolder["kind"];
    organization_id: string | null;
    person_id: string | null;
    fund_id: string | null;
    name: string | null;
    posted: Generated<bigint>;
    pending_out: Generated<bigint>;
    pending_in: Generated<bigint>;
    minimum: Generated<bigint | null>;
    maximum: Generated<bigint | null>;
    version: Generated<bigint>;
    limits_version: Generated<number>;
    moved_at: Generated<Date | null>;
    opened_at: Date;
    closed_at: Date | null;
  };
  ledger_limits: {
    account_id: string;
    version: number;
    at_version: bigint;
    minimum: bigint | null;
    maximum: bigint | null;
    because: string | null;
    mandate_id: string | null;
    changed_at: Date;
  };
  ledger_entries: {
    id: string;
    kind: EntryKind;
    text: string | null;
    about: string | null;
    reverses: string | null;
    mandate_id: string | null;
    person_id: string | null;
    posted_at: Date;
  };
  ledger_lines: {
    entry_id: string;
    account_id: string;
    version: bigint;
    amount: bigint;
    balance_after: bigint;
  };
  ledger_holds: {
    id: string;
    from_account: string;
    to_account: string;
    amount: bigint;
    text: string | null;
    about: string | null;
    state: Generated<HoldState>;
    placed_at: Date;
    lapses_at: Date | null;
    placed_under: string | null;
    placed_by: string | null;
    resolved_at: Date | null;
    resolved_under: string | null;
    resolved_by: string | null;
    entry_id: string | null;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<LedgerTables>();
}
