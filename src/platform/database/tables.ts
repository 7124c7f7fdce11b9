// The rows of the platform's own tables. Modules declare theirs beside their stores.
import type { ColumnType, GeneratedAlways } from "kysely";
import type { AccountTables } from "../accounts/tables.ts";

/** Written as JSON text, read parsed. */
export type Json<Value> = ColumnType<Value, string, string>;

export type PlatformTables = AccountTables & {
  mail_outbox: {
    id: string;
    recipient: string;
    subject: string;
    body: string | null;
    link: string | null;
    state: "pending" | "sent" | "failed";
    attempts: number;
    created_at: Date;
    sent_at: Date | null;
  };
  rate_limits: { key: Buffer; attempts: number; window_ends_at: Date };
  node_settings: { key: string; value: Json<unknown>; updated_at: Date };
  log_acts: {
    id: string;
    sequence: GeneratedAlways<bigint>;
    type: string;
    subject: string;
    mandate_id: string | null;
    record: Json<unknown>;
    record_hash: Buffer;
    leaf: Buffer;
    acted_at: Date;
    leaf_index: ColumnType<bigint | null, never, bigint>;
  };
  log_tiles: { level: number; position: bigint; hashes: Buffer };
  log_checkpoints: { tree_size: ColumnType<bigint, number, never>; note: string; sealed_at: Date };
};
