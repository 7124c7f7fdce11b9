// Counting a roll call: the rules to begin with, rules that were adopted, quorums of the room, regions, a casting vote.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Condition, Rules } from "../rules/index.ts";
import {
  asksForTheRoom,
  type Choice,
  countRollCall,
  type FrozenRules,
  partsOf,
  quorumAmong,
  type RegionCounts,
  type RollCallFacts,
  type RoomCounts,
  type RoomQuorum,
  rulesOfToday,
  unknownToRollCalls,
} from "./index.ts";

const named: FrozenRules = { majority: "simple_of_votes_cast", quorum: "half_of_accredited" };
const half = { numerator: 1, denominator: 2 };

function part(inFavour: number, against: number, abstain: number, accredited: number): RegionCounts {
  return { region: null, accredited, present: 0, for: inFavour, against, abstain };
}

function count(regions: readonly RegionCounts[], more: Partial<RollCallFacts> = {}) {
  const counted = countRollCall({
    rules: named,
    adopted: null,
    regions,
    room: null,
    called: null,
    castingVote: null,
    proposedAt: null,
    openedAt: "2019-10-18T14:00:00.000Z",
    at: "2019-10-18T15:00:00.000Z",
    ...more,
  });
  if (!counted) throw new Error("these rules are known");
  return counted;
}

const adopted = (adoption: Condition, more: Partial<Rules["default"]> = {}): Partial<RollCallFacts> => ({
  rules: { version: 1, hash: "00", matter: "text", quorum: null },
  adopted: { ...rulesOfToday, default: { quorum: null, ...more, adoption } },
});

describe("the rules that every congress begins with", () => {
  it.each([
    ["half of an even number is a quorum", part(3, 2, 0, 10), "adopted"],
    ["one fewer is none", part(4, 0, 0, 10), "quorum_not_reached"],
    ["half of an odd number is rounded up", part(4, 0, 0, 9), "quorum_not_reached"],
    ["and reached so", part(5, 0, 0, 9), "adopted"],
    ["abstentions count for the quorum", part(1, 0, 4, 10), "adopted"],
    ["abstentions count for no majority", part(2, 1, 7, 10), "adopted"],
    ["a tie does not carry", part(3, 3, 0, 6), "rejected"],
    ["more against does not carry", part(2, 3, 0, 6), "rejected"],
    ["all abstain: nothing carries", part(0, 0, 6, 6), "rejected"],
    ["nobody votes", part(0, 0, 0, 6), "quorum_not_reached"],
    ["one delegation alone", part(1, 0, 0, 1), "adopted"],
  ] as const)("%s", (_name, given, verdict) => {
    expect(count([given]).tally.verdict).toBe(verdict);
  });

  it("give the verdict that their numbers give, as they always did", () => {
    const vote = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(200));
    fc.assert(
      fc.property(vote, ([inFavour, against, abstain, absent]) => {
        const accredited = Math.max(1, inFavour + against + abstain + absent);
        const { tally } = count([part(inFavour, against, abstain, accredited)]);
        const tookPart = inFavour + against + abstain;
        expect(tally).toEqual({
          inFavour,
          against,
          abstentions: abstain,
          tookPart,
          accredited,
          quorum: Math.ceil(accredited / 2),
          quorumReached: 2 * tookPart >= accredited,
          votesCast: inFavour + against,
          needed: Math.floor((inFavour + against) / 2) + 1,
          verdict:
            2 * tookPart < accredited ? "quorum_not_reached" : inFavour > against ? "adopted" : "rejected",
        });
      }),
    );
  });

  it("are not guessed where a name is not known", () => {
    const rules = { majority: "of_the_wise", quorum: "half_of_accredited" } as unknown as FrozenRules;
    expect(() => count([part(1, 0, 0, 1)], { rules })).toThrow(/known/);
  });
});

