// The rows of this module's tables, as Kysely sees them.
import type { Evaluation, Rules } from "#algorithms/rules";
import type { Generated, GeneratedAlways } from "kysely";
import type { Db } from "#platform/database/database";
import type { Json } from "#platform/database/tables";
import type { Facts } from "#platform/errors";
import type { Multilingual } from "#platform/multilingual";
import type { Operation } from "./amendment-operations.rules.ts";
import type { LocatedOperation } from "./carrying.rules.ts";
import type { MotionKind, MotionState } from "./motions.rules.ts";
import type { ReadingRule } from "./readings.rules.ts";
import type { AuthenticText, TextVersionBody } from "./text-model.ts";
import type { AmendmentState, Choice, RoomCounts, TextState, VoteRules, VoteVerdict } from "./types.ts";
import type { VotingRules } from "./voting-order.rules.ts";

export type CongressTables = {
  congress_editions: {
    id: string;
    slug: string;
    title: Json<Multilingual>;
    host_city: string;
    zone: string;
    country: string;
    starts_on: string;
    ends_on: string;
    convened_by: string;
    calls_all: boolean;
    mandate_id: string | null;
    convened_at: Date;
    request_key: string;
    act_id: string;
    last_motion: Generated<number>;
  };
  congress_called: { edition_id: string; organization_id: string };
  delegations: {
    edition_id: string;
    organization_id: string;
    voting_mandate_id: string;
    accredited_under: string | null;
    accredited_at: Date;
    act_id: string;
  };
  withdrawn_accreditations: {
    id: string;
    edition_id: string;
    organization_id: string;
    voting_mandate_id: string;
    accredited_under: string | null;
    accredited_at: Date;
    accreditation_act_id: string;
    reason: Json<Multilingual>;
    withdrawn_under: string | null;
    withdrawn_at: Date;
    act_id: string;
  };
  congress_texts: {
    id: string;
    edition_id: string;
    slug: string;
    title: Json<Multilingual>;
    language: string;
    state: TextState;
    last_version: number;
    last_amendment: number;
    last_adoption: number;
    adopted_version: number | null;
    adopted_at: Date | null;
    published_at: Date | null;
    created_at: Date;
    request_key: string;
    amendable: Generated<boolean>;
    authentic: Generated<string[]>;
    readings: Generated<number>;
    days_between: Generated<number>;
    amended_between: Generated<ReadingRule["amendedBetween"]>;
  };
  text_versions: {
    text_id: string;
    number: number;
    parent_number: number | null;
    body: Json<TextVersionBody>;
    content_hash: Buffer;
    mandate_id: string | null;
    made_at: Date;
    act_id: string;
    authentic: Json<readonly AuthenticText[]> | null;
  };
  text_sections: {
    text_id: string;
    sequence: number;
    section_text_id: string;
    section_version: number;
    paragraphs: number;
  };
  text_readings: {
    text_id: string;
    sequence: number;
    version: number;
    roll_call_id: string;
    passed_at: Date;
    act_id: string;
  };
  adoption_translations: {
    text_id: string;
    version: number;
    language: string;
    authentic: boolean;
    states: Json<Readonly<Record<string, string>>>;
    reviewed: number;
    draft: number;
    outdated: number;
    missing: number;
    recorded_at: Date;
    act_id: string;
  };
  paragraph_translations: {
    text_id: string;
    paragraph_id: string;
    language: string;
    text: string;
    state: "draft" | "reviewed";
    translator_mandate_id: string | null;
    source_hash: Buffer;
    translated_at: Date;
    section_text_id: string | null;
  };
  decision_points: {
    id: string;
    text_id: string;
    number: number;
    paragraph_id: string;
    text: string;
    marker: string | null;
    list: number;
    list_paragraph_id: string | null;
    list_title: string | null;
    mandate_id: string | null;
    marked_at: Date;
  };
  amendments: {
    id: string;
    text_id: string;
    number: number;
    base_version: number;
    title: Json<Multilingual>;
    reason: Json<Multilingual>;
    operations: Json<readonly Operation[]>;
    organization_id: string;
    mandate_id: string;
    state: AmendmentState;
    proposed_at: Date;
    state_at: Date;
    adoption_order: number | null;
    incorporated_version: number | null;
    obstacle: string | null;
    obstacle_facts: Json<Facts> | null;
    request_key: string;
    act_id: string;
    parent_id: string | null;
    parent_revision: number | null;
    revises_id: string | null;
  };
  motions: {
    id: string;
    edition_id: string;
    number: number;
    kind: MotionKind;
    title: Json<Multilingual>;
    reason: Json<Multilingual>;
    language: string;
    body: Json<TextVersionBody>;
    organization_id: string;
    mandate_id: string;
    state: MotionState;
    submitted_at: Date;
    state_at: Date;
    text_id: string | null;
    rule_proposal_id: string | null;
    ruling: Json<Multilingual> | null;
    request_key: string;
    act_id: string;
  };
  motion_supports: {
    motion_id: string;
    organization_id: string;
    mandate_id: string;
    supported_at: Date;
    act_id: string;
  };
  amendment_standings: {
    amendment_id: string;
    revision: number;
    version: number;
    cause: "version" | "secondary";
    outcome: "unchanged" | "moved" | "rewritten" | "fallen";
    operations: Json<readonly LocatedOperation[]> | null;
    taken_up_id: string | null;
    stood_at: Date;
    act_id: string;
  };
  voting_orders: {
    id: string;
    text_id: string;
    sequence: number;
    numbers: number[];
    alternatives: VotingRules["alternatives"] | null;
    after_adoption: VotingRules["afterAdoption"] | null;
    reason: Json<Multilingual>;
    mandate_id: string | null;
    set_at: Date;
    request_key: string;
    act_id: string;
  };
  roll_calls: {
    id: string;
    text_id: string;
    amendment_id: string | null;
    version: number;
    rules: Json<VoteRules>;
    accredited: number;
    room: Json<RoomCounts> | null;
    called: number | null;
    rule_version_id: string | null;
    casting_vote: "for" | "against" | null;
    explanation: Json<Evaluation> | null;
    opened_under: string | null;
    opened_at: Date;
    open_act_id: string;
    closed_under: string | null;
    closed_at: Date | null;
    close_act_id: string | null;
    verdict: VoteVerdict | null;
    votes_for: number | null;
    votes_against: number | null;
    abstentions: number | null;
  };
  roll_call_delegations: { roll_call_id: string; organization_id: string; region: string | null };
  roll_call_presence: { roll_call_id: string; organization_id: string };
  votes_cast: {
    id: string;
    sequence: GeneratedAlways<bigint>;
    roll_call_id: string;
    organization_id: string;
    choice: Choice;
    mandate_id: string;
    cast_at: Date;
    request_key: string;
    act_id: string;
  };
  /** The rulebook's: read here with the votes that it decides. */
  rule_versions: { id: string; rules: Json<Rules> };
  votes_counted: { roll_call_id: string; organization_id: string; vote_id: string; choice: Choice };
  organization_keys: {
    id: string;
    organization_id: string;
    public_key: Buffer;
    sealed_private_key: Buffer;
    made_at: Date;
    retired_at: Date | null;
  };
  text_signatures: {
    id: string;
    text_id: string;
    version: number;
    organization_id: string;
    key_id: string;
    mandate_id: string;
    statement: string;
    signature: Buffer;
    signed_at: Date;
    act_id: string;
  };
};

/** The same database, with this module's tables known to the compiler. */
export function tables(db: Db) {
  return db.withTables<CongressTables>();
}
