import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Heard,
  nobodySpeaksTooOften,
  onlyThoseWhoWaitLeave,
  onTheListOnce,
  pointsOfOrderAreAboutNow,
  speakersAskBeforeTheItemIsDone,
  speakersInOrder,
  theListIsOpen,
  theNextOneSpeaks,
  type Waiting,
} from "./speakers.rules.ts";

const asks = (id: string, sequence: number, more: Partial<Waiting> = {}): Waiting => ({
  id,
  personId: id,
  kind: "speech",
  group: null,
  sequence,
  ...more,
});
const names = (order: readonly Waiting[]) => order.map(({ id }) => id).join(" ");
const inTurn = { firstTimeFirst: false, alternation: "none" } as const;
const newcomersFirst = { firstTimeFirst: true, alternation: "none" } as const;
const byRegion = { firstTimeFirst: false, alternation: "region" } as const;
const both = { firstTimeFirst: true, alternation: "region" } as const;

describe("the order of speakers", () => {
  it("is that of asking where there is no other rule", () => {
    expect(names(speakersInOrder([asks("b", 2), asks("a", 1), asks("c", 3)], [], inTurn))).toBe("a b c");
  });

  it("puts those first who have not spoken, and then them no longer", () => {
    const heard: Heard[] = [{ personId: "ana", group: null }];
    const list = [asks("ana", 1), asks("beto", 2), asks("cruz", 3)];
    expect(names(speakersInOrder(list, heard, newcomersFirst))).toBe("beto cruz ana");
    expect(names(speakersInOrder(list, [...heard, { personId: "beto", group: null }], newcomersFirst))).toBe(
      "cruz ana beto",
    );
  });

  it("alternates by group, and begins with the one that waited longest", () => {
    const list = [
      asks("s1", 1, { group: "005" }),
      asks("s2", 2, { group: "005" }),
      asks("s3", 3, { group: "005" }),
      asks("c1", 4, { group: "029" }),
      asks("e1", 5, { group: "150" }),
    ];
    expect(names(speakersInOrder(list, [], byRegion))).toBe("s1 c1 e1 s2 s3");
    expect(names(speakersInOrder(list, [{ personId: "x", group: "005" }], byRegion))).toBe("c1 e1 s1 s2 s3");
  });

  it("lets newcomers come before alternation", () => {
    const list = [
      asks("s1", 1, { group: "005" }),
      asks("s2", 2, { group: "005" }),
      asks("c1", 3, { group: "029" }),
    ];
    expect(names(speakersInOrder(list, [{ personId: "c1", group: "029" }], both))).toBe("s1 s2 c1");
  });

  it("lets a point of order pass everybody", () => {
    const list = [
      asks("a", 1),
      asks("p", 2, { kind: "point_of_order" }),
      asks("q", 3, { kind: "point_of_order" }),
    ];
    expect(names(speakersInOrder(list, [], newcomersFirst))).toBe("p q a");
  });
});

const groups = fc.constantFrom(null, "005", "013", "029");
const rules = fc.record({
  firstTimeFirst: fc.boolean(),
  alternation: fc.constantFrom("none" as const, "region" as const),
});
const lists = fc
  .array(fc.record({ person: fc.nat(12), group: groups, point: fc.boolean() }), { maxLength: 30 })
  .map((asked) =>
    asked.map(({ person, group, point }, index) =>
      asks(`r${index}`, index + 1, {
        personId: `p${person}`,
        group,
        kind: point && index % 5 === 0 ? "point_of_order" : "speech",
      }),
    ),
  );
const pasts = fc.array(fc.record({ personId: fc.nat(12).map((at) => `p${at}`), group: groups }), {
  maxLength: 20,
});