describe("a quorum of the room", () => {
  const inTheRoom = (present: Partial<Omit<RoomCounts, "at">>, of: RoomQuorum["of"], share = half) => {
    const room: RoomCounts = {
      at: "2019-10-18T14:00:00.000Z",
      delegations: 0,
      delegates: 0,
      accreditedDelegates: 31,
      ...present,
    };
    const rules = { ...named, quorum: { of, share, counted: "present_when_opened" as const } };
    return count([{ ...part(2, 1, 0, 20), present: present.delegations ?? 0 }], { rules, room }).tally;
  };

  it.each([
    ["half of the delegations", inTheRoom({ delegations: 10 }, "delegations"), 10, "adopted"],
    ["one fewer", inTheRoom({ delegations: 9 }, "delegations"), 10, "quorum_not_reached"],
    ["half of 31 delegates is 16", inTheRoom({ delegates: 16 }, "delegates"), 16, "adopted"],
    ["and 15 are too few", inTheRoom({ delegates: 15 }, "delegates"), 16, "quorum_not_reached"],
    [
      "two thirds of 20 are 14",
      inTheRoom({ delegations: 13 }, "delegations", { numerator: 2, denominator: 3 }),
      14,
      "quorum_not_reached",
    ],
    [
      "of nobody there is none",
      inTheRoom({ delegates: 0, accreditedDelegates: 0 }, "delegates"),
      0,
      "quorum_not_reached",
    ],
  ] as const)("%s", (_name, result, quorum, verdict) => {
    expect(result).toMatchObject({ quorum, verdict, tookPart: 3 });
  });

  it("is none where nobody is accredited, and exact where somebody is", () => {
    expect(quorumAmong(0, 0, half)).toEqual({ needed: 0, reached: false });
    expect(quorumAmong(7, 15, half)).toEqual({ needed: 8, reached: false });
  });

  it("holds beside the quorum that adopted rules ask for", () => {
    const quorum: Condition = { count: "votes_cast", atLeast: [1, 2], of: "accredited" };
    const facts = adopted({ moreThan: "against" }, { quorum });
    const room = { at: "", delegations: 2, delegates: 2, accreditedDelegates: 4 };
    const rules: FrozenRules = {
      version: 1,
      hash: "00",
      matter: "text",
      quorum: { of: "delegations", share: half, counted: "present_when_opened" },
    };
    const there = { ...part(2, 0, 0, 4), present: 2 };
    expect(count([there], { ...facts, rules, room }).tally.verdict).toBe("adopted");
    const away = { ...there, present: 1 };
    expect(count([away], { ...facts, rules, room }).tally.verdict).toBe("quorum_not_reached");
    const silent = { ...part(1, 0, 0, 4), present: 4 };
    expect(count([silent], { ...facts, rules, room }).tally).toMatchObject({
      verdict: "quorum_not_reached",
      quorum: null,
    });
  });
});

describe("rules that were adopted", () => {
  const twoThirds: Condition = { atLeast: [2, 3], of: "votes_without_abstentions" };

  it("ask for two thirds to the vote", () => {
    expect(count([part(66, 33, 5, 120)], adopted(twoThirds)).tally).toMatchObject({
      verdict: "adopted",
      needed: 66,
    });
    expect(count([part(65, 34, 5, 120)], adopted(twoThirds)).tally.verdict).toBe("rejected");
  });

  it("ask for the regions as they were frozen with the roll", () => {
    const inHalf: Condition = {
      count: { regionsWhere: { moreThan: "against" } },
      atLeast: [1, 2],
      of: "regions",
    };
    const facts = adopted({ all: [twoThirds, inHalf] });
    const region = (code: string, inFavour: number, against: number) => {
      return { ...part(inFavour, against, 0, 12), region: code };
    };
    const spread = [region("005", 10, 0), region("013", 2, 1), region("150", 0, 2), region("002", 0, 1)];
    expect(count(spread, facts).tally.verdict).toBe("adopted");
    const narrow = [region("005", 12, 0), region("013", 1, 2), region("150", 0, 2), region("002", 0, 1)];
    const failed = count(narrow, facts);
    expect(failed.tally).toMatchObject({ verdict: "rejected", inFavour: 13, needed: null });
    expect(failed.evaluation.adoption).toMatchObject({ parts: [{ held: true }, { held: false }] });
  });

  it("leave a tie to whoever presides, and to nobody else", () => {
    const facts = adopted({ moreThan: "against" }, { tie: "casting_vote" });
    expect(count([part(3, 3, 0, 6)], facts).evaluation.verdict).toBe("tied");
    const broken = count([part(3, 3, 0, 6)], { ...facts, castingVote: "for" });
    expect(broken.tally).toMatchObject({ verdict: "adopted", castingVote: "for" });
    expect(count([part(2, 3, 0, 6)], { ...facts, castingVote: "for" }).tally.verdict).toBe("rejected");
  });

  it("cannot be counted without the version that they name", () => {
    expect(() => count([part(1, 0, 0, 1)], { ...adopted(twoThirds), adopted: null })).toThrow(/known/);
  });
});

