// The rows of this module's tables, as Kysely sees them.
import type { ColumnType, Generated } from "kysely";
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { Multilingual } from "#platform/multilingual";
import type { SittingTables } from "./sittings.tables.ts";
import type { DelegateState, OrganKind, OrganRules, SeatKind, SeatMethod } from "./types.ts";

export type AssemblyTables = SittingTables & {
  organs: {
    id: string;
    slug: string;
    kind: OrganKind;
    name: Json<Multilingual>;
    organization_id: string;
    edition_id: string | null;
    region: string | null;
    cycle_months: number | null;
    cycle_from: string | null;
    mandate_id: string | null;
    founded_at: Date;
    request_key: string;
    act_id: string;
  };
  organ_rules: {
    organ_id: string;
    number: number;
    rules: Json<OrganRules>;
    languages: string[];
    in_force_from: Date;
    decision: Json<Multilingual> | null;
    mandate_id: string | null;
    request_key: string;
    act_id: string;
  };
  organ_editions: { edition_id: string; organ_id: string };
  seat_allocations: {
    id: string;
    edition_id: string;
    number: number;
    method: Json<SeatMethod>;
    alternates_for_seat: number;
    nominations_until: Date | null;
    decision: Json<Multilingual>;
    mandate_id: string | null;
    set_at: Date;
    request_key: string;
    act_id: string;
  };
  delegation_seats: { allocation_id: string; organization_id: string; seats: number };
  delegates: {
    id: string;
    edition_id: string;
    organization_id: string;
    person_id: string;
    seat: SeatKind;
    rank: number;
    state: DelegateState;
    nominated_under: string;
    nominated_at: Date;
    decided_under: string | null;
    decided_at: Date | null;
    mandate_id: string | null;
    withdrawn_under: string | null;
    withdrawn_at: Date | null;
    reason: Json<Multilingual> | null;
    request_key: string;
    act_id: string;
  };
  badges: {
    id: string;
    delegate_id: string;
    token: Buffer;
    code: string;
    issued_at: Date;
    issued_under: string | null;
    replaced_at: Date | null;
  };
  substitutions: {
    id: string;
    edition_id: string;
    delegate_id: string;
    alternate_id: string;
    starts_at: Date;
    ends_at: Date;
    mandate_id: string;
    named_at: Date;
    ended_at: Date | null;
    request_key: string;
    act_id: string;
  };
  presence_events: {
    id: string;
    sequence: ColumnType<bigint, never, never>;
    edition_id: string;
    delegate_id: string | null;
    organization_id: string | null;
    direction: "in" | "out";
    happened_at: Date;
    device_at: Date;
    recorded_at: Date;
    offline: Generated<boolean>;
    recorded_under: string;
    shown: string | null;
    set_aside: string | null;
  };
  congress_requests: {
    id: string;
    decision_point_id: string;
    organ_id: string;
    from_edition_id: string;
    wish: Json<Multilingual>;
    mandate_id: string | null;
    asked_at: Date;
    taken_up_by: string | null;
    taken_up_at: Date | null;
    taken_up_under: string | null;
    request_key: string;
    act_id: string;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<AssemblyTables>();
}
