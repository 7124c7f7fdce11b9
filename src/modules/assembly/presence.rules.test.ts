// What counts at the door: each rule met and broken by name, and the cap for any order of events.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  badgesCount,
  countsFrom,
  delegatesAreAccepted,
  type DelegationInRoom,
  delegationsKeepTheirSeats,
  doorsAreKept,
  doorsOpenOnce,
  eventsAreNotInTheFuture,
  eventsAreOfTheseDays,
  idsNameOneEvent,
  judge,
  judgeList,
  type Seen,
  type Shown,
  SKEW_MS,
  substitutedStayOut,
  wasIn,
  withSeen,
} from "./presence.rules.ts";
import type { DelegateId } from "./types.ts";
import type { MandateId } from "#confederation";
import type { EditionId } from "#congress";
import type { Verdict } from "#platform/rules";

const id = (name: string) => name as DelegateId;
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 9, minute));
const seen = (name: string, direction: "in" | "out", minute: number): Seen => ({
  delegateId: id(name),
  direction,
  at: at(minute),
});
const room = (more: Partial<DelegationInRoom> = {}): DelegationInRoom => ({
  seats: 1,
  seen: [],
  substitutions: [],
  alternates: new Set([id("A"), id("B")]),
  withdrawn: new Map(),
  ...more,
});
const shown = (more: Partial<Shown> = {}): Shown => ({
  delegateId: id("D"),
  seat: "delegate",
  ofThisEdition: true,
  acceptedAt: at(0),
  withdrawnAt: null,
  badgeReplacedAt: null,
  ...more,
});
const always = [{ mandateId: "m" as MandateId, from: new Date(0), until: null }];
const day = { days: { startsAt: at(0), endsAt: at(120) }, held: always };
/** How many of the delegation are in the room. */
const countIn = (inside: DelegationInRoom, moment: Date) =>
  [...new Set(inside.seen.map((one) => one.delegateId))].filter((one) => wasIn(inside, one, moment)).length;
const reason = (verdict: Verdict) => (verdict.ok ? "ok" : verdict.reason);