describe("what rules ask for", () => {
  const asking = (adoption: Condition, more: Partial<Rules["default"]> = {}): Rules => ({
    ...rulesOfToday,
    default: { ...more, adoption },
  });

  it.each([
    ["objections", asking({ count: "objections_open", atMost: 0 }), "objections_open"],
    [
      "members of a region",
      asking({ moreThan: { regionsWhere: { atLeast: [1, 2], of: "members" } } }),
      "regions.members",
    ],
    [
      "votes weighed otherwise",
      asking({ weighed: "population", holds: { moreThan: "against" } }),
      "weighed.population.against",
    ],
    ["another vote on a tie", asking({ moreThan: "against" }, { tie: "vote_again" }), "vote_again"],
    ["weights", asking({ moreThan: "against" }, { weight: { squareRoot: "members" } }), "weight"],
    ["who proposed", asking({ any: [{ proposedBy: ["chair"] }, { moreThan: "against" }] }), "proposer"],
    ["who stayed", asking({ not: { atMost: [1, 2], of: "present_at_close" } }), "present_at_close"],
  ] as const)("is known to no roll call: %s", (_name, rules, fact) => {
    expect(unknownToRollCalls(rules, "text")).toBe(fact);
  });

  it("is the door's to say, or the roll's", () => {
    const present = asking({ atLeast: { roundUp: { share: [1, 2], of: "present" } } });
    expect(unknownToRollCalls(present, "text")).toBeUndefined();
    expect(asksForTheRoom(present, "text")).toBe(true);
    expect(unknownToRollCalls(rulesOfToday, "text")).toBeUndefined();
    expect(asksForTheRoom(rulesOfToday, "text")).toBe(false);
    const waiting = asking({ all: [{ days: 7, since: "proposal", by: "opening" }, { moreThan: "against" }] });
    expect(unknownToRollCalls(waiting, "text")).toBeUndefined();
    const sums: Condition = {
      moreThan: { sum: ["against", { least: ["abstentions", { squareRoot: "accredited" }] }] },
    };
    expect(unknownToRollCalls(asking(sums), "text")).toBeUndefined();
  });
});

describe("a roll told by name", () => {
  it("is the same roll, region by region", () => {
    const roll = ["a", "b", "c", "d"];
    const latest = new Map<string, Choice>([
      ["a", "for"],
      ["b", "abstain"],
      ["d", "against"],
    ]);
    expect(partsOf({ roll, regions: ["005", "005", null, "150"], present: ["a", "c"] }, latest)).toEqual([
      { region: "005", accredited: 2, present: 1, for: 1, against: 0, abstain: 1 },
      { region: null, accredited: 1, present: 1, for: 0, against: 0, abstain: 0 },
      { region: "150", accredited: 1, present: 0, for: 0, against: 1, abstain: 0 },
    ]);
    expect(partsOf({ roll, regions: null, present: [] }, latest)).toHaveLength(1);
  });
});