describe("whatever the list", () => {
  it("everybody on it gets the floor once, in an order that depends on nothing else", () => {
    fc.assert(
      fc.property(lists, pasts, rules, fc.infiniteStream(fc.nat()), (list, past, rule, noise) => {
        const order = speakersInOrder(list, past, rule);
        expect(order.toSorted((one, other) => one.sequence - other.sequence)).toEqual(list);
        const shuffled = list
          .map((one) => ({ one, key: noise.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(speakersInOrder(shuffled, past, rule)).toEqual(order);
      }),
    );
  });

  it("nobody who spoke comes before a newcomer where newcomers are first", () => {
    fc.assert(
      fc.property(lists, pasts, (list, past) => {
        const spoken = new Set(past.map(({ personId }) => personId));
        const speeches = speakersInOrder(list, past, both).filter(({ kind }) => kind === "speech");
        const isNew = speeches.map(({ personId }) => {
          const fresh = !spoken.has(personId);
          spoken.add(personId);
          return fresh;
        });
        const lastNew = isNew.lastIndexOf(true);
        expect(isNew.slice(0, lastNew + 1).every(Boolean)).toBe(true);
      }),
    );
  });

  it("a group follows itself only when no other waits", () => {
    fc.assert(
      fc.property(lists, pasts, (list, past) => {
        const speeches = speakersInOrder(list, past, byRegion).filter(({ kind }) => kind === "speech");
        for (const [at, one] of speeches.entries()) {
          const before = at === 0 ? past.at(-1) : speeches[at - 1];
          if (!before || before.group !== one.group) continue;
          expect(speeches.slice(at).every(({ group }) => group === one.group)).toBe(true);
        }
      }),
    );
  });

  it("nobody starves, although others ask again and again as soon as they have spoken", () => {
    fc.assert(
      fc.property(rules, groups, fc.array(groups, { minLength: 1, maxLength: 10 }), (rule, own, others) => {
        const patient = asks("patient", 0, { group: own });
        let waiting = [patient, ...others.map((group, at) => asks(`o${at}`, at + 1, { group }))];
        let heard: Heard[] = [{ personId: "patient", group: own }];
        // Each of the others is a newcomer once; after that the patient one's group has its turn among at most four.
        for (let turn = 1; turn <= 2 * others.length + 5; turn += 1) {
          const [next] = speakersInOrder(waiting, heard, rule);
          if (!next || next === patient) return;
          heard = [...heard, next];
          waiting = [...waiting.filter((one) => one !== next), { ...next, sequence: 100 + turn }];
        }
        throw new Error("the patient one waits for ever");
      }),
    );
  });
});

describe("the list", () => {
  it.each([
    ["takes speeches while it is open", theListIsOpen(false, "speech"), undefined],
    ["takes none when it is closed", theListIsOpen(true, "speech"), "speakersListClosed"],
    ["takes a point of order all the same", theListIsOpen(true, "point_of_order"), undefined],
    ["takes no words to what is done", speakersAskBeforeTheItemIsDone("done"), "itemIsDone"],
    ["takes them to what comes", speakersAskBeforeTheItemIsDone("waiting"), undefined],
    ["takes points of order to what is open", pointsOfOrderAreAboutNow("point_of_order", "open"), undefined],
    [
      "and to nothing else",
      pointsOfOrderAreAboutNow("point_of_order", "waiting"),
      "pointOfOrderNeedsAnOpenItem",
    ],
    ["hears somebody twice", nobodySpeaksTooOften("speech", 1, 2), undefined],
    ["and not three times", nobodySpeaksTooOften("speech", 2, 2), "spokenOftenEnough"],
    ["unless there is no limit", nobodySpeaksTooOften("speech", 9, null), undefined],
    ["counts no points of order", nobodySpeaksTooOften("point_of_order", 9, 2), undefined],
    ["holds somebody once", onTheListOnce(true), "alreadyOnTheList"],
    ["lets somebody on", onTheListOnce(false), undefined],
    ["gives the floor to the next", theNextOneSpeaks("a", "a"), undefined],
    ["and to no other", theNextOneSpeaks("a", "b"), "notNextOnTheList"],
    ["lets go whoever waits", onlyThoseWhoWaitLeave("waiting"), undefined],
    ["and not whoever spoke", onlyThoseWhoWaitLeave("spoken"), "requestDoesNotWait"],
  ])("%s", (_name, verdict, reason) => {
    expect(verdict.ok ? undefined : verdict.reason).toBe(reason);
  });
});
