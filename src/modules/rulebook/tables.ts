// The rows of this module's tables, as Kysely sees them.
import type { Rules } from "#algorithms/rules";
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { BodyKind } from "./types.ts";

export type RulebookTables = {
  rule_proposals: {
    id: string;
    body_kind: BodyKind;
    body_id: string;
    rules: Json<Rules>;
    content_hash: Buffer;
    organization_id: string;
    mandate_id: string;
    proposed_at: Date;
    request_key: string;
    act_id: string;
  };
  rule_versions: {
    id: string;
    body_kind: BodyKind;
    body_id: string;
    number: number;
    rules: Json<Rules>;
    content_hash: Buffer;
    proposal_id: string | null;
    decision: string | null;
    in_force_from: Date;
    mandate_id: string | null;
    request_key: string;
    act_id: string;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<RulebookTables>();
}
