// The rows of sittings, as Kysely sees them.
import type { Generated, GeneratedAlways } from "kysely";
import type { Json } from "#platform/database/tables";
import type { Multilingual } from "#platform/multilingual";
import type { MinutesFacts } from "./minutes.rules.ts";
import type {
  EventFacts,
  Gender,
  ItemDocument,
  ItemKind,
  ItemState,
  SittingEventType,
  SittingState,
  SpeakingKind,
  SpeakingState,
} from "./sitting-model.ts";

export type SittingTables = {
  sittings: {
    id: string;
    edition_id: string;
    organ_id: string;
    number: number;
    title: Json<Multilingual>;
    starts_at: Date;
    ends_at: Date;
    zone: string;
    place: string | null;
    languages: string[];
    state: SittingState;
    open_item_id: string | null;
    speaking_id: string | null;
    roll_call_id: string | null;
    last_sequence: number;
    version: number;
    planned_under: string | null;
    planned_at: Date;
    request_key: string;
    act_id: string;
  };
  agenda_items: {
    id: string;
    sitting_id: string;
    position: number;
    title: Json<Multilingual>;
    kind: ItemKind;
    planned_minutes: number | null;
    documents: Json<readonly ItemDocument[]>;
    state: ItemState;
    list_closed: Generated<boolean>;
    added_at: Date;
  };
  sitting_events: {
    sitting_id: string;
    sequence: number;
    type: SittingEventType;
    item_id: string | null;
    request_id: string | null;
    roll_call_id: string | null;
    facts: Json<EventFacts>;
    happened_at: Date;
    mandate_id: string | null;
    request_key: string;
    act_id: string | null;
  };
  speaking_requests: {
    id: string;
    sitting_id: string;
    item_id: string;
    kind: SpeakingKind;
    organization_id: string;
    person_id: string;
    gender: Gender | null;
    by_desk: boolean;
    asked_at: Date;
    sequence: number;
    state: SpeakingState;
    given_at: Date | null;
    ended_at: Date | null;
  };
  sitting_minutes: {
    sitting_id: string;
    facts: Json<MinutesFacts>;
    facts_hash: Buffer;
    drawn_up_at: Date;
    act_id: string;
    text_id: string | null;
    submitted_under: string | null;
    submitted_at: Date | null;
  };
  sitting_conferences: {
    sitting_id: string;
    kind: "bigbluebutton" | "jitsi" | "url";
    address: string;
    room: string | null;
    app_id: string | null;
    sealed_secret: Buffer | null;
    set_under: string | null;
    set_at: Date;
    act_id: string;
  };
  minutes_remarks: {
    id: string;
    sequence: GeneratedAlways<bigint>;
    sitting_id: string;
    entry: number;
    mode: "added" | "instead";
    words: Json<Multilingual> | null;
    written_under: string | null;
    written_at: Date;
    request_key: string;
    act_id: string;
  };
};