describe("an event", () => {
  it("is of the past, within what clocks differ, and counts from no later than it was recorded", () => {
    expect(reason(eventsAreNotInTheFuture(new Date(+at(0) + SKEW_MS), at(0)))).toBe("ok");
    expect(reason(eventsAreNotInTheFuture(new Date(+at(0) + SKEW_MS + 1), at(0)))).toBe("eventInTheFuture");
    expect(countsFrom(at(3), at(0))).toEqual(at(0));
    expect(countsFrom(at(0), at(3))).toEqual(at(0));
  });

  it("is of the days of the edition", () => {
    const days = { startsAt: at(0), endsAt: at(10) };
    expect(reason(eventsAreOfTheseDays(at(10), days))).toBe("ok");
    expect(reason(eventsAreOfTheseDays(new Date(0), days))).toBe("eventOutsideEdition");
  });

  it("was seen by somebody who kept the door then", () => {
    const held = [{ mandateId: "m" as MandateId, from: at(10), until: at(30) }];
    expect(reason(doorsAreKept(held, new Date(+at(10) - SKEW_MS - 1)))).toBe("doorNotKeptThen");
    expect(reason(doorsAreKept(held, new Date(+at(10) - SKEW_MS)))).toBe("ok");
    expect(reason(doorsAreKept(held, new Date(+at(30) - 1)))).toBe("ok");
    expect(reason(doorsAreKept(held, at(30)))).toBe("doorNotKeptThen");
    expect(reason(doorsAreKept([], at(20)))).toBe("doorNotKeptThen");
    // Nobody frees a seat for others by having seen its holder go while they kept no door.
    const list = [
      { direction: "in" as const, minute: 12, who: "D" },
      { direction: "out" as const, minute: 31, who: "D" },
    ].map(({ direction, minute, who }) => ({
      event: { direction, at: at(minute) },
      shown: { ...shown({ delegateId: id(who) }), organizationId: "delegation" },
    }));
    const rooms = new Map([["delegation", room({ seen: [seen("E", "in", 40)] })]]);
    const verdicts = judgeList(rooms, list, { ...day, held, now: at(61) });
    expect(verdicts.map(reason)).toEqual(["delegationIsComplete", "doorNotKeptThen"]);
  });

  it("is the only one under its id", () => {
    const kept = {
      editionId: "e" as EditionId,
      direction: "in" as const,
      delegateId: id("D"),
      shown: null,
    };
    expect(reason(idsNameOneEvent(kept, { ...kept }))).toBe("ok");
    for (const other of [
      { editionId: "f" as EditionId },
      { direction: "out" as const },
      { delegateId: id("E") },
      { delegateId: null },
      { shown: "ABCD" },
    ])
      expect(reason(idsNameOneEvent(kept, { ...kept, ...other }))).toBe("eventIdTaken");
  });

  it("shows a badge of this edition that was not lost", () => {
    expect(reason(badgesCount(shown(), at(1)))).toBe("ok");
    expect(reason(badgesCount(shown({ ofThisEdition: false }), at(1)))).toBe("badgeOfAnotherEdition");
    expect(reason(badgesCount(shown({ badgeReplacedAt: at(2) }), at(1)))).toBe("ok");
    expect(reason(badgesCount(shown({ badgeReplacedAt: at(2) }), at(2)))).toBe("badgeReplaced");
  });

  it("is of somebody who is accepted then", () => {
    expect(reason(delegatesAreAccepted(shown(), at(1)))).toBe("ok");
    expect(reason(delegatesAreAccepted(shown({ acceptedAt: at(6) }), at(1)))).toBe("ok");
    expect(reason(delegatesAreAccepted(shown({ acceptedAt: at(7) }), at(1)))).toBe("delegateNotAccepted");
    expect(reason(delegatesAreAccepted(shown({ acceptedAt: null }), at(1)))).toBe("delegateNotAccepted");
    expect(reason(delegatesAreAccepted(shown({ withdrawnAt: at(1) }), at(1)))).toBe("delegateNotAccepted");
    expect(reason(delegatesAreAccepted(shown({ withdrawnAt: at(2) }), at(1)))).toBe("ok");
  });

  it("is no second check-in, and no way out for who is not in", () => {
    const inside = room({ seen: [seen("D", "in", 1)] });
    expect(
      reason(doorsOpenOnce(inside, id("D"), { direction: "in", at: new Date(+at(1) - SKEW_MS - 1) })),
    ).toBe("ok");
    // Another door saw the same step; its clock is behind.
    expect(reason(doorsOpenOnce(inside, id("D"), { direction: "in", at: at(0) }))).toBe("alreadyIn");
    const gone = room({ seen: [seen("D", "in", 1), seen("D", "out", 20)] });
    expect(reason(doorsOpenOnce(gone, id("D"), { direction: "out", at: at(19) }))).toBe("notIn");
    expect(reason(doorsOpenOnce(gone, id("D"), { direction: "out", at: at(10) }))).toBe("ok");
    expect(reason(doorsOpenOnce(inside, id("D"), { direction: "in", at: at(1) }))).toBe("alreadyIn");
    expect(reason(doorsOpenOnce(inside, id("D"), { direction: "out", at: at(2) }))).toBe("ok");
    expect(reason(doorsOpenOnce(inside, id("D"), { direction: "out", at: at(0) }))).toBe("notIn");
  });
});

describe("a seat", () => {
  it("is the alternate's for the time that was named", () => {
    const substitutions = [{ delegateId: id("D"), alternateId: id("A"), startsAt: at(10), endsAt: at(20) }];
    const named = room({ substitutions });
    expect(reason(substitutedStayOut(named, id("D"), at(9)))).toBe("ok");
    expect(reason(substitutedStayOut(named, id("D"), at(10)))).toBe("seatIsSubstituted");
    expect(reason(substitutedStayOut(named, id("D"), at(20)))).toBe("ok");
    // It is kept for A, so that B does not take it.
    expect(reason(delegationsKeepTheirSeats(named, id("A"), at(10), null))).toBe("ok");
    expect(reason(delegationsKeepTheirSeats(named, id("B"), at(10), null))).toBe("delegatesHoldSeats");
  });

  it("holds one at a time: delegates, or an alternate in their place", () => {
    const delegateIn = room({ seen: [seen("D", "in", 1)] });
    expect(reason(delegationsKeepTheirSeats(delegateIn, id("A"), at(2), null))).toBe("delegatesHoldSeats");
    expect(reason(delegationsKeepTheirSeats(delegateIn, id("E"), at(2), null))).toBe("delegationIsComplete");
    expect(reason(delegationsKeepTheirSeats({ ...delegateIn, seats: 2 }, id("A"), at(2), null))).toBe("ok");
    const alternateIn = room({ seen: [seen("D", "in", 1), seen("D", "out", 2), seen("A", "in", 3)] });
    expect(reason(delegationsKeepTheirSeats(alternateIn, id("D"), at(4), null))).toBe("alternateHoldsSeat");
  });

  it("is free again when its holder was withdrawn", () => {
    const withdrawn = room({ seen: [seen("D", "in", 1)], withdrawn: new Map([[id("D"), at(5)]]) });
    expect(reason(delegationsKeepTheirSeats(withdrawn, id("A"), at(4), null))).toBe("delegatesHoldSeats");
    expect(reason(delegationsKeepTheirSeats(withdrawn, id("A"), at(5), null))).toBe("ok");
  });

  it("counts also for a list that comes late, until its holder went", () => {
    const sinceThen = room({ seen: [seen("E", "in", 30)] });
    expect(reason(delegationsKeepTheirSeats(sinceThen, id("D"), at(10), at(20)))).toBe("ok");
    expect(reason(delegationsKeepTheirSeats(sinceThen, id("D"), at(10), null))).toBe("delegationIsComplete");
    expect(reason(delegationsKeepTheirSeats(sinceThen, id("D"), at(10), at(31)))).toBe(
      "delegationIsComplete",
    );
  });
});

