// The rows of this module's tables, as Kysely sees them.
import type { ColumnType, Generated } from "kysely";
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { Multilingual } from "#platform/multilingual";
import type { DelegateState, OrganKind, OrganRules, SeatKind } from "./types.ts";

export type AssemblyTables = {
  organs: {
    id: string;
    slug: string;
    kind: OrganKind;
    name: Json<Multilingual>;
    organization_id: string;
    edition_id: string | null;
    region: string | null;
    languages: string[];
    rules: Json<OrganRules>;
    cycle_months: number | null;
    mandate_id: string | null;
    founded_at: Date;
    request_key: string;
    act_id: string;
  };
  organ_editions: { edition_id: string; organ_id: string };
  delegation_seats: { edition_id: string; organization_id: string; seats: number };
  delegates: {
    id: string;
    edition_id: string;
    organization_id: string;
    person_id: string;
    seat: SeatKind;
    rank: number;
    state: DelegateState;
    reason: Json<Multilingual> | null;
    badge_token: Buffer;
    nominated_under: string;
    nominated_at: Date;
    decided_under: string | null;
    decided_at: Date | null;
    request_key: string;
    act_id: string;
  };
  presence_events: {
    id: string;
    sequence: ColumnType<bigint, never, never>;
    edition_id: string;
    delegate_id: string;
    direction: "in" | "out";
    happened_at: Date;
    recorded_at: Date;
    offline: Generated<boolean>;
    recorded_under: string;
    set_aside: string | null;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<AssemblyTables>();
}
