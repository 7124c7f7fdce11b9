// The rows of the platform's own tables. Modules declare theirs beside their stores.
import type { ColumnType, GeneratedAlways } from "kysely";

/** Written as JSON text, read parsed. */
export type Json<Value> = ColumnType<Value, string, string>;

export type PlatformTables = {
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
};
