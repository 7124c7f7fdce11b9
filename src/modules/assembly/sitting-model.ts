// The words of a sitting as types: its hours, its agenda, who speaks, and what happened.
import type { MandateId, OrganizationId, PersonId } from "#confederation";
import type { EditionId, RollCallId } from "#congress";
import type { Id } from "#platform/ids";
import type { Multilingual } from "#platform/multilingual";
import type { OrganId, OrganKind, OrganRules } from "./types.ts";

export type SittingId = Id<"sitting">;
export type AgendaItemId = Id<"agenda item">;
export type SpeakingRequestId = Id<"speaking request">;

/** planned → open ⇄ adjourned; open or adjourned → closed. */
export const sittingStates = ["planned", "open", "adjourned", "closed"] as const;
export type SittingState = (typeof sittingStates)[number];

/** waiting → open → done; waiting or open → postponed → open. */
export const itemStates = ["waiting", "open", "done", "postponed"] as const;
export type ItemState = (typeof itemStates)[number];

export const itemKinds = ["procedure", "report", "debate", "decision", "election", "minutes"] as const;
export type ItemKind = (typeof itemKinds)[number];

/** What lies on the table: a text of the edition or an amendment to it, or a file by its hash. */
export type ItemDocument =
  | { readonly text: string; readonly amendment?: number | undefined }
  | {
      readonly file: string;
      readonly name: string;
      readonly mediaType: string;
      readonly sizeBytes: number;
    };

/** Names a document among those of its item. */
export const documentKey = (one: ItemDocument) =>
  "file" in one ? `file ${one.file}` : [one.text, one.amendment].filter(Boolean).join(" ");

export const speakingKinds = ["speech", "point_of_order"] as const;
export type SpeakingKind = (typeof speakingKinds)[number];

/** waiting → speaking → spoken; waiting → withdrawn | skipped. */
export const speakingStates = ["waiting", "speaking", "spoken", "withdrawn", "skipped"] as const;
export type SpeakingState = (typeof speakingStates)[number];

/** What somebody may say of themselves where the floor alternates so. */
export const genders = ["woman", "man", "other"] as const;
export type Gender = (typeof genders)[number];

export const sittingEventTypes = [
  "opened",
  "adjourned",
  "resumed",
  "closed",
  "item_opened",
  "item_closed",
  "item_postponed",
  "list_closed",
  "list_reopened",
  "floor_asked",
  "floor_withdrawn",
  "floor_given",
  "floor_ended",
  "speaker_skipped",
  "vote_opened",
  "vote_closed",
] as const;
export type SittingEventType = (typeof sittingEventTypes)[number];

/** How many were in the room, of those who are accredited. */
export type RoomNumbers = {
  readonly delegations: number;
  readonly accreditedDelegations: number;
  readonly delegates: number;
  readonly accreditedDelegates: number;
};

export type EventFacts = {
  readonly reason?: Multilingual;
  readonly room?: RoomNumbers;
  /** When an adjourned sitting goes on, as ISO 8601 writes it. */
  readonly until?: string;
};

export type SittingEvent = {
  readonly sequence: number;
  readonly type: SittingEventType;
  readonly itemId: AgendaItemId | null;
  readonly requestId: SpeakingRequestId | null;
  readonly rollCallId: RollCallId | null;
  readonly facts: EventFacts;
  readonly happenedAt: Date;
  readonly mandateId: MandateId | null;
};

export type Sitting = {
  readonly id: SittingId;
  readonly editionId: EditionId;
  readonly editionSlug: string;
  readonly organId: OrganId;
  readonly organKind: OrganKind;
  /** Whoever presides holds a mandate of this organisation. */
  readonly organizationId: OrganizationId;
  readonly rules: OrganRules;
  readonly number: number;
  readonly title: Multilingual;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly zone: string;
  readonly place: string | null;
  readonly languages: readonly string[];
  readonly state: SittingState;
  readonly openItemId: AgendaItemId | null;
  readonly speakingId: SpeakingRequestId | null;
  readonly rollCallId: RollCallId | null;
  readonly lastSequence: number;
  readonly version: number;
};

export type AgendaItem = {
  readonly id: AgendaItemId;
  readonly position: number;
  readonly title: Multilingual;
  readonly kind: ItemKind;
  readonly plannedMinutes: number | null;
  readonly documents: readonly ItemDocument[];
  readonly state: ItemState;
  readonly listClosed: boolean;
};

export type SpeakingRequest = {
  readonly id: SpeakingRequestId;
  readonly itemId: AgendaItemId;
  readonly kind: SpeakingKind;
  readonly organizationId: OrganizationId;
  readonly personId: PersonId;
  readonly gender: Gender | null;
  readonly askedAt: Date;
  readonly sequence: number;
  readonly state: SpeakingState;
  readonly givenAt: Date | null;
  readonly endedAt: Date | null;
};

/** `/congress/{edition}/sittings/{number}`. */
export const sittingPath = (edition: string, number: number) => `/congress/${edition}/sittings/${number}`;
