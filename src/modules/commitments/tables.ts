// The rows of this module's tables, as Kysely sees them.
import type { ColumnType } from "kysely";
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { Multilingual } from "#platform/multilingual";
import type { CommitmentState } from "./types.ts";

type WrittenAsNumber = ColumnType<bigint, number | bigint, number | bigint>;

export type CommitmentRow = {
  id: string;
  number: number;
  request_key: string;
  decision_point_id: string;
  commission_id: string;
  responsible_id: string;
  title: Json<Multilingual>;
  region: string;
  due_on: string;
  state: CommitmentState;
  proposed_at: Date;
  state_at: Date;
  reported_at: Date | null;
};

export type CommitmentTables = {
  commitments: CommitmentRow;
  commitment_milestones: {
    id: string;
    commitment_id: string;
    position: number;
    title: Json<Multilingual>;
    due_on: string | null;
    reached_at: Date | null;
  };
  commitment_indicators: {
    id: string;
    commitment_id: string;
    position: number;
    name: Json<Multilingual>;
    unit: string;
    target: WrittenAsNumber;
    reached: WrittenAsNumber;
  };
  commitment_steps: {
    id: string;
    commitment_id: string;
    from_state: CommitmentState | null;
    to_state: CommitmentState;
    reason: Json<Multilingual> | null;
    mandate_id: string | null;
    made_at: Date;
  };
  commitment_reports: {
    id: string;
    commitment_id: string;
    request_key: string;
    body: Json<Multilingual>;
    claims_fulfilled: boolean;
    mandate_id: string | null;
    reported_at: Date;
  };
  regional_reports: {
    id: string;
    edition_id: string;
    region: string;
    body: Json<Multilingual>;
    mandate_id: string | null;
    reported_at: Date;
    request_key: string;
    act_id: string;
  };
  regional_report_notes: { report_id: string; commitment_id: string; body: Json<Multilingual> };
  due_digests: { person_id: string; week_of: string; queued_at: Date };
  report_evidence: {
    id: string;
    report_id: string;
    position: number;
    url: string | null;
    file_hash: string | null;
    file_name: string | null;
    media_type: string | null;
    size_bytes: WrittenAsNumber | null;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<CommitmentTables>();
}
