// The rows of this module's tables, as Kysely sees them.
import type { ColumnType } from "kysely";
import type { Db } from "#platform/database/database";
import type { MovementKind, ObligationState, RecordedBy } from "./types.ts";

export type ObligationRow = {
  id: string;
  request_key: string;
  debtor_id: string;
  creditor_id: string;
  currency_id: string | null;
  official_code: string | null;
  amount: bigint;
  open_amount: bigint;
  state: ObligationState;
  recorded_by: RecordedBy;
  since_on: string;
  due_on: string | null;
  about: string | null;
  text: string;
  recorded_at: Date;
  state_at: Date;
  in_round: ColumnType<string | null, string | null | undefined, string | null>;
};

export type ClearingTables = {
  obligations: ObligationRow;
  obligation_steps: {
    id: string;
    obligation_id: string;
    from_state: ObligationState | null;
    to_state: ObligationState;
    reason: string | null;
    mandate_id: string | null;
    made_at: Date;
  };
  obligation_movements: {
    id: string;
    obligation_id: string;
    request_key: string | null;
    kind: MovementKind;
    amount: bigint;
    entry_id: string | null;
    round_id: string | null;
    text: string;
    mandate_id: string | null;
    made_at: Date;
  };
  clearing_parties: {
    round_id: string;
    organization_id: string;
    mandate_id: string | null;
    joined_at: Date;
    account_id: string | null;
    pays_up_to: bigint;
    takes_up_to: bigint;
    number: number | null;
    potential: number | null;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<ClearingTables>();
}
