// The rows of this module's tables, as Kysely sees them.
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { Multilingual } from "#platform/multilingual";
import type {
  ActionKind,
  ActionState,
  CampaignState,
  Counting,
  JoiningStep,
  MovedDay,
  Precision,
} from "./types.ts";

export type AgendaTables = {
  campaigns: {
    id: string;
    slug: string;
    request_key: string;
    organization_id: string;
    title: Json<Multilingual>;
    purpose: Json<Multilingual>;
    precision: Precision;
    starts_on: string;
    ends_on: string;
    rule: string | null;
    added: string[];
    without: string[];
    decision_point_id: string | null;
    text_id: string | null;
    decision: Json<Multilingual> | null;
    state: CampaignState;
    reason: Json<Multilingual> | null;
    sequence: number;
    called_at: Date;
    updated_at: Date;
  };
  campaign_versions: {
    campaign_id: string;
    sequence: number;
    title: Json<Multilingual>;
    purpose: Json<Multilingual>;
    precision: Precision;
    starts_on: string;
    ends_on: string;
    rule: string | null;
    added: string[];
    without: string[];
    act_id: string;
    replaced_at: Date;
  };
  actions: {
    id: string;
    number: number;
    request_key: string;
    campaign_id: string | null;
    organization_id: string;
    title: Json<Multilingual>;
    description: Json<Multilingual> | null;
    kind: ActionKind;
    city: string;
    country: string;
    address: string | null;
    latitude: number | null;
    longitude: number | null;
    is_exact: boolean;
    zone: string;
    all_day: boolean;
    starts_local: string;
    ends_local: string;
    rule: string | null;
    added: string[];
    without: string[];
    moved: Json<MovedDay[]>;
    last_at: Date;
    contact: string | null;
    accessibility: string[];
    languages: string[];
    link: string | null;
    state: ActionState;
    reason: Json<Multilingual> | null;
    merged_into: string | null;
    sequence: number;
    source_uid: string | null;
    announced_at: Date;
    updated_at: Date;
  };
  action_occurrences: { action_id: string; starts_at: Date; ends_at: Date; day: string };
  action_organizers: {
    action_id: string;
    organization_id: string;
    mandate_id: string | null;
    joined_at: Date;
  };
  action_joinings: {
    id: string;
    action_id: string;
    organization_id: string;
    step: JoiningStep;
    reason: Json<Multilingual> | null;
    mandate_id: string | null;
    at: Date;
  };
  action_joinings_told: { joining_id: string; told_at: Date };
  action_day_changes: {
    id: string;
    action_id: string;
    day: string;
    starts_local: string | null;
    ends_local: string | null;
    reason: Json<Multilingual>;
    mandate_id: string | null;
    changed_at: Date;
  };
  action_imports: {
    id: string;
    organization_id: string;
    choices: Json<unknown>;
    body: string;
    read_at: Date;
  };
  action_reports: {
    id: string;
    action_id: string;
    request_key: string;
    organization_id: string;
    participants: number | null;
    counted: Counting | null;
    body: Json<Multilingual>;
    mandate_id: string | null;
    reported_at: Date;
  };
  action_report_confirmations: { report_id: string; mandate_id: string | null; confirmed_at: Date };
  action_photographs: {
    id: string;
    report_id: string;
    position: number;
    file_hash: string;
    small_hash: string;
    width: number;
    height: number;
    placeholder: string;
    alt: Json<Multilingual>;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<AgendaTables>();
}
