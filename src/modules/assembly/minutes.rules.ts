// Minutes from what happened: one structure, from which the sentences of every language are made. Pure.
// Invariant: nothing is in it that the sitting's events do not say, and nobody is named: delegations speak.
import type { OrganizationId } from "#confederation";
import type { Tally } from "#algorithms/roll-calls";
import type { Evaluation } from "#algorithms/rules";
import type { RollCallBrief, RollCallId } from "#congress";
import type { Multilingual } from "#platform/multilingual";
import { broken, ok, type Verdict } from "#platform/rules";
import type {
  AgendaItem,
  RoomNumbers,
  SittingEvent,
  SpeakingKind,
  SpeakingRequest,
} from "./sitting-model.ts";
import type { QuorumView } from "./quorum.rules.ts";

type Named = { readonly slug: string; readonly name: Multilingual };

/** Delegations of a region; null: of none that is known. */
export type Attendance = { readonly region: string | null; readonly delegations: readonly Named[] };

type Kinds = {
  readonly opened: {
    readonly room: RoomNumbers;
    readonly quorum: QuorumView;
    readonly present: readonly Attendance[];
  };
  readonly adjourned: { readonly room: RoomNumbers; readonly until: string | null };
  readonly resumed: { readonly room: RoomNumbers; readonly quorum: QuorumView };
  readonly closed: { readonly room: RoomNumbers };
  readonly item_opened: { readonly position: number; readonly title: Multilingual };
  readonly item_closed: { readonly position: number; readonly title: Multilingual };
  readonly item_postponed: {
    readonly position: number;
    readonly title: Multilingual;
    readonly reason: Multilingual;
  };
  readonly list_closed: { readonly position: number };
  readonly list_reopened: { readonly position: number };
  readonly spoke: {
    readonly delegation: Named;
    readonly speech: SpeakingKind;
    readonly seconds: number;
  };
  readonly speaker_skipped: { readonly delegation: Named; readonly reason: Multilingual };
  readonly voted: {
    readonly text: Multilingual;
    readonly amendment: { readonly number: number; readonly title: Multilingual } | null;
    readonly href: string;
    readonly tally: Tally;
    /** By which rules it ended so; minutes of before rules could be adopted tell the numbers alone. */
    readonly evaluation?: Evaluation;
  };
};

export type EntryKind = keyof Kinds;
export type EntryOf<Kind extends EntryKind> = {
  readonly kind: Kind;
  /** When, as ISO 8601 writes it. */
  readonly at: string;
} & Kinds[Kind];
export type MinutesEntry = { [Kind in EntryKind]: EntryOf<Kind> }[EntryKind];

export type MinutesFacts = {
  readonly format: "cumbe-minutes-1";
  readonly edition: string;
  readonly number: number;
  readonly title: Multilingual;
  readonly organ: Multilingual;
  readonly zone: string;
  readonly place: string | null;
  readonly entries: readonly MinutesEntry[];
};

/** What the events refer to, and what was found out about the moments at which they happened. */
export type MinutesSource = Omit<MinutesFacts, "format" | "entries"> & {
  readonly events: readonly SittingEvent[];
  readonly items: readonly AgendaItem[];
  readonly requests: readonly SpeakingRequest[];
  readonly votes: ReadonlyMap<RollCallId, RollCallBrief>;
  readonly organizations: ReadonlyMap<OrganizationId, Named>;
  readonly quorumOf: (event: SittingEvent, room: RoomNumbers) => QuorumView;
  readonly presentAt: (event: SittingEvent) => readonly Attendance[];
};

function must<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`the minutes miss ${what}`);
  return value;
}

function entryOf(source: MinutesSource, event: SittingEvent): MinutesEntry | undefined {
  const at = event.happenedAt.toISOString();
  const { facts } = event;
  const room = () => must(facts.room, "the room");
  const item = () =>
    must(
      source.items.find(({ id }) => id === event.itemId),
      "an item",
    );
  const request = () =>
    must(
      source.requests.find(({ id }) => id === event.requestId),
      "a request",
    );
  const delegation = () => must(source.organizations.get(request().organizationId), "a delegation");
  switch (event.type) {
    case "opened": {
      const [quorum, present] = [source.quorumOf(event, room()), source.presentAt(event)];
      return { kind: "opened", at, room: room(), quorum, present };
    }
    case "adjourned":
      return { kind: "adjourned", at, room: room(), until: facts.until ?? null };
    case "resumed":
      return { kind: "resumed", at, room: room(), quorum: source.quorumOf(event, room()) };
    case "closed":
      return { kind: "closed", at, room: room() };
    case "item_opened":
    case "item_closed":
      return { kind: event.type, at, position: item().position, title: item().title };
    case "item_postponed": {
      const { position, title } = item();
      return { kind: event.type, at, position, title, reason: must(facts.reason, "a reason") };
    }
    case "list_closed":
    case "list_reopened":
      return { kind: event.type, at, position: item().position };
    case "floor_ended": {
      const { givenAt, kind } = request();
      const seconds = Math.round((event.happenedAt.getTime() - Number(givenAt ?? event.happenedAt)) / 1_000);
      // Where it stands is when it began.
      const from = (givenAt ?? event.happenedAt).toISOString();
      return { kind: "spoke", at: from, delegation: delegation(), speech: kind, seconds };
    }
    case "speaker_skipped":
      return { kind: event.type, at, delegation: delegation(), reason: must(facts.reason, "a reason") };
    case "vote_closed": {
      const vote = must(source.votes.get(must(event.rollCallId ?? undefined, "a vote")), "a vote");
      const amendment = vote.amendment && { number: vote.amendment.number, title: vote.amendment.title };
      const { href, tally, evaluation } = vote;
      return { kind: "voted", at, text: vote.text.title, amendment, href, tally, evaluation };
    }
    case "floor_asked":
    case "floor_withdrawn":
    case "floor_given":
    case "vote_opened":
      return undefined;
  }
}

/** The minutes of what has happened so far. */
export function drawUp(source: MinutesSource): MinutesFacts {
  const { edition, number, title, organ, zone, place } = source;
  const entries = source.events.flatMap((event) => entryOf(source, event) ?? []);
  return { format: "cumbe-minutes-1", edition, number, title, organ, zone, place, entries };
}

export function minutesFollowTheSitting(drawnUp: boolean): Verdict {
  return drawnUp ? ok : broken("minutesNotDrawnUp");
}

/** Once they lie before the assembly, they are changed as its texts are: by amendments. */
export function minutesAreNotBeforeTheAssembly(submitted: boolean): Verdict {
  return submitted ? broken("minutesAreBeforeTheAssembly") : ok;
}

export function remarksAreOnAnEntry(entry: number, entries: number): Verdict {
  return entry < entries ? ok : broken("minutesEntryUnknown");
}