describe("any door", () => {
  const names = ["D", "E", "A", "B"];
  const events = fc.array(
    fc.record({
      who: fc.constantFrom(...names),
      direction: fc.constantFrom("in" as const, "out" as const),
      minute: fc.integer({ min: 1, max: 60 }),
    }),
    { maxLength: 40 },
  );
  const substitutions = fc.array(
    fc.record({
      delegateId: fc.constantFrom(id("D"), id("E")),
      alternateId: fc.constantFrom(id("A"), id("B")),
      start: fc.integer({ min: 1, max: 50 }),
      length: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 2 },
  );

  it("never lets in more than the seats, in whatever order the lists come", () => {
    fc.assert(
      fc.property(events, substitutions, fc.integer({ min: 1, max: 3 }), (list, named, seats) => {
        let inside = room({
          seats,
          substitutions: named.map(({ start, length, ...who }) => ({
            ...who,
            startsAt: at(start),
            endsAt: at(start + length),
          })),
        });
        for (const { who, direction, minute } of list) {
          const event = { direction, at: at(minute) };
          const verdict = judge(inside, {
            shown: shown({ delegateId: id(who) }),
            event,
            now: at(61),
            ...day,
            goesAt: null,
          });
          if (verdict.ok) inside = withSeen(inside, { delegateId: id(who), ...event });
        }
        for (let minute = 0; minute <= 61; minute += 1)
          expect(countIn(inside, at(minute))).toBeLessThanOrEqual(seats);
      }),
      { numRuns: 500 },
    );
  });

  it("never does in lists that phones sent late, which it judges as if each event had come in time", () => {
    fc.assert(
      fc.property(
        fc.array(events, { maxLength: 4 }),
        substitutions,
        fc.integer({ min: 1, max: 3 }),
        (lists, named, seats) => {
          const rooms = new Map([
            [
              "delegation",
              room({
                seats,
                substitutions: named.map(({ start, length, ...who }) => ({
                  ...who,
                  startsAt: at(start),
                  endsAt: at(start + length),
                })),
              }),
            ],
          ]);
          for (const list of lists) {
            const listed = list.map(({ who, direction, minute }) => ({
              event: { direction, at: at(minute) },
              shown: { ...shown({ delegateId: id(who) }), organizationId: "delegation" },
            }));
            const verdicts = judgeList(rooms, listed, { ...day, now: at(61) });
            expect(verdicts).toHaveLength(list.length);
          }
          const inside = rooms.get("delegation") as DelegationInRoom;
          for (let minute = 0; minute <= 61; minute += 1)
            expect(countIn(inside, at(minute))).toBeLessThanOrEqual(seats);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("counts a late list alike in whatever order it is written", () => {
    const list = (["in", "out"] as const).flatMap((direction, index) =>
      ["D", "E"].map((who) => ({
        event: { direction, at: at(10 + index * 10 + (who === "E" ? 15 : 0)) },
        shown: { ...shown({ delegateId: id(who) }), organizationId: "delegation" },
      })),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: list.length }), (shuffled) => {
        const rooms = new Map([["delegation", room({ seats: 1 })]]);
        const verdicts = judgeList(rooms, shuffled, { ...day, now: at(61) });
        expect(verdicts.every(({ ok }) => ok)).toBe(true);
      }),
    );
    const nobody = judgeList(new Map(), [{ event: { direction: "in", at: at(1) }, shown: undefined }], {
      ...day,
      now: at(2),
    });
    expect(nobody).toMatchObject([{ reason: "badgeUnknown" }]);
  });
});
