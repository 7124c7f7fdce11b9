// How a sitting stands, from what happened in it, and what may happen next. Pure.
// Invariant: the state in the tables is the one that follows from the events (a test compares them); at most one item is
// open, at most one person speaks, and nobody speaks into a vote.
import type { RollCallId } from "#congress";
import { broken, ok, type Verdict } from "#platform/rules";
import type {
  AgendaItemId,
  ItemState,
  SittingEvent,
  SittingEventType,
  SittingState,
  SpeakingRequestId,
  SpeakingState,
} from "./sitting-model.ts";
import type { OrganKind } from "./types.ts";

export type Standing = {
  readonly state: SittingState;
  readonly openItem: AgendaItemId | null;
  readonly speaking: SpeakingRequestId | null;
  readonly vote: RollCallId | null;
};

type Told = Pick<SittingEvent, "type" | "itemId" | "requestId" | "rollCallId">;

/** How the sitting stands after one more event. */
export function standingAfter(before: Standing, { type, itemId, requestId, rollCallId }: Told): Standing {
  switch (type) {
    case "opened":
    case "resumed":
      return { ...before, state: "open" };
    case "adjourned":
      return { ...before, state: "adjourned" };
    case "closed":
      return { ...before, state: "closed" };
    case "item_opened":
      return { ...before, openItem: itemId };
    case "item_closed":
    case "item_postponed":
      return before.openItem === itemId ? { ...before, openItem: null } : before;
    case "floor_given":
      return { ...before, speaking: requestId };
    case "floor_ended":
      return { ...before, speaking: null };
    case "vote_opened":
      return { ...before, vote: rollCallId };
    case "vote_closed":
      return { ...before, vote: null };
    case "list_closed":
    case "list_reopened":
    case "floor_asked":
    case "floor_withdrawn":
    case "speaker_skipped":
      return before;
  }
}

/** What an event makes of the item that it names. */
export const itemStateAfter: Partial<Readonly<Record<SittingEventType, ItemState>>> = {
  item_opened: "open",
  item_closed: "done",
  item_postponed: "postponed",
};

/** What an event makes of the request that it names. */
export const requestStateAfter: Partial<Readonly<Record<SittingEventType, SpeakingState>>> = {
  floor_asked: "waiting",
  floor_withdrawn: "withdrawn",
  floor_given: "speaking",
  floor_ended: "spoken",
  speaker_skipped: "skipped",
};

/** Whoever presides says which state they saw: another chair may have been quicker. */
export function theChairSawThis(expected: number, version: number): Verdict {
  return expected === version ? ok : broken("sittingChangedMeanwhile");
}

const FROM: Readonly<Record<"opened" | "adjourned" | "resumed" | "closed", readonly SittingState[]>> = {
  opened: ["planned"],
  adjourned: ["open"],
  resumed: ["adjourned"],
  closed: ["open", "adjourned"],
};

/** An act on a closed sitting has a reason of its own: it is the one that people meet. */
export function sittingsGoStepByStep(step: keyof typeof FROM, state: SittingState): Verdict {
  if (FROM[step].includes(state)) return ok;
  return state === "closed" ? broken("sittingIsClosed") : broken("sittingStepUnknown", { state, step });
}

export function theSittingIsOpen(state: SittingState): Verdict {
  if (state === "open") return ok;
  return state === "closed" ? broken("sittingIsClosed") : broken("sittingNotOpen", { state });
}

export function theSittingIsNotOver(state: SittingState): Verdict {
  return state === "closed" ? broken("sittingIsClosed") : ok;
}

export function nobodyHasTheFloor({ speaking }: Pick<Standing, "speaking">): Verdict {
  return speaking === null ? ok : broken("floorIsTaken");
}

export function noVoteIsRunning({ vote }: Pick<Standing, "vote">): Verdict {
  return vote === null ? ok : broken("voteIsRunning");
}

/**
 * What a table or a commission of a congress drew up is adopted in the plenary, by the plenary's quorum. Minutes are its own
 * business. An organ that stands by itself is the assembly of its meetings.
 */
export function textsAreAdoptedInPlenary(
  kind: OrganKind,
  subject: { readonly on: "amendment" | "whole" },
  isItsMinutes: boolean,
): Verdict {
  const partOfCongress = kind === "working_table" || kind === "commission";
  return partOfCongress && subject.on === "whole" && !isItsMinutes ? broken("textIsAdoptedInPlenary") : ok;
}

/** While a sitting is under way, votes are called in it: there the room counts, and the minutes have them. */
export function votesBelongToTheSitting(underWay: number | undefined): Verdict {
  return underWay === undefined ? ok : broken("voteBelongsToTheSitting", { sitting: underWay });
}

export function noItemIsOpen({ openItem }: Pick<Standing, "openItem">): Verdict {
  return openItem === null ? ok : broken("anotherItemIsOpen");
}

/** What the next act is about must be what is open now. */
export function theItemIsOpen(state: ItemState): Verdict {
  return state === "open" ? ok : broken("itemIsNotOpen", { state });
}

/** A postponed item may come back; one that is done does not. */
export function itemsOpenOnce(state: ItemState): Verdict {
  return state === "waiting" || state === "postponed" ? ok : broken("itemCannotBeOpened", { state });
}

export function itemsArePostponedBeforeTheyAreDone(state: ItemState): Verdict {
  return state === "waiting" || state === "open" ? ok : broken("itemCannotBePostponed", { state });
}

/** The order of what was dealt with stands; what waits may be moved and changed. */
export function onlyWaitingItemsChange(state: ItemState): Verdict {
  return state === "waiting" || state === "postponed" ? ok : broken("itemStandsAsItWas", { state });
}

/** An agenda that nobody could get through is several sittings; and every page of it has an end. */
export const MOST_ITEMS = 60;

export function agendasHaveAnEnd(items: number): Verdict {
  return items < MOST_ITEMS ? ok : broken("agendaIsFull", { most: MOST_ITEMS });
}

/** As many papers as somebody can have before them. */
export function itemsCarryWhatCanBeRead(documents: number, most: number): Verdict {
  return documents <= most ? ok : broken("itemHasManyDocuments");
}

/** A new order names each item that waits once, and no other. */
export function ordersNameEachOnce(named: readonly string[], waiting: readonly string[]): Verdict {
  const once = new Set(named);
  const same = once.size === named.length && named.length === waiting.length;
  return same && waiting.every((id) => once.has(id)) ? ok : broken("agendaChangedMeanwhile");
}
