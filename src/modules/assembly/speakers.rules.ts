// In which order people get the floor, and whether somebody may ask for it. Pure.
// Invariant: the order depends on what was asked and heard, on nothing else; whoever waits gets their turn, since nobody
// can pass them for ever: one person is a newcomer once, and a group that had the floor waits for the others.
import { broken, ok, type Verdict } from "#platform/rules";
import type { ItemState, SpeakingKind } from "./sitting-model.ts";
import type { OrganRules } from "./types.ts";

export type Waiting = {
  readonly id: string;
  readonly personId: string;
  readonly kind: SpeakingKind;
  /** By which the floor alternates: a region, what somebody said of themselves; null is a group as well. */
  readonly group: string | null;
  /** The order of asking. */
  readonly sequence: number;
};

/** Who had the floor in this sitting, in its order. Points of order are no turns. */
export type Heard = Pick<Waiting, "personId" | "group">;

type Speaking = Pick<OrganRules["speaking"], "firstTimeFirst" | "alternation">;

function earliest(waiting: readonly Waiting[]): Waiting {
  return waiting.reduce((one, other) => (other.sequence < one.sequence ? other : one));
}

/** The one whose group has waited longest for a turn; of one group, the one who asked first. */
function ofTheGroupLeastHeard(waiting: readonly Waiting[], lastTurns: ReadonlyMap<string | null, number>) {
  const turnOf = ({ group }: Waiting) => lastTurns.get(group) ?? -1;
  const least = Math.min(...waiting.map(turnOf));
  return earliest(waiting.filter((one) => turnOf(one) === least));
}

/**
 * Everybody who waits, in the order in which they get the floor if nobody else asks. Points of order first, as they came.
 * Then, where the rules say so, those who have not spoken in this sitting; and within that, by turns of the groups.
 */
export function speakersInOrder(
  waiting: readonly Waiting[],
  heard: readonly Heard[],
  { firstTimeFirst, alternation }: Speaking,
): Waiting[] {
  const points = waiting.filter(({ kind }) => kind === "point_of_order");
  const order = points.toSorted((one, other) => one.sequence - other.sequence);
  const left = new Set(waiting.filter(({ kind }) => kind === "speech"));
  const spoken = new Set(heard.map(({ personId }) => personId));
  const lastTurns = new Map(heard.map(({ group }, turn) => [group, turn]));
  for (let turn = heard.length; left.size > 0; turn += 1) {
    const newcomers = firstTimeFirst ? [...left].filter(({ personId }) => !spoken.has(personId)) : [];
    const eligible = newcomers.length > 0 ? newcomers : [...left];
    const next = alternation === "none" ? earliest(eligible) : ofTheGroupLeastHeard(eligible, lastTurns);
    order.push(next);
    left.delete(next);
    spoken.add(next.personId);
    lastTurns.set(next.group, turn);
  }
  return order;
}

/** Whoever presides passes over nobody without saying why: they skip first, with a reason. */
export function theNextOneSpeaks(next: string | undefined, chosen: string): Verdict {
  return next === chosen ? ok : broken("notNextOnTheList");
}

/** A closed list takes no speeches; a point of order is about how the assembly works, and can be raised all the same. */
export function theListIsOpen(listClosed: boolean, kind: SpeakingKind): Verdict {
  return listClosed && kind === "speech" ? broken("speakersListClosed") : ok;
}

export function speakersAskBeforeTheItemIsDone(state: ItemState): Verdict {
  return state === "done" ? broken("itemIsDone") : ok;
}

/** A point of order is about what is dealt with now. */
export function pointsOfOrderAreAboutNow(kind: SpeakingKind, state: ItemState): Verdict {
  return kind === "point_of_order" && state !== "open" ? broken("pointOfOrderNeedsAnOpenItem") : ok;
}

/** `times`: speeches of this person to this item, had or waiting. */
export function nobodySpeaksTooOften(kind: SpeakingKind, times: number, most: number | null): Verdict {
  return kind === "speech" && most !== null && times >= most ? broken("spokenOftenEnough", { most }) : ok;
}

export function onTheListOnce(waiting: boolean): Verdict {
  return waiting ? broken("alreadyOnTheList") : ok;
}

export function onlyThoseWhoWaitLeave(state: string): Verdict {
  return state === "waiting" ? ok : broken("requestDoesNotWait");
}
