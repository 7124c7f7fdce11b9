// What counts of what the door saw. Pure: what is known of a delegation and an event in, ok or the reason to set it aside out.
// Invariant: in whatever order events arrive, at no moment are more people of a delegation in the room than it has seats.
import { heldAt, type Tenure } from "#confederation";
import type { EditionId } from "#congress";
import { broken, ok, type Verdict } from "#platform/rules";
import type { DelegateId, SeatKind } from "./types.ts";

/** Clocks of phones are wrong by minutes. */
export const SKEW_MS = 5 * 60_000;

export type Direction = "in" | "out";

/** An event that counts. */
export type Seen = { readonly delegateId: DelegateId; readonly direction: Direction; readonly at: Date };

/** Who was shown, as the node knows them. */
export type Shown = {
  readonly delegateId: DelegateId;
  readonly seat: SeatKind;
  readonly ofThisEdition: boolean;
  readonly acceptedAt: Date | null;
  readonly withdrawnAt: Date | null;
  /** When the badge that was shown was replaced by another one; null where it is valid, or no badge was shown. */
  readonly badgeReplacedAt: Date | null;
};

export type Substitution = {
  readonly delegateId: DelegateId;
  readonly alternateId: DelegateId;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

/** What is known of one delegation when an event of it is judged. */
export type DelegationInRoom = {
  readonly seats: number;
  /** All that counts of it, in the order of time; of two at one instant, in the order in which they came. */
  readonly seen: readonly Seen[];
  readonly substitutions: readonly Substitution[];
  readonly alternates: ReadonlySet<DelegateId>;
  readonly withdrawn: ReadonlyMap<DelegateId, Date>;
};

export type DoorEvent = { readonly direction: Direction; readonly at: Date };

/** An event that is kept already, by what it says. */
export type KeptEvent = {
  readonly editionId: EditionId;
  readonly direction: Direction;
  readonly delegateId: DelegateId | null;
  /** What was shown, where nobody is known by it. */
  readonly shown: string | null;
};

/** An id is given once: the same event can be sent again, and no other under its id. */
export function idsNameOneEvent(kept: KeptEvent, sent: KeptEvent): Verdict {
  const same =
    kept.editionId === sent.editionId &&
    kept.direction === sent.direction &&
    kept.delegateId === sent.delegateId &&
    kept.shown === sent.shown;
  return same ? ok : broken("eventIdTaken");
}

/** When an event counts from: a clock that is ahead by a little does not put it into the future. */
export function countsFrom(at: Date, now: Date): Date {
  return at > now ? now : at;
}

export function eventsAreNotInTheFuture(at: Date, now: Date): Verdict {
  return at.getTime() - now.getTime() > SKEW_MS ? broken("eventInTheFuture") : ok;
}

/** A clock that is wrong by years would put somebody into another congress. */
export function eventsAreOfTheseDays(
  at: Date,
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
): Verdict {
  return at >= startsAt && at <= endsAt ? ok : broken("eventOutsideEdition");
}

/**
 * Whoever saw it kept the door then, within what clocks differ: neither before they were named, nor after they were recalled.
 */
export function doorsAreKept(held: readonly Tenure[], at: Date): Verdict {
  return heldAt(held, at, SKEW_MS) ? ok : broken("doorNotKeptThen");
}

export function badgesCount(shown: Shown, at: Date): Verdict {
  if (!shown.ofThisEdition) return broken("badgeOfAnotherEdition");
  return shown.badgeReplacedAt !== null && shown.badgeReplacedAt <= at ? broken("badgeReplaced") : ok;
}

/** Accepted before, within what clocks differ, and not withdrawn since. */
export function delegatesAreAccepted({ acceptedAt, withdrawnAt }: Shown, at: Date): Verdict {
  const accepted = acceptedAt !== null && acceptedAt.getTime() - SKEW_MS <= at.getTime();
  return accepted && (withdrawnAt === null || withdrawnAt > at) ? ok : broken("delegateNotAccepted");
}

/** Whether somebody was in the room: the last that counts of them up to that moment. */
export function wasIn(room: DelegationInRoom, delegateId: DelegateId, at: Date): boolean {
  const withdrawnAt = room.withdrawn.get(delegateId);
  if (withdrawnAt !== undefined && withdrawnAt <= at) return false;
  const last = room.seen.findLast((one) => one.delegateId === delegateId && one.at <= at);
  return last?.direction === "in";
}

/**
 * Nobody comes in twice without going, or goes twice. Two doors that saw the same step, by clocks that differ, saw it once: what
 * arrives later is set aside, although its clock says that it was first. Minutes apart, it is told as it was.
 */
export function doorsOpenOnce(room: DelegationInRoom, delegateId: DelegateId, event: DoorEvent): Verdict {
  const isIn = wasIn(room, delegateId, event.at);
  const next = room.seen.find((one) => one.delegateId === delegateId && one.at > event.at);
  const seenAlready =
    next?.direction === event.direction && next.at.getTime() - event.at.getTime() <= SKEW_MS;
  if (event.direction === "in") return isIn || seenAlready ? broken("alreadyIn") : ok;
  return isIn && !seenAlready ? ok : broken("notIn");
}

const during = ({ startsAt, endsAt }: Substitution, at: Date) => startsAt <= at && at < endsAt;

/** While an alternate has their seat, a delegate does not come in on it. */
export function substitutedStayOut(room: DelegationInRoom, delegateId: DelegateId, at: Date): Verdict {
  return room.substitutions.some((one) => one.delegateId === delegateId && during(one, at))
    ? broken("seatIsSubstituted")
    : ok;
}

function othersIn(room: DelegationInRoom, delegateId: DelegateId, at: Date): Set<DelegateId> {
  const known = new Set(room.seen.map((one) => one.delegateId));
  known.delete(delegateId);
  return new Set([...known].filter((other) => wasIn(room, other, at)));
}

/**
 * A delegation has no more people in the room than seats: when they come in, and, for a list that a phone sends late, until
 * they next go (`until`), whoever came in meanwhile. A seat that an alternate was named for is kept for them.
 */
export function delegationsKeepTheirSeats(
  room: DelegationInRoom,
  delegateId: DelegateId,
  at: Date,
  until: Date | null,
): Verdict {
  const inside = othersIn(room, delegateId, at);
  const kept = room.substitutions.filter(
    (one) => during(one, at) && one.alternateId !== delegateId && !inside.has(one.alternateId),
  ).length;
  const cameMeanwhile = room.seen.filter(
    (one) =>
      one.direction === "in" &&
      one.delegateId !== delegateId &&
      one.at > at &&
      (until === null || one.at < until),
  );
  const most = Math.max(
    inside.size + kept,
    ...cameMeanwhile.map((one) => othersIn(room, delegateId, one.at).size),
  );
  if (most < room.seats) return ok;
  if (room.alternates.has(delegateId)) return broken("delegatesHoldSeats", { seats: room.seats });
  return [...inside].some((other) => room.alternates.has(other))
    ? broken("alternateHoldsSeat", { seats: room.seats })
    : broken("delegationIsComplete", { seats: room.seats });
}

/** What an event is judged by, whomever it shows. */
export type Door = {
  readonly now: Date;
  readonly days: { readonly startsAt: Date; readonly endsAt: Date };
  /** When whoever sends it keeps the door, or kept it. */
  readonly held: readonly Tenure[];
};

export type Judged = Door & {
  readonly shown: Shown;
  readonly event: DoorEvent;
  /** When the same device saw them go, later in the list that is being judged. */
  readonly goesAt: Date | null;
};

/** The first rule that an event breaks, or ok: it counts. */
export function judge(room: DelegationInRoom, { shown, event, now, days, held, goesAt }: Judged): Verdict {
  const early = [
    eventsAreNotInTheFuture(event.at, now),
    eventsAreOfTheseDays(event.at, days),
    doorsAreKept(held, countsFrom(event.at, now)),
    badgesCount(shown, event.at),
    delegatesAreAccepted(shown, event.at),
  ].find((verdict) => !verdict.ok);
  if (early) return early;
  const at = countsFrom(event.at, now);
  const once = doorsOpenOnce(room, shown.delegateId, { ...event, at });
  if (!once.ok || event.direction === "out") return once;
  const substituted = substitutedStayOut(room, shown.delegateId, at);
  if (!substituted.ok) return substituted;
  const next = room.seen.find((one) => one.delegateId === shown.delegateId && one.at > at)?.at ?? null;
  const until = [next, goesAt].filter((one) => one !== null).sort((one, other) => +one - +other)[0] ?? null;
  return delegationsKeepTheirSeats(room, shown.delegateId, at, until);
}

/** The room with one more event that counts, in its place. */
export function withSeen(room: DelegationInRoom, seen: Seen): DelegationInRoom {
  const after = room.seen.findLastIndex((one) => one.at <= seen.at) + 1;
  return { ...room, seen: room.seen.toSpliced(after, 0, seen) };
}

export type Listed<Organization> = {
  readonly event: DoorEvent;
  /** Undefined: nobody is known by what was shown. */
  readonly shown: (Shown & { readonly organizationId: Organization }) | undefined;
};

/** Whether somebody is seen to go, by a badge that counts then, at a door that is kept. */
const goes = ({ event, shown }: Listed<unknown>, delegateId: DelegateId, { held, now }: Door) =>
  shown?.delegateId === delegateId &&
  event.direction === "out" &&
  badgesCount(shown, event.at).ok &&
  doorsAreKept(held, countsFrom(event.at, now)).ok;

/**
 * Judges a list as if each event had arrived when it happened; what counts changes `rooms`. The verdicts are in the order of
 * the list.
 */
export function judgeList<Organization>(
  rooms: Map<Organization, DelegationInRoom>,
  list: readonly Listed<Organization>[],
  door: Door,
): Verdict[] {
  const inTime = [...list.entries()].sort(([, one], [, other]) => +one.event.at - +other.event.at);
  const verdicts: Verdict[] = list.map(() => broken("badgeUnknown"));
  for (const [place, [index, { event, shown }]] of inTime.entries()) {
    const room = shown && rooms.get(shown.organizationId);
    if (!room) continue;
    const { delegateId, organizationId } = shown;
    const goesAt =
      inTime.slice(place + 1).find(([, later]) => goes(later, delegateId, door))?.[1].event.at ?? null;
    const verdict = judge(room, { ...door, shown, event, goesAt });
    verdicts[index] = verdict;
    if (!verdict.ok) continue;
    const seen = { delegateId, direction: event.direction, at: countsFrom(event.at, door.now) };
    rooms.set(organizationId, withSeen(room, seen));
  }
  return verdicts;
}
